//! What is answered to a reply: what has happened, and what can be said next.

use domain::{Milestone, Number, emergency::Bridge, message::Brief};
use jiff::Timestamp;

use super::{Speaker, code, name_or, refusal, switched};
use crate::{
    Reader, conference, foreign,
    phrases::fill,
    reply::{Confirmation, OpenPage, Wanted},
    sms_length::Piece,
};

mod on_call;

/// How many open emergencies, called people or known names are listed.
const LISTED_MAX: usize = 4;
const LISTED_NAME_MAX_UNITS: usize = 16;
/// How many schedules are listed.
const SCHEDULES_MAX: usize = 4;

pub(crate) fn pieces(confirmation: &Confirmation, reader: &Reader) -> Vec<Piece> {
    let speaker = Speaker::of(reader);
    let t = &speaker.t.answers;
    let of = |phrase, number: &Number| ours(fill(phrase, &[("number", &number.to_string())]));
    match confirmation {
        Confirmation::Answered { brief } => answered(brief, speaker),
        Confirmation::State { brief, milestone } => state(brief, *milestone, speaker),
        Confirmation::NobodyOfThatName { number, words, known } => {
            nobody(*number, words, known, speaker)
        }
        Confirmation::Told { number, milestone, requesters, next_update_by } => {
            let (number, people) = (number.to_string(), speaker.people(*requesters));
            let milestone = speaker.language.milestone(*milestone);
            let values =
                [("number", number.as_str()), ("milestone", milestone), ("people", &people)];
            with_next_word(fill(t.told, &values), *next_update_by, speaker)
        }
        Confirmation::Updated { number, requesters, next_update_by } => {
            let (number, people) = (number.to_string(), speaker.people(*requesters));
            let told = fill(t.updated, &[("number", &number), ("people", &people)]);
            with_next_word(told, *next_update_by, speaker)
        }
        Confirmation::AlreadyYours { number } => {
            let (number, code) = (number.to_string(), number.code().to_string());
            ours(fill(t.already_yours, &[("number", &number), ("code", &code)]))
        }
        Confirmation::CameIn { number, responder } => {
            let responder = name_or(responder.as_deref(), t.the_responder);
            let number = number.to_string();
            ours(fill(t.came_in, &[("number", &number), ("responder", &responder)]))
        }
        Confirmation::TakenBy { number, by, since } => taken(*number, by, *since, speaker),
        Confirmation::Escalated { number, called } => {
            let (number, called) = (number.to_string(), listed(called, t.more_people));
            ours(fill(t.escalated, &[("number", &number), ("called", &called)]))
        }
        Confirmation::BridgeOpened { number, bridge } => call(*number, bridge, speaker),
        Confirmation::CallingIn { number, bridge } => {
            conference::calling_in(*number, bridge, &speaker.t.calls)
        }
        Confirmation::NoBridge { number } => of(t.no_bridge, number),
        Confirmation::Declined { number } => of(t.declined, number),
        Confirmation::Which { open } if open.is_empty() => ours(t.nothing_open),
        Confirmation::Which { open } => ours(fill(t.which, &[("open", &you_have(open, speaker))])),
        Confirmation::NotOpen { code, open } => not_open(*code, open, speaker),
        Confirmation::NothingOpen => ours(t.nothing_open),
        Confirmation::UnknownSender => unknown_sender(speaker),
        Confirmation::Duty(done) => on_call::done(done, speaker),
        Confirmation::Switch(done) => switched::done(done, speaker),
        Confirmation::Reported { number, is_emergency } => reported(number, *is_emergency, speaker),
        Confirmation::Heard => ours(t.heard),
        Confirmation::Help { open } => ours(fill(t.help, &[("code", &first_code(open))])),
        Confirmation::NothingSaid { number, wanted } => nothing_said(*number, *wanted, speaker),
        Confirmation::Unclear { open } => ours(fill(t.unclear, &[("code", &first_code(open))])),
        Confirmation::Refused { number, refused } => {
            let refusal = foreign::cut(&refusal::said(refused, speaker), 160);
            ours(fill(t.refused, &[("number", &number.to_string()), ("refusal", &refusal)]))
        }
        Confirmation::Failed => ours(t.failed),
    }
}

fn answered(brief: &Brief, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let whom = match foreign::some(brief.organization.as_deref()) {
        Some(organization) => format!(" {}.", foreign::cut(organization, 36)),
        None => String::new(),
    };
    let number = speaker.number(brief);
    let mut pieces = ours(fill(t.answered, &[("number", &number), ("whom", &whom)]));
    let (who, phone) = (brief.reported_by.as_deref(), brief.call_back.as_deref());
    if let Some(phone) = foreign::some(phone) {
        let who = name_or(who, t.call_back);
        pieces.push(Piece::Theirs(format!("{who}: {}", foreign::cut(phone, 60))));
    }
    pieces.push(Piece::Ours(fill(t.answered_reply, &[("code", &code(brief))])));
    pieces
}

fn state(brief: &Brief, milestone: Milestone, speaker: Speaker<'_>) -> Vec<Piece> {
    let who = foreign::some(brief.organization.as_deref()).map(|who| foreign::cut(who, 36));
    let who = who.map_or_else(String::new, |who| format!(" {who}:"));
    let mut pieces = ours(format!("{}{who}", speaker.number(brief)));
    pieces.push(Piece::Theirs(brief.summary.clone()));
    let by = match foreign::some(brief.responder.as_deref()) {
        Some(by) => format!(", {}", super::name(by)),
        None => String::new(),
    };
    let milestone = speaker.language.milestone(milestone);
    let mut now = foreign::sentence(&format!("{milestone}{by}"));
    if brief.requesters > 1 {
        let people = speaker.people(brief.requesters);
        now = format!("{now} {}", fill(speaker.t.answers.wait, &[("people", &people)]));
    }
    pieces.push(Piece::Ours(now));
    pieces.extend(with_next_word(String::new(), brief.next_update_by, speaker));
    pieces
}

fn nobody(number: Number, words: &str, known: &[String], speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let mut pieces = ours(fill(t.nobody, &[("number", &number.to_string())]));
    pieces.push(Piece::Theirs(format!("\"{}\"", foreign::cut(words, 60))));
    if !known.is_empty() {
        pieces.push(Piece::Ours(fill(t.known, &[("known", &listed(known, t.no_one))])));
    }
    pieces
}

fn with_next_word(told: String, due: Option<Timestamp>, speaker: Speaker<'_>) -> Vec<Piece> {
    let due = due.filter(|due| *due > speaker.reader.now);
    let due = due.map(|due| fill(speaker.t.answers.next_word, &[("due", &speaker.due(due))]));
    [Some(told), due].into_iter().flatten().map(Piece::Ours).collect()
}

fn taken(number: Number, by: &str, since: Option<Timestamp>, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let by = name_or(Some(by), speaker.t.notice.somebody_else);
    let since = since.map(|at| fill(t.since, &[("at", &speaker.clock(at))])).unwrap_or_default();
    let number = number.to_string();
    ours(fill(t.taken, &[("number", &number), ("by", &by), ("since", &since)]))
}

fn call(number: Number, bridge: &Bridge, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let mut pieces = ours(fill(t.call_open, &[("number", &number.to_string())]));
    if let Some(phone) = foreign::some(bridge.phone.as_deref()) {
        pieces.push(Piece::Ours(fill(t.phone, &[("phone", &foreign::cut(phone, 40))])));
    }
    if let Some(pin) = foreign::some(bridge.pin.as_deref()) {
        pieces.push(Piece::Ours(fill(t.pin, &[("pin", &foreign::cut(pin, 20))])));
    }
    if !bridge.link.is_empty() {
        pieces.push(Piece::Link(bridge.link.clone()));
    }
    pieces
}

fn not_open(code: u32, open: &[OpenPage], speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let wanted = code.to_string();
    match open {
        [] => ours(fill(t.not_open, &[("wanted", &wanted)])),
        _ => {
            let open = you_have(open, speaker);
            ours(fill(t.not_open_but, &[("wanted", &wanted), ("open", &open)]))
        }
    }
}

/// It may be somebody in trouble: they learn where to report it.
fn unknown_sender(speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let mut pieces = ours(t.unknown_sender);
    if let Some(phone) = foreign::some(speaker.reader.phone.as_deref()) {
        let phone = foreign::cut(phone, 24);
        pieces.push(Piece::Ours(fill(t.call_to_report, &[("phone", &phone)])));
    }
    if let Some(link) = &speaker.reader.link {
        pieces.push(Piece::Link(fill(t.report_here, &[("link", link)])));
    }
    pieces
}

fn reported(number: &str, is_emergency: bool, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let what = if is_emergency { t.being_called } else { t.desk_has_it };
    let mut pieces = ours(fill(t.reported, &[("number", number), ("what", what)]));
    if let Some(link) = &speaker.reader.link {
        pieces.push(Piece::Link(fill(t.news_here, &[("link", link)])));
    }
    pieces
}

fn nothing_said(number: Number, wanted: Wanted, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.answers;
    let example = match wanted {
        Wanted::News => t.up_example,
        Wanted::People => t.esc_example,
    };
    let example = fill(example, &[("code", &number.code().to_string())]);
    ours(fill(t.nothing_said, &[("number", &number.to_string()), ("example", &example)]))
}

/// "You have 2 open: 7 Acme Stores, 9 Bolt."
fn you_have(open: &[OpenPage], speaker: Speaker<'_>) -> String {
    let names: Vec<_> = open.iter().take(LISTED_MAX).map(named).collect();
    let more = if open.len() > LISTED_MAX { ", ..." } else { "" };
    let (count, names) = (open.len().to_string(), names.join(", "));
    let values = [("count", count.as_str()), ("names", &names), ("more", more)];
    foreign::sentence(&fill(speaker.t.answers.you_have, &values))
}

fn named(open: &OpenPage) -> String {
    let who = foreign::some(open.organization.as_deref()).unwrap_or(&open.summary);
    let who = foreign::cut(who, LISTED_NAME_MAX_UNITS);
    format!("{} {who}", open.number.code()).trim_end().to_owned()
}

fn first_code(open: &[OpenPage]) -> String {
    open.first().map_or_else(String::new, |open| format!("{} ", open.number.code()))
}

fn listed(names: &[String], otherwise: &str) -> String {
    let shown = names.iter().map(|name| foreign::cut(name, LISTED_NAME_MAX_UNITS));
    let shown: Vec<_> = shown.filter(|name| !name.is_empty()).take(LISTED_MAX).collect();
    if shown.is_empty() { otherwise.to_owned() } else { shown.join(", ") }
}

fn ours(text: impl Into<String>) -> Vec<Piece> {
    vec![Piece::Ours(text.into())]
}
