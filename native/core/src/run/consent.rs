//! Consent to pass the point of no return: who gave it, how, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineKind, Run};
use crate::model::Timestamp;

/// Consent to raise the functional level, which can't be undone.
///
/// A preference of the session that keeps it from asking is none: neither `-Confirm:$false` nor `-Force` nor
/// `$ConfirmPreference` says that somebody knows what happens next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consent {
    /// How it was given.
    pub how: ConsentHow,
    /// The account that gave it.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

/// How consent is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConsentHow {
    /// `-Commit`.
    CommitParameter,
    /// The name of the cluster, typed at a prompt.
    ClusterName,
}

impl ConsentHow {
    const fn words(self) -> &'static str {
        match self {
            Self::CommitParameter => "with -Commit",
            Self::ClusterName => "by typing the name of the cluster",
        }
    }
}

impl Run {
    /// Keeps consent; the journal has it with the event.
    pub(super) fn consent(&mut self, consent: &Consent) {
        let (who, how, at) = (&consent.who, consent.how.words(), consent.at);
        self.say(LineKind::Seen, format!("{who} consented {how} at {at} to what can't be undone."));
        self.options.commit = true;
        self.options.consent = Some(consent.clone());
    }

    /// Says whose consent it is that takes the run past the point of no return.
    pub(super) fn say_consent(&mut self) {
        if let Some(consent) = &self.options.consent {
            let text = format!("Consent: {}, {}, at {}.", consent.who, consent.how.words(), consent.at);
            self.say(LineKind::Seen, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Toy, drive, new_run};
    use super::super::{EventKind, RunState};
    use super::{Consent, ConsentHow};
    use crate::model::Timestamp;

    #[test]
    fn consent_takes_the_run_on_and_is_told_with_who_gave_it_and_how() {
        let (mut run, mut toy) = (new_run(false), Toy::new());
        assert_eq!(drive(&mut run, &mut toy, EventKind::Started).state, RunState::AwaitingCommit);
        let consent =
            Consent { how: ConsentHow::ClusterName, who: "TOY\\ann".to_owned(), at: Timestamp::from_milliseconds(0) };
        let given = run.advance(&toy.event(EventKind::ConsentGiven { consent })).unwrap();
        assert_eq!((given.status.state, given.action), (RunState::AwaitingCommit, None));
        assert!(given.lines[0].text.starts_with("TOY\\ann consented by typing the name of the cluster"));
        let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: false });
        assert_eq!((status.state, toy.level), (RunState::Completed, 9));
    }
}
