//! A machine of which everything is known, for tests.

use serde_json::{Value, json};

use crate::model::Machine;

/// A machine of which everything is known.
pub(super) fn whole() -> Value {
    json!({
        "release": "2016", "build": 14393, "revision": 1,
        "processor": {"vendor": "GenuineIntel", "model": "Xeon", "secondLevelAddressTranslation": true,
            "featureSet": "skylake", "logicalProcessors": 32},
        "memoryMiB": 262_144,
        "features": ["Hyper-V", "Failover-Clustering", "Multipath-IO"],
        "switches": [{"name": "vSwitch", "kind": "external", "teaming": "set", "members": ["NIC1", "NIC2"],
            "bandwidthMode": "weight", "singleRoot": true}],
        "adapters": [
            {"name": "Management", "kind": "hostVirtual", "network": "Cluster Network 1", "vlan": 10,
                "megabitsPerSecond": 10_000, "addresses": ["10.0.1.11/24"],
                "gateway": "10.0.1.1", "nameServers": ["10.0.1.5", "10.0.1.6"],
                "registersInDns": true, "packetBytes": 1514,
                "switch": "vSwitch"},
            {"name": "SMB1", "network": "Storage", "vlan": 20, "megabitsPerSecond": 25_000, "rdma": true,
                "addresses": ["10.0.2.11/24"], "registersInDns": false, "packetBytes": 9014, "dataCenterBridging": true,
                "driver": "1.2.3"}
        ],
        "disks": [{"serialNumber": "B0", "sizeMiB": 1000, "boot": true},
            {"serialNumber": "S1", "sizeMiB": 4000, "pooled": true}],
        "storagePaths": 4,
        "hyperV": {"maximumMigrations": 4, "maximumStorageMigrations": 2, "migrationTransport": "smb",
            "migrationAuthentication": "kerberos", "migrationEnabled": true, "migrationNetworks": ["10.0.2.0/24"],
            "virtualMachinePath": "D:\\VM", "virtualHardDiskPath": "D:\\VHD", "macAddressMinimum": "00155D010000",
            "macAddressMaximum": "00155D0100FF"},
        "domain": "contoso.com",
        "profile": {
            "edition": "ServerDatacenter",
            "multipath": {"policy": "RR", "disks": [{"serialNumber": "L1", "paths": 4, "policy": "LQD"}]},
            "initiators": [
                {"kind": "iscsi", "name": "iqn.1991-05.com.microsoft:n1.contoso.com",
                    "targets": ["iqn.array"],
                    "portals": ["10.0.2.100"]}],
            "certificates": [{"thumbprint": "AB12", "store": "My", "subject": "CN=n1.contoso.com",
                "notAfter": "2027-01-01T00:00:00Z", "privateKey": true}],
            "guardians": ["UntrustedGuardian"],
            "firewallRules": ["Backup agent"],
            "antivirusExclusions": ["C:\\ClusterStorage"],
            "services": [{"name": "MonitoringAgent", "start": "automatic"}],
            "localGroups": [{"name": "Administrators", "members": ["CONTOSO\\HyperVAdmins"]}],
            "powerPlan": "High performance", "pageFile": "automatic", "timeSource": "dc1.contoso.com",
            "clockOffsetSeconds": 0,
            "account": {"enabled": true, "reuseAllowed": true, "trusted": true, "delegation": "anyProtocol",
                "delegationServices": ["cifs/n2"], "resolvedAddresses": ["10.0.1.11", "10.0.2.11"]},
            "credentialGuard": false, "mitigations": "2024-01", "firmware": "2.1", "systemDrive": "C:",
            "updates": {"source": "https://wsus", "installsOnSchedule": false, "remoteShutdownRule": true,
                "remoting": true},
            "networkIntents": ["compute", "storage"]
        }
    })
}

/// The machine of a document.
pub(super) fn machine(value: &Value) -> Machine {
    serde_json::from_value(value.clone()).unwrap()
}
