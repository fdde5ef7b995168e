//! The C ABI from outside: every export with bad input, panics, faulted handles, many threads.

use std::cell::Cell;
use std::path::Path;
use std::thread;

use interoptopus::ffi;
use rolling_upgrade::{
    Fault, REQUEST_BYTES_MAX, rolling_anonymize, rolling_call, rolling_cancel, rolling_check, rolling_close,
    rolling_compare, rolling_convert, rolling_describe, rolling_open, rolling_plan, rolling_plan_text, rolling_read,
    rolling_rehearse, rolling_report, rolling_revision, rolling_schema,
};
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use serde_json::{Value, json};

type Export = fn(ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault>;

/// The exports that take a request alone, but for `rolling_read`, whose request is a document.
fn exports() -> Vec<(&'static str, Export)> {
    vec![
        ("describe", |request| rolling_describe(request)),
        ("check", |request| rolling_check(request)),
        ("plan", |request| rolling_plan(request)),
        ("plan_text", |request| rolling_plan_text(request)),
        ("rehearse", |request| rolling_rehearse(request)),
        ("report", |request| rolling_report(request)),
        ("schema", |request| rolling_schema(request)),
        ("compare", |request| rolling_compare(request)),
        ("anonymize", |request| rolling_anonymize(request)),
        ("convert", |request| rolling_convert(request)),
        ("open", |request| rolling_open(request)),
        ("call of a self test", |request| rolling_call(self_test(), request)),
        ("call of a twin", |request| rolling_call(twin(), request)),
        ("call of a run", |request| rolling_call(run(), request)),
    ]
}

fn take(result: ffi::Result<ffi::String, Fault>) -> Result<Value, ErrorReport> {
    match result {
        ffi::Result::Ok(envelope) => {
            let mut envelope: Value = serde_json::from_str(envelope.as_str()).unwrap();
            assert!(envelope["log"].is_array());
            Ok(envelope["result"].take())
        }
        ffi::Result::Err(fault) => {
            let log: Value = serde_json::from_str(fault.log.as_str()).unwrap();
            assert!(log.is_array());
            Err(serde_json::from_str(fault.report.as_str()).unwrap())
        }
        ffi::Result::Panic | ffi::Result::Null => panic!("an export never answers so"),
    }
}

fn send(export: Export, request: &[u8]) -> Result<Value, ErrorReport> {
    take(export(ffi::Slice::from_slice(request)))
}

fn ask(export: Export, request: &Value) -> Result<Value, ErrorReport> {
    send(export, request.to_string().as_bytes())
}

fn call(handle: u64, request: &Value) -> Result<Value, ErrorReport> {
    take(rolling_call(handle, ffi::Slice::from_slice(request.to_string().as_bytes())))
}

fn open(request: &Value) -> u64 {
    ask(|request| rolling_open(request), request).unwrap()["handle"].as_u64().unwrap()
}

fn self_test() -> u64 {
    open(&json!({"kind": "selfTest"}))
}

fn inventory() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/contoso-2012r2/cluster.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn twin() -> u64 {
    open(&json!({"kind": "twin", "inventory": inventory(), "seed": 1}))
}

fn plan() -> Value {
    ask(|request| rolling_plan(request), &json!({"inventory": inventory(), "target": "2016"})).unwrap()
}

fn run() -> u64 {
    open(&json!({"kind": "run", "plan": plan(), "options": {"runId": "r1"}}))
}

fn refused(what: &str, result: Result<Value, ErrorReport>, id: ErrorId) {
    match result {
        Err(report) => {
            assert_eq!(report.id, id, "{what}: {report:?}");
            assert_eq!(report.category, id.category(), "{what}");
            assert!(!report.message.is_empty() && report.remedy.ends_with('.'), "{what}: {report:?}");
        }
        Ok(result) => panic!("{what} gave {result} and not {id:?}"),
    }
}

#[test]
fn every_export_refuses_bytes_that_are_no_request() {
    let deep = format!("{{\"a\":{}", "[".repeat(100));
    let table: [(&str, &[u8], ErrorId); 6] = [
        ("not JSON", b"not json", ErrorId::DocumentNotJson),
        ("cut off", b"{\"logLevel\":\"deb", ErrorId::DocumentNotJson),
        ("not UTF-8", b"{\"kind\":\"\xff\xfe\"}", ErrorId::DocumentNotUtf8),
        ("too deep", deep.as_bytes(), ErrorId::DocumentTooDeep),
        ("a list", b" []", ErrorId::FieldInvalid),
        ("a number", b"7", ErrorId::FieldInvalid),
    ];
    for (name, export) in exports() {
        for (what, bytes, id) in table {
            refused(&format!("{name}: {what}"), send(export, bytes), id);
        }
        let unknown = send(export, br#"{"colour":"red"}"#);
        let report = unknown.unwrap_err();
        assert!(matches!(report.id, ErrorId::UnknownField | ErrorId::FieldInvalid), "{name}: {report:?}");
    }
}

#[test]
fn an_empty_request_is_one_without_fields() {
    for (name, export) in exports() {
        let result = send(export, b"");
        if matches!(name, "describe" | "call of a self test") {
            assert!(result.is_ok(), "{name}");
        } else {
            refused(name, result, ErrorId::FieldInvalid);
        }
    }
    refused("read", send(|request| rolling_read(request), b""), ErrorId::DocumentNotJson);
}

#[test]
fn a_request_that_is_too_large_is_refused_unread() {
    // The pages of a vector of zeros are made when they are touched, which nothing here does.
    let huge = vec![0; REQUEST_BYTES_MAX + 1];
    for (name, export) in exports() {
        refused(name, send(export, &huge), ErrorId::DocumentTooLarge);
    }
    refused("read", send(|request| rolling_read(request), &huge), ErrorId::DocumentTooLarge);
}

#[test]
fn an_inventory_is_read_with_its_own_errors() {
    let read = |text: &str| send(|request| rolling_read(request), text.as_bytes());
    let text = inventory().to_string();
    assert_eq!(read(&text).unwrap()["cluster"]["name"], inventory()["cluster"]["name"]);

    let mut changed = inventory();
    changed["nodes"][1]["colour"] = json!("red");
    let report = read(&changed.to_string()).unwrap_err();
    assert_eq!((report.id, report.subject.as_deref()), (ErrorId::UnknownField, Some("nodes[1].colour")));

    let mut changed = inventory();
    changed["nodes"][1]["name"] = changed["nodes"][0]["name"].clone();
    refused("two nodes of one name", read(&changed.to_string()), ErrorId::DuplicateName);

    let mut changed = inventory();
    let role = changed["roles"].as_array().unwrap().iter().position(|role| !role["virtualMachine"].is_null()).unwrap();
    changed["roles"][role]["owner"] = json!("nobody");
    refused("an unknown owner", read(&changed.to_string()), ErrorId::UnknownNode);

    let mut changed = inventory();
    changed["roles"][role]["virtualMachine"]["memory"]["assignedMiB"] = json!(-1);
    refused("a negative quantity", read(&changed.to_string()), ErrorId::FieldInvalid);
    changed["roles"][role]["virtualMachine"]["memory"]["assignedMiB"] = json!(9_999_999_999_u64);
    refused("an absurd quantity", read(&changed.to_string()), ErrorId::QuantityAbsurd);

    let mut changed = inventory();
    changed["schema"] = json!("rolling-upgrade/plan/1");
    refused("another kind", read(&changed.to_string()), ErrorId::SchemaMismatch);
    changed["schema"] = json!("rolling-upgrade/inventory/9");
    refused("a newer one", read(&changed.to_string()), ErrorId::SchemaNewer);
    refused("not UTF-8", send(|request| rolling_read(request), b"{\"schema\":\"\xc3\x28\"}"), ErrorId::DocumentNotUtf8);
}

#[test]
fn an_inventory_inside_a_request_has_the_same_errors() {
    let mut changed = inventory();
    changed["nodes"][1]["colour"] = json!("red");
    let request = json!({"inventory": changed, "target": "2016"});
    let open = json!({"kind": "twin", "inventory": changed});
    let table: [(Export, &Value); 4] = [
        (|request| rolling_check(request), &request),
        (|request| rolling_plan(request), &request),
        (|request| rolling_rehearse(request), &request),
        (|request| rolling_open(request), &open),
    ];
    for (export, request) in table {
        let report = ask(export, request).unwrap_err();
        assert_eq!((report.id, report.subject.as_deref()), (ErrorId::UnknownField, Some("nodes[1].colour")));
    }
}

#[test]
fn a_request_names_what_it_lacks() {
    let target = |target: &str| json!({"inventory": inventory(), "target": target});
    let check: Export = |request| rolling_check(request);
    let plan: Export = |request| rolling_plan(request);
    refused("no such release", ask(check, &target("2003")), ErrorId::TargetInvalid);
    refused("not the next release", ask(plan, &target("2012R2")), ErrorId::TargetInvalid);
    refused("no target", ask(plan, &json!({"inventory": inventory()})), ErrorId::RequestInvalid);
    let schema: Export = |request| rolling_schema(request);
    refused("no such kind", ask(schema, &json!({"kind": "poem"})), ErrorId::RequestInvalid);
    let open: Export = |request| rolling_open(request);
    for kind in ["twin", "run", "journal", "poem"] {
        refused(kind, ask(open, &json!({"kind": kind})), ErrorId::RequestInvalid);
    }
    let network = json!({"kind": "journal", "path": "//server/share/runs.db"});
    refused("a network path", ask(open, &network), ErrorId::JournalPathRefused);
}

#[test]
fn every_kind_of_document_has_a_schema() {
    let description = send(|request| rolling_describe(request), b"{}").unwrap();
    assert_eq!(description["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(description["errors"].as_array().map(Vec::len), Some(ErrorId::ALL.len()));
    let kinds: Vec<&str> =
        description["documents"].as_array().unwrap().iter().filter_map(|kind| kind["kind"].as_str()).collect();
    for kind in ["inventory", "plan", "run", "finding", "event", "simulation"] {
        assert!(kinds.contains(&kind), "{kind} is not in {kinds:?}");
    }
    for kind in kinds {
        let schema = ask(|request| rolling_schema(request), &json!({"kind": kind})).unwrap();
        assert!(schema["properties"].is_object(), "{kind}");
    }
}

#[test]
fn a_panic_arrives_as_an_internal_fault() {
    let request = json!({"selfTest": {"panic": "seven of nine"}});
    let report = ask(|request| rolling_describe(request), &request).unwrap_err();
    assert_eq!(report.id, ErrorId::InternalFault);
    assert!(report.message.starts_with("seven of nine (at native/ffi/src/handles/self_test.rs:"), "{report:?}");
    assert!(send(|request| rolling_describe(request), b"").is_ok());
}

#[test]
fn a_panic_faults_its_handle_and_no_other() {
    let (faulted, healthy) = (self_test(), self_test());
    assert_eq!(call(faulted, &json!({"echo": [1, {"a": null}]})).unwrap(), json!([1, {"a": null}]));
    refused("the panic", call(faulted, &json!({"panic": "broken"})), ErrorId::InternalFault);
    refused("after it", call(faulted, &json!({"echo": 1})), ErrorId::HandleFaulted);
    assert_eq!(call(healthy, &json!({"echo": 1})).unwrap(), 1);
    assert!(take(rolling_close(faulted)).is_ok());
    refused("closed", call(faulted, &json!({"echo": 1})), ErrorId::HandleInvalid);
    assert!(take(rolling_close(healthy)).is_ok());
}

#[test]
fn a_closed_handle_is_an_error_and_never_given_again() {
    let handle = self_test();
    assert!(take(rolling_close(handle)).is_ok());
    refused("closed twice", take(rolling_close(handle)), ErrorId::HandleInvalid);
    for unknown in [handle, 0, u64::MAX] {
        refused("unknown", call(unknown, &json!({})), ErrorId::HandleInvalid);
        assert_eq!(rolling_revision(unknown), 0);
    }
    assert!(self_test() > handle);
}

#[test]
fn a_twin_answers_and_counts_its_changes() {
    let handle = twin();
    let nodes = call(handle, &json!({"operation": "nodes"})).unwrap();
    assert_eq!(nodes.as_array().map(Vec::len), inventory()["nodes"].as_array().map(Vec::len));
    let before = rolling_revision(handle);
    assert!(before > 0);
    let name = nodes[0]["name"].clone();
    call(handle, &json!({"operation": "suspendNode", "node": name, "logLevel": "debug"})).unwrap();
    assert!(rolling_revision(handle) > before);
    refused(
        "no such node",
        call(handle, &json!({"operation": "suspendNode", "node": "nobody"})),
        ErrorId::NodeNotFound,
    );
    let unknown = call(handle, &json!({"operation": "suspendNode", "node": name, "colour": "red"})).unwrap_err();
    assert_eq!((unknown.id, unknown.subject.as_deref()), (ErrorId::UnknownField, Some("colour")));
    assert!(take(rolling_close(handle)).is_ok());
}

#[test]
fn what_a_call_logs_comes_back_with_its_answer_or_its_fault() {
    let log = |request: &str| match rolling_describe(ffi::Slice::from_slice(request.as_bytes())) {
        ffi::Result::Ok(envelope) => {
            let envelope: Value = serde_json::from_str(envelope.as_str()).unwrap();
            envelope["log"].clone()
        }
        ffi::Result::Err(fault) => serde_json::from_str(fault.log.as_str()).unwrap(),
        ffi::Result::Panic | ffi::Result::Null => panic!("an export never answers so"),
    };
    let debug = log(r#"{"logLevel":"debug"}"#);
    assert_eq!(debug[0]["level"], "debug");
    assert!(debug[0]["message"].as_str().is_some_and(|message| message.starts_with("Described the library")));
    assert_eq!(log(r#"{"logLevel":"warn"}"#), json!([]));
    assert_eq!(log(r#"{"logLevel":"debug","selfTest":{"panic":"no"}}"#), json!([]));
}

#[test]
fn a_cancelled_rehearsal_says_so() {
    let ticket = 4_000_000_001_u64;
    rolling_cancel(ticket);
    let request = json!({"inventory": inventory(), "target": "2016", "ticket": ticket});
    let rehearse: Export = |request| rolling_rehearse(request);
    refused("cancelled", ask(rehearse, &request), ErrorId::Cancelled);
    assert!(ask(rehearse, &request).is_ok());
}

#[test]
fn a_rehearsal_looks_for_its_end_before_every_action() {
    let whole = Cell::new(0_u32);
    let rehearse = |cancelled: &dyn Fn() -> bool| {
        let inventory = serde_json::from_value(inventory()).unwrap();
        let plan = serde_json::from_value(plan()).unwrap();
        cluster_twin::rehearse_until(&inventory, plan, &cluster_twin::Simulation::default(), 1, true, cancelled)
    };
    let count = |limit: u32| {
        whole.set(whole.get() + 1);
        whole.get() > limit
    };
    let rehearsal = rehearse(&|| count(u32::MAX)).unwrap();
    assert!(whole.get() as usize > rehearsal.actions.len());
    for limit in [0, 1, whole.replace(0) / 2] {
        let report = rehearse(&|| count(limit)).unwrap_err();
        assert_eq!((report.id, whole.replace(0)), (ErrorId::Cancelled, limit + 1));
    }
}

#[test]
fn plan_rehearsal_and_report_go_through() {
    let plan = plan();
    let text = ask(|request| rolling_plan_text(request), &json!({"plan": plan})).unwrap();
    assert!(text.as_str().is_some_and(|text| text.starts_with("Plan for cluster")), "{text}");
    let request = json!({"inventory": inventory(), "plan": plan, "seed": 3, "commit": true});
    let rehearsal = ask(|request| rolling_rehearse(request), &request).unwrap();
    assert_eq!(rehearsal["status"]["state"], "completed", "{}", rehearsal["status"]);
    let report: Export = |request| rolling_report(request);
    let html = ask(report, &json!({"plan": plan, "rehearsal": rehearsal})).unwrap();
    assert!(html.as_str().is_some_and(|html| html.starts_with("<!DOCTYPE html>") && html.contains("Rehearsal")));
    let run = json!({"status": rehearsal["status"], "lines": rehearsal["lines"]});
    assert!(ask(report, &json!({"plan": plan, "run": run})).is_ok());
    refused("both", ask(report, &json!({"plan": plan, "run": run, "rehearsal": rehearsal})), ErrorId::RequestInvalid);
}

#[test]
fn a_run_is_kept_and_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.db");
    let journal = open(&json!({"kind": "journal", "path": path}));
    let plan = plan();
    let at = "2026-01-05T08:00:00Z";
    let options = json!({"runId": "r1", "commit": false});
    let new = json!({"plan": plan, "options": options, "at": at, "who": "ada", "host": "admin1",
        "versions": {"rollingUpgrade": "0.1.0"}});
    assert_eq!(call(journal, &json!({"operation": "create", "run": new})).unwrap(), Value::Null);

    let run = open(&json!({"kind": "run", "plan": plan, "options": options}));
    let event = json!({"at": at, "event": {"kind": "started"}});
    let advance = call(run, &event).unwrap();
    assert!(advance["action"].is_object());
    let transition = json!({"sequence": 1, "event": event, "advance": advance});
    call(journal, &json!({"operation": "append", "runId": "r1", "transition": transition})).unwrap();
    let status = call(run, &json!({"query": "status"})).unwrap();
    assert!(take(rolling_close(journal)).is_ok() && take(rolling_close(run)).is_ok());

    let journal = open(&json!({"kind": "journal", "path": path}));
    let runs = call(journal, &json!({"operation": "list"})).unwrap();
    assert_eq!((&runs[0]["runId"], &runs[0]["state"]), (&json!("r1"), &json!("running")));
    let resumed = call(journal, &json!({"operation": "resume", "runId": "r1"})).unwrap();
    let run = resumed["handle"].as_u64().unwrap();
    assert_eq!(call(run, &json!({"query": "status"})).unwrap(), status);
    assert_eq!(call(run, &json!({"query": "outstanding"})).unwrap(), advance["action"]);
    refused("no such question", call(run, &json!({"query": "weather"})), ErrorId::RequestInvalid);
    refused("begun twice", call(run, &event), ErrorId::EventUnexpected);
    refused("no such run", call(journal, &json!({"operation": "resume", "runId": "r9"})), ErrorId::RunNotFound);
    refused("no such run", call(journal, &json!({"operation": "load", "runId": "r9"})), ErrorId::RunNotFound);
}

#[test]
fn many_threads_call_at_once() {
    let shared = twin();
    thread::scope(|scope| {
        for number in 0..32_u64 {
            scope.spawn(move || {
                let own = self_test();
                for round in 0..20_u64 {
                    let sent = json!({"number": number, "round": round});
                    assert_eq!(call(own, &json!({"echo": sent})).unwrap(), sent);
                    assert!(call(shared, &json!({"operation": "clock"})).is_ok());
                    assert!(rolling_revision(shared) > 0);
                    refused("a panic", send_panic(), ErrorId::InternalFault);
                }
                assert!(take(rolling_close(own)).is_ok());
            });
        }
    });
    assert!(take(rolling_close(shared)).is_ok());
}

fn send_panic() -> Result<Value, ErrorReport> {
    ask(|request| rolling_describe(request), &json!({"selfTest": {"panic": "again"}}))
}
