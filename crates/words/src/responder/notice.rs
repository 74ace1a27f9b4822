//! What a responder should know, and need not answer.

use domain::message::{Brief, Notice};
use jiff::Timestamp;

use super::{Speaker, code, desk, duty, name, name_or, page, switch, tell, tell_more};
use crate::{
    Reader, conference, foreign,
    phrases::fill,
    time::Moment,
    wording::{Quote, Wording},
};

pub(crate) fn wording(notice: &Notice, brief: &Brief, reader: &Reader) -> Wording {
    let speaker = Speaker::of(reader);
    let t = &speaker.t.notice;
    if let Notice::Duty(notice) = notice {
        return duty::notice(notice, brief, speaker);
    }
    if *notice == Notice::NothingWritten {
        return nothing_written(speaker);
    }
    if let Some(wording) = desk::notice(notice, brief, speaker) {
        return wording;
    }
    let of_switch = switch::notice(notice, brief, speaker);
    // Without an emergency there is only the switch to name.
    let is_alone = of_switch.is_some() && brief.number.is_none();
    let subject = if is_alone {
        switch::subject(brief, speaker)
    } else {
        page::subject(brief, speaker.language)
    };
    let mut wording = Wording { subject, ..Wording::default() };
    let number = if is_alone { t.the_switch.to_owned() } else { speaker.number(brief) };
    wording.text(format!("{number}:"));
    let who = foreign::some(brief.organization.as_deref()).map(name);
    wording.opening = match who {
        Some(who) => fill(t.about_who, &[("number", &number), ("who", &who)]),
        None => fill(t.about, &[("number", &number)]),
    };
    match of_switch {
        Some(sentences) => {
            switch::tell(sentences, &mut wording);
            switch::answers(notice, speaker, &mut wording);
        }
        None => say(notice, brief, speaker, &mut wording),
    }
    if let Some(organization) = foreign::some(brief.organization.as_deref()) {
        wording.fact(speaker.t.page.customer, name(organization));
    }
    if foreign::some(Some(&brief.summary)).is_some() {
        wording.fact(t.what, foreign::cut(&brief.summary, 240));
    }
    wording.button(t.open_it, reader.link.as_ref());
    if matches!(notice, Notice::StandDown { .. } | Notice::NoLongerNeeded) {
        wording.drop_short_link();
    }
    wording
}

fn say(notice: &Notice, brief: &Brief, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.notice;
    let code = code(brief);
    let who = |name: &Option<String>| name_or(name.as_deref(), t.a_requester);
    match notice {
        Notice::StandDown { answered_by } => {
            let by = name_or(Some(answered_by), t.somebody_else);
            tell(wording, fill(t.stand_down, &[("by", &by)]));
        }
        Notice::NoLongerNeeded => tell(wording, t.not_needed),
        Notice::Nudge { goes_on_at } => nudge(*goes_on_at, &code, speaker, wording),
        Notice::WentOn => {
            tell(wording, t.went_on);
            wording.text(fill(t.went_on_reply, &[("code", &code)]));
            wording.choices = vec![(t.still_have_it, format!("{code}ok"))];
        }
        Notice::Reminder { due } => {
            let due = speaker.due(*due);
            tell(wording, reminder(brief, &due, speaker));
            hint_update(wording, &code, speaker);
        }
        Notice::SilenceFilled { misses } => {
            tell(wording, t.silence);
            if *misses > 1 {
                tell_more(wording, fill(t.silence_again, &[("misses", &misses.to_string())]));
            }
            hint_update(wording, &code, speaker);
        }
        Notice::MoreReports { count } => {
            tell(wording, fill(t.more_reports, &[("people", &speaker.people(*count))]));
        }
        Notice::RequesterSaid { name, text } => said(&who(name), text, speaker, wording),
        Notice::HeardNothing { name } => {
            tell(wording, fill(t.heard_nothing, &[("who", &who(name))]));
            hint_update(wording, &code, speaker);
        }
        Notice::Confirmed { name } => tell(wording, fill(t.confirmed, &[("who", &who(name))])),
        Notice::CallMoved => conference::moved(brief, speaker.language, wording),
        Notice::CameIn { name: by } => tell(wording, fill(t.came_in, &[("by", &name(by))])),
        Notice::TakenOver { by } => tell(wording, fill(t.taken_over, &[("by", &name(by))])),
        Notice::Hole { place } => {
            tell(wording, fill(t.hole, &[("place", &foreign::cut(place, 60))]));
            tell_more(wording, t.hole_more);
        }
        Notice::NothingWritten => {}
        Notice::NotRestored => not_restored(brief, speaker, wording),
        Notice::SwitchProposed { .. }
        | Notice::ConsentAnswered { .. }
        | Notice::SwitchAsked { .. }
        | Notice::SwitchNotConfirmed { .. }
        | Notice::SwitchedOff { .. }
        | Notice::SwitchEnds { .. }
        | Notice::SwitchedOn { .. }
        | Notice::Duty(_)
        | Notice::TicketAssigned { .. }
        | Notice::TicketWord { .. }
        | Notice::TicketOverdue { .. }
        | Notice::TicketNotForwarded { .. } => {}
    }
}

/// Of no emergency: of the line itself.
fn nothing_written(speaker: Speaker<'_>) -> Wording {
    let t = &speaker.t.notice;
    let subject = t.nothing_written_subject.to_owned();
    let mut wording = Wording { subject, ..Wording::default() };
    wording.text("Frontline:");
    wording.opening = t.nothing_written_opening.to_owned();
    tell(&mut wording, t.nothing_written);
    tell_more(&mut wording, t.nothing_written_more);
    wording
}

fn not_restored(brief: &Brief, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.notice;
    let since = brief.opened_at.map_or_else(String::new, |at| {
        let far = Moment::of(at, speaker.reader).distance;
        fill(t.came_in_ago, &[("ago", &speaker.language.distance(far))])
    });
    tell(wording, fill(t.not_restored, &[("since", &since)]));
    tell_more(wording, t.not_restored_more);
}

fn nudge(goes_on_at: Option<Timestamp>, code: &str, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.notice;
    tell(wording, t.nudge);
    let goes_on = match goes_on_at.filter(|at| *at > speaker.reader.now) {
        Some(at) => fill(t.nudge_at, &[("due", &speaker.due(at))]),
        None => t.nudge_on.to_owned(),
    };
    wording.text(fill(t.nudge_reply, &[("code", code), ("goes_on", &goes_on)]));
    wording.choices =
        vec![(t.on_it, format!("{code}inv")), (t.cannot_after_all, format!("{code}no"))];
    wording.say(goes_on);
}

/// "3 people expect", "Acme Stores expects"
fn reminder(brief: &Brief, due: &str, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.notice;
    if brief.requesters > 1 {
        let people = speaker.people(brief.requesters);
        return fill(t.reminder_many, &[("people", &people), ("due", due)]);
    }
    let who = name_or(brief.organization.as_deref(), t.the_requester);
    fill(t.reminder_one, &[("who", &who), ("due", due)])
}

/// What somebody wrote; without words they said by a tap that it is still broken.
fn said(who: &str, text: &str, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.notice;
    if foreign::some(Some(text)).is_none() {
        return tell(wording, fill(t.says_broken, &[("who", who)]));
    }
    let intro = fill(t.writes, &[("who", who)]);
    wording.text(&intro);
    wording.text_theirs(text);
    wording.lead = fill(t.has_written, &[("who", who)]);
    wording.quote = Some(Quote { intro, text: text.to_owned() });
}

fn hint_update(wording: &mut Wording, code: &str, speaker: Speaker<'_>) {
    let t = &speaker.t.notice;
    wording.text(fill(t.one_line_reply, &[("code", code)]));
    wording.say(t.one_line);
}
