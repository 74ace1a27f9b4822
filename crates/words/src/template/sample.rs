//! Messages to try a template with.

use domain::{
    Milestone, Number, TicketNumber,
    message::{Brief, Content, Message, News, TicketNews, TicketReason},
    request::Impact,
};
use jiff::{SignedDuration, Timestamp};

use super::Kind;
use crate::{Language, Reader};

/// The one that a preview shows.
pub(super) fn of(kind: Kind, language: Language) -> (Message, Reader) {
    (Message { about: brief(), content: content(kind, true) }, reader(language))
}

/// The same, and with as little in it as there may be.
pub(super) fn all(kind: Kind, language: Language) -> [(Message, Reader); 2] {
    let bare = Brief { number: brief().number, ..Brief::default() };
    let alone = Reader { phone: None, ..reader(language) };
    [of(kind, language), (Message { about: bare, content: content(kind, false) }, alone)]
}

fn now() -> Timestamp {
    // Half past three at night, in New York.
    Timestamp::constant(1_795_422_780, 0)
}

fn reader(language: Language) -> Reader {
    Reader {
        now: now(),
        locale: language.tag().to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        // As long as real ones are.
        link: Some(format!("https://emergency.example.com/r/{}", "x".repeat(61))),
        phone: Some("+1 555 010 0000".to_owned()),
        ..Reader::default()
    }
}

fn brief() -> Brief {
    Brief {
        number: Some(Number(1007)),
        summary: "Checkout is down".to_owned(),
        impact: Some(Impact::Outage),
        organization: Some("Acme Stores".to_owned()),
        responder: Some("Ana Ruiz".to_owned()),
        requesters: 3,
        opened_at: Some(now() - SignedDuration::from_mins(48)),
        next_update_by: Some(now() + SignedDuration::from_mins(37)),
        ..Brief::default()
    }
}

fn content(kind: Kind, full: bool) -> Content {
    let note = || full.then(|| "It is the card gateway.".to_owned());
    let by = || full.then(|| "Ana Ruiz".to_owned());
    let ticket = TicketNumber(1003);
    let until = now() + SignedDuration::from_hours(4);
    Content::News(match kind {
        Kind::Receipt => News::Receipt { joined: !full },
        Kind::Milestone => News::Milestone {
            milestone: Milestone::RootCauseIdentified,
            by: by(),
            note: note(),
            again: !full,
        },
        Kind::Update => {
            News::Update { by: by(), text: "Orders from this morning are safe.".to_owned() }
        }
        Kind::StillUnanswered => News::StillUnanswered { called: 3, rounds: 2 },
        Kind::NothingNew => News::NothingNew { since: full.then(now) },
        Kind::ServicesOff => {
            News::ServicesOff { by: by(), note: note(), service: None, until, moved: !full }
        }
        Kind::Reopened => News::Reopened { note: note() },
        Kind::Closed => News::Closed { note: note() },
        Kind::Merged => News::Merged { into: Number(1005) },
        Kind::BecameTicket => News::BecameTicket { ticket, note: note(), respond_by: Some(until) },
        Kind::TicketReceipt => {
            let reason = TicketReason::NotAnEmergency;
            return Content::Ticket(TicketNews::Receipt { ticket, reason });
        }
        Kind::TicketReply => {
            let text = "The export runs tonight.".to_owned();
            let by = "Dee Park".to_owned();
            return Content::Ticket(TicketNews::Reply { ticket, by, text });
        }
        Kind::TicketSolved => return Content::Ticket(TicketNews::Solved { ticket }),
        Kind::TicketBecameEmergency => {
            let number = Number(1007);
            return Content::Ticket(TicketNews::BecameEmergency { ticket, number });
        }
    })
}
