//! What other software is told of the switch, and how the console shows it. What responders are told is
//! in `responder`.

use domain::{
    directory::MayDisable,
    message::{Announcement, Brief},
    switch::{Authority, SwitchFact, SwitchHappening},
};
use jiff::Timestamp;

use super::{name, name_or, news};
use crate::foreign;

/// Names that are read out one by one.
const NAMED: usize = 12;

/// "all services for Acme Stores", "the service checkout for Acme Stores"
fn what(service: Option<&str>, brief: &Brief) -> String {
    match service {
        Some(service) => {
            format!("the services called {} for {}", foreign::cut(service, 60), customer(brief))
        }
        None => format!("all services for {}", customer(brief)),
    }
}

fn customer(brief: &Brief) -> String {
    name_or(brief.organization.as_deref(), "a customer")
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

/// What other software is told, should a person read it.
pub(super) fn announcement(announcement: &Announcement, brief: &Brief) -> Option<String> {
    let Announcement::SwitchChanged { service, disabled, .. } = announcement else { return None };
    let state = if *disabled { "off" } else { "on" };
    Some(format!("{} are {state}.", capital(&what(service.as_deref(), brief))))
}

/// Who may switch off.
pub(crate) fn rule(rule: MayDisable) -> &'static str {
    match rule {
        MayDisable::Responder => "Any responder may switch off.",
        MayDisable::Lead => "A lead may switch off.",
        MayDisable::TwoPeople => "Two people have to agree: the first asks, the second confirms.",
    }
}

/// An entry of the journal.
pub(crate) fn entry(
    fact: &SwitchFact,
    who: Option<&str>,
    moment: &dyn Fn(Timestamp) -> String,
) -> String {
    let who = name_or(who, "Frontline");
    let what = match fact.scope.service() {
        Some(service) => foreign::cut(service, 60),
        None => "all services".to_owned(),
    };
    match &fact.happening {
        SwitchHappening::Asked { reason, until, .. } => {
            format!("{who} asked to switch off {what} until {}: {reason}", moment(*until))
        }
        SwitchHappening::Withdrawn => format!("{who} took it back; {what} stayed on."),
        SwitchHappening::Lapsed => format!("Nobody confirmed; {what} stayed on."),
        SwitchHappening::Disabled { reason, until, authority, .. } => {
            let confirmed = match authority {
                Authority::TwoPeople { confirmed_by } => {
                    format!(", confirmed by {}", name(&confirmed_by.name))
                }
                Authority::Responder | Authority::Lead => String::new(),
            };
            let until = moment(*until);
            format!("{who} switched off {what} until {until}{confirmed}: {reason}")
        }
        SwitchHappening::Moved { until, .. } => {
            format!("{who} moved the end of {what} being off to {}.", moment(*until))
        }
        SwitchHappening::Warned { until } => {
            format!("People were warned that {what} go on again at {}.", moment(*until))
        }
        SwitchHappening::Enabled { .. } => format!("{who} switched on {what}."),
        SwitchHappening::Expired => format!("The time was over: {what} went on by themselves."),
    }
}

pub(super) fn consented(granted: bool, who: &str, service: Option<&str>) -> String {
    let what = service.map_or_else(|| "all services".to_owned(), |name| foreign::cut(name, 60));
    let word = if granted { "agrees" } else { "does not agree" };
    format!("{} {word} to switching off {what}.", name(who))
}

pub(super) fn names(all: &[String]) -> String {
    let shown: Vec<_> = all.iter().take(NAMED).map(|name| foreign::cut(name, 60)).collect();
    news::list(&shown, all.len().saturating_sub(NAMED))
}
