//! A cluster in which nothing is wrong, for the tests of the rules to spoil.

use super::fixture_facts;
use super::{CheckReport, CheckRequest, Finding, Moment, Outcome, RULES, check_moment, check_step, severity_word};
use crate::model::{
    Cluster, ConfigurationVersion, FunctionalLevel, Health, HyperVSettings, Inventory, Machine, Node, NodeState,
    PhysicalDisk, PooledMachine, Priority, Processor, Quorum, Release, Resiliency, Role, RoleKind, RoleState, Storage,
    Switch, SwitchKind, Teaming, VirtualDisk, VirtualDiskStatus, VirtualMachine, VirtualMachineMemory,
    VirtualMachineState, Witness, WitnessKind,
};

/// A cluster, a target and what is asked of the rules.
pub(super) struct Fixture {
    pub(super) inventory: Inventory,
    pub(super) request: CheckRequest,
    pub(super) moment: Moment,
    pub(super) subject: Option<crate::model::NodeName>,
}

impl Fixture {
    /// A Hyper-V cluster of nodes `n1`, `n2` ... with a disk witness, about to be upgraded to the next release.
    pub(super) fn new(release: Release, nodes: usize) -> Self {
        let inventory = Inventory {
            schema: Inventory::SCHEMA.to_owned(),
            captured_at: None,
            cluster: cluster(release.level()),
            nodes: (1..=nodes).map(|id| node(id, release)).collect(),
            machines: Vec::new(),
            networks: Vec::new(),
            roles: vec![role("Cluster Group", RoleKind::Cluster, 1)],
            storage: Storage::default(),
            affinity_rules: Vec::new(),
            group_sets: Vec::new(),
            coordinator: Some(fixture_facts::coordinator(release, nodes)),
            directory: fixture_facts::directory(),
            domain_controllers: Some(vec!["dc1".to_owned()]),
            resource_types: Vec::new(),
        };
        let request = CheckRequest::new(release.next().unwrap_or(release));
        Self { inventory, request, moment: Moment::Upgrade, subject: None }
    }

    /// Four nodes on 2019, on their way to 2022.
    pub(super) fn usual() -> Self {
        Self::new(Release::Server2019, 4)
    }

    /// The same with Storage Spaces Direct and a cloud witness.
    pub(super) fn spaces_direct() -> Self {
        let mut fixture = Self::usual();
        fixture.inventory.storage.spaces_direct = true;
        fixture.inventory.cluster.quorum.witness = Some(witness(WitnessKind::Cloud));
        fixture
    }

    /// Asks about another question.
    pub(super) fn at(mut self, moment: Moment) -> Self {
        self.moment = moment;
        self
    }

    /// Lets nodes run another release.
    pub(super) fn run(&mut self, nodes: &[usize], release: Release) -> &mut Self {
        for node in nodes {
            let machine = self.machine(*node);
            machine.release = release;
            machine.build = release.build();
        }
        self
    }

    /// The node `n<id>`.
    pub(super) fn node(&mut self, id: usize) -> &mut Node {
        &mut self.inventory.nodes[id - 1]
    }

    /// The machine of the node `n<id>`.
    pub(super) fn machine(&mut self, id: usize) -> &mut Machine {
        self.node(id).machine.as_mut().unwrap()
    }

    /// Adds a running VM of 4 GiB.
    pub(super) fn vm(&mut self, name: &str, owner: usize) -> &mut Role {
        let version = self.inventory.level_release().unwrap().default_configuration_version().unwrap();
        let mut role = role(name, RoleKind::VirtualMachine, owner);
        role.virtual_machine = Some(virtual_machine(name, version));
        self.inventory.roles.push(role);
        self.inventory.roles.last_mut().unwrap()
    }

    /// The VM in the role that was added last.
    pub(super) fn last_vm(&mut self) -> &mut VirtualMachine {
        self.inventory.roles.last_mut().unwrap().virtual_machine.as_mut().unwrap()
    }

    /// Adds a role that is no VM.
    pub(super) fn role(&mut self, name: &str, kind: RoleKind, owner: usize) -> &mut Role {
        self.inventory.roles.push(role(name, kind, owner));
        self.inventory.roles.last_mut().unwrap()
    }

    /// Adds a machine in the pool that replaces the node `n<id>`, like it in all but the name.
    pub(super) fn replacement(&mut self, name: &str, id: usize) -> &mut PooledMachine {
        let replaced = self.inventory.nodes[id - 1].clone();
        let machine = replaced.machine.unwrap();
        self.inventory.machines.push(PooledMachine { name: name.into(), replaces: Some(replaced.name), machine });
        self.inventory.machines.last_mut().unwrap()
    }

    /// Adds a healthy virtual disk.
    pub(super) fn virtual_disk(&mut self, name: &str, resiliency: Resiliency) -> &mut VirtualDisk {
        let (name, health, status) = (name.to_owned(), Health::Healthy, VirtualDiskStatus::Ok);
        let disks = &mut self.inventory.storage.virtual_disks;
        disks.push(VirtualDisk { name, resiliency, health, status, size_mib: 1000 });
        disks.last_mut().unwrap()
    }

    /// Gives every node so many drives of 1000 MiB.
    pub(super) fn drives(&mut self, each: usize) {
        for node in &self.inventory.nodes {
            let drive = |number| PhysicalDisk {
                serial_number: format!("{}-d{number}", node.name),
                node: node.name.clone(),
                size_mib: 1000,
                health: Health::Healthy,
                in_maintenance: None,
            };
            self.inventory.storage.physical_disks.extend((1..=each).map(drive));
        }
    }

    /// What one rule finds: severity, outcome where it is not simply fired, subject.
    pub(super) fn found(&self, id: &str) -> Vec<String> {
        let mut request = self.request.clone();
        request.rules = vec![id.to_owned()];
        lines(id, &self.report(&request))
    }

    /// The same before a step of one node.
    pub(super) fn found_before(&self, moment: Moment, node: &str, id: &str) -> Vec<String> {
        let mut request = self.request.clone();
        request.rules = vec![id.to_owned()];
        lines(id, &check_step(&self.inventory, &request, moment, &node.into()))
    }

    fn report(&self, request: &CheckRequest) -> CheckReport {
        match &self.subject {
            Some(node) => check_step(&self.inventory, request, self.moment, node),
            None => check_moment(&self.inventory, request, self.moment),
        }
    }

    /// The first message of a rule, for what must be in it.
    pub(super) fn message(&self, id: &str) -> String {
        let mut request = self.request.clone();
        request.rules = vec![id.to_owned()];
        self.report(&request).findings.first().unwrap().message.clone()
    }
}

/// What a rule found, a line each.
fn lines(id: &str, report: &CheckReport) -> Vec<String> {
    assert!(RULES.iter().any(|rule| rule.id == id), "{id} is in the table");
    let line = |finding: &Finding| {
        let outcome = match finding.outcome {
            Outcome::Fired => "",
            Outcome::Unknown => "? ",
            Outcome::Acknowledged => "(acknowledged) ",
        };
        format!("{} {outcome}{} {}", severity_word(finding.severity), finding.subject.kind, finding.subject.name)
    };
    report.findings.iter().map(line).collect()
}

/// A witness that is online.
pub(super) fn witness(kind: WitnessKind) -> Witness {
    Witness::new(kind, "Witness")
}

fn cluster(functional_level: FunctionalLevel) -> Cluster {
    Cluster {
        name: "contoso".to_owned(),
        id: None,
        domain: Some("contoso.com".to_owned()),
        functional_level,
        upgrade_version: 0,
        quorum: Quorum { witness: Some(witness(WitnessKind::Disk)), ..Quorum::default() },
        auto_balancer_mode: Some(0),
        auto_balancer_level: Some(1),
        maximum_parallel_migrations: None,
        enforced_anti_affinity: false,
        move_type_threshold: None,
        add_evict_delay_seconds: 60,
        updating: crate::model::UpdatingRole::default(),
        azure_local: false,
        managed_by_virtual_machine_manager: false,
        virtual_machine_manager_release: None,
        mixed_since: None,
        block_cache_mib: None,
        validated_at: Some(crate::model::Timestamp::from_milliseconds(1_800_000_000_000)),
        validation_failures: Vec::new(),
        validated_machines: None,
        same_subnet_threshold: None,
    }
}

fn node(id: usize, release: Release) -> Node {
    Node {
        name: format!("n{id}").as_str().into(),
        id: u32::try_from(id).unwrap(),
        state: NodeState::Up,
        vote: true,
        fault_domain: None,
        site: None,
        build: None,
        quarantined: false,
        drain: None,
        machine: Some(machine(release)),
    }
}

fn machine(release: Release) -> Machine {
    Machine {
        release,
        build: release.build(),
        revision: 5000,
        processor: Processor {
            vendor: "GenuineIntel".to_owned(),
            model: None,
            second_level_address_translation: Some(true),
            feature_set: Some("skylake".to_owned()),
            logical_processors: 32,
        },
        memory_mib: 128 * 1024,
        features: vec!["Failover-Clustering".to_owned(), "Hyper-V".to_owned()],
        switches: vec![Switch {
            name: "vSwitch".to_owned(),
            kind: SwitchKind::External,
            teaming: Teaming::Set,
            members: Vec::new(),
            bandwidth_mode: None,
            single_root: None,
        }],
        adapters: Vec::new(),
        disks: Vec::new(),
        storage_paths: None,
        hyper_v: Some(HyperVSettings::default()),
        pending_restart: false,
        boots_from_vhd: false,
        storage_server: false,
        domain: Some("contoso.com".to_owned()),
        unclustered_virtual_machines: Vec::new(),
        unread: Vec::new(),
        profile: fixture_facts::profile(),
        observed_at: None,
    }
}

fn role(name: &str, kind: RoleKind, owner: usize) -> Role {
    Role {
        name: name.into(),
        id: format!("id of {name}"),
        kind,
        owner: format!("n{owner}").as_str().into(),
        state: RoleState::Online,
        priority: Priority::MEDIUM,
        preferred_owners: Vec::new(),
        possible_owners: Vec::new(),
        anti_affinity_classes: Vec::new(),
        locked: false,
        automatic_failback: false,
        virtual_machine: None,
        resource_types: Vec::new(),
        preferred_site: None,
        failback_window_start: None,
        failback_window_end: None,
    }
}

fn virtual_machine(name: &str, configuration_version: ConfigurationVersion) -> VirtualMachine {
    VirtualMachine {
        id: format!("vm id of {name}"),
        configuration_version,
        state: VirtualMachineState::Running,
        memory: VirtualMachineMemory {
            assigned_mib: 4096,
            startup_mib: 4096,
            minimum_mib: None,
            maximum_mib: None,
            dynamic: false,
        },
        processors: 2,
        processor_compatibility: false,
        booted_feature_set: None,
        switches: vec!["vSwitch".to_owned()],
        checkpoints: 0,
        guest_shutdown: true,
        local_media: Vec::new(),
        quick_migration: false,
        trusted_platform_module: Some(false),
        guardians: Vec::new(),
        automatic_stop_action: None,
        offline_action: Some("save".to_owned()),
        time_synchronization: Some(true),
        remote_fx: Some(false),
        shared_disks: None,
        replica: None,
        vlans: Vec::new(),
        domain_controller: Some(false),
        volume: None,
    }
}
