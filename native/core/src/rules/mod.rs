//! The rules: what stands in the way of an upgrade, each in a file of its own.
//!
//! A rule is a constant with its texts and a function that looks at shared, indexed facts. It says all that it finds
//! and knows nothing of the other rules. A fact that is missing makes a rule unknown, and what would block then still
//! does until a person takes responsibility for it.

mod age;
mod anti_affinity;
mod attestation;
mod check;
mod compatibility;
pub mod documentation;
mod facts;
mod finding;
mod findings;
#[cfg(test)]
mod fixture;
mod overcommit;
mod prelude;
mod rule;
mod slips;
#[cfg(test)]
mod tests;
mod text;

mod add_07_room_for_a_node;
mod age_01_inventory_is_fresh;
mod cap_01_room_with_one_node_out;
mod cap_02_room_with_one_more_failure;
mod cap_03_largest_machine_fits_somewhere;
mod cap_04_limits_of_a_host;
mod cap_05_anti_affinity_with_one_node_less;
mod cap_06_enforced_anti_affinity;
mod cap_07_affinity_rules_with_one_node_less;
mod cap_09_no_locked_roles;
mod cap_10_balancer_off_for_the_run;
mod cap_12_group_sets_in_order;
mod cap_13_roles_stay_in_their_site;
mod drn_01_somewhere_to_drain_to;
mod drn_02_possible_owners_elsewhere;
mod drn_13_no_unclustered_virtual_machines;
mod drn_16_no_quick_migration_below_version_8;
mod evc_11_disks_are_not_cleaned;
mod lm_03_parallel_migrations;
mod lm_05_equal_authentication;
mod lm_06_smb_needs_rdma;
mod lm_07_no_local_media;
mod lvl_01_nodes_active;
mod lvl_02_every_node_supports_level;
mod lvl_03_quorum_not_forced;
mod lvl_05_no_failed_roles;
mod lvl_11_level_raised_soon;
mod lvl_13_switch_keeps_its_type;
mod mix_01_not_mixed_for_long;
mod mix_04_pool_after_level;
mod mix_05_versions_after_level;
mod pre_01_every_node_is_up;
mod pre_06_no_updating_run;
mod pre_07_no_lbfo_team_under_a_switch;
mod pre_08_virtual_machine_versions_before_2022;
mod pre_09_switch_names_agree;
mod pre_10_spaces_direct_keeps_names;
mod pre_11_equal_revisions;
mod pre_12_roles_that_fail_over;
mod pre_15_no_pending_restart;
mod qrm_01_two_nodes_need_a_witness;
mod qrm_02_few_nodes_should_have_a_witness;
mod qrm_03_survives_one_more_failure;
mod qrm_04_witness_online;
mod qrm_05_share_witness_outside;
mod qrm_06_no_disk_witness_on_spaces_direct;
mod qrm_07_no_cloud_witness_at_level_8;
mod qrm_08_sites_split_evenly;
mod qrm_10_votes_taken_by_hand;
mod qrm_11_dynamic_quorum;
mod qrm_13_two_nodes_one_carries_all;
mod qrm_14_share_of_its_own;
mod qrm_15_cloud_witness_is_reached;
mod qrm_16_no_disk_only_quorum;
mod res_04_no_quarantine;
mod s2d_01_virtual_disks_healthy;
mod s2d_02_no_storage_jobs;
mod s2d_03_one_fault_domain_out;
mod s2d_04_redundancy_while_out;
mod s2d_06_pool_quorum;
mod s2d_10_floor_builds;
mod s2d_12_reserve_capacity;
mod s2d_14_drives_complete;
mod ver_01_one_release_a_pass;
mod ver_02_starts_at_2012_r2;
mod ver_07_no_in_place_up_to_2012_r2;
mod ver_08_in_place_from_2012_r2;
mod ver_09_in_place_is_allowed;
mod ver_10_in_place_impossible;
mod ver_11_in_place_one_release;
mod ver_12_second_level_address_translation;
mod ver_13_azure_local;
mod ver_14_virtual_machine_manager;
mod ver_15_previous_pass_finished;
mod ver_16_two_releases_at_most;
mod vmv_01_hosts_run_the_version;
mod vmv_02_guests_shut_down;
mod vmv_03_no_checkpoints;
mod vmv_04_every_member_runs_new_version;
mod vmv_08_versions_left_behind;
mod vmv_09_versions_on_the_way_to_2022;
mod vmv_10_one_processor_vendor;
mod vmv_11_equal_processor_features;
mod vmv_14_no_credssp_on_2025;

pub use attestation::Topic;
pub(crate) use check::starting_release;
pub use check::{CheckReport, CheckRequest, Verdict, check, check_moment, check_step};
pub(crate) use facts::listed;
pub use finding::{Confidence, Finding, Outcome, Severity, Subject};
pub use rule::{Moment, Rule, Stage};
pub use text::{severity_word, text};

/// Every rule, in the order of the upgrade.
pub static RULES: &[&Rule] = &[
    &ver_01_one_release_a_pass::RULE,
    &ver_02_starts_at_2012_r2::RULE,
    &ver_07_no_in_place_up_to_2012_r2::RULE,
    &ver_08_in_place_from_2012_r2::RULE,
    &ver_09_in_place_is_allowed::RULE,
    &ver_10_in_place_impossible::RULE,
    &ver_11_in_place_one_release::RULE,
    &ver_12_second_level_address_translation::RULE,
    &ver_13_azure_local::RULE,
    &ver_14_virtual_machine_manager::RULE,
    &ver_15_previous_pass_finished::RULE,
    &ver_16_two_releases_at_most::RULE,
    &mix_01_not_mixed_for_long::RULE,
    &age_01_inventory_is_fresh::RULE,
    &pre_01_every_node_is_up::RULE,
    &pre_06_no_updating_run::RULE,
    &pre_07_no_lbfo_team_under_a_switch::RULE,
    &pre_08_virtual_machine_versions_before_2022::RULE,
    &pre_10_spaces_direct_keeps_names::RULE,
    &pre_11_equal_revisions::RULE,
    &pre_12_roles_that_fail_over::RULE,
    &pre_15_no_pending_restart::RULE,
    &lvl_05_no_failed_roles::RULE,
    &qrm_01_two_nodes_need_a_witness::RULE,
    &qrm_02_few_nodes_should_have_a_witness::RULE,
    &qrm_03_survives_one_more_failure::RULE,
    &qrm_04_witness_online::RULE,
    &qrm_05_share_witness_outside::RULE,
    &qrm_06_no_disk_witness_on_spaces_direct::RULE,
    &qrm_07_no_cloud_witness_at_level_8::RULE,
    &qrm_08_sites_split_evenly::RULE,
    &qrm_10_votes_taken_by_hand::RULE,
    &qrm_11_dynamic_quorum::RULE,
    &qrm_14_share_of_its_own::RULE,
    &qrm_15_cloud_witness_is_reached::RULE,
    &qrm_16_no_disk_only_quorum::RULE,
    &qrm_13_two_nodes_one_carries_all::RULE,
    &cap_01_room_with_one_node_out::RULE,
    &cap_02_room_with_one_more_failure::RULE,
    &cap_03_largest_machine_fits_somewhere::RULE,
    &cap_04_limits_of_a_host::RULE,
    &cap_05_anti_affinity_with_one_node_less::RULE,
    &cap_06_enforced_anti_affinity::RULE,
    &cap_07_affinity_rules_with_one_node_less::RULE,
    &cap_13_roles_stay_in_their_site::RULE,
    &cap_12_group_sets_in_order::RULE,
    &cap_10_balancer_off_for_the_run::RULE,
    &cap_09_no_locked_roles::RULE,
    &drn_01_somewhere_to_drain_to::RULE,
    &drn_02_possible_owners_elsewhere::RULE,
    &drn_13_no_unclustered_virtual_machines::RULE,
    &drn_16_no_quick_migration_below_version_8::RULE,
    &pre_09_switch_names_agree::RULE,
    &vmv_01_hosts_run_the_version::RULE,
    &vmv_10_one_processor_vendor::RULE,
    &vmv_11_equal_processor_features::RULE,
    &vmv_14_no_credssp_on_2025::RULE,
    &lm_03_parallel_migrations::RULE,
    &lm_05_equal_authentication::RULE,
    &lm_06_smb_needs_rdma::RULE,
    &lm_07_no_local_media::RULE,
    &lvl_13_switch_keeps_its_type::RULE,
    &res_04_no_quarantine::RULE,
    &evc_11_disks_are_not_cleaned::RULE,
    &add_07_room_for_a_node::RULE,
    &s2d_01_virtual_disks_healthy::RULE,
    &s2d_02_no_storage_jobs::RULE,
    &s2d_03_one_fault_domain_out::RULE,
    &s2d_04_redundancy_while_out::RULE,
    &s2d_06_pool_quorum::RULE,
    &s2d_10_floor_builds::RULE,
    &s2d_12_reserve_capacity::RULE,
    &s2d_14_drives_complete::RULE,
    &lvl_01_nodes_active::RULE,
    &lvl_02_every_node_supports_level::RULE,
    &lvl_03_quorum_not_forced::RULE,
    &lvl_11_level_raised_soon::RULE,
    &mix_04_pool_after_level::RULE,
    &mix_05_versions_after_level::RULE,
    &vmv_02_guests_shut_down::RULE,
    &vmv_03_no_checkpoints::RULE,
    &vmv_04_every_member_runs_new_version::RULE,
    &vmv_08_versions_left_behind::RULE,
    &vmv_09_versions_on_the_way_to_2022::RULE,
];
