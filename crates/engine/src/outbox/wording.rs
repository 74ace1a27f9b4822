//! A delivery, put into words for its reader and addressed: done at the last moment, so that
//! distances of time are right and a changed address is used.

use channels::{Outgoing, Secret, Thread, To};
use domain::{
    ResponderId,
    directory::{Contact, Responder},
    duty::DutyNotice,
    id::RequesterId,
    message::{Content, News, Notice, Urgency},
    proof::Way,
};
use store::{Delivery, Lane, Recipient};
use words::Reader;

use crate::{
    Engine, Link,
    drills::{drill_of, drill_way},
    forwards::first_forwarded,
};

/// An address, and how its owner reads.
pub(crate) struct Address {
    pub(crate) to: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
    pub(crate) link: Option<String>,
    /// Where a mail's reply goes.
    pub(crate) reply_to: Option<String>,
    /// The code that it carries.
    pub(crate) code: Option<String>,
}

impl Engine {
    /// The message, ready for its provider; an error is final and says what to mend.
    pub(crate) fn outgoing(&self, delivery: &Delivery) -> Result<Outgoing, String> {
        if self.options().voices.get(&delivery.lane).is_none_or(Vec::is_empty) {
            return Err(format!("no provider is set up for {}", provider(delivery.lane)));
        }
        let address = self.address(delivery)?;
        let reader = self.reader(&address);
        let to = self.to(delivery, address, &reader);
        Ok(Outgoing { id: delivery.id.clone(), to })
    }

    fn to(&self, delivery: &Delivery, address: Address, reader: &Reader) -> To {
        let message = &delivery.message;
        let url = &self.options().public_url;
        let status_url = Some(format!("{url}/hooks/twilio/status/{}", delivery.id));
        match delivery.lane {
            Lane::Sms => {
                To::Sms { number: address.to, text: self.sms(message, reader), status_url }
            }
            Lane::Voice => To::Call {
                number: address.to,
                speech: words::speech(message, reader),
                answer_url: format!("{url}/hooks/twilio/voice/{}", delivery.id),
                status_url,
            },
            Lane::Email => To::Mail {
                address: address.to,
                mail: self.mail(message, reader),
                thread: Thread { reply_to: address.reply_to, ..self.thread(delivery) },
            },
            Lane::Slack
            | Lane::Teams
            | Lane::Mattermost
            | Lane::Telegram
            | Lane::Ntfy
            | Lane::Gotify
            | Lane::Push
            | Lane::Room => To::Note {
                address: address.to,
                secret: address.secret,
                note: words::note(message, reader),
            },
            Lane::Announcement if self.chat_of(delivery).is_some() => To::Note {
                address: address.to,
                secret: address.secret,
                note: self.announced(delivery, words::note(message, reader)),
            },
            Lane::Webhook | Lane::Announcement | Lane::Forward => To::Webhook {
                url: address.to,
                secret: address.secret,
                body: words::webhook(message, reader),
            },
        }
    }

    /// What a call says to whoever picks it up; `None` if its address is not known any more.
    pub fn speech(&self, delivery: &Delivery) -> Option<String> {
        Some(words::speech(&delivery.message, &self.reader_of(delivery)?))
    }

    /// How whoever it goes to reads or hears it.
    pub fn reader_of(&self, delivery: &Delivery) -> Option<Reader> {
        Some(self.reader(&self.address(delivery).ok()?))
    }

    /// How a responder hears a call.
    pub fn hearer(&self, person: &Responder) -> Reader {
        Reader { now: self.now(), ..self.options().reader_of(person) }
    }

    fn reader(&self, address: &Address) -> Reader {
        Reader {
            now: self.now(),
            locale: address.locale.clone(),
            time_zone: address.time_zone.clone(),
            link: address.link.clone(),
            code: address.code.clone(),
            phone: self.options().phone.clone(),
            desk_opens_at: self.desk_opens_at(),
        }
    }

    /// When the regular desk opens; `None` while it is open.
    pub fn desk_opens_at(&self) -> Option<jiff::Timestamp> {
        let coverage = self.directory().1.coverage(self.now());
        coverage.changes_at.filter(|_| !coverage.open)
    }

    fn address(&self, delivery: &Delivery) -> Result<Address, String> {
        match &delivery.to {
            Recipient::Responder { responder, contact } => {
                let directory = self.directory();
                let person = directory
                    .1
                    .responder(responder)
                    .ok_or_else(|| format!("{responder} is not in the directory any more"))?;
                let method = person
                    .contact(contact)
                    .ok_or_else(|| format!("{responder} has no contact {contact} any more"))?;
                let link = delivery.emergency.map(|number| Link::Page {
                    number,
                    responder: responder.clone(),
                    via: None,
                });
                let page = delivery.emergency.map(|number| Link::Page {
                    number,
                    responder: responder.clone(),
                    via: Some(contact.clone()),
                });
                let secret = method.secret.clone().map(Secret::new);
                Ok(Address {
                    to: method.address.clone(),
                    secret,
                    locale: self.options().locale(person.language.as_deref()),
                    time_zone: person.time_zone.clone(),
                    reply_to: link.as_ref().and_then(|link| self.mail_address(link)),
                    link: self
                        .desk_page(delivery)
                        .or_else(|| self.drill_page(delivery))
                        .or_else(|| self.duty_page(delivery, responder))
                        .or(page.map(|page| self.link_url(&page))),
                    code: self.code_of(delivery, person, method),
                })
            }
            Recipient::Requester { id, address, locale, time_zone } => Ok(Address {
                to: address.clone(),
                secret: None,
                locale: self.options().locale(locale.as_deref()),
                time_zone: time_zone.clone().unwrap_or_else(|| "UTC".to_owned()),
                link: Some(self.own_page(delivery, id)),
                reply_to: self.mail_address(&Link::Requester(id.clone())),
                code: None,
            }),
            Recipient::Address { address } => Ok(plain(address.clone(), None)),
            Recipient::Subscriber { name } => {
                let known = self.options().subscribers.iter().find(|known| known.name == *name);
                let subscriber = known
                    .ok_or_else(|| format!("the webhook {name} is not configured any more"))?;
                Ok(plain(subscriber.url.clone(), subscriber.secret.clone()))
            }
            Recipient::Desk { name } => self.desk_address(delivery, name),
        }
    }

    /// Whoever is asked for consent goes straight to the question.
    fn own_page(&self, delivery: &Delivery, id: &RequesterId) -> String {
        let page = self.link_url(&Link::Requester(id.clone()));
        let asks = matches!(delivery.message.content, Content::News(News::ConsentAsked { .. }));
        if asks { format!("{page}/consent") } else { page }
    }

    /// Whoever has to confirm, or to decide, goes straight to the switch; whoever hears of a
    /// ticket, to that.
    fn desk_page(&self, delivery: &Delivery) -> Option<String> {
        let Content::Notice(notice) = &delivery.message.content else { return None };
        let page = match (notice, notice.ticket()) {
            (
                Notice::SwitchAsked { organization, .. }
                | Notice::SwitchProposed { organization, .. }
                | Notice::SwitchedOff { organization: Some(organization), .. }
                | Notice::SwitchEnds { organization: Some(organization), .. },
                _,
            ) => format!("switches/{organization}"),
            (_, Some(ticket)) => format!("tickets/{ticket}"),
            (_, None) => return None,
        };
        Some(format!("{}/console/{page}", self.options().public_url))
    }

    /// By phone and in chats a second person confirms with these figures. A mail can be forged, and
    /// carries none.
    fn confirm_code(&self, delivery: &Delivery) -> Option<String> {
        let Content::Notice(Notice::SwitchAsked { organization, service, lapses_at, .. }) =
            &delivery.message.content
        else {
            return None;
        };
        let confirms = matches!(delivery.lane, Lane::Sms | Lane::Slack | Lane::Telegram);
        let code = || self.shared.links.confirm_code(organization, service.as_deref(), *lapses_at);
        confirms.then(code)
    }

    /// What is about being on call leads to the person's own page.
    fn duty_page(&self, delivery: &Delivery, responder: &ResponderId) -> Option<String> {
        let Content::Notice(Notice::Duty(notice)) = &delivery.message.content else { return None };
        if delivery.emergency.is_some() {
            return None;
        }
        let page = self.link_url(&Link::Duty(responder.clone()));
        let is_code = matches!(notice, DutyNotice::ContactCode { .. });
        Some(if is_code { format!("{page}/contacts") } else { page })
    }

    fn drill_page(&self, delivery: &Delivery) -> Option<String> {
        let (_, via) = drill_way(delivery)?;
        let (id, via) = (drill_of(delivery)?.to_owned(), via.clone());
        Some(self.link_url(&Link::Drill { id, via }))
    }

    fn code_of(&self, delivery: &Delivery, person: &Responder, method: &Contact) -> Option<String> {
        if let Some(code) = self.confirm_code(delivery) {
            return Some(code);
        }
        let Content::Notice(Notice::Duty(notice)) = &delivery.message.content else { return None };
        let DutyNotice::ContactCode { nonce, .. } = notice else { return None };
        Some(self.shared.links.code(&Way::of(person, method), nonce))
    }

    /// One emergency is one conversation in a mail program: every mail refers to the first one.
    fn thread(&self, delivery: &Delivery) -> Thread {
        let url = &self.options().public_url;
        let host = url.split("://").last().unwrap_or(url);
        let host = host.split(['/', ':']).next().filter(|host| !host.is_empty());
        let host = host.unwrap_or("frontline.invalid");
        let first = match (&delivery.to, delivery.emergency) {
            (Recipient::Requester { id, .. }, _) => id.to_string(),
            (Recipient::Responder { responder, .. }, Some(number)) => {
                format!("{number}.{responder}")
            }
            (Recipient::Desk { .. }, _) => {
                delivery.ticket.map_or_else(|| delivery.id.clone(), first_forwarded)
            }
            _ => delivery.id.clone(),
        };
        let thread = Thread {
            message_id: format!("{}@{host}", delivery.id),
            return_path: self.return_path(&delivery.id),
            in_reply_to: (first != delivery.id).then(|| format!("{first}@{host}")),
            ..Thread::default()
        };
        let is_page = delivery.urgency == Urgency::Page
            || matches!(delivery.message.content, Content::Page(_));
        if is_page { thread.urgent() } else { thread }
    }
}

pub(crate) fn plain(to: String, secret: Option<Secret>) -> Address {
    Address {
        to,
        secret,
        locale: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        link: None,
        reply_to: None,
        code: None,
    }
}

fn provider(lane: Lane) -> &'static str {
    match lane {
        Lane::Sms | Lane::Voice => "text messages and calls: set [twilio]",
        Lane::Email => "mail: set [email] smtp_url",
        Lane::Webhook | Lane::Announcement | Lane::Forward => "webhooks",
        Lane::Slack => "Slack: set [slack]",
        Lane::Telegram => "Telegram: set [telegram]",
        Lane::Teams => "Microsoft Teams",
        Lane::Mattermost => "Mattermost",
        Lane::Ntfy => "ntfy",
        Lane::Gotify => "Gotify",
        Lane::Push => "notifications",
        Lane::Room => "rooms in Slack: set [slack]",
    }
}
