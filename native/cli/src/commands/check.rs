//! `check`: the findings.

use std::time::{SystemTime, UNIX_EPOCH};

use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::rules::{self, CheckRequest, Verdict};

use super::{policy, release};
use crate::arguments::CheckArguments;
use crate::failure::{self, Failure};
use crate::input;
use crate::output::Output;

/// Prints the findings; ends with 1 where they refuse.
pub(crate) fn run(arguments: &CheckArguments) -> Result<Output, Failure> {
    let request = CheckRequest {
        target: release(&arguments.to)?,
        policy: policy(arguments.common.policy.as_deref())?,
        rules: arguments.rules.clone(),
        exclude: arguments.exclude.clone(),
        severities: arguments.severities.iter().map(|severity| severity.in_report()).collect(),
        at: arguments.at.as_deref().map(time).transpose()?,
        cleanup_disks: false,
    };
    let inventory = input::inventory(&arguments.common.inventory)?;
    let report = rules::check(&inventory, &request);
    let code = match (report.faults.is_empty(), report.verdict) {
        (false, _) => failure::INTERNAL_FAULT,
        (true, Verdict::Refused) => failure::REFUSED,
        (true, Verdict::Ready) => 0,
    };
    Ok(Output::of(&report, arguments.common.format, rules::text)?.with_code(code))
}

/// The time of the question: `now`, or a time in RFC 3339.
fn time(text: &str) -> Result<Timestamp, Failure> {
    if text.eq_ignore_ascii_case("now") {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        return Ok(Timestamp::from_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)));
    }
    text.parse().map_err(|error: String| {
        let remedy = "Give `now`, or a time such as 2026-05-01T08:00:00Z.";
        Failure::new(ErrorReport::new(ErrorId::RequestInvalid, format!("`{text}` is {error}"), remedy).about("--at"))
    })
}
