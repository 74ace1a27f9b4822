//! What services being off would mean, said before it is done: to the responder who decides, and to
//! the customer who is asked to agree.

use domain::{
    directory::MayDisable,
    message::{Brief, News},
};
use jiff::Timestamp;

use super::{name, name_or, switch, time};
use crate::{Reader, foreign, wording::Wording};

/// Names that are read out one by one.
const NAMED: usize = 12;

/// What would happen if services were switched off.
pub(super) struct Proposal<'a> {
    pub(super) services: &'a [String],
    pub(super) may_disable: MayDisable,
    pub(super) limit_secs: i64,
    pub(super) agreed: bool,
    pub(super) software: &'a [String],
}

pub(super) fn proposed(proposal: &Proposal<'_>, brief: &Brief) -> Vec<String> {
    let customer = customer(brief);
    let stops = match proposal.services {
        [] => "every service of ours".to_owned(),
        services => names(services),
    };
    let notices = match proposal.software {
        [] => "No software of theirs has asked for it lately: it may change nothing.".to_owned(),
        software => format!("Would notice at once: {}.", names(software)),
    };
    let agreed = if proposal.agreed {
        "They have agreed to it."
    } else {
        "They have not agreed to it yet: you can ask them."
    };
    vec![
        format!(
            "Reasonable time is over and it is not restored: should services be switched off for \
             {customer}?"
        ),
        format!(
            "It would stop {stops}, for at most {}.",
            time::length(proposal.limit_secs.unsigned_abs())
        ),
        format!("{notices} {agreed} {}", switch::rule(proposal.may_disable)),
    ]
}

pub(super) fn answered(granted: bool, who: &str, service: Option<&str>) -> String {
    let what = service.map_or_else(|| "all services".to_owned(), |name| foreign::cut(name, 60));
    let word = if granted { "agrees" } else { "does not agree" };
    format!("{} {word} to switching off {what}.", name(who))
}

/// The question to the customer; the lead is the question itself.
pub(super) fn ask(news: &News, brief: &Brief, wording: &mut Wording) {
    let News::ConsentAsked { by, all, services, limit_secs, .. } = news else { return };
    wording.lead = format!(
        "{} asks for your consent: may we switch services off for {} for a while?",
        name(by),
        customer(brief)
    );
    wording.text(wording.lead.clone());
    for sentence in what_stops(*all, services, *limit_secs) {
        wording.say(sentence);
    }
    wording.say("Nothing is switched by opening the page: there you say yes or no.");
}

/// What stops working and for how long, for the person who has to agree.
pub(crate) fn what_stops(all: bool, services: &[String], limit_secs: i64) -> [String; 2] {
    let stops = match (all, services) {
        (true, []) => "While they are off, nothing that we do for you works.".to_owned(),
        (true, services) => {
            format!("While they are off, all of this stops working for you: {}.", names(services))
        }
        (false, services) => {
            format!("While it is off, this stops working for you: {}.", names(services))
        }
    };
    let ends = format!(
        "It ends by itself after {} at most, and any of us can end it earlier. We tell you when it \
         begins, until when it lasts, and when it is over.",
        time::length(limit_secs.unsigned_abs())
    );
    [stops, ends]
}

/// Services were switched off, until then.
pub(super) fn off(service: Option<&str>, until: Timestamp, moved: bool, reader: &Reader) -> String {
    let until = time::zoned_moment(until, reader);
    let (what, are) = match service {
        Some(service) => (format!("Our service {}", foreign::cut(service, 60)), "is"),
        None => ("Our services".to_owned(), "are"),
    };
    if moved {
        format!("{what} {are} off until {until}: that is another time than we told you.")
    } else {
        format!("{what} {are} switched off for now, until {until} at the latest.")
    }
}

fn customer(brief: &Brief) -> String {
    name_or(brief.organization.as_deref().filter(|_| !brief.of_several), "this customer")
}

fn names(all: &[String]) -> String {
    let shown: Vec<_> = all.iter().take(NAMED).map(|name| foreign::cut(name, 60)).collect();
    match (shown.split_last(), all.len().saturating_sub(NAMED)) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => only.clone(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}
