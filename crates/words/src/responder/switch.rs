//! What responders are told of the switch.

use domain::{
    OrganizationId,
    message::{Brief, Notice},
};

use super::{
    Speaker,
    consent::{self, Proposal},
    name, name_or, tell_more,
};
use crate::{foreign, phrases::fill, reply, wording::Wording};

/// The sentences of a notice about the switch; `None` if it is about something else.
pub(super) fn notice(notice: &Notice, brief: &Brief, speaker: Speaker<'_>) -> Option<Vec<String>> {
    let t = &speaker.t.switch;
    let what = |service: &Option<String>| what(service.as_deref(), brief, speaker);
    Some(match notice {
        Notice::SwitchAsked { .. } => asked(notice, brief, speaker),
        Notice::SwitchNotConfirmed { service } => vec![
            fill(t.not_confirmed, &[("what", &what(service))]),
            t.not_confirmed_more.to_owned(),
        ],
        Notice::SwitchedOff { by, service, until, .. } => {
            let (by, what, due) = (name(by), what(service), speaker.due(*until));
            vec![fill(t.switched_off, &[("by", &by), ("what", &what), ("due", &due)])]
        }
        Notice::SwitchEnds { service, until, .. } => {
            let (what, due) = (capital(&what(service)), speaker.due(*until));
            vec![fill(t.ends, &[("what", &what), ("due", &due)]), t.ends_more.to_owned()]
        }
        Notice::SwitchProposed { services, may_disable, limit_secs, agreed, software, .. } => {
            let (may_disable, limit_secs, agreed) = (*may_disable, *limit_secs, *agreed);
            let proposal = Proposal { services, may_disable, limit_secs, agreed, software };
            consent::proposed(&proposal, brief, speaker)
        }
        Notice::ConsentAnswered { name, granted, service } => {
            vec![consent::answered(*granted, name, service.as_deref(), speaker)]
        }
        Notice::SwitchedOn { service } => vec![fill(t.on_again, &[("what", &what(service))])],
        Notice::StandDown { .. }
        | Notice::NoLongerNeeded
        | Notice::Nudge { .. }
        | Notice::WentOn
        | Notice::Reminder { .. }
        | Notice::SilenceFilled { .. }
        | Notice::MoreReports { .. }
        | Notice::RequesterSaid { .. }
        | Notice::HeardNothing { .. }
        | Notice::CallMoved
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

fn asked(notice: &Notice, brief: &Brief, speaker: Speaker<'_>) -> Vec<String> {
    let Notice::SwitchAsked { by, by_program, service, reason, until, lapses_at, .. } = notice
    else {
        return Vec::new();
    };
    let t = &speaker.t.switch;
    let by = name(by);
    let (who, lasts) = if *by_program {
        (fill(t.program, &[("by", &by)]), t.lasts_two)
    } else {
        (by, t.lasts_second)
    };
    let what = what(service.as_deref(), brief, speaker);
    let (due, by_when) = (speaker.due(*until), speaker.due(*lapses_at));
    vec![
        fill(t.asked, &[("who", &who), ("what", &what)]),
        fill(t.reason, &[("reason", &foreign::cut(reason, 200))]),
        fill(lasts, &[("due", &due), ("by_when", &by_when)]),
    ]
}

/// What can be answered by text message, and with one tap in a chat.
pub(super) fn answers(notice: &Notice, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.switch;
    let on = |organization: &OrganizationId, service: &Option<String>| {
        reply::switching_on(organization.as_str(), service.as_deref())
    };
    if let Notice::SwitchAsked { organization, service, .. } = notice {
        if let Some(code) = &speaker.reader.code {
            let confirm = reply::confirming(code);
            wording.text(fill(t.confirm_reply, &[("words", &confirm)]));
            wording.choices.push((t.confirm_tap, confirm));
        }
        wording.choices.push((t.leave_on, on(organization, service)));
    }
    if let Notice::SwitchedOff { organization: Some(organization), service, .. }
    | Notice::SwitchEnds { organization: Some(organization), service, .. } = notice
    {
        let on = on(organization, service);
        wording.text(fill(t.end_reply, &[("words", &on)]));
        wording.choices.push((t.on_tap, on));
    }
}

pub(super) fn subject(brief: &Brief, speaker: Speaker<'_>) -> String {
    fill(speaker.t.switch.subject, &[("customer", &customer(brief, speaker))])
}

pub(super) fn tell(sentences: Vec<String>, wording: &mut Wording) {
    let mut sentences = sentences.into_iter();
    super::tell(wording, sentences.next().unwrap_or_default());
    for sentence in sentences {
        tell_more(wording, sentence);
    }
}

/// "all services for Acme Stores", "the service checkout for Acme Stores"
fn what(service: Option<&str>, brief: &Brief, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.switch;
    let customer = customer(brief, speaker);
    match service {
        Some(service) => {
            let service = foreign::cut(service, 60);
            fill(t.what_service, &[("service", &service), ("customer", &customer)])
        }
        None => fill(t.what_all, &[("customer", &customer)]),
    }
}

fn customer(brief: &Brief, speaker: Speaker<'_>) -> String {
    name_or(brief.organization.as_deref(), speaker.t.switch.a_customer)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}
