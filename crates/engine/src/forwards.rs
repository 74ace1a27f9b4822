//! What goes out to a desk outside, what becomes of it, and what its people do with the ticket.

use domain::{
    TicketNumber,
    forward::{Forward, Forwarding, OutsideDesk, Way},
    input::By,
    message::{Brief, Content, Message},
    ticket::{Ticket, TicketInput},
};
use store::{Delivery, Lane, Recipient, Unit};

use crate::{
    Engine, EngineError, Link,
    options::DeskAddress,
    outbox::wording::{Address, plain},
    outgoing::Outgoings,
    tickets::brief,
};

/// The id of the first mail about a ticket, to which the others refer.
pub(crate) fn first_forwarded(ticket: TicketNumber) -> String {
    format!("{ticket}.outside")
}

fn way_of(lane: Lane) -> Way {
    if lane == Lane::Email { Way::Email } else { Way::Webhook }
}

impl Outgoings<'_> {
    /// A new ticket, to the desk outside that gets it, if one does.
    pub(crate) fn forward_new(&mut self, ticket: &Ticket, unit: &mut Unit) {
        if let Some(new) = ticket.forwarding() {
            self.forward(ticket, new, unit);
        }
    }

    pub(crate) fn forward(&mut self, ticket: &Ticket, what: Forwarding, unit: &mut Unit) {
        let Some(forwarded) = &ticket.forwarded else { return };
        let desks = &self.snapshot().settings.outside_desks;
        let Some(desk) = desks.iter().find(|desk| desk.name == forwarded.desk) else { return };
        let is_new = matches!(what, Forwarding::New { .. });
        let mail_is_read = self.engine().options().mail_in.is_some();
        let forward = Forward { ticket: ticket.number, what, mail_is_read };
        let message = Message { about: full_brief(ticket), content: Content::Forward(forward) };
        for way in desk.ways.clone() {
            let lane = match way {
                Way::Webhook => Lane::Forward,
                Way::Email => Lane::Email,
            };
            let to = Recipient::Desk { name: forwarded.desk.clone() };
            let mut delivery = self.delivery(lane, to, message.clone());
            delivery.ticket = Some(ticket.number);
            if is_new && way == Way::Email {
                delivery.id = first_forwarded(ticket.number);
            }
            self.deliver(delivery, unit);
        }
    }
}

/// A desk outside may read who it is from.
fn full_brief(ticket: &Ticket) -> Brief {
    let requester = &ticket.request.requester;
    let reach = requester.phone.clone().or_else(|| requester.email.clone());
    Brief { reported_by: requester.name.clone(), call_back: reach, ..brief(ticket) }
}

impl Engine {
    /// Where the desk is; an error is final and says what to mend.
    pub(crate) fn desk_address(&self, delivery: &Delivery, name: &str) -> Result<Address, String> {
        let desk = self
            .outside_desk(name)
            .ok_or_else(|| format!("the desk {name} is not configured any more"))?;
        let none = || format!("the desk {name} has no such address any more");
        let (to, secret) = match way_of(delivery.lane) {
            Way::Email => (desk.email.clone().ok_or_else(none)?, None),
            Way::Webhook => (desk.url.clone().ok_or_else(none)?, desk.secret.clone()),
        };
        let link = delivery.ticket.map(|ticket| Link::Desk { ticket, desk: name.to_owned() });
        Ok(Address {
            reply_to: link.as_ref().and_then(|link| self.mail_address(link)),
            link: link.as_ref().map(|link| self.link_url(link)),
            ..plain(to, secret)
        })
    }

    fn outside_desk(&self, name: &str) -> Option<&DeskAddress> {
        self.options().outside_desks.iter().find(|desk| desk.name == name)
    }

    pub(crate) fn desk_writes_from(&self, name: &str, from: Option<&str>) -> bool {
        let email = self.outside_desk(name).and_then(|desk| desk.email.as_deref());
        email.zip(from).is_some_and(|(email, from)| email.eq_ignore_ascii_case(from))
    }

    pub(crate) async fn was_forwarded(&self, delivery: &Delivery) -> Result<(), EngineError> {
        let Some(ticket) = forwarded_ticket(delivery) else { return Ok(()) };
        let way = way_of(delivery.lane);
        self.apply_ticket(ticket, TicketInput::Forwarded { way }).await.map(drop)
    }

    pub(crate) async fn was_not_forwarded(
        &self,
        delivery: &Delivery,
        problem: String,
    ) -> Result<(), EngineError> {
        let Some(ticket) = forwarded_ticket(delivery) else { return Ok(()) };
        let way = way_of(delivery.lane);
        self.apply_ticket(ticket, TicketInput::NotForwarded { way, problem }).await.map(drop)
    }

    /// Somebody of a desk outside, who may work on this ticket: it was forwarded to that desk, which
    /// is still one of ours. `None` for everybody else.
    pub async fn outside_person(
        &self,
        ticket: TicketNumber,
        desk: &str,
        name: Option<&str>,
    ) -> Result<Option<(Ticket, By)>, EngineError> {
        if self.outside_desk(desk).is_none() {
            return Ok(None);
        }
        let found = self.store().ticket(ticket).await?.map(|saved| saved.ticket);
        let theirs = |ticket: &Ticket| ticket.forwarded.as_ref().is_some_and(|it| it.desk == desk);
        Ok(found.filter(theirs).map(|ticket| (ticket, OutsideDesk::person(desk, name))))
    }
}

fn forwarded_ticket(delivery: &Delivery) -> Option<TicketNumber> {
    delivery.ticket.filter(|_| matches!(delivery.to, Recipient::Desk { .. }))
}
