//! What a responder is answered to a reply: what has happened, and what can be said next.

use domain::{Milestone, Number, Refused, emergency::Bridge, message::Brief};
use jiff::Timestamp;

use super::{duty, name_or, names, number, people, switched, time};
use crate::{
    Reader, foreign,
    reply::{Confirmation, OpenPage},
    sms_length::Piece,
};

/// How many open emergencies, called people or known names are listed.
const LISTED_MAX: usize = 4;
const LISTED_NAME_MAX_UNITS: usize = 16;

pub(crate) fn pieces(confirmation: &Confirmation, reader: &Reader) -> Vec<Piece> {
    match confirmation {
        Confirmation::Answered { brief } => answered(brief),
        Confirmation::State { brief, milestone } => state(brief, *milestone, reader),
        Confirmation::NobodyOfThatName { number, words, known } => nobody(*number, words, known),
        Confirmation::Told { number, milestone, requesters, next_update_by } => {
            let milestone = names::milestone(*milestone);
            let told = format!("{number}: {milestone}. Told {}.", people(*requesters));
            with_next_word(told, *next_update_by, reader)
        }
        Confirmation::Updated { number, requesters, next_update_by } => {
            let told = format!("{number}: told {}.", people(*requesters));
            with_next_word(told, *next_update_by, reader)
        }
        Confirmation::AlreadyYours { number } => {
            let code = number.code();
            ours(format!("{number} is yours already. {code} inv says that you are on it."))
        }
        Confirmation::CameIn { number, responder } => {
            let responder = name_or(responder.as_deref(), "the responder");
            ours(format!("{number}: thank you for coming in. We have told {responder}."))
        }
        Confirmation::TakenBy { number, by, since } => taken(*number, by, *since, reader),
        Confirmation::Escalated { number, called } => {
            let called = listed(called, "more people");
            ours(format!("{number}: calling {called}. The requesters were told."))
        }
        Confirmation::BridgeOpened { number, bridge } => call(*number, bridge),
        Confirmation::NoBridge { number } => {
            ours(format!("{number}: no call is set up here. Please phone the requester."))
        }
        Confirmation::Declined { number } => {
            ours(format!("{number}: understood. The next person is called now."))
        }
        Confirmation::Which { open } => which(open),
        Confirmation::NotOpen { code, open } => not_open(*code, open),
        Confirmation::NothingOpen => nothing_open(),
        Confirmation::UnknownSender => unknown_sender(reader),
        Confirmation::Duty(done) => duty::done(done, reader),
        Confirmation::Switch(done) => switched::done(done, reader),
        Confirmation::Reported { number, is_emergency } => reported(number, *is_emergency, reader),
        Confirmation::Heard => {
            ours("Thank you, it is with your case, where our people see it. Text more at any time.")
        }
        Confirmation::Help { open } => help(open),
        Confirmation::NothingSaid { number, example } => {
            let try_it = format!("{} {example}", number.code());
            ours(format!("{number}: the words are missing, so nothing was sent. Try {try_it}."))
        }
        Confirmation::Unclear { open } => unclear(open),
        Confirmation::Refused { number, refused } => {
            ours(format!("{number}: {}.", foreign::cut(&refusal(refused), 160)))
        }
        Confirmation::Failed => {
            ours("That did not work, and nothing was changed. Please send it again.")
        }
    }
}

fn answered(brief: &Brief) -> Vec<Piece> {
    let whom = match foreign::some(brief.organization.as_deref()) {
        Some(organization) => format!(" {}.", foreign::cut(organization, 36)),
        None => String::new(),
    };
    let mut pieces = ours(format!("{} is yours.{whom}", number(brief)));
    let (who, phone) = (brief.reported_by.as_deref(), brief.call_back.as_deref());
    if let Some(phone) = foreign::some(phone) {
        let who = name_or(who, "Call back");
        pieces.push(Piece::Theirs(format!("{who}: {}", foreign::cut(phone, 60))));
    }
    let code = super::code(brief);
    pieces.push(Piece::Ours(format!("Reply {code}inv once you are on it, {code}up and a line.")));
    pieces
}

fn state(brief: &Brief, milestone: Milestone, reader: &Reader) -> Vec<Piece> {
    let who = foreign::some(brief.organization.as_deref()).map(|who| foreign::cut(who, 36));
    let who = who.map_or_else(String::new, |who| format!(" {who}:"));
    let mut pieces = ours(format!("{}{who}", number(brief)));
    pieces.push(Piece::Theirs(brief.summary.clone()));
    let by = match foreign::some(brief.responder.as_deref()) {
        Some(by) => format!(", {}", super::name(by)),
        None => String::new(),
    };
    let mut now = format!("{}{by}.", names::milestone(milestone));
    if brief.requesters > 1 {
        now.push_str(&format!(" {} wait.", people(brief.requesters)));
    }
    pieces.push(Piece::Ours(now));
    pieces.extend(with_next_word(String::new(), brief.next_update_by, reader));
    pieces
}

fn nobody(number: Number, words: &str, known: &[String]) -> Vec<Piece> {
    let mut pieces = ours(format!("{number}: nobody was called. We do not know"));
    pieces.push(Piece::Theirs(format!("\"{}\"", foreign::cut(words, 60))));
    if !known.is_empty() {
        pieces.push(Piece::Ours(format!("Known are {}.", listed(known, "nobody"))));
    }
    pieces
}

fn with_next_word(told: String, due: Option<Timestamp>, reader: &Reader) -> Vec<Piece> {
    let due = due.filter(|due| *due > reader.now);
    let due = due.map(|due| format!("Next word due by {}.", time::zoned_moment(due, reader)));
    [Some(told), due].into_iter().flatten().map(Piece::Ours).collect()
}

fn taken(number: Number, by: &str, since: Option<Timestamp>, reader: &Reader) -> Vec<Piece> {
    let by = name_or(Some(by), "Somebody else");
    let since = since.map(|at| format!(" since {}", time::zoned(at, reader)));
    let since = since.unwrap_or_default();
    ours(format!("{number}: {by} has it{since}. You can go back to sleep."))
}

fn call(number: Number, bridge: &Bridge) -> Vec<Piece> {
    let mut pieces = ours(format!("{number}: the call is open, and the requesters were told."));
    if let Some(phone) = foreign::some(bridge.phone.as_deref()) {
        pieces.push(Piece::Ours(format!("Phone {}.", foreign::cut(phone, 40))));
    }
    if let Some(pin) = foreign::some(bridge.pin.as_deref()) {
        pieces.push(Piece::Ours(format!("PIN {}.", foreign::cut(pin, 20))));
    }
    pieces.push(Piece::Link(bridge.link.clone()));
    pieces
}

fn which(open: &[OpenPage]) -> Vec<Piece> {
    match open {
        [] => nothing_open(),
        _ => ours(format!("{} Start with the number.", you_have(open))),
    }
}

fn not_open(code: u32, open: &[OpenPage]) -> Vec<Piece> {
    match open {
        [] => ours(format!("{code} is not open for you, and nothing else is.")),
        _ => ours(format!("{code} is not open for you. {}", you_have(open))),
    }
}

fn nothing_open() -> Vec<Piece> {
    ours("Nothing is open for you, so nothing was changed.")
}

/// It may be somebody in trouble: they learn where to report it.
fn unknown_sender(reader: &Reader) -> Vec<Piece> {
    let mut pieces = ours("We do not know who you are, so nothing was changed.");
    if let Some(phone) = foreign::some(reader.phone.as_deref()) {
        let phone = foreign::cut(phone, 24);
        pieces.push(Piece::Ours(format!("To report an emergency, call {phone}.")));
    }
    if let Some(link) = &reader.link {
        pieces.push(Piece::Link(format!("Report one here: {link}")));
    }
    pieces
}

fn reported(number: &str, is_emergency: bool, reader: &Reader) -> Vec<Piece> {
    let what = if is_emergency {
        "A person is being called and will be reached."
    } else {
        "The regular desk has it."
    };
    let mut pieces = ours(format!("We have your report, {number}. {what}"));
    if let Some(link) = &reader.link {
        pieces.push(Piece::Link(format!("News and a box for facts: {link}")));
    }
    pieces
}

fn help(open: &[OpenPage]) -> Vec<Piece> {
    let code = first_code(open);
    ours(format!(
        "{code}ok take it, {code}no cannot. Then inv investigating, rep reproduced, rc cause, fix \
         developed, dep deployed, res restored, up news, esc team, call, st state. Words after \
         them go to requesters. The number may be left out if one is open."
    ))
}

fn unclear(open: &[OpenPage]) -> Vec<Piece> {
    let code = first_code(open);
    ours(format!(
        "Not understood, so nothing was changed. Try {code}ok to take it, {code}no if you cannot, \
         {code}up and one line for requesters, or help."
    ))
}

/// "You have 2 open: 7 Acme Stores, 9 Bolt."
fn you_have(open: &[OpenPage]) -> String {
    let names: Vec<_> = open.iter().take(LISTED_MAX).map(named).collect();
    let more = if open.len() > LISTED_MAX { ", ..." } else { "" };
    foreign::sentence(&format!("You have {} open: {}{more}", open.len(), names.join(", ")))
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

fn refusal(refused: &Refused) -> String {
    match refused {
        Refused::Closed | Refused::TicketOver => "it is closed, so nothing was changed".to_owned(),
        Refused::AlreadyAnswered { name, .. } => {
            format!("{} has it, so nothing was changed", super::name(name))
        }
        Refused::NotCalled => "you were not called for it, so nothing was changed".to_owned(),
        Refused::NobodyThere(words) => {
            format!("\"{}\" is nobody we know, so nobody was called", foreign::cut(words, 40))
        }
        Refused::SwitchedOff => {
            "services are still switched off for this customer: switch them on first".to_owned()
        }
        Refused::NotByHand(_)
        | Refused::IntoItself
        | Refused::NotRestored
        | Refused::NobodyMaySwitch
        | Refused::UnknownService(_)
        | Refused::NotAsked
        | Refused::OtherCustomer
        | Refused::Unnamed
        | Refused::Empty => {
            format!("{refused}, so nothing was changed")
        }
    }
}

fn ours(text: impl Into<String>) -> Vec<Piece> {
    vec![Piece::Ours(text.into())]
}
