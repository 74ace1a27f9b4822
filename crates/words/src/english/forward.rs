//! What a desk outside is sent about a ticket.

use domain::{
    forward::{Forward, Forwarding},
    message::Brief,
};

use super::{desk::subject, name, name_or, names, time};
use crate::{
    Reader, foreign,
    wording::{Quote, Wording},
};

pub(super) fn wording(forward: &Forward, brief: &Brief, reader: &Reader) -> Wording {
    let ticket = forward.ticket;
    let mut wording = Wording { subject: subject(ticket, brief), ..Wording::default() };
    match &forward.what {
        Forwarding::New { .. } => new(forward, brief, reader, &mut wording),
        Forwarding::Word { by, text } => said(by, "The requester", ticket, text, &mut wording),
        Forwarding::Answered { by, text } => said(by, "Our own desk", ticket, text, &mut wording),
        Forwarding::PickedUp { by } => {
            let by = name_or(Some(by), "Somebody");
            wording.lead = format!("{by} of our own people has ticket {ticket} now.");
        }
        Forwarding::Solved { by } => {
            let by = name_or(Some(by), "Somebody");
            wording.lead = format!("{by} of our own people says that ticket {ticket} is solved.");
        }
        Forwarding::Confirmed { by } => {
            let by = name_or(Some(by), "The requester");
            wording.lead = format!("{by} confirms that ticket {ticket} is solved.");
        }
        Forwarding::Reopened { by } => {
            let by = name_or(Some(by), "The requester");
            wording.lead = format!("{by} says that ticket {ticket} is not solved.");
        }
        Forwarding::BecameEmergency { number } => {
            wording.lead = format!("Ticket {ticket} has become emergency {number}.");
            wording.say("Our person on call has it now. You need do nothing more.");
        }
    }
    wording.text(wording.lead.clone());
    wording.button("Open the ticket", reader.link.as_ref());
    let is_asked = matches!(
        forward.what,
        Forwarding::New { .. } | Forwarding::Word { .. } | Forwarding::Reopened { .. }
    );
    if is_asked && forward.mail_is_read {
        wording.footnote = "What you answer to this mail goes to the requester.";
    }
    wording
}

fn new(forward: &Forward, brief: &Brief, reader: &Reader, wording: &mut Wording) {
    let Forwarding::New { details, workaround, email, phone, pick_up_by } = &forward.what else {
        return;
    };
    let ticket = forward.ticket;
    wording.lead = match foreign::some(brief.organization.as_deref()) {
        Some(customer) => format!("A new ticket for you, {ticket}, from {}.", name(customer)),
        None => format!("A new ticket for you: {ticket}."),
    };
    let words = [brief.summary.as_str(), details.as_str()].join("\n");
    let intro = format!("{} writes:", name_or(brief.reported_by.as_deref(), "The requester"));
    wording.quote = Some(Quote { intro, text: words.trim().to_owned() });
    if let Some(at) = pick_up_by.filter(|at| *at > reader.now) {
        let at = time::zoned_moment(at, reader);
        wording.say(format!(
            "Their business stands still. We call our person on call at {at}, unless you say before \
             that you have it: a tap on the button below is enough, or an answer."
        ));
    }
    if let Some(due) = brief.next_update_by.filter(|due| *due > reader.now) {
        let due = time::zoned_moment(due, reader);
        wording.say(format!("They were promised a word by {due}."));
    }
    let facts = [
        ("Who", brief.reported_by.as_deref()),
        ("Mail", email.as_deref()),
        ("Phone", phone.as_deref()),
        ("Service", brief.service.as_deref()),
        ("A way around it", workaround.as_deref()),
    ];
    for (label, value) in facts {
        if let Some(value) = foreign::some(value) {
            wording.fact(label, foreign::cut(value, 240));
        }
    }
    if let Some(impact) = brief.impact {
        wording.fact("About", names::impact(impact));
    }
}

fn said(
    by: &str,
    otherwise: &str,
    ticket: domain::TicketNumber,
    text: &str,
    wording: &mut Wording,
) {
    let by = name_or(Some(by), otherwise);
    wording.lead = format!("{by} has written in ticket {ticket}.");
    wording.quote = Some(Quote { intro: format!("{by} writes:"), text: text.to_owned() });
}
