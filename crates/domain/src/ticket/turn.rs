//! What can happen to a ticket, and what follows from it: who has it, whose turn it is, what the
//! requester and the people of the desk hear.

use jiff::Timestamp;

use super::{Deed, Ticket, TicketReply, TicketStatus};
use crate::{
    Refused,
    directory::Responder,
    effect::Effect,
    emergency::World,
    forward::{Forwarding, Way},
    id::ResponderId,
    input::By,
    message::{Notice, TicketNews},
};

#[derive(Clone, Debug, PartialEq)]
pub enum TicketInput {
    PickUp {
        by: By,
    },
    /// `None`: to nobody any more.
    Assign {
        by: By,
        to: Option<ResponderId>,
    },
    /// A word of the desk to the requester.
    Reply {
        by: By,
        text: String,
    },
    /// A word among the people of the desk.
    Note {
        by: By,
        text: String,
    },
    /// A word of the requester; kind words about what is solved open nothing again.
    Wrote {
        by: String,
        text: String,
        is_thanks: bool,
    },
    Solve {
        by: By,
    },
    /// The requester says that it is solved.
    Confirm {
        by: String,
    },
    /// The requester says that it is not.
    Reopen {
        by: String,
    },
    /// A monitoring system says that it is over.
    Resolved {
        monitor: String,
        text: String,
    },
    /// The desk's word was not given in time.
    Overdue,
    /// Something does not get to the desk outside by this way.
    NotForwarded {
        way: Way,
        problem: String,
    },
    /// Something got to the desk outside by this way.
    Forwarded {
        way: Way,
    },
}

/// What became of a ticket, and what follows.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketTurn {
    pub next: Ticket,
    /// For its timeline.
    pub entries: Vec<TicketReply>,
    /// For its requester.
    pub news: Option<TicketNews>,
    /// For the desk outside.
    pub forwards: Vec<Forwarding>,
    /// For the people of the desk.
    pub effects: Vec<Effect>,
}

impl Ticket {
    /// Carries out one input.
    pub fn handle(&self, input: TicketInput, world: World<'_>) -> Result<TicketTurn, Refused> {
        let next = self.clone();
        let turn = TicketTurn {
            next,
            entries: Vec::new(),
            news: None,
            forwards: Vec::new(),
            effects: Vec::new(),
        };
        let mut turn = Turn { turn, world };
        turn.take(input)?;
        Ok(turn.turn)
    }
}

struct Turn<'a> {
    turn: TicketTurn,
    world: World<'a>,
}

impl Turn<'_> {
    fn take(&mut self, input: TicketInput) -> Result<(), Refused> {
        match input {
            TicketInput::PickUp { by } => self.pick_up(&by)?,
            TicketInput::Assign { by, to } => self.assign(&by, to)?,
            TicketInput::Reply { by, text } => self.reply(&by, text)?,
            TicketInput::Note { by, text } => {
                must_say(&text)?;
                self.write(&by.name, true, Deed::Noted, text);
            }
            TicketInput::Wrote { by, text, is_thanks } => self.wrote(&by, text, is_thanks)?,
            TicketInput::Solve { by } => {
                self.must_be_open()?;
                self.note(&by.name, true, Deed::Solved);
                self.forward_unless_theirs(&by, Forwarding::Solved { by: by.name.clone() });
                self.solve();
            }
            TicketInput::Confirm { by } => self.confirm(&by)?,
            TicketInput::Reopen { by } => {
                if self.turn.next.status != TicketStatus::Solved {
                    return Ok(());
                }
                self.reopen(&by);
                self.turn.forwards.push(Forwarding::Reopened { by: by.clone() });
                self.tell_desk(&by, None);
            }
            TicketInput::Resolved { monitor, text } => {
                self.turn
                    .forwards
                    .push(Forwarding::Word { by: monitor.clone(), text: text.clone() });
                self.write(&monitor, false, Deed::Said, text);
                if self.turn.next.status == TicketStatus::New {
                    self.solve();
                }
            }
            TicketInput::Overdue => self.overdue(),
            TicketInput::NotForwarded { way, problem } => self.not_forwarded(way, problem),
            TicketInput::Forwarded { way } => self.forwarded(way),
        }
        if self.turn.next.forwarded.is_none() {
            self.turn.forwards.clear();
        }
        Ok(())
    }

    fn must_be_open(&self) -> Result<(), Refused> {
        if self.turn.next.status.is_open() { Ok(()) } else { Err(Refused::TicketOver) }
    }

    fn pick_up(&mut self, by: &By) -> Result<(), Refused> {
        self.must_be_open()?;
        let ticket = &mut self.turn.next;
        let is_theirs = ticket.status != TicketStatus::New
            && (ticket.assignee.as_ref() == Some(&by.id)
                || ticket
                    .forwarded
                    .as_ref()
                    .is_some_and(|it| it.is(by) && it.picked_up_at.is_some()));
        if is_theirs {
            return Ok(());
        }
        // Who picks it up has it, whoever had it before.
        ticket.assignee = None;
        self.begin(by);
        self.note(&by.name, true, Deed::PickedUp);
        self.forward_unless_theirs(by, Forwarding::PickedUp { by: by.name.clone() });
        Ok(())
    }

    /// The desk outside hears what somebody else at our side did.
    fn forward_unless_theirs(&mut self, by: &By, what: Forwarding) {
        match &mut self.turn.next.forwarded {
            Some(forwarded) if forwarded.is(by) => {
                forwarded.picked_up_at.get_or_insert(self.world.now);
            }
            Some(_) => self.turn.forwards.push(what),
            None => {}
        }
    }

    /// Whoever does something at the desk with what nobody has, has it.
    fn begin(&mut self, by: &By) {
        let is_person = self.world.directory.responder(&by.id).is_some();
        let ticket = &mut self.turn.next;
        if ticket.status == TicketStatus::New {
            ticket.status = TicketStatus::Open;
        }
        if ticket.assignee.is_none() && is_person {
            ticket.assignee = Some(by.id.clone());
        }
    }

    /// Whoever gives it to somebody else has not begun with it: a severity-1 problem still has to be
    /// picked up.
    fn assign(&mut self, by: &By, to: Option<ResponderId>) -> Result<(), Refused> {
        self.must_be_open()?;
        if to == self.turn.next.assignee {
            return Ok(());
        }
        if to.as_ref() == Some(&by.id) && self.turn.next.assignee.is_none() {
            return self.pick_up(by);
        }
        let person = match &to {
            Some(id) => {
                let found = self.world.directory.responder(id);
                Some(found.ok_or_else(|| Refused::NobodyThere(format!("responder:{id}")))?)
            }
            None => None,
        };
        self.note(&by.name, true, Deed::Assigned { to: person.map(|person| person.name.clone()) });
        if let Some(person) = person.filter(|person| person.id != by.id) {
            let notice =
                Notice::TicketAssigned { ticket: self.turn.next.number, by: by.name.clone() };
            self.notify(person, notice);
        }
        let ticket = &mut self.turn.next;
        ticket.assignee = to;
        if ticket.assignee.as_ref() == Some(&by.id) && ticket.status == TicketStatus::New {
            ticket.status = TicketStatus::Open;
        }
        Ok(())
    }

    fn reply(&mut self, by: &By, text: String) -> Result<(), Refused> {
        must_say(&text)?;
        if self.turn.next.status == TicketStatus::Escalated {
            return Err(Refused::TicketOver);
        }
        let ticket = self.turn.next.number;
        self.turn.news =
            Some(TicketNews::Reply { ticket, by: by.name.clone(), text: text.clone() });
        let what = Forwarding::Answered { by: by.name.clone(), text: text.clone() };
        self.forward_unless_theirs(by, what);
        self.write(&by.name, true, Deed::Said, text);
        self.begin(by);
        let ticket = &mut self.turn.next;
        if ticket.status.is_open() {
            ticket.status = TicketStatus::Waiting;
        }
        ticket.respond_by = None;
        ticket.overdue_told = false;
        Ok(())
    }

    fn wrote(&mut self, by: &str, text: String, is_thanks: bool) -> Result<(), Refused> {
        must_say(&text)?;
        self.tell_desk(by, Some(&text));
        self.turn.forwards.push(Forwarding::Word { by: by.to_owned(), text: text.clone() });
        self.write(by, false, Deed::Said, text);
        match self.turn.next.status {
            TicketStatus::Solved if is_thanks => {}
            TicketStatus::Solved => self.reopen(by),
            TicketStatus::New | TicketStatus::Open => self.owe_a_word(),
            TicketStatus::Waiting => {
                self.turn.next.status = TicketStatus::Open;
                self.owe_a_word();
            }
            TicketStatus::Escalated => {}
        }
        Ok(())
    }

    fn solve(&mut self) {
        let ticket = &mut self.turn.next;
        ticket.status = TicketStatus::Solved;
        ticket.respond_by = None;
        ticket.overdue_told = false;
        self.turn.news = Some(TicketNews::Solved { ticket: ticket.number });
    }

    fn confirm(&mut self, by: &str) -> Result<(), Refused> {
        if self.turn.next.status == TicketStatus::Escalated {
            return Err(Refused::TicketOver);
        }
        if !self.turn.next.confirmed {
            self.note(by, false, Deed::Confirmed);
            self.turn.forwards.push(Forwarding::Confirmed { by: by.to_owned() });
        }
        let ticket = &mut self.turn.next;
        ticket.status = TicketStatus::Solved;
        ticket.confirmed = true;
        ticket.respond_by = None;
        ticket.overdue_told = false;
        Ok(())
    }

    fn reopen(&mut self, by: &str) {
        self.note(by, false, Deed::Reopened);
        self.turn.next.status = TicketStatus::Open;
        self.turn.next.confirmed = false;
        self.owe_a_word();
    }

    /// A word that is owed already is not put off.
    fn owe_a_word(&mut self) {
        let within = self.world.settings.coverage.respond_within;
        let due = self.world.directory.respond_by(self.world.now, within);
        let ticket = &mut self.turn.next;
        ticket.respond_by = Some(ticket.respond_by.map_or(due, |owed| owed.min(due)));
    }

    fn overdue(&mut self) {
        let Some(due) = self.turn.next.overdue_at().filter(|due| *due <= self.world.now) else {
            return;
        };
        self.turn.next.overdue_told = true;
        self.note("Frontline", true, Deed::Overdue { due });
        let mut people = self.world.directory.leads();
        people.extend(self.turn.next.assignee.clone());
        people.sort();
        people.dedup();
        let notice = Notice::TicketOverdue { ticket: self.turn.next.number, due };
        for person in people.iter().filter_map(|id| self.world.directory.responder(id)) {
            self.notify(person, notice.clone());
        }
    }

    /// Told once, until something gets there again.
    fn not_forwarded(&mut self, way: Way, problem: String) {
        let ticket = &mut self.turn.next;
        let number = ticket.number;
        let Some(forwarded) = &mut ticket.forwarded else { return };
        let was_well = forwarded.undelivered.is_empty();
        if forwarded.undelivered.insert(way, problem.clone()).is_some() {
            return;
        }
        let desk = forwarded.desk.clone();
        self.write("Frontline", true, Deed::NotForwarded { desk: desk.clone() }, problem.clone());
        if !was_well || !self.turn.next.status.is_open() {
            return;
        }
        let notice = Notice::TicketNotForwarded { ticket: number, desk, problem };
        for id in self.world.directory.leads() {
            if let Some(person) = self.world.directory.responder(&id) {
                self.notify(person, notice.clone());
            }
        }
    }

    fn forwarded(&mut self, way: Way) {
        let Some(forwarded) = &mut self.turn.next.forwarded else { return };
        if forwarded.undelivered.remove(&way).is_some() {
            let desk = forwarded.desk.clone();
            self.note("Frontline", true, Deed::ForwardedAgain { desk });
        }
    }

    /// The requester has done something: whoever has it hears of it.
    fn tell_desk(&mut self, by: &str, text: Option<&str>) {
        let assignee = self.turn.next.assignee.as_ref();
        let person = assignee.and_then(|id| self.world.directory.responder(id));
        let Some(person) = person else { return };
        let notice = Notice::TicketWord {
            ticket: self.turn.next.number,
            by: by.to_owned(),
            text: text.map(str::to_owned),
        };
        self.notify(person, notice);
    }

    fn notify(&mut self, person: &Responder, notice: Notice) {
        let (responder, contacts) = (person.id.clone(), person.quiet_contacts(self.world.now));
        if !contacts.is_empty() {
            self.turn.effects.push(Effect::Notify { responder, contacts, notice });
        }
    }

    fn note(&mut self, by: &str, from_desk: bool, deed: Deed) {
        self.write(by, from_desk, deed, String::new());
    }

    fn write(&mut self, by: &str, from_desk: bool, deed: Deed, text: String) {
        let at: Timestamp = self.world.now;
        self.turn.entries.push(TicketReply { at, by: by.to_owned(), from_desk, text, deed });
    }
}

fn must_say(text: &str) -> Result<(), Refused> {
    if text.trim().is_empty() { Err(Refused::Empty) } else { Ok(()) }
}
