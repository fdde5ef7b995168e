//! `check`: the findings.

use rolling_upgrade_core::rules::{self, CheckRequest, Verdict};

use super::{moment, policy, release};
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
        at: arguments.at.as_deref().map(|text| moment(text, "--at")).transpose()?,
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
