//! A call that was taken: the page is read out, and a key answers it.

use axum::extract::{Path, State};
use channels::twiml::{self, Gather, Otherwise};
use domain::{
    Actor, Emergency, Input, Refused, ResponderId,
    emergency::{Bridge, PageStatus},
    input::By,
    message::{Content, Message, Notice},
};
use engine::EngineError;
use store::{Delivery, Recipient};
use words::{
    Language, Reader,
    conference::{Said, said},
    keys::Pressed,
};

use super::{
    TwiMl, conference,
    signed::Signed,
    told::{drill_answered, said_only},
};
use crate::{
    Web,
    api::{arguments::Arguments, problem::Problem},
};

/// How long a sleepy finger may look for the key.
pub(super) const KEY_WITHIN_SECS: u32 = 10;
/// How often the page is read out before the call ends.
pub(super) const TURNS_MAX: u32 = 3;

/// A call to a responder, and the emergency that it is about.
struct Call {
    delivery: Delivery,
    by: By,
    /// How the responder hears it.
    reader: Reader,
    emergency: Emergency,
    requesters: u64,
}

/// Reads the page out and asks for a key.
pub(crate) async fn answered(
    State(web): State<Web>,
    Path(id): Path<String>,
    arguments: Arguments,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let turn = arguments.read("turn", "a number")?.unwrap_or(1);
    if let Some(said) = conference::picked_up(&web, &id, &form, turn).await? {
        return Ok(TwiMl(said));
    }
    if let Some(said) = said_only(&web, &id, &form, turn).await? {
        return Ok(TwiMl(said));
    }
    let call = Call::find(&web, &id, &form).await?;
    Ok(TwiMl(call.read_out(&web, turn)))
}

/// 1 answers, 2 cannot take it, 3 repeats, 9 calls the next person now.
pub(crate) async fn key_pressed(
    State(web): State<Web>,
    Path(id): Path<String>,
    form: Signed,
) -> Result<TwiMl, Problem> {
    if let Some(said) = conference::key_pressed(&web, &id, &form).await? {
        return Ok(TwiMl(said));
    }
    if let Some(said) = drill_answered(&web, &id, &form).await? {
        return Ok(TwiMl(said));
    }
    let call = Call::find(&web, &id, &form).await?;
    let by = call.by.clone();
    let (input, done) = match form.get("Digits") {
        "1" => {
            let number = call.emergency.number;
            (Input::Answer { by, take_over: false }, Pressed::Answered { number })
        }
        "2" => (Input::Decline { by }, Pressed::Declined),
        "9" => (Input::CallNext { by }, Pressed::CalledNext),
        "5" if call.may_join() => return call.join(&web, &form).await.map(TwiMl),
        _ => return Ok(TwiMl(call.read_out(&web, 1))),
    };
    if let Recipient::Responder { responder, contact } = &call.delivery.to {
        web.engine.answered_over(responder, contact).await;
    }
    let pressed = match web.engine.apply(call.emergency.number, input).await {
        Ok(_) => done,
        Err(EngineError::Refused(Refused::AlreadyAnswered { name, .. })) => {
            Pressed::TakenBy { name }
        }
        Err(EngineError::Refused(_)) => Pressed::Over,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a key was not carried out");
            Pressed::Failed
        }
    };
    Ok(TwiMl(twiml::say(call.voice(), &words::keys::after(&pressed, &call.reader))))
}

impl Call {
    /// The call of this delivery, if it went to the number that this responder still has.
    async fn find(web: &Web, id: &str, form: &Signed) -> Result<Self, Problem> {
        let unknown = || Problem::not_found("call");
        let store = web.engine.store();
        let delivery = web.engine.find_delivery(id).await?.ok_or_else(unknown)?;
        let Recipient::Responder { responder, contact } = &delivery.to else {
            return Err(unknown());
        };
        let number = delivery.emergency.ok_or_else(unknown)?;
        let directory = web.engine.directory();
        let person = directory.1.responder(responder).ok_or_else(unknown)?;
        let address = person.contact(contact).map(|contact| digits(&contact.address));
        if address.as_deref() != Some(&digits(form.get("To"))) {
            return Err(unknown());
        }
        let saved = store.emergency(number).await?.ok_or_else(unknown)?;
        Ok(Self {
            by: By { id: person.id.clone(), name: person.name.clone() },
            reader: web.engine.hearer(person),
            emergency: saved.emergency,
            requesters: saved.requesters,
            delivery,
        })
    }

    fn language(&self) -> Language {
        Language::of(&self.reader)
    }

    fn voice(&self) -> &'static str {
        self.language().voice()
    }

    fn read_out(&self, web: &Web, turn: u32) -> String {
        if let Some(notice) = self.no_longer_needed() {
            let about = self.emergency.brief(self.requesters);
            let message = Message { about, content: Content::Notice(notice) };
            return twiml::say(self.voice(), &words::speech(&message, &self.reader));
        }
        let this = web.site.url_of(&format!("/hooks/twilio/voice/{}", self.delivery.id));
        let again = format!("{this}?turn={}", turn + 1);
        let mut text = words::speech(&self.delivery.message, &self.reader);
        if self.may_join() {
            text.push(' ');
            text.push_str(said(Said::FiveJoins, self.language()));
        }
        twiml::gather(&Gather {
            text: &text,
            language: self.voice(),
            action: &format!("{this}/key"),
            timeout_secs: KEY_WITHIN_SECS,
            otherwise: if turn < TURNS_MAX {
                Otherwise::Redirect(&again)
            } else {
                Otherwise::Hangup
            },
        })
    }

    fn may_join(&self) -> bool {
        let bridge = self.emergency.bridge.as_ref().filter(|_| !self.emergency.is_closed());
        bridge.is_some_and(Bridge::is_conference)
    }

    /// Straight from the page into the conference. It answers nothing.
    async fn join(&self, web: &Web, form: &Signed) -> Result<String, Problem> {
        let who = Actor::Responder { id: self.by.id.clone(), name: self.by.name.clone() };
        match web.engine.call_into(&self.delivery).await? {
            (_, Some(conference)) => {
                Ok(web.put_into(&conference, form, (&who, self.language())).await)
            }
            (_, None) => Ok(conference::say(Said::Over, self.language())),
        }
    }

    /// Between ringing and being taken, somebody else may have answered.
    fn no_longer_needed(&self) -> Option<Notice> {
        if self.emergency.is_closed() {
            return Some(Notice::NoLongerNeeded);
        }
        let holder = self.emergency.responder()?;
        let answered_by = holder.name.clone();
        (!self.is_ringing(&holder.id)).then_some(Notice::StandDown { answered_by })
    }

    fn is_ringing(&self, holder: &ResponderId) -> bool {
        let page = self.emergency.page(&self.by.id);
        *holder == self.by.id || page.is_some_and(|page| page.status == PageStatus::Ringing)
    }
}

/// A number as two of them are compared.
fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
