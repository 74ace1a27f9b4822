//! The one line on top of the requester's page, in English.

use domain::{
    Emergency, Milestone,
    emergency::{Phase, Reason},
};

use super::{engineer, next_word_by, time};
use crate::Reader;

pub(crate) fn headline(emergency: &Emergency, reader: &Reader) -> String {
    let state = state(emergency);
    match emergency.promise.due {
        Some(due) => format!("{state} {}", next_word_by(due, &time::when(due, reader), reader)),
        None => state,
    }
}

fn state(emergency: &Emergency) -> String {
    match &emergency.phase {
        Phase::Unanswered => match emergency.ladder.reason {
            Reason::StillBroken { .. } => {
                "We heard that it is still broken, and are calling our on-call engineers again."
            }
            Reason::Unanswered | Reason::Silence { .. } if emergency.ladder.round > 1 => {
                "Nobody has answered yet. We keep calling until somebody does."
            }
            Reason::Unanswered | Reason::Silence { .. } => {
                "We have your report and are calling our on-call engineer."
            }
        }
        .to_owned(),
        Phase::Answered { by, .. } => {
            format!("{} has answered and has your report.", engineer(Some(&by.name)))
        }
        Phase::Investigating { by, .. } => working(emergency.reached, &by.name),
        Phase::Restored { .. } => {
            "As far as we can see, everything works again. Please check, and tell us.".to_owned()
        }
        Phase::Closed { resolution, .. } => closed(resolution).to_owned(),
    }
}

fn working(reached: Milestone, by: &str) -> String {
    let who = engineer(Some(by));
    match reached {
        Milestone::Received
        | Milestone::Answered
        | Milestone::Investigating
        | Milestone::Escalated
        | Milestone::ServicesDisabled
        | Milestone::ServicesEnabled => format!("{who} is investigating."),
        Milestone::Reproduced => format!("{who} has reproduced the problem."),
        Milestone::RootCauseIdentified => format!("We know the cause. {who} is on it."),
        Milestone::FixDeveloped => {
            format!("A fix is developed, and not in place yet. {who} is on it.")
        }
        Milestone::FixDeployed | Milestone::Restored => {
            format!("The fix is in place. {who} is still on it.")
        }
    }
}

/// By the resolution's name; a person may have written another.
fn closed(resolution: &str) -> &'static str {
    match resolution {
        "merged" => "Your report goes on in another emergency, with all its news.",
        "ticket" => "Thank you. This goes on as a ticket with our regular desk.",
        "confirmed" => "It works again, as was confirmed. This emergency is closed.",
        "restored" => "It was restored. This emergency is closed.",
        _ => "This emergency is closed.",
    }
}
