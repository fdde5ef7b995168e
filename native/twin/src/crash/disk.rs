//! What a session keeps its transitions on, and a disk in memory that tears, fills up and fails.

use std::sync::Arc;

use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::run::{Action, Event, Line};
use serde::{Deserialize, Serialize};

/// What a session keeps and reads again: the journal, as a run sees it.
pub trait Journal {
    /// Keeps a transition; it is durable when the method returns.
    ///
    /// # Errors
    /// It could not be kept. The session ends then, before the action is carried out.
    fn append(&mut self, sequence: u64, kept: &Kept) -> Result<(), ErrorReport>;

    /// The transitions that are kept, in order.
    ///
    /// # Errors
    /// They can't be read.
    fn read(&mut self) -> Result<Vec<Kept>, ErrorReport>;
}

/// A transition as it is kept: what went in, what was said and what was about to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Kept {
    /// The event.
    pub event: Event,
    /// The lines.
    pub lines: Vec<Line>,
    /// The action that was given out.
    pub action: Option<Action>,
}

/// What goes wrong at a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskFault {
    /// Nothing reaches the disk (an I/O error).
    Lost,
    /// Half of it reaches the disk before the disk is full.
    Full,
    /// All of it reaches the disk and the flush fails.
    FlushFails,
}

impl DiskFault {
    /// Every fault.
    pub const ALL: [Self; 3] = [Self::Lost, Self::Full, Self::FlushFails];
}

/// A file in memory: records that follow each other, each with its length and a checksum. A copy costs next to nothing,
/// because copies share their records.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk {
    records: Vec<Arc<[u8]>>,
    /// What happens at the next write.
    fault: Option<DiskFault>,
}

/// Bytes before the text of a record: its length and its checksum.
const HEAD: usize = 16;

impl MemoryDisk {
    /// Lets the next write go wrong.
    pub const fn fail_next(&mut self, fault: DiskFault) {
        self.fault = Some(fault);
    }

    /// Writes the first half of a record, as a machine does that loses its power within the write.
    ///
    /// # Errors
    /// The transition can't be written as text.
    pub fn tear(&mut self, kept: &Kept) -> Result<(), ErrorReport> {
        let whole = record(kept)?;
        self.write(whole.get(..whole.len() / 2).unwrap_or_default());
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) {
        self.forget_torn();
        self.records.push(Arc::from(bytes));
    }

    /// Takes off what a torn write has left: only the end of the file can be torn.
    fn forget_torn(&mut self) {
        if self.records.last().is_some_and(|last| text_of(last).is_none()) {
            self.records.pop();
        }
    }
}

impl Journal for MemoryDisk {
    fn append(&mut self, _: u64, kept: &Kept) -> Result<(), ErrorReport> {
        let whole = record(kept)?;
        match self.fault.take() {
            None => {
                self.write(&whole);
                return Ok(());
            }
            Some(DiskFault::Lost) => {}
            Some(DiskFault::Full) => self.write(whole.get(..whole.len() / 2).unwrap_or_default()),
            Some(DiskFault::FlushFails) => self.write(&whole),
        }
        let remedy = "Make room on the disk; then resume the run.";
        Err(ErrorReport::new(ErrorId::JournalWriteFailed, "the journal can't be written", remedy))
    }

    fn read(&mut self) -> Result<Vec<Kept>, ErrorReport> {
        self.forget_torn();
        let damaged = || {
            let remedy = "Give another journal.";
            ErrorReport::new(ErrorId::JournalInvalid, "the journal is damaged in its middle", remedy)
        };
        self.records
            .iter()
            .map(|record| text_of(record).and_then(|text| serde_json::from_slice(text).ok()).ok_or_else(damaged))
            .collect()
    }
}

fn record(kept: &Kept) -> Result<Vec<u8>, ErrorReport> {
    let text = serde_json::to_vec(kept).map_err(|error| {
        let remedy = "Report it with the plan of the run.";
        ErrorReport::new(ErrorId::JournalWriteFailed, "a transition can't be written", remedy).caused_by(error)
    })?;
    let mut record = Vec::with_capacity(HEAD + text.len());
    record.extend((text.len() as u64).to_le_bytes());
    record.extend(checksum(&text).to_le_bytes());
    record.extend(text);
    Ok(record)
}

/// The text of a record that is whole.
fn text_of(record: &[u8]) -> Option<&[u8]> {
    let (length, rest) = record.split_first_chunk::<8>()?;
    let (sum, text) = rest.split_first_chunk::<8>()?;
    let whole = u64::from_le_bytes(*length) == text.len() as u64 && u64::from_le_bytes(*sum) == checksum(text);
    whole.then_some(text)
}

/// FNV-1a, 64 bits: it tells a torn record from a whole one, and is no protection against malice.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
