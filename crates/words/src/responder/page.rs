//! Calling a responder: who is hurt and how in the first forty characters, then how to answer.

use domain::{
    message::{Brief, PageWhy},
    request::Impact,
};

use super::{Speaker, code, name};
use crate::{
    Language, Reader, foreign,
    phrases::{Page, fill},
    wording::{Quote, Wording},
};

/// With the loudest impact and what stands between, forty characters.
const WHO_MAX_UNITS: usize = 22;

pub(crate) fn wording(why: &PageWhy, brief: &Brief, reader: &Reader) -> Wording {
    let speaker = Speaker::of(reader);
    let t = &speaker.t.page;
    let (who_and_how, summary) = (who_and_how(why, brief, t), foreign::cut(&brief.summary, 240));
    let lead = speaker.language.join(&who_and_how, &foreign::sentence(&summary));
    let mut wording = Wording {
        subject: subject(brief, speaker.language),
        lead,
        keys: Some(t.keys),
        ..Wording::default()
    };
    wording.text(who_and_how);
    wording.text_theirs(&brief.summary);
    explain(why, t, &mut wording);
    let code = code(brief);
    let calls = match round(why) {
        0 | 1 => String::new(),
        round => fill(t.call_round, &[("round", &round.to_string())]),
    };
    let number = speaker.number(brief);
    wording.text(fill(t.reply, &[("number", &number), ("calls", &calls), ("code", &code)]));
    wording.choices = vec![(t.i_take_it, format!("{code}ok")), (t.i_cannot, format!("{code}no"))];
    facts(brief, speaker, &mut wording);
    wording.footnote = t.footnote;
    wording.button(t.take_it, reader.link.as_ref());
    wording
}

/// The subject of all that a responder is sent about an emergency.
pub(crate) fn subject(brief: &Brief, language: Language) -> String {
    let t = &language.phrases().page;
    let summary = foreign::line(&brief.summary);
    let who_and_how = heading(brief, loud(brief.impact, t), t);
    let said = language.join(&who_and_how, &summary);
    match brief.number {
        Some(number) => format!("[{number}] {said}"),
        None => said,
    }
}

/// What a page shouts.
fn loud(impact: Option<Impact>, t: &Page) -> &'static str {
    match impact {
        Some(Impact::Outage) => t.loud_outage,
        Some(Impact::BrokenContent) => t.loud_content,
        Some(Impact::RevenueBlocked) => t.loud_revenue,
        Some(Impact::DataOrSecurity) => t.loud_data,
        Some(Impact::OtherMaterial) => t.loud_other,
        // The requester says that it is one, and is believed.
        Some(Impact::Deadline | Impact::Priority | Impact::Question | Impact::Change) | None => {
            t.loud_emergency
        }
    }
}

/// Why this person, beside the emergency itself.
fn explain(why: &PageWhy, t: &'static Page, wording: &mut Wording) {
    match why {
        PageWhy::Emergency { round } if *round > 1 => wording.say(t.nobody_yet),
        PageWhy::Emergency { .. } => {}
        PageWhy::Silence { of, .. } => {
            super::tell_more(wording, fill(t.fell_silent, &[("by", &name(of))]));
        }
        PageWhy::Invitation { by, note, .. } => {
            let by = name(by);
            let asks = fill(t.asks_help, &[("by", &by)]);
            wording.text(asks.clone());
            match foreign::some(note.as_deref()) {
                Some(note) => {
                    wording.text_theirs(note);
                    let intro = fill(t.asks_help_intro, &[("by", &by)]);
                    wording.quote = Some(Quote { intro, text: note.to_owned() });
                }
                None => wording.say(asks),
            }
        }
        PageWhy::StillBroken { note, .. } => match foreign::some(note.as_deref()) {
            Some(note) => {
                wording.text_theirs(note);
                let intro = t.restored_says.to_owned();
                wording.quote = Some(Quote { intro, text: note.to_owned() });
            }
            None => wording.say(t.restored_still),
        },
    }
}

fn facts(brief: &Brief, speaker: Speaker<'_>, wording: &mut Wording) {
    let t = &speaker.t.page;
    let mut known = |label, value: Option<&str>| {
        if let Some(value) = foreign::some(value) {
            wording.fact(label, foreign::cut(value, 200));
        }
    };
    known(t.customer, brief.organization.as_deref());
    known(t.impact, brief.impact.map(|impact| speaker.language.impact(impact)));
    known(t.service, brief.service.as_deref());
    known(t.reported_by, brief.reported_by.as_deref());
    known(t.call_back, brief.call_back.as_deref());
    if brief.requesters > 1 {
        wording.fact(t.reports, brief.requesters.to_string());
    }
    if let Some(opened_at) = brief.opened_at {
        wording.fact(t.open_since, speaker.moment(opened_at));
    }
    if let Some(due) = brief.next_update_by {
        wording.fact(t.expect_word, speaker.moment(due));
    }
}

fn who_and_how(why: &PageWhy, brief: &Brief, t: &Page) -> String {
    match why {
        PageWhy::Emergency { .. } | PageWhy::Silence { .. } | PageWhy::Invitation { .. } => {
            heading(brief, loud(brief.impact, t), t)
        }
        PageWhy::StillBroken { .. } => heading(brief, t.still_broken, t),
    }
}

/// "Acme Stores: OUTAGE."
fn heading(brief: &Brief, how: &str, t: &Page) -> String {
    match who(brief) {
        Some(who) => fill(t.heading_who, &[("who", &who), ("how", how)]),
        None => fill(t.heading, &[("how", how)]),
    }
}

/// Who is hurt, as well as we know.
fn who(brief: &Brief) -> Option<String> {
    let known = [&brief.organization, &brief.service, &brief.reported_by];
    let who = known.into_iter().find_map(|who| foreign::some(who.as_deref()));
    who.map(|who| foreign::cut(who, WHO_MAX_UNITS)).filter(|who| !who.is_empty())
}

fn round(why: &PageWhy) -> u32 {
    match why {
        PageWhy::Emergency { round }
        | PageWhy::Silence { round, .. }
        | PageWhy::Invitation { round, .. }
        | PageWhy::StillBroken { round, .. } => *round,
    }
}
