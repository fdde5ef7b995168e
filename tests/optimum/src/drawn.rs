//! Clusters that a seed names for ever.

use rolling_upgrade_core::document::{DocumentError, read_inventory};
use rolling_upgrade_core::model::Inventory;
use serde_json::{Value, json};

/// The generator of Steele, Lea and Flood (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Whether something of so many chances in a hundred happens.
    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn position(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }
}

/// A node while the cluster is drawn.
struct Host {
    memory_gib: u64,
    domain: u64,
    features: &'static str,
    has_second_switch: bool,
    used_gib: u64,
}

/// A VM while the cluster is drawn.
struct Guest {
    owner: usize,
    class: Option<u64>,
    role: Value,
}

/// Three to six nodes and up to 24 VMs on two fifths to 85 % of the memory that is there with one node out, with what
/// may bind them: uneven nodes, fault domains, owner lists, two feature sets of processors, a switch that not every
/// node has, anti-affinity, enforced or not, affinity rules of all kinds, and on some a node that has had its turn
/// already.
///
/// # Errors
/// Where the document would not be an inventory, which would be a bug.
pub fn drawn(seed: u64) -> Result<Inventory, DocumentError> {
    let mut random = Random(seed);
    let count = 3 + random.position(4);
    let (uneven, domains) = (random.percent(30), if random.percent(40) { 2 + random.below(2) } else { 0 });
    let (features, switches) = (random.percent(25), random.percent(25));
    let hosts: Vec<Host> = (0..count)
        .map(|_| Host {
            memory_gib: if uneven && random.percent(40) { 96 } else { 64 },
            domain: if domains > 0 { 1 + random.below(domains) } else { 0 },
            features: if features && random.percent(40) { "cascade" } else { "skylake" },
            has_second_switch: !switches || random.percent(60),
            used_gib: 0,
        })
        .collect();
    let enforced = random.percent(50);
    let begun = random.percent(15);
    let mut cluster = Drawing { random, hosts, guests: Vec::new(), enforced };
    cluster.fill();
    let rules = cluster.rules();
    read_inventory(cluster.document(begun, &rules).to_string().as_bytes())
}

struct Drawing {
    random: Random,
    hosts: Vec<Host>,
    guests: Vec<Guest>,
    enforced: bool,
}

impl Drawing {
    fn fill(&mut self) {
        let total: u64 = self.hosts.iter().map(|host| host.memory_gib).sum();
        let target =
            total * (40 + self.random.below(45)) / 100 * (self.hosts.len() as u64 - 1) / self.hosts.len() as u64;
        let attempts = 6 + self.random.below(19);
        let largest = 4 + self.random.below(20);
        for number in 0..attempts {
            let (gib, owner) = (1 + self.random.below(largest), self.random.position(self.hosts.len()));
            let class = self.random.percent(15).then(|| self.random.below(4));
            let used: u64 = self.hosts.iter().map(|host| host.used_gib).sum();
            let together = |guest: &Guest| guest.owner == owner && class.is_some() && guest.class == class;
            let host = &self.hosts[owner];
            let full = host.used_gib + gib > host.memory_gib * 9 / 10 || used + gib > target;
            if full || (self.enforced && self.guests.iter().any(together)) {
                continue;
            }
            self.hosts[owner].used_gib += gib;
            let role = self.role(number, gib, owner, class);
            self.guests.push(Guest { owner, class, role });
        }
    }

    fn role(&mut self, number: u64, gib: u64, owner: usize, class: Option<u64>) -> Value {
        let mut switches = vec!["vm"];
        if self.hosts[owner].has_second_switch && self.random.percent(15) {
            switches.push("dmz");
        }
        let mib = gib * 1024;
        let mut role = json!({
            "name": format!("v{number}"), "id": format!("v{number}"), "kind": "virtualMachine",
            "owner": name(owner),
            "virtualMachine": {
                "id": format!("v{number}"), "configurationVersion": "8.0", "switches": switches,
                "processorCompatibility": self.random.percent(50), "processors": 2,
                "memory": { "assignedMiB": mib, "startupMiB": mib },
            },
        });
        if self.random.percent(15) {
            let mut owners = vec![name(owner)];
            for _ in 0..2 + self.random.below(3) {
                let other = name(self.random.position(self.hosts.len()));
                if !owners.contains(&other) {
                    owners.push(other);
                }
            }
            role["possibleOwners"] = json!(owners);
        }
        if let Some(class) = class {
            role["antiAffinityClasses"] = json!([format!("class{class}")]);
        }
        role
    }

    /// Up to two affinity rules that hold at the beginning.
    fn rules(&mut self) -> Vec<Value> {
        let mut rules = Vec::new();
        for number in 0..self.random.below(3) {
            let kinds = ["sameNode", "differentNode", "sameFaultDomain", "differentFaultDomain"];
            let kind = kinds[self.random.position(kinds.len())];
            let mut members: Vec<usize> = Vec::new();
            for _ in 0..12 {
                if self.guests.is_empty() || members.len() == 3 {
                    break;
                }
                let next = self.random.position(self.guests.len());
                if !members.contains(&next) && members.iter().all(|other| self.holds(kind, *other, next)) {
                    members.push(next);
                }
            }
            if members.len() > 1 {
                let roles: Vec<&Value> = members.iter().map(|member| &self.guests[*member].role["name"]).collect();
                rules.push(json!({ "name": format!("rule{number}"), "kind": kind, "roles": roles }));
            }
        }
        rules
    }

    fn holds(&self, kind: &str, left: usize, right: usize) -> bool {
        let (left, right) = (self.guests[left].owner, self.guests[right].owner);
        let domains = (self.hosts[left].domain, self.hosts[right].domain);
        let one_domain = left == right || (domains.0 > 0 && domains.0 == domains.1);
        match kind {
            "sameNode" => left == right,
            "differentNode" => left != right,
            "sameFaultDomain" => one_domain,
            _ => !one_domain,
        }
    }

    fn document(&self, begun: bool, rules: &[Value]) -> Value {
        let machine = |host: &Host, release: &str| {
            let mut switches = vec![json!({ "name": "vm" })];
            if host.has_second_switch {
                switches.push(json!({ "name": "dmz" }));
            }
            json!({
                "release": release, "build": 14_393, "memoryMiB": host.memory_gib * 1024,
                "processor": { "vendor": "GenuineIntel", "featureSet": host.features, "logicalProcessors": 64 },
                "switches": switches,
            })
        };
        let nodes: Vec<Value> = self
            .hosts
            .iter()
            .enumerate()
            .map(|(index, host)| {
                let release = if begun && index == 0 { "2019" } else { "2016" };
                let mut node = json!({ "name": name(index), "id": index + 1, "machine": machine(host, release) });
                if host.domain > 0 {
                    node["faultDomain"] = json!(format!("rack{}", host.domain));
                }
                node
            })
            .collect();
        let mut roles = vec![json!({ "name": "Cluster Group", "id": "core", "kind": "cluster", "owner": "n1" })];
        roles.extend(self.guests.iter().map(|guest| guest.role.clone()));
        json!({
            "schema": Inventory::SCHEMA,
            "cluster": {
                "name": "c", "functionalLevel": 9, "enforcedAntiAffinity": self.enforced,
                "quorum": { "witness": { "kind": "fileShare", "resource": "w" } },
            },
            "nodes": nodes, "roles": roles, "affinityRules": rules,
        })
    }
}

fn name(node: usize) -> String {
    format!("n{}", node + 1)
}
