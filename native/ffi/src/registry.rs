//! The registry of handles: numbers that are never given twice, one lock for each.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use serde_json::json;

use crate::answer::Document;
use crate::handles::State;

/// The handles of this process.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(Registry::default)
}

/// Numbers and what stands behind them.
#[derive(Default)]
pub(crate) struct Registry {
    last: AtomicU64,
    entries: RwLock<HashMap<u64, Arc<Entry>>>,
}

struct Entry {
    /// A panic under this lock poisons it, which is how a handle is known to be faulted.
    state: Mutex<Box<dyn State>>,
    /// Kept beside the lock, so that it can be read while a call is in progress.
    revision: AtomicU64,
}

impl Registry {
    /// Keeps a state and gives its number.
    pub(crate) fn add(&self, state: Box<dyn State>) -> u64 {
        let handle = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let revision = AtomicU64::new(state.revision());
        let entry = Arc::new(Entry { state: Mutex::new(state), revision });
        self.entries.write().unwrap_or_else(PoisonError::into_inner).insert(handle, entry);
        handle
    }

    /// Calls what stands behind a handle; a second call of the same handle waits.
    pub(crate) fn call(&self, handle: u64, request: &[u8]) -> Result<Document, ErrorReport> {
        let entry = self.entry(handle).ok_or_else(|| invalid(handle))?;
        let mut state = entry.state.lock().map_err(|_| faulted(handle))?;
        let result = state.call(request);
        entry.revision.store(state.revision(), Ordering::Release);
        result
    }

    /// Forgets a handle. What stands behind it goes when a call in progress has ended.
    pub(crate) fn close(&self, handle: u64) -> Result<Document, ErrorReport> {
        let entry = self.entries.write().unwrap_or_else(PoisonError::into_inner).remove(&handle);
        // Dropped outside the lock of all handles: a journal writes when it is closed.
        drop(entry.ok_or_else(|| invalid(handle))?);
        Document::of(&json!({ "closed": handle }))
    }

    /// The revision of a twin as its last call left it; 0 for anything else.
    pub(crate) fn revision(&self, handle: u64) -> u64 {
        self.entry(handle).map_or(0, |entry| entry.revision.load(Ordering::Acquire))
    }

    fn entry(&self, handle: u64) -> Option<Arc<Entry>> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).get(&handle).cloned()
    }
}

fn invalid(handle: u64) -> ErrorReport {
    ErrorReport::new(
        ErrorId::HandleInvalid,
        format!("the handle {handle} is closed or was never given"),
        "Open it anew.",
    )
    .about(handle.to_string())
}

fn faulted(handle: u64) -> ErrorReport {
    ErrorReport::new(
        ErrorId::HandleFaulted,
        format!("an earlier call of the handle {handle} ended in a bug, and its state can't be trusted"),
        "Close it and open it anew; report the bug with the request that led to it.",
    )
    .about(handle.to_string())
}
