//! Addresses: bits are turned over so that two addresses have as many bits in common afterwards as before.
//!
//! So what was in one network is in one network. The scheme is that of Crypto-PAn (Xu, Fan, Ammar, Moon, "On the design
//! and performance of prefix-preserving IP traffic trace anonymization", 2001) with a hash in place of the cipher.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use sha2::{Digest, Sha256};

/// An address with its prefix, both renamed; `None` where the text is no address.
///
/// `network_prefix` is the length of the prefix of a network whose address it is.
pub(super) fn renamed(text: &str, network_prefix: Option<u8>, seed: u64) -> Option<String> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let is_network = |length: u8, value: u128, bits: u32| {
        u32::from(length) < bits && value.trailing_zeros() >= bits - u32::from(length)
    };
    let told = |value: u128, bits: u32| -> u128 {
        let turned = turn(value, bits, seed);
        match network_prefix.or(prefix) {
            // The address of a network itself ends in zeros and has to keep them.
            Some(length) if is_network(length, value, bits) => {
                turned >> (bits - u32::from(length)) << (bits - u32::from(length))
            }
            _ => turned,
        }
    };
    let new = match address.parse::<IpAddr>().ok()? {
        IpAddr::V4(old) => {
            let value = told(u128::from(old.to_bits()), 32);
            IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(value).unwrap_or_default()))
        }
        IpAddr::V6(old) => IpAddr::V6(Ipv6Addr::from_bits(told(old.to_bits(), 128))),
    };
    Some(match prefix {
        Some(prefix) => format!("{new}/{prefix}"),
        None => new.to_string(),
    })
}

/// Turns each bit over, or not, by the bits before it.
fn turn(value: u128, bits: u32, seed: u64) -> u128 {
    let mut turned = 0;
    for position in 0..bits {
        let shift = bits - position;
        let before = value.checked_shr(shift).unwrap_or(0);
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(position.to_le_bytes());
        hash.update(before.to_le_bytes());
        let flip = u128::from(hash.finalize()[0] & 1);
        let bit = value >> (shift - 1) & 1;
        turned = turned << 1 | (bit ^ flip);
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(one: &str, other: &str) -> u32 {
        let bits = |text: &str| text.parse::<Ipv4Addr>().unwrap().to_bits();
        (bits(one) ^ bits(other)).leading_zeros()
    }

    #[test]
    fn what_was_in_one_network_stays_in_one_network() {
        let texts = ["10.0.1.11", "10.0.1.12", "10.0.2.11", "192.168.0.1", "10.0.1.0"];
        let new = texts.map(|text| renamed(text, None, 7).unwrap());
        for (one, old_one) in new.iter().zip(texts) {
            for (other, old_other) in new.iter().zip(texts) {
                assert_eq!(common(one, other), common(old_one, old_other), "{old_one} and {old_other}");
            }
        }
    }

    #[test]
    fn the_address_of_a_network_keeps_its_zeros() {
        let network = renamed("10.0.1.0", Some(24), 7).unwrap();
        assert!(network.ends_with(".0"), "{network}");
        assert!(common(&network, &renamed("10.0.1.11", None, 7).unwrap()) >= 24);
        let with_prefix = renamed("10.0.1.0/24", None, 7).unwrap();
        assert_eq!(with_prefix, format!("{network}/24"));
        assert!(!renamed("10.0.1.11/24", None, 7).unwrap().ends_with(".0/24"));
    }

    #[test]
    fn what_is_no_address_is_told_so() {
        assert_eq!(renamed("Storage 1", None, 7), None);
        assert_eq!(renamed("10.0.0.0/x", None, 7), None);
        assert!(renamed("fd00::1:2/64", None, 7).unwrap().ends_with("/64"));
    }
}
