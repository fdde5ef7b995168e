//! A sample of the thousand clusters that `cargo xtask optimum` compares.

use planner_optimum::{Tally, judge};

const SEEDS: u64 = 400;

#[test]
fn plans_of_small_clusters_have_the_fewest_moves() {
    let mut tally = Tally::default();
    for seed in 0..SEEDS {
        tally.add(seed, judge(seed));
    }
    assert!(tally.passes(), "{tally}");
    assert!(tally.optimal > SEEDS / 2, "too few have a plan to say much: {tally}");
}
