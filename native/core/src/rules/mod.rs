//! The rules: what stands in the way of an upgrade, each in a file of its own.
//!
//! A rule is a constant with its texts and a function that looks at shared, indexed facts. It says all that it finds
//! and knows nothing of the other rules. A fact that is missing makes a rule unknown, and what would block then still
//! does until a person takes responsibility for it.

mod age;
mod anti_affinity;
mod attestation;
#[cfg(test)]
mod catalogue;
mod check;
mod compatibility;
pub mod documentation;
mod facts;
mod finding;
mod findings;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fixture_facts;
mod overcommit;
mod places;
mod prelude;
mod reading;
mod rule;
mod slips;
#[cfg(test)]
mod tests;
mod text;

mod add_01_validated_with_the_machine;
mod add_03_expected_differences;
mod add_04_added_from_the_new_release;
mod add_05_one_domain;
mod add_07_room_for_a_node;
mod add_09_no_remnants_where_it_joins;
mod add_12_joining_machine_is_patched;
mod age_01_inventory_is_fresh;
mod att_01_agents_supported;
mod att_02_antivirus_supported;
mod att_03_change_approved;
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
mod cau_03_remoting_is_on;
mod cau_07_no_updates_on_a_schedule;
mod cau_08_one_source_of_updates;
mod cau_09_remote_shutdown_is_let_through;
mod crd_01_tools_of_the_target;
mod crd_02_not_driven_from_a_node;
mod crd_03_not_driven_from_a_guest;
mod crd_04_journal_outside_the_cluster;
mod crd_05_administrator_everywhere;
mod crd_06_ticket_outlives_the_wait;
mod crd_07_clocks_agree;
mod crd_08_coordinator_in_the_domain;
mod crd_09_cmdlets_answer;
mod dir_01_account_may_be_reused;
mod dir_02_accounts_enabled;
mod dir_03_nodes_are_resolved;
mod dir_04_delegation_fits;
mod dir_05_cluster_name_object;
mod dir_06_virtual_computer_objects;
mod dir_07_cluster_names_are_resolved;
mod drn_01_somewhere_to_drain_to;
mod drn_02_possible_owners_elsewhere;
mod drn_03_no_drain_in_progress;
mod drn_07_uninterrupted_roles_move_live;
mod drn_08_no_backup_locks_a_volume;
mod drn_10_nothing_left_on_the_node;
mod drn_11_volumes_not_redirected;
mod drn_13_no_unclustered_virtual_machines;
mod drn_15_two_nodes_of_2025_are_patched;
mod drn_16_no_quick_migration_below_version_8;
mod drn_17_guests_keep_their_clock;
mod evc_01_node_owns_no_roles;
mod evc_02_core_group_elsewhere;
mod evc_03_votes_without_the_node;
mod evc_05_session_may_evict;
mod evc_06_remnants_after_in_place;
mod evc_11_disks_are_not_cleaned;
mod fld_01_networks_are_up;
mod fld_02_storage_adapters_apart;
mod fld_03_one_system_drive;
mod fld_04_deduplication_fix;
mod fld_05_network_intents;
mod fld_06_heartbeat_tolerance;
mod fld_07_networks_come_back_on_2019;
mod fld_08_teams_of_2016_start_late;
mod fld_09_cluster_service_of_july_2025;
mod fld_10_availability_groups;
mod fld_11_kubernetes_agents;
mod lm_03_parallel_migrations;
mod lm_05_equal_authentication;
mod lm_06_smb_needs_rdma;
mod lm_07_no_local_media;
mod lvl_01_nodes_active;
mod lvl_02_every_node_supports_level;
mod lvl_03_quorum_not_forced;
mod lvl_05_no_failed_roles;
mod lvl_07_adapters_proven;
mod lvl_11_level_raised_soon;
mod lvl_12_user_manager_group;
mod lvl_13_switch_keeps_its_type;
mod mix_01_not_mixed_for_long;
mod mix_02_tools_on_the_newest_node;
mod mix_04_pool_after_level;
mod mix_05_versions_after_level;
mod mix_08_features_of_their_level;
mod mix_12_one_node_out_at_a_time;
mod mix_14_deduplicated_volumes;
mod mix_15_replicas_stay;
mod pre_01_every_node_is_up;
mod pre_03_updates_installed;
mod pre_04_backups_stand_still;
mod pre_05_backup_at_this_level;
mod pre_06_no_updating_run;
mod pre_07_no_lbfo_team_under_a_switch;
mod pre_08_virtual_machine_versions_before_2022;
mod pre_09_switch_names_agree;
mod pre_10_spaces_direct_keeps_names;
mod pre_11_equal_revisions;
mod pre_12_roles_that_fail_over;
mod pre_13_validated;
mod pre_14_storage_replica_needs_level_9;
mod pre_15_no_pending_restart;
mod pre_16_domain_controller_outside;
mod pre_17_guests_shut_down_forced;
mod qrm_01_two_nodes_need_a_witness;
mod qrm_02_few_nodes_should_have_a_witness;
mod qrm_03_survives_one_more_failure;
mod qrm_04_witness_online;
mod qrm_05_share_witness_outside;
mod qrm_06_no_disk_witness_on_spaces_direct;
mod qrm_07_no_cloud_witness_at_level_8;
mod qrm_08_sites_split_evenly;
mod qrm_09_one_at_a_time_without_a_witness;
mod qrm_10_votes_taken_by_hand;
mod qrm_11_dynamic_quorum;
mod qrm_13_two_nodes_one_carries_all;
mod qrm_14_share_of_its_own;
mod qrm_15_cloud_witness_is_reached;
mod qrm_16_no_disk_only_quorum;
mod res_01_no_restart_pending_at_resume;
mod res_02_no_failback_while_repairing;
mod res_03_failback_windows;
mod res_04_no_quarantine;
mod rol_01_type_possible_on_the_node;
mod rol_02_guardian_keys_elsewhere;
mod rol_03_sql_server_leaves_by_setup;
mod rol_04_no_exchange_members;
mod rol_05_features_of_roles;
mod rol_06_no_remote_fx;
mod rol_07_replica_partners_run_the_version;
mod rol_08_no_disk_on_a_wiped_node;
mod s2d_01_virtual_disks_healthy;
mod s2d_02_no_storage_jobs;
mod s2d_03_one_fault_domain_out;
mod s2d_04_redundancy_while_out;
mod s2d_06_pool_quorum;
mod s2d_10_floor_builds;
mod s2d_11_maintenance_is_over;
mod s2d_12_reserve_capacity;
mod s2d_13_refs_volume_mounts_everywhere;
mod s2d_14_drives_complete;
mod und_01_old_media_at_hand;
mod und_02_versions_fit_the_old_release;
mod und_03_processors_fit_the_old_hosts;
mod ver_01_one_release_a_pass;
mod ver_02_starts_at_2012_r2;
mod ver_03_joining_release_in_range;
mod ver_05_no_shared_vhdx_under_a_guest_cluster;
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
mod vmm_01_manager_knows_the_target;
mod vmv_01_hosts_run_the_version;
mod vmv_02_guests_shut_down;
mod vmv_03_no_checkpoints;
mod vmv_04_every_member_runs_new_version;
mod vmv_08_versions_left_behind;
mod vmv_09_versions_on_the_way_to_2022;
mod vmv_10_one_processor_vendor;
mod vmv_11_equal_processor_features;
mod vmv_12_dynamic_compatibility;
mod vmv_13_one_edition_family;
mod vmv_14_no_credssp_on_2025;
mod vmv_15_equal_mitigations;
mod vmv_16_no_restart_on_a_newer_host;
mod vmv_17_backup_before_versions;

pub use attestation::Topic;
pub use check::{CheckReport, CheckRequest, Verdict, check, check_moment, check_step};
pub(crate) use check::{check_at, found_by_plan, starting_release};
pub(crate) use facts::listed;
pub use finding::{Confidence, Finding, Outcome, Severity, Subject};
pub use places::Places;
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
    &ver_03_joining_release_in_range::RULE,
    &ver_05_no_shared_vhdx_under_a_guest_cluster::RULE,
    &mix_02_tools_on_the_newest_node::RULE,
    &mix_08_features_of_their_level::RULE,
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
    &crd_01_tools_of_the_target::RULE,
    &crd_02_not_driven_from_a_node::RULE,
    &crd_03_not_driven_from_a_guest::RULE,
    &crd_04_journal_outside_the_cluster::RULE,
    &crd_05_administrator_everywhere::RULE,
    &crd_06_ticket_outlives_the_wait::RULE,
    &crd_07_clocks_agree::RULE,
    &crd_08_coordinator_in_the_domain::RULE,
    &crd_09_cmdlets_answer::RULE,
    &dir_01_account_may_be_reused::RULE,
    &dir_02_accounts_enabled::RULE,
    &dir_03_nodes_are_resolved::RULE,
    &dir_05_cluster_name_object::RULE,
    &dir_06_virtual_computer_objects::RULE,
    &dir_07_cluster_names_are_resolved::RULE,
    &att_01_agents_supported::RULE,
    &att_02_antivirus_supported::RULE,
    &att_03_change_approved::RULE,
    &mix_14_deduplicated_volumes::RULE,
    &mix_15_replicas_stay::RULE,
    &pre_03_updates_installed::RULE,
    &pre_04_backups_stand_still::RULE,
    &pre_05_backup_at_this_level::RULE,
    &pre_13_validated::RULE,
    &pre_14_storage_replica_needs_level_9::RULE,
    &pre_16_domain_controller_outside::RULE,
    &cau_03_remoting_is_on::RULE,
    &cau_07_no_updates_on_a_schedule::RULE,
    &cau_08_one_source_of_updates::RULE,
    &cau_09_remote_shutdown_is_let_through::RULE,
    &vmm_01_manager_knows_the_target::RULE,
    &fld_01_networks_are_up::RULE,
    &fld_02_storage_adapters_apart::RULE,
    &fld_04_deduplication_fix::RULE,
    &fld_07_networks_come_back_on_2019::RULE,
    &fld_09_cluster_service_of_july_2025::RULE,
    &fld_10_availability_groups::RULE,
    &fld_11_kubernetes_agents::RULE,
    &lvl_07_adapters_proven::RULE,
    &evc_05_session_may_evict::RULE,
    &rol_04_no_exchange_members::RULE,
    &rol_06_no_remote_fx::RULE,
    &qrm_01_two_nodes_need_a_witness::RULE,
    &qrm_02_few_nodes_should_have_a_witness::RULE,
    &qrm_03_survives_one_more_failure::RULE,
    &qrm_04_witness_online::RULE,
    &qrm_05_share_witness_outside::RULE,
    &qrm_06_no_disk_witness_on_spaces_direct::RULE,
    &qrm_07_no_cloud_witness_at_level_8::RULE,
    &qrm_08_sites_split_evenly::RULE,
    &qrm_09_one_at_a_time_without_a_witness::RULE,
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
    &mix_12_one_node_out_at_a_time::RULE,
    &fld_06_heartbeat_tolerance::RULE,
    &drn_03_no_drain_in_progress::RULE,
    &drn_07_uninterrupted_roles_move_live::RULE,
    &drn_08_no_backup_locks_a_volume::RULE,
    &drn_10_nothing_left_on_the_node::RULE,
    &drn_11_volumes_not_redirected::RULE,
    &drn_15_two_nodes_of_2025_are_patched::RULE,
    &drn_17_guests_keep_their_clock::RULE,
    &pre_09_switch_names_agree::RULE,
    &vmv_01_hosts_run_the_version::RULE,
    &vmv_10_one_processor_vendor::RULE,
    &vmv_11_equal_processor_features::RULE,
    &vmv_14_no_credssp_on_2025::RULE,
    &lm_03_parallel_migrations::RULE,
    &lm_05_equal_authentication::RULE,
    &lm_06_smb_needs_rdma::RULE,
    &lm_07_no_local_media::RULE,
    &dir_04_delegation_fits::RULE,
    &fld_03_one_system_drive::RULE,
    &fld_08_teams_of_2016_start_late::RULE,
    &vmv_13_one_edition_family::RULE,
    &vmv_15_equal_mitigations::RULE,
    &und_02_versions_fit_the_old_release::RULE,
    &und_03_processors_fit_the_old_hosts::RULE,
    &vmv_16_no_restart_on_a_newer_host::RULE,
    &lvl_13_switch_keeps_its_type::RULE,
    &res_04_no_quarantine::RULE,
    &evc_11_disks_are_not_cleaned::RULE,
    &add_07_room_for_a_node::RULE,
    &fld_05_network_intents::RULE,
    &evc_01_node_owns_no_roles::RULE,
    &evc_02_core_group_elsewhere::RULE,
    &evc_03_votes_without_the_node::RULE,
    &evc_06_remnants_after_in_place::RULE,
    &add_01_validated_with_the_machine::RULE,
    &add_03_expected_differences::RULE,
    &add_04_added_from_the_new_release::RULE,
    &add_05_one_domain::RULE,
    &add_09_no_remnants_where_it_joins::RULE,
    &add_12_joining_machine_is_patched::RULE,
    &rol_01_type_possible_on_the_node::RULE,
    &rol_02_guardian_keys_elsewhere::RULE,
    &rol_03_sql_server_leaves_by_setup::RULE,
    &rol_05_features_of_roles::RULE,
    &rol_08_no_disk_on_a_wiped_node::RULE,
    &res_01_no_restart_pending_at_resume::RULE,
    &res_02_no_failback_while_repairing::RULE,
    &res_03_failback_windows::RULE,
    &und_01_old_media_at_hand::RULE,
    &s2d_01_virtual_disks_healthy::RULE,
    &s2d_02_no_storage_jobs::RULE,
    &s2d_03_one_fault_domain_out::RULE,
    &s2d_04_redundancy_while_out::RULE,
    &s2d_06_pool_quorum::RULE,
    &s2d_10_floor_builds::RULE,
    &s2d_12_reserve_capacity::RULE,
    &s2d_14_drives_complete::RULE,
    &s2d_11_maintenance_is_over::RULE,
    &s2d_13_refs_volume_mounts_everywhere::RULE,
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
    &pre_17_guests_shut_down_forced::RULE,
    &lvl_12_user_manager_group::RULE,
    &vmv_12_dynamic_compatibility::RULE,
    &vmv_17_backup_before_versions::RULE,
    &rol_07_replica_partners_run_the_version::RULE,
];
