//! The picture of nodes by time: old until its turn, out while it lasts, new from then on.

use serde::Serialize;

use crate::stages::StageRow;
use crate::words::duration;

/// Width of the picture in its own units; the browser scales it.
const WIDTH: u64 = 1000;
/// The narrowest bar that can still be seen.
const BAR_MIN: u64 = 2;
const ROW_HEIGHT: u64 = 26;
const TICKS: u64 = 4;

/// The picture.
#[derive(Debug, Serialize)]
pub(crate) struct Chart {
    width: u64,
    height: u64,
    rows: Vec<Row>,
    grid: Vec<u64>,
    /// Written below the picture and not in it, where they would be stretched with it.
    labels: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    node: String,
    y: u64,
    out_x: u64,
    out_width: u64,
    new_x: u64,
    new_width: u64,
    /// Share of the greatest headroom, in hundredths.
    headroom_percent: u64,
}

/// Draws the nodes of a plan; `None` where there is nothing to draw.
pub(crate) fn chart(stages: &[StageRow]) -> Option<Chart> {
    let end = stages.iter().map(|stage| stage.starts_seconds.saturating_add(stage.likely_seconds)).max()?;
    let most = stages.iter().filter_map(|stage| stage.headroom_mib).max().unwrap_or_default();
    let rows = stages.iter().enumerate().map(|(index, stage)| {
        let y = index as u64 * ROW_HEIGHT;
        let out_x = scale(stage.starts_seconds, end).min(WIDTH - BAR_MIN);
        let out_end = scale(stage.starts_seconds.saturating_add(stage.likely_seconds), end).max(out_x + BAR_MIN);
        Row {
            node: stage.node.clone(),
            y,
            out_x,
            out_width: out_end - out_x,
            new_x: out_end,
            new_width: WIDTH.saturating_sub(out_end),
            headroom_percent: percent(stage.headroom_mib.unwrap_or_default(), most),
        }
    });
    Some(Chart {
        width: WIDTH,
        height: stages.len() as u64 * ROW_HEIGHT,
        rows: rows.collect(),
        grid: (0..=TICKS).map(|tick| WIDTH * tick / TICKS).collect(),
        labels: (0..=TICKS).map(|tick| duration(end / TICKS * tick)).collect(),
    })
}

fn scale(seconds: u64, end: u64) -> u64 {
    let units = u128::from(seconds) * u128::from(WIDTH) / u128::from(end.max(1));
    u64::try_from(units).unwrap_or(WIDTH).min(WIDTH)
}

fn percent(part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(part) * 100 / u128::from(whole.max(1))).unwrap_or(100)
}
