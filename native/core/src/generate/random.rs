//! A small generator of numbers, pinned here so that no new version of a library changes what a seed means.

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Begins with a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 where the limit is 0.
    ///
    /// The upper half of the product is taken instead of a remainder: its bias is below 2^-32 for the limits used here.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(limit);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// An index into a list of `length` entries.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the entries, each as often as its weight says; the list must not be empty.
    pub(crate) fn weighted<'a, T>(&mut self, table: &'a [(u64, T)]) -> &'a T {
        let mut rest = self.below(table.iter().map(|(weight, _)| weight).sum());
        let mut last = 0;
        for (index, (weight, _)) in table.iter().enumerate() {
            last = index;
            if rest < *weight {
                break;
            }
            rest -= weight;
        }
        &table[last].1
    }

    /// A random GUID (version 4) in lower case.
    pub(crate) fn guid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | (low >> 50),
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut random = SplitMix64::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(std::array::from_fn(|_| random.next()), expected);
    }

    #[test]
    fn guids_have_their_form() {
        let mut random = SplitMix64::new(7);
        for _ in 0..1000 {
            let guid = random.guid();
            let lengths: Vec<usize> = guid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{guid}");
            assert!(guid[14..].starts_with('4') && "89ab".contains(&guid[19..20]), "{guid}");
        }
    }

    #[test]
    fn weights_are_kept() {
        let mut random = SplitMix64::new(1);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[*random.weighted(&[(70, 0_usize), (30, 1), (0, 2)])] += 1;
        }
        assert!(counts[0].abs_diff(7000) < 200 && counts[2] == 0, "{counts:?}");
        assert_eq!(random.below(0), 0);
    }
}
