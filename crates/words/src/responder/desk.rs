//! What the people of the desk hear of tickets.

use domain::message::{Brief, Notice};

use super::{Speaker, name, name_or, tell};
use crate::{
    foreign,
    phrases::fill,
    sentence::Label,
    wording::{Quote, Wording},
};

/// A notice about a ticket; `None` if it is about something else.
pub(super) fn notice(notice: &Notice, brief: &Brief, speaker: Speaker<'_>) -> Option<Wording> {
    let ticket = notice.ticket()?.to_string();
    let (t, requester) = (&speaker.t.desk, speaker.t.notice.the_requester);
    let subject = match foreign::some(Some(&brief.summary)) {
        Some(summary) => foreign::line(summary),
        None => speaker.language.label(Label::YourRequest).to_owned(),
    };
    let mut wording = Wording { subject: format!("[{ticket}] {subject}"), ..Wording::default() };
    wording.text(format!("{ticket}:"));
    match notice {
        Notice::TicketAssigned { by, .. } => {
            tell(&mut wording, fill(t.assigned, &[("by", &name(by)), ("ticket", &ticket)]));
        }
        Notice::TicketWord { by, text: Some(text), .. } => {
            let by = name_or(Some(by), requester);
            wording.lead = fill(t.written, &[("by", &by), ("ticket", &ticket)]);
            let intro = fill(speaker.t.notice.writes, &[("who", &by)]);
            wording.text(&intro);
            wording.text_theirs(text);
            wording.quote = Some(Quote { intro, text: text.clone() });
        }
        Notice::TicketWord { by, text: None, .. } => {
            let by = name_or(Some(by), requester);
            tell(&mut wording, fill(t.not_solved, &[("by", &by), ("ticket", &ticket)]));
        }
        Notice::TicketOverdue { due, .. } => {
            let due = speaker.due(*due);
            let whom = name_or(brief.organization.as_deref(), requester);
            let values = [("whom", whom.as_str()), ("ticket", &ticket), ("due", &due)];
            tell(&mut wording, fill(t.overdue, &values));
            wording.say(t.overdue_more);
        }
        Notice::TicketNotForwarded { desk, problem, .. } => {
            let desk = name(desk);
            tell(&mut wording, fill(t.not_forwarded, &[("desk", &desk), ("ticket", &ticket)]));
            wording.say(t.not_forwarded_more);
            wording.fact(t.why, foreign::cut(problem, 240));
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
        | Notice::CallMoved
        | Notice::Confirmed { .. }
        | Notice::CameIn { .. }
        | Notice::TakenOver { .. }
        | Notice::Hole { .. }
        | Notice::NotRestored
        | Notice::SwitchAsked { .. }
        | Notice::SwitchProposed { .. }
        | Notice::ConsentAnswered { .. }
        | Notice::SwitchNotConfirmed { .. }
        | Notice::SwitchedOff { .. }
        | Notice::SwitchEnds { .. }
        | Notice::SwitchedOn { .. }
        | Notice::NothingWritten
        | Notice::Duty(_) => return None,
    }
    if let Some(organization) = foreign::some(brief.organization.as_deref()) {
        wording.fact(speaker.t.page.customer, name(organization));
    }
    if foreign::some(Some(&brief.summary)).is_some() {
        wording.fact(speaker.t.notice.what, foreign::cut(&brief.summary, 240));
    }
    wording.button(speaker.t.notice.open_it, speaker.reader.link.as_ref());
    Some(wording)
}
