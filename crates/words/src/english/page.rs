//! Calling a responder: who is hurt and how in the first forty characters, then how to answer.

use domain::message::{Brief, PageWhy};

use super::{name, names, number, time};
use crate::{
    Reader, foreign,
    wording::{Quote, Wording},
};

/// With the loudest impact and what stands between, forty characters.
const WHO_MAX_UNITS: usize = 22;
const KEYS: &str = "Press 1 to take it. Press 2 if you cannot. Press 3 to hear this again. \
                    Press 9 to call the next person now.";

pub(super) fn wording(why: &PageWhy, brief: &Brief, reader: &Reader) -> Wording {
    let (who_and_how, summary) = (who_and_how(why, brief), foreign::cut(&brief.summary, 240));
    let lead = format!("{who_and_how} {}", foreign::sentence(&summary));
    let mut wording =
        Wording { subject: subject(brief), lead, keys: Some(KEYS), ..Wording::default() };
    wording.text(who_and_how);
    wording.text_theirs(&brief.summary);
    explain(why, &mut wording);
    let code = super::code(brief);
    let calls = match round(why) {
        0 | 1 => String::new(),
        round => format!(", call {round}"),
    };
    let number = number(brief);
    wording.text(format!("{number}{calls}. Reply {code}ok to take it, {code}no if you cannot."));
    wording.choices = vec![("I take it", format!("{code}ok")), ("I cannot", format!("{code}no"))];
    facts(brief, reader, &mut wording);
    wording.footnote = "If you cannot take it, say so there: the next person is called at once.";
    wording.button("Take it", reader.link.as_ref());
    wording
}

/// The subject of all that a responder is sent about an emergency.
pub(super) fn subject(brief: &Brief) -> String {
    let summary = foreign::line(&brief.summary);
    let who_and_how = heading(brief, names::loud_impact(brief.impact));
    match brief.number {
        Some(number) => format!("[{number}] {who_and_how} {summary}"),
        None => format!("{who_and_how} {summary}"),
    }
}

/// Why this person, beside the emergency itself.
fn explain(why: &PageWhy, wording: &mut Wording) {
    match why {
        PageWhy::Emergency { round } if *round > 1 => {
            wording.say("Nobody has answered yet.");
        }
        PageWhy::Emergency { .. } => {}
        PageWhy::Silence { of, .. } => {
            let sentence = format!("{} answered, then fell silent.", name(of));
            wording.text(sentence.clone());
            wording.say(sentence);
        }
        PageWhy::Invitation { by, note, .. } => {
            let by = name(by);
            wording.text(format!("{by} asks for your help."));
            match foreign::some(note.as_deref()) {
                Some(note) => {
                    wording.text_theirs(note);
                    let intro = format!("{by} asks for your help:");
                    wording.quote = Some(Quote { intro, text: note.to_owned() });
                }
                None => wording.say(format!("{by} asks for your help.")),
            }
        }
        PageWhy::StillBroken { note, .. } => match foreign::some(note.as_deref()) {
            Some(note) => {
                wording.text_theirs(note);
                let intro = "It was restored, and the requester says:".to_owned();
                wording.quote = Some(Quote { intro, text: note.to_owned() });
            }
            None => wording.say("It was restored, and the requester says that it is still broken."),
        },
    }
}

fn facts(brief: &Brief, reader: &Reader, wording: &mut Wording) {
    let mut known = |label, value: Option<&str>| {
        if let Some(value) = foreign::some(value) {
            wording.fact(label, foreign::cut(value, 200));
        }
    };
    known("Customer", brief.organization.as_deref());
    known("Impact", brief.impact.map(names::impact));
    known("Service", brief.service.as_deref());
    known("Reported by", brief.reported_by.as_deref());
    known("Call back", brief.call_back.as_deref());
    if brief.requesters > 1 {
        wording.fact("Reports", brief.requesters.to_string());
    }
    if let Some(opened_at) = brief.opened_at {
        wording.fact("Open since", time::zoned_moment(opened_at, reader));
    }
    if let Some(due) = brief.next_update_by {
        wording.fact("They expect a word by", time::zoned_moment(due, reader));
    }
}

fn who_and_how(why: &PageWhy, brief: &Brief) -> String {
    match why {
        PageWhy::Emergency { .. } | PageWhy::Silence { .. } | PageWhy::Invitation { .. } => {
            heading(brief, names::loud_impact(brief.impact))
        }
        PageWhy::StillBroken { .. } => heading(brief, "STILL BROKEN"),
    }
}

/// "Acme Stores: OUTAGE."
fn heading(brief: &Brief, how: &str) -> String {
    match who(brief) {
        Some(who) => format!("{who}: {how}."),
        None => format!("{how}."),
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
