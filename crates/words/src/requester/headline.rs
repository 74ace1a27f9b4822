//! The one line on top of the requester's page.

use domain::{
    Emergency, Milestone,
    emergency::{Phase, Reason},
};

use super::name;
use crate::{Language, Reader, sentence::Sentence, time::Moment};

pub(crate) fn headline(emergency: &Emergency, reader: &Reader) -> String {
    let language = Language::of(reader);
    let state = state(emergency, language);
    let Some(due) = emergency.promise.due else { return state };
    let next = if due <= reader.now {
        Sentence::NextWordDue
    } else {
        Sentence::NextWord(Moment::on_page(due, reader))
    };
    language.join(&state, &language.say(&next))
}

fn state(emergency: &Emergency, language: Language) -> String {
    let sentence = match &emergency.phase {
        Phase::Unanswered => match emergency.ladder.reason {
            Reason::StillBroken { .. } => Sentence::HeadStillBroken,
            Reason::Unanswered | Reason::Silence { .. } if emergency.ladder.round > 1 => {
                Sentence::HeadNobodyYet
            }
            Reason::Unanswered | Reason::Silence { .. } => Sentence::HeadCalling,
        },
        Phase::Answered { by, .. } => {
            return language.say(&milestone(Milestone::Answered, &name(&by.name)));
        }
        Phase::Investigating { by, .. } => {
            return language.say(&working(emergency.reached, &name(&by.name)));
        }
        Phase::Restored { .. } => Sentence::HeadRestored,
        Phase::Closed { resolution, .. } => closed(resolution),
    };
    language.say(&sentence)
}

fn milestone(milestone: Milestone, by: &str) -> Sentence<'_> {
    Sentence::Milestone { milestone, again: false, by: Some(by), customer: None }
}

fn working(reached: Milestone, by: &str) -> Sentence<'_> {
    match reached {
        Milestone::Received
        | Milestone::Answered
        | Milestone::Investigating
        | Milestone::Escalated
        | Milestone::ServicesDisabled
        | Milestone::ServicesEnabled => milestone(Milestone::Investigating, by),
        Milestone::Reproduced => milestone(Milestone::Reproduced, by),
        Milestone::RootCauseIdentified => Sentence::HeadCauseKnown { by },
        Milestone::FixDeveloped => Sentence::HeadFixWaits { by },
        Milestone::FixDeployed | Milestone::Restored => Sentence::HeadFixInPlace { by },
    }
}

/// By the resolution's name; a person may have written another.
fn closed(resolution: &str) -> Sentence<'static> {
    match resolution {
        "merged" => Sentence::HeadMerged,
        "ticket" => Sentence::HeadTicket,
        "confirmed" => Sentence::HeadConfirmed,
        "restored" => Sentence::HeadWasRestored,
        _ => Sentence::Closed,
    }
}
