//! How much of anything an inventory may hold: bounds for the work, far above what any cluster has.

use super::validate::{ModelError, SIZE_MIB_MAX, absurd};
use super::{Inventory, Machine};

/// A name of a node or of a machine: DNS allows no more.
const NODE_NAME_MAX: usize = 255;
/// Any other name; Hyper-V and the cluster stop much earlier.
const NAME_MAX: usize = 4096;
/// Entries of a list that belongs to one machine, one role or the whole cluster.
const LIST_MAX: usize = 10_000;
/// Disks, volumes and roles in rules between roles: some for each virtual machine.
const LONG_LIST_MAX: usize = 200_000;
/// A VLAN.
const VLAN_MAX: u64 = 4094;

/// Checks how long lists and names are, and numbers that have a scale of their own.
pub(super) fn check(inventory: &Inventory) -> Result<(), ModelError> {
    lists(inventory)?;
    names(inventory)?;
    cluster(inventory)?;
    roles(inventory)?;
    storage(inventory)?;
    for (index, node) in inventory.nodes.iter().enumerate() {
        if let Some(facts) = &node.machine {
            machine(&format!("nodes[{index}].machine"), facts)?;
        }
    }
    for (index, pooled) in inventory.machines.iter().enumerate() {
        machine(&format!("machines[{index}].machine"), &pooled.machine)?;
    }
    Ok(())
}

fn lists(inventory: &Inventory) -> Result<(), ModelError> {
    let storage = &inventory.storage;
    for (kind, count, limit) in [
        ("networks", inventory.networks.len(), LIST_MAX),
        ("resource types", inventory.resource_types.len(), LIST_MAX),
        ("names in the directory", inventory.directory.len(), LIST_MAX),
        ("domain controllers", inventory.domain_controllers.as_ref().map_or(0, Vec::len), LIST_MAX),
        ("tests that failed", inventory.cluster.validation_failures.len(), LIST_MAX),
        ("affinity rules", inventory.affinity_rules.len(), LONG_LIST_MAX),
        ("group sets", inventory.group_sets.len(), LONG_LIST_MAX),
        ("shared volumes", storage.shared_volumes.len(), LIST_MAX),
        ("storage pools", storage.pools.len(), LIST_MAX),
        ("virtual disks", storage.virtual_disks.len(), LONG_LIST_MAX),
        ("physical disks", storage.physical_disks.len(), LONG_LIST_MAX),
    ] {
        at_most(kind, count, limit)?;
    }
    Ok(())
}

fn at_most(kind: &'static str, count: usize, limit: usize) -> Result<(), ModelError> {
    if count > limit { Err(ModelError::TooMany { kind, count, limit }) } else { Ok(()) }
}

fn names(inventory: &Inventory) -> Result<(), ModelError> {
    short(|| "cluster.name".to_owned(), &inventory.cluster.name, NODE_NAME_MAX)?;
    for (index, node) in inventory.nodes.iter().enumerate() {
        short(|| format!("nodes[{index}].name"), node.name.as_str(), NODE_NAME_MAX)?;
    }
    for (index, machine) in inventory.machines.iter().enumerate() {
        short(|| format!("machines[{index}].name"), machine.name.as_str(), NODE_NAME_MAX)?;
    }
    for (index, role) in inventory.roles.iter().enumerate() {
        short(|| format!("roles[{index}].name"), role.name.as_str(), NAME_MAX)?;
    }
    for (index, network) in inventory.networks.iter().enumerate() {
        short(|| format!("networks[{index}].name"), &network.name, NAME_MAX)?;
    }
    for (index, volume) in inventory.storage.shared_volumes.iter().enumerate() {
        short(|| format!("storage.sharedVolumes[{index}].name"), &volume.name, NAME_MAX)?;
    }
    Ok(())
}

fn short(path: impl Fn() -> String, text: &str, limit: usize) -> Result<(), ModelError> {
    // Bytes are counted first: a text has no more characters than bytes.
    if text.len() <= limit {
        return Ok(());
    }
    let length = text.chars().count();
    if length <= limit { Ok(()) } else { Err(ModelError::TooLong { path: path(), length, limit }) }
}

fn cluster(inventory: &Inventory) -> Result<(), ModelError> {
    let cluster = &inventory.cluster;
    let number = |value: Option<u32>| u64::from(value.unwrap_or(0));
    for (field, value, limit) in [
        ("autoBalancerMode", number(cluster.auto_balancer_mode), 2),
        ("autoBalancerLevel", number(cluster.auto_balancer_level), 3),
        ("addEvictDelaySeconds", u64::from(cluster.add_evict_delay_seconds), 86_400),
        ("blockCacheMiB", cluster.block_cache_mib.unwrap_or(0), SIZE_MIB_MAX),
    ] {
        absurd(|| format!("cluster.{field}"), value, limit)?;
    }
    for (index, network) in inventory.networks.iter().enumerate() {
        let length = u64::from(network.prefix_length.unwrap_or(0));
        absurd(|| format!("networks[{index}].prefixLength"), length, 128)?;
    }
    let share = cluster.quorum.witness.as_ref().and_then(|witness| witness.smb_version);
    absurd(|| "cluster.quorum.witness.smbVersion".to_owned(), number(share), 3)
}

fn roles(inventory: &Inventory) -> Result<(), ModelError> {
    for (index, role) in inventory.roles.iter().enumerate() {
        for (field, hour) in
            [("failbackWindowStart", role.failback_window_start), ("failbackWindowEnd", role.failback_window_end)]
        {
            absurd(|| format!("roles[{index}].{field}"), u64::from(hour.unwrap_or(0)), 23)?;
        }
        at_most("anti-affinity classes", role.anti_affinity_classes.len(), LIST_MAX)?;
        at_most("resource types", role.resource_types.len(), LIST_MAX)?;
        let Some(machine) = &role.virtual_machine else { continue };
        let minimum = machine.memory.minimum_mib.unwrap_or(0);
        absurd(|| format!("roles[{index}].virtualMachine.memory.minimumMiB"), minimum, SIZE_MIB_MAX)?;
        at_most("switches of a virtual machine", machine.switches.len(), LIST_MAX)?;
        at_most("local media of a virtual machine", machine.local_media.len(), LIST_MAX)?;
        at_most("guardians of a virtual machine", machine.guardians.len(), LIST_MAX)?;
        at_most("VLANs of a virtual machine", machine.vlans.len(), LIST_MAX)?;
        for vlan in &machine.vlans {
            absurd(|| format!("roles[{index}].virtualMachine.vlans"), u64::from(*vlan), VLAN_MAX)?;
        }
    }
    for rule in &inventory.affinity_rules {
        at_most("roles of an affinity rule", rule.roles.len(), LONG_LIST_MAX)?;
    }
    for set in &inventory.group_sets {
        at_most("roles of a group set", set.roles.len(), LONG_LIST_MAX)?;
    }
    Ok(())
}

fn storage(inventory: &Inventory) -> Result<(), ModelError> {
    for (index, volume) in inventory.storage.shared_volumes.iter().enumerate() {
        absurd(|| format!("storage.sharedVolumes[{index}].sizeMiB"), volume.size_mib, SIZE_MIB_MAX)?;
        absurd(|| format!("storage.sharedVolumes[{index}].freeMiB"), volume.free_mib.unwrap_or(0), SIZE_MIB_MAX)?;
    }
    for (index, pool) in inventory.storage.pools.iter().enumerate() {
        absurd(|| format!("storage.pools[{index}].sizeMiB"), pool.size_mib, SIZE_MIB_MAX)?;
        absurd(|| format!("storage.pools[{index}].allocatedMiB"), pool.allocated_mib, SIZE_MIB_MAX)?;
    }
    for (index, disk) in inventory.storage.virtual_disks.iter().enumerate() {
        absurd(|| format!("storage.virtualDisks[{index}].sizeMiB"), disk.size_mib, SIZE_MIB_MAX)?;
    }
    let cache = inventory.storage.cache_memory_mib.unwrap_or(0);
    absurd(|| "storage.cacheMemoryMiB".to_owned(), cache, SIZE_MIB_MAX)
}

fn machine(path: &str, machine: &Machine) -> Result<(), ModelError> {
    let profile = &machine.profile;
    for (kind, count) in [
        ("features of a machine", machine.features.len()),
        ("switches of a machine", machine.switches.len()),
        ("adapters of a machine", machine.adapters.len()),
        ("disks of a machine", machine.disks.len()),
        ("machines outside the cluster", machine.unclustered_virtual_machines.len()),
        ("certificates of a machine", profile.certificates.as_ref().map_or(0, Vec::len)),
        ("guardians of a machine", profile.guardians.as_ref().map_or(0, Vec::len)),
        ("firewall rules of a machine", profile.firewall_rules.as_ref().map_or(0, Vec::len)),
        ("antivirus exclusions of a machine", profile.antivirus_exclusions.as_ref().map_or(0, Vec::len)),
        ("services of a machine", profile.services.as_ref().map_or(0, Vec::len)),
        ("local groups of a machine", profile.local_groups.as_ref().map_or(0, Vec::len)),
        ("initiators of a machine", profile.initiators.as_ref().map_or(0, Vec::len)),
        ("network intents of a machine", profile.network_intents.as_ref().map_or(0, Vec::len)),
    ] {
        at_most(kind, count, LIST_MAX)?;
    }
    for (index, disk) in machine.disks.iter().enumerate() {
        absurd(|| format!("{path}.disks[{index}].sizeMiB"), disk.size_mib, SIZE_MIB_MAX)?;
    }
    for (index, adapter) in machine.adapters.iter().enumerate() {
        absurd(|| format!("{path}.adapters[{index}].vlan"), u64::from(adapter.vlan.unwrap_or(0)), VLAN_MAX)?;
        // A petabit: above it what is computed from the speed would overflow.
        let speed = adapter.megabits_per_second.unwrap_or(0);
        absurd(|| format!("{path}.adapters[{index}].megabitsPerSecond"), speed, 1_000_000_000)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::document::read_inventory;
    use crate::error::{ErrorId, Reportable};

    fn cluster() -> Value {
        json!({
            "schema": "rolling-upgrade/inventory/1",
            "cluster": { "name": "c", "functionalLevel": 9, "quorum": {
                "witness": { "kind": "fileShare", "resource": "w" }
            } },
            "nodes": [{ "name": "n1", "id": 1, "machine": {
                "release": "2016", "build": 14393, "memoryMiB": 65536,
                "processor": { "vendor": "GenuineIntel", "logicalProcessors": 8 },
                "adapters": [{ "name": "NIC1" }],
                "disks": [{ "serialNumber": "s", "sizeMiB": 1 }],
                "profile": {}
            } }],
            "networks": [{ "name": "net", "role": 3 }],
            "roles": [{ "name": "vm", "id": "1", "kind": "virtualMachine", "owner": "n1", "virtualMachine": {
                "id": "2", "configurationVersion": "8.0", "memory": { "assignedMiB": 1, "startupMiB": 1 }
            } }],
            "storage": { "sharedVolumes": [{ "name": "v", "friendlyName": "v", "owner": "n1" }],
                         "virtualDisks": [{ "name": "d", "resiliency": "simple" }] }
        })
    }

    /// The id with which the cluster is refused with this value at this place; none where it is read.
    fn refused(path: &str, value: &Value) -> Option<(ErrorId, Option<String>)> {
        let mut document = cluster();
        let (parent, field) = path.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(field.to_owned(), value.clone());
        let report = read_inventory(document.to_string().as_bytes()).err()?.report();
        Some((report.id, report.subject))
    }

    #[test]
    fn numbers_at_their_limit_are_read_and_one_more_is_refused_with_its_place() {
        for (path, limit) in [
            ("/cluster/autoBalancerMode", 2_u64),
            ("/cluster/autoBalancerLevel", 3),
            ("/cluster/addEvictDelaySeconds", 86_400),
            ("/cluster/quorum/witness/smbVersion", 3),
            ("/networks/0/prefixLength", 128),
            ("/roles/0/failbackWindowStart", 23),
            ("/roles/0/failbackWindowEnd", 23),
            ("/storage/virtualDisks/0/sizeMiB", 1 << 40),
            ("/storage/cacheMemoryMiB", 1 << 40),
            ("/nodes/0/machine/disks/0/sizeMiB", 1 << 40),
            ("/nodes/0/machine/adapters/0/vlan", 4094),
            ("/nodes/0/machine/adapters/0/megabitsPerSecond", 1_000_000_000),
        ] {
            assert_eq!(refused(path, &json!(limit)), None, "{path}");
            let (id, subject) = refused(path, &json!(limit + 1)).unwrap_or_else(|| panic!("{path} has no limit"));
            assert_eq!(id, ErrorId::QuantityAbsurd, "{path}");
            let field = path.rsplit('/').next().unwrap();
            assert!(subject.as_deref().is_some_and(|place| place.ends_with(field)), "{path}: {subject:?}");
        }
        assert_eq!(refused("/roles/0/virtualMachine/vlans", &json!([4095])).unwrap().0, ErrorId::QuantityAbsurd);
    }

    #[test]
    fn names_and_lists_have_a_longest() {
        for (path, limit) in [("/cluster/name", 255), ("/networks/0/name", 4096), ("/roles/0/name", 4096)] {
            assert_eq!(refused(path, &json!("ü".repeat(limit))), None, "{path}");
            let (id, subject) = refused(path, &json!("ü".repeat(limit + 1))).unwrap();
            assert!(id == ErrorId::FieldInvalid && subject.is_some(), "{path}");
        }
        for path in [
            "/domainControllers",
            "/cluster/validationFailures",
            "/nodes/0/machine/features",
            "/nodes/0/machine/unclusteredVirtualMachines",
            "/nodes/0/machine/profile/guardians",
            "/nodes/0/machine/profile/firewallRules",
            "/roles/0/antiAffinityClasses",
            "/roles/0/virtualMachine/localMedia",
        ] {
            assert_eq!(refused(path, &json!(vec!["x"; 10_000])), None, "{path}");
            assert_eq!(refused(path, &json!(vec!["x"; 10_001])).unwrap().0, ErrorId::TooManyNodes, "{path}");
        }
    }
}
