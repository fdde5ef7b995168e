//! A cluster in the text format of Ganeti's htools, so that public planners can be run on the same cluster.
//!
//! Sources: the manual pages hbal(1) and hroller(1), section "text backend" (docs.ganeti.org). Five sections with a
//! blank line between: groups, nodes, instances, tags, policies. Disks are said to be on shared storage (`ext`), so
//! that an instance may move to any node; anti-affinity classes become exclusion tags. What the format has no words for
//! is left out: owner lists, versions, processors, switches.

use std::fmt::Write;

use crate::model::{Inventory, Node, NodeState, Role, RoleKind, VirtualMachineState};
use crate::plan::Policy;

/// The one node group that everything is in.
const GROUP: &str = "00000000-0000-0000-0000-000000000001";
/// Disk space of a node, in MiB: enough that it decides nothing.
const DISK_MIB: u64 = 1 << 40;
/// Processors of a node: enough that they decide nothing, as Hyper-V shares them.
const PROCESSORS: u32 = 1 << 20;

/// The text; memory is that which the planner counts with: reserve of the host and overhead of a VM included.
#[must_use]
pub fn ganeti(inventory: &Inventory, policy: &Policy) -> String {
    let mut text = format!("default|{GROUP}|preferred||\n\n");
    let master = inventory.roles.iter().find(|role| role.kind == RoleKind::Cluster).map(|role| &role.owner);
    for node in &inventory.nodes {
        write_node(&mut text, inventory, policy, node, master == Some(&node.name));
    }
    text.push('\n');
    for role in &inventory.roles {
        write_instance(&mut text, policy, role);
    }
    text.push_str("\nhtools:iextags:apart\n\n");
    // Wide limits, so that no instance is outside of its policy: memory, processors, disks, networks, spindles.
    let (least, most) = ("0,0,0,0,0,0", "1073741824,65536,1099511627776,64,64,64");
    let _ = writeln!(text, "|{least}|{least};{most}|ext|1048576.0|1048576.0");
    let _ = writeln!(text, "default|{least}|{least};{most}|ext|1048576.0|1048576.0");
    text
}

fn write_node(text: &mut String, inventory: &Inventory, policy: &Policy, node: &Node, master: bool) {
    let total = node.machine.as_ref().map_or(0, |machine| machine.memory_mib);
    let used: u64 = inventory.roles_on(&node.name).map(|role| memory_mib(policy, role)).sum();
    let reserve = policy.host_reserve_mib.min(total);
    let free = total.saturating_sub(reserve).saturating_sub(used);
    let state = match node.state {
        NodeState::Up if node.machine.is_some() && master => 'M',
        NodeState::Up if node.machine.is_some() => 'N',
        _ => 'Y',
    };
    let name = field(node.name.as_str());
    // Writing to a text does not fail.
    let _ = writeln!(text, "{name}|{total}|{reserve}|{free}|{DISK_MIB}|{DISK_MIB}|{PROCESSORS}|{state}|{GROUP}|1");
}

fn write_instance(text: &mut String, policy: &Policy, role: &Role) {
    let Some(machine) = &role.virtual_machine else { return };
    let status = match machine.state {
        VirtualMachineState::Running | VirtualMachineState::Paused => "running",
        VirtualMachineState::Off | VirtualMachineState::Saved => "ADMIN_down",
    };
    let tags: Vec<String> = role.anti_affinity_classes.iter().map(|class| format!("apart:{}", tag(class))).collect();
    let (name, owner) = (field(role.name.as_str()), field(role.owner.as_str()));
    let memory = memory_mib(policy, role);
    let processors = machine.processors;
    let _ = writeln!(text, "{name}|{memory}|0|{processors}|{status}|Y|{owner}||ext|{}|1", tags.join(","));
}

fn memory_mib(policy: &Policy, role: &Role) -> u64 {
    match role.memory_mib() {
        0 => 0,
        memory => memory + policy.virtual_machine_overhead_mib,
    }
}

/// A text without the characters that separate fields and lines.
fn field(text: &str) -> String {
    text.chars().map(|character| if character == '|' || character.is_control() { '_' } else { character }).collect()
}

/// The same without those that separate tags.
fn tag(text: &str) -> String {
    field(text).replace([',', ':', ' '], "_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read_inventory;

    #[test]
    fn five_sections_with_what_the_planner_counts() {
        let text = r#"{"schema":"rolling-upgrade/inventory/1","cluster":{"name":"c","functionalLevel":9},
            "nodes":[{"name":"n1","id":1,"machine":{"release":"2016","build":14393,"memoryMiB":65536,
            "processor":{"vendor":"GenuineIntel","logicalProcessors":8}}},{"name":"n2","id":2}],
            "roles":[{"name":"Cluster Group","id":"g","kind":"cluster","owner":"n1"},
            {"name":"a|b","id":"v","kind":"virtualMachine","owner":"n1","antiAffinityClasses":["x, y"],
            "virtualMachine":{"id":"v","configurationVersion":"8.0","processors":2,
            "memory":{"assignedMiB":4096,"startupMiB":4096}}}]}"#;
        let inventory = read_inventory(text.as_bytes()).unwrap();
        let written = ganeti(&inventory, &Policy::default());
        let sections: Vec<&str> = written.split("\n\n").collect();
        assert_eq!(sections.len(), 5);
        let nodes: Vec<&str> = sections[1].lines().collect();
        assert!(nodes[0].starts_with("n1|65536|4096|57280|") && nodes[0].contains("|M|"), "{}", nodes[0]);
        assert!(nodes[1].starts_with("n2|0|0|0|") && nodes[1].contains("|Y|"), "{}", nodes[1]);
        assert_eq!(sections[2], "a_b|4160|0|2|running|Y|n1||ext|apart:x__y|1");
        assert_eq!(sections[3], "htools:iextags:apart");
        // The limits of an instance are one field: the least and the most, with a semicolon between.
        assert!(sections[4].lines().all(|line| line.split('|').count() == 6), "{}", sections[4]);
    }
}
