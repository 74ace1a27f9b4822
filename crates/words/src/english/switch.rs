//! What responders and other software are told of the switch.

use domain::{
    OrganizationId,
    directory::MayDisable,
    message::{Announcement, Brief, Notice},
    switch::{Authority, SwitchFact, SwitchHappening},
};
use jiff::Timestamp;

use super::{
    consent::{self, Proposal},
    name, name_or, time,
};
use crate::{Reader, foreign, reply, wording::Wording};

/// The sentences of a notice about the switch; `None` if it is about something else.
pub(super) fn notice(notice: &Notice, brief: &Brief, reader: &Reader) -> Option<Vec<String>> {
    let until = |at: Timestamp| time::zoned_moment(at, reader);
    Some(match notice {
        Notice::SwitchAsked { .. } => asked(notice, brief, reader),
        Notice::SwitchNotConfirmed { service } => vec![
            format!("Nobody confirmed that {} are switched off.", what(service.as_deref(), brief)),
            "They stay on. Ask again if it is still needed.".to_owned(),
        ],
        Notice::SwitchedOff { by, service, until: end, .. } => vec![format!(
            "{} has switched off {} until {}.",
            name(by),
            what(service.as_deref(), brief),
            until(*end)
        )],
        Notice::SwitchEnds { service, until: end, .. } => vec![
            format!(
                "{} go on again by themselves at {}.",
                capital(&what(service.as_deref(), brief)),
                until(*end)
            ),
            "Give them a later end if they must stay off.".to_owned(),
        ],
        Notice::SwitchProposed { services, may_disable, limit_secs, agreed, software, .. } => {
            consent::proposed(
                &Proposal {
                    services,
                    may_disable: *may_disable,
                    limit_secs: *limit_secs,
                    agreed: *agreed,
                    software,
                },
                brief,
            )
        }
        Notice::ConsentAnswered { name, granted, service } => {
            vec![consent::answered(*granted, name, service.as_deref())]
        }
        Notice::SwitchedOn { service } => {
            vec![format!("The time is over: {} are on again.", what(service.as_deref(), brief))]
        }
        Notice::StandDown { .. }
        | Notice::NoLongerNeeded
        | Notice::Nudge { .. }
        | Notice::WentOn
        | Notice::Reminder { .. }
        | Notice::SilenceFilled { .. }
        | Notice::MoreReports { .. }
        | Notice::RequesterSaid { .. }
        | Notice::HeardNothing { .. }
        | Notice::Confirmed { .. }
        | Notice::CameIn { .. }
        | Notice::TakenOver { .. }
        | Notice::Hole { .. }
        | Notice::NothingWritten
        | Notice::NotRestored
        | Notice::Duty(_)
        | Notice::TicketAssigned { .. }
        | Notice::TicketWord { .. }
        | Notice::TicketOverdue { .. }
        | Notice::TicketNotForwarded { .. } => return None,
    })
}

fn asked(notice: &Notice, brief: &Brief, reader: &Reader) -> Vec<String> {
    let Notice::SwitchAsked { by, by_program, service, reason, until, lapses_at, .. } = notice
    else {
        return Vec::new();
    };
    let by = name(by);
    let (who, confirm) = if *by_program {
        (format!("A program, in the name of {by},"), "Two people have")
    } else {
        (by, "A second person has")
    };
    let (until, by_when) =
        (time::zoned_moment(*until, reader), time::zoned_moment(*lapses_at, reader));
    vec![
        format!("{who} asks to switch off {}.", what(service.as_deref(), brief)),
        format!("The reason: \"{}\".", foreign::cut(reason, 200)),
        format!("It would last until {until}. {confirm} to confirm it by {by_when}."),
    ]
}

/// What can be answered by text message, and with one tap in a chat.
pub(super) fn answers(notice: &Notice, reader: &Reader, wording: &mut Wording) {
    let on = |organization: &OrganizationId, service: &Option<String>| {
        reply::switching_on(organization.as_str(), service.as_deref())
    };
    if let Notice::SwitchAsked { organization, service, .. } = notice {
        if let Some(code) = &reader.code {
            let confirm = reply::confirming(code);
            wording.text(format!("Reply {confirm} to switch off."));
            wording.choices.push(("Confirm: switch off", confirm));
        }
        wording.choices.push(("Leave them on", on(organization, service)));
    }
    if let Notice::SwitchedOff { organization: Some(organization), service, .. }
    | Notice::SwitchEnds { organization: Some(organization), service, .. } = notice
    {
        let on = on(organization, service);
        wording.text(format!("Reply {on} to end it now."));
        wording.choices.push(("Switch on again", on));
    }
}

pub(super) fn subject(brief: &Brief) -> String {
    format!("The switch of {}", customer(brief))
}

pub(super) fn tell(sentences: Vec<String>, wording: &mut Wording) {
    let mut sentences = sentences.into_iter();
    wording.lead = sentences.next().unwrap_or_default();
    wording.text(wording.lead.clone());
    for sentence in sentences {
        wording.text(sentence.clone());
        wording.say(sentence);
    }
}

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
