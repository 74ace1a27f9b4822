//! What happened, as requesters read it: nothing internal, and nobody else's words. Only the reader's
//! own page shows what they wrote.

use domain::{Actor, Fact, Happening, Milestone};

use super::by_name;
use crate::{
    Language, Reader, foreign,
    sentence::{Happened, Sentence},
    time::Moment,
};

/// Somebody's text in a sentence, in UTF-16 units.
const TEXT_MAX_UNITS: usize = 2_000;

pub(crate) fn sentence(fact: &Fact, reader: &Reader) -> String {
    let language = Language::of(reader);
    let by = match &fact.actor {
        Actor::Responder { name, .. } => by_name(Some(name)),
        Actor::System | Actor::Requester { .. } => None,
    };
    let by = by.as_deref();
    let reached = |milestone, again| Sentence::Milestone { milestone, again, by, customer: None };
    let happening = &fact.happening;
    let sentence = if let Happening::Answered { took_over_from } = happening {
        language.say(&reached(Milestone::Answered, took_over_from.is_some()))
    } else if let Happening::Milestone { milestone, again, .. } = happening {
        language.say(&reached(*milestone, *again))
    } else {
        language.happened(&happened(happening, by, &number(happening), reader))
    };
    with(sentence, text(happening), language)
}

fn happened<'a>(
    happening: &Happening,
    by: Option<&'a str>,
    number: &'a str,
    reader: &Reader,
) -> Happened<'a> {
    match happening {
        Happening::Received { .. } => Happened::Received,
        Happening::Joined { .. } => Happened::Joined,
        Happening::Update { visible: true, .. } => Happened::Wrote { by },
        Happening::RequesterSaid { .. } => Happened::YouWrote,
        Happening::Attached { .. } => Happened::YouAdded,
        Happening::MoreCalled { .. } => Happened::MoreCalled { by },
        Happening::CameIn => Happened::OneMoreCameIn,
        Happening::SilenceFilled { .. } => Happened::NothingNew,
        Happening::ToldUnanswered { .. } => Happened::NobodyYet,
        Happening::HeardNothing => Happened::HeardNothing,
        Happening::BridgeOpened { .. } => Happened::CallOpened,
        Happening::Confirmed => Happened::Confirmed,
        Happening::StillBroken { .. } => Happened::StillBroken,
        Happening::MergedInto { .. } => Happened::WentOnAs(number),
        Happening::MergedFrom { .. } => Happened::AnotherJoined,
        Happening::BecameTicket { .. } => Happened::BecameTicket(number),
        Happening::Closed { .. } => Happened::Closed,
        Happening::SwitchMoved { until } => Happened::StayOff(Moment::of(*until, reader)),
        Happening::ConsentAsked { .. } => Happened::ConsentAsked { by },
        Happening::ConsentAnswered { granted: true, .. } => Happened::Agreed,
        Happening::ConsentAnswered { granted: false, .. } => Happened::NotAgreed,
        Happening::Answered { .. }
        | Happening::Milestone { .. }
        | Happening::Update { visible: false, .. }
        | Happening::HandoffOffered { .. }
        | Happening::HandoffDeclined
        | Happening::HandoffLapsed { .. }
        | Happening::Escalation { .. }
        | Happening::Paged { .. }
        | Happening::PageDelivered { .. }
        | Happening::PageFailed { .. }
        | Happening::NewsMissed { .. }
        | Happening::Hole { .. }
        | Happening::Declined
        | Happening::CalledNext
        | Happening::Nudged { .. }
        | Happening::WentOn
        | Happening::StoodDown { .. }
        | Happening::TookCall
        | Happening::CameToCall
        | Happening::LeftCall
        | Happening::CallEnded
        | Happening::NotDialled { .. }
        | Happening::BridgeFailed { .. }
        | Happening::Reminded { .. }
        | Happening::SwitchProposed => Happened::KeptWorking,
    }
}

/// The number that the sentence names, if it names one.
fn number(happening: &Happening) -> String {
    if let Happening::MergedInto { number } = happening {
        number.to_string()
    } else if let Happening::BecameTicket { ticket, .. } = happening {
        ticket.to_string()
    } else {
        String::new()
    }
}

/// Somebody's words that belong to it.
fn text(happening: &Happening) -> Option<&str> {
    if let Happening::Milestone { note, .. }
    | Happening::BecameTicket { note, .. }
    | Happening::Closed { note, .. } = happening
    {
        note.as_deref()
    } else if let Happening::Update { text, visible: true }
    | Happening::RequesterSaid { text }
    | Happening::Attached { name: text, .. } = happening
    {
        Some(text)
    } else {
        None
    }
}

fn with(sentence: String, text: Option<&str>, language: Language) -> String {
    match foreign::some(text) {
        Some(text) => {
            let text = foreign::sentence(&foreign::cut(text, TEXT_MAX_UNITS));
            language.join(&sentence, &text)
        }
        None => sentence,
    }
}
