//! What services being off would mean, said to the responder who decides. What the customer is asked
//! is in `requester`.

use domain::{directory::MayDisable, message::Brief};

use super::{name, name_or, news, switch, time};
use crate::{foreign, time::Length};

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
            time::length(Length::of(proposal.limit_secs.unsigned_abs()))
        ),
        format!("{notices} {agreed} {}", switch::rule(proposal.may_disable)),
    ]
}

pub(super) fn answered(granted: bool, who: &str, service: Option<&str>) -> String {
    let what = service.map_or_else(|| "all services".to_owned(), |name| foreign::cut(name, 60));
    let word = if granted { "agrees" } else { "does not agree" };
    format!("{} {word} to switching off {what}.", name(who))
}

fn customer(brief: &Brief) -> String {
    name_or(brief.organization.as_deref().filter(|_| !brief.of_several), "this customer")
}

pub(super) fn names(all: &[String]) -> String {
    let shown: Vec<_> = all.iter().take(NAMED).map(|name| foreign::cut(name, 60)).collect();
    news::list(&shown, all.len().saturating_sub(NAMED))
}
