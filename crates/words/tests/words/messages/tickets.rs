//! What the desk and desks outside hear of tickets.

use domain::{
    Number,
    forward::{Forward, Forwarding},
    message::Notice,
};
use jiff::SignedDuration;

use super::{TICKET, now};

pub(super) fn notices() -> Vec<Notice> {
    vec![
        Notice::TicketAssigned { ticket: TICKET, by: "Dee Park".to_owned() },
        Notice::TicketWord {
            ticket: TICKET,
            by: "Ria".to_owned(),
            text: Some("It is all tills, not one.".to_owned()),
        },
        Notice::TicketWord { ticket: TICKET, by: "Ria".to_owned(), text: None },
        Notice::TicketNotForwarded {
            ticket: TICKET,
            desk: "Contoso Service Desk".to_owned(),
            problem: "answered 503 Service Unavailable".to_owned(),
        },
        Notice::TicketOverdue { ticket: TICKET, due: now() - SignedDuration::from_mins(5) },
    ]
}

pub(super) fn forwards() -> Vec<Forward> {
    let dana = || "Dana Lee".to_owned();
    let new = Forwarding::New {
        details: "Since the deploy at nine.".to_owned(),
        workaround: Some("Cash only".to_owned()),
        email: Some("dana@acme.example".to_owned()),
        phone: None,
        pick_up_by: Some(now() + SignedDuration::from_mins(15)),
    };
    let all = [
        new,
        Forwarding::Word { by: dana(), text: "All tills now".to_owned() },
        Forwarding::Answered { by: "Ana Ruiz".to_owned(), text: "Which ones?".to_owned() },
        Forwarding::PickedUp { by: "Ana Ruiz".to_owned() },
        Forwarding::Solved { by: "Ana Ruiz".to_owned() },
        Forwarding::Confirmed { by: dana() },
        Forwarding::Reopened { by: dana() },
        Forwarding::BecameEmergency { number: Number(1007) },
    ];
    all.map(|what| Forward { ticket: TICKET, what, mail_is_read: true }).into()
}
