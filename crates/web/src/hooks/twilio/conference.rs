//! The way into a conference: by a call that we placed, by a key while a page is read out, or by PIN; and
//! what the provider says of who is in it.

use axum::extract::{Path, State};
use channels::twiml::{self, Conference, Gather, Otherwise};
use domain::{Actor, directory::ContactKind, message::Content};
use engine::InCall;
use store::{Delivery, Recipient, SavedConference};
use words::{
    Language,
    conference::{Said, said},
};

use super::{
    TwiMl,
    signed::Signed,
    voice::{KEY_WITHIN_SECS, TURNS_MAX},
};
use crate::{
    Web,
    api::{arguments::Arguments, problem::Problem},
};

/// The first one in the call is told so again after this silence.
const SILENCE_SECS: u32 = 30;
/// A provider's name of a call or a conference is never longer.
const SID_MAX_CHARS: usize = 64;
/// Wrong PINs in one call.
const PINS_PER_CALL: u32 = 3;

/// `/hooks/twilio/conference`: who came, who left, and the end.
pub(crate) async fn told(State(web): State<Web>, form: Signed) -> Result<(), Problem> {
    let (room, call) = (form.get("FriendlyName"), form.get("CallSid"));
    let told = match form.get("StatusCallbackEvent") {
        "participant-join" => InCall::Joined(call),
        "participant-leave" => InCall::Left(call),
        "conference-end" => InCall::Ended(form.get("ConferenceSid")),
        _ => return Ok(()),
    };
    let (InCall::Joined(sid) | InCall::Left(sid) | InCall::Ended(sid)) = told;
    if !is_sid(sid) {
        return Err(Problem::not_found("call"));
    }
    Ok(web.engine.conference_told(room, told).await?)
}

/// `/hooks/twilio/conference/{step}`: what the first one hears, and the PIN of somebody who calls.
pub(crate) async fn step(
    State(web): State<Web>,
    Path(step): Path<String>,
    arguments: Arguments,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let turn = arguments.read("turn", "a number")?.unwrap_or(1);
    match step.as_str() {
        "wait" => {
            let again = web.conference_url("/wait");
            let language = arguments.read::<String>("l", "a language")?;
            let language = language.as_deref().and_then(Language::spoken).unwrap_or_default();
            let again = format!("{again}?l={}", language.tag());
            let text = said(Said::Waiting, language);
            Ok(TwiMl(twiml::wait(language.voice(), text, SILENCE_SECS, &again)))
        }
        "pin" => web.pin_typed(&form, turn).await.map(TwiMl),
        _ => Err(Problem::not_found("step of a call")),
    }
}

/// The call was picked up: only a key lets somebody in, for it may be a mailbox. `None` if it leads
/// into no conference.
pub(super) async fn picked_up(
    web: &Web,
    id: &str,
    form: &Signed,
    turn: u32,
) -> Result<Option<String>, Problem> {
    let Some(delivery) = found(web, id, form).await? else { return Ok(None) };
    let language = web.callee(&delivery);
    let (_, Some(_)) = web.engine.call_into(&delivery).await? else {
        return Ok(Some(say(Said::Over, language)));
    };
    let text = web.engine.speech(&delivery).ok_or_else(|| Problem::not_found("call"))?;
    let this = web.site.url_of(&format!("/hooks/twilio/voice/{id}"));
    let again = format!("{this}?turn={}", turn + 1);
    Ok(Some(twiml::gather(&Gather {
        text: &text,
        language: language.voice(),
        action: &format!("{this}/key"),
        timeout_secs: KEY_WITHIN_SECS,
        otherwise: if turn < TURNS_MAX { Otherwise::Redirect(&again) } else { Otherwise::Hangup },
    })))
}

/// 1 lets them in.
pub(super) async fn key_pressed(
    web: &Web,
    id: &str,
    form: &Signed,
) -> Result<Option<String>, Problem> {
    let Some(delivery) = found(web, id, form).await? else { return Ok(None) };
    if form.get("Digits") != "1" {
        return picked_up(web, id, form, TURNS_MAX).await;
    }
    let language = web.callee(&delivery);
    let (who, Some(conference)) = web.engine.call_into(&delivery).await? else {
        return Ok(Some(say(Said::Over, language)));
    };
    Ok(Some(web.put_into(&conference, form, (&who, language)).await))
}

/// The call, if it is one into a conference, and went where it should.
async fn found(web: &Web, id: &str, form: &Signed) -> Result<Option<Delivery>, Problem> {
    let unknown = || Problem::not_found("call");
    let delivery = web.engine.find_delivery(id).await?.ok_or_else(unknown)?;
    if delivery.message.content != Content::JoinCall {
        return Ok(None);
    }
    let to = form.get("To");
    let is_there = match &delivery.to {
        Recipient::Responder { responder, contact } => {
            let directory = web.engine.directory();
            let person = directory.1.responder(responder);
            let method = person.and_then(|person| person.contact(contact));
            method.is_some_and(|it| {
                it.is_at(ContactKind::Voice, to) || it.is_at(ContactKind::Sms, to)
            })
        }
        Recipient::Requester { address, .. } => digits(address) == digits(to),
        Recipient::Address { .. } | Recipient::Subscriber { .. } | Recipient::Desk { .. } => false,
    };
    if is_there { Ok(Some(delivery)) } else { Err(unknown()) }
}

impl Web {
    /// Puts whoever is on the phone into a conference.
    pub(super) async fn put_into(
        &self,
        conference: &SavedConference,
        form: &Signed,
        (who, language): (&Actor, Language),
    ) -> String {
        let call = form.get("CallSid");
        if is_sid(call)
            && let Err(error) = self.engine.expect_in_call(conference, call, who).await
        {
            // They are let in all the same, as somebody whom we do not know.
            tracing::error!(%error, "whose call it is could not be stored");
        }
        twiml::conference(&Conference {
            text: said(Said::Joining, language),
            language: language.voice(),
            room: &conference.room,
            wait_url: &self.conference_url(&format!("/wait?l={}", language.tag())),
            status_url: &self.conference_url(""),
        })
    }

    /// Asks somebody who called us for the PIN.
    pub(super) fn ask_pin(&self, asked: Said, turn: u32) -> String {
        let (over, language) = (self.conference_url("/pin?turn=99"), self.line_language());
        twiml::ask_number(&Gather {
            text: said(asked, language),
            language: language.voice(),
            action: &self.conference_url(&format!("/pin?turn={turn}")),
            timeout_secs: KEY_WITHIN_SECS,
            otherwise: Otherwise::Redirect(&over),
        })
    }

    async fn pin_typed(&self, form: &Signed, turn: u32) -> Result<String, Problem> {
        let (pin, language) = (form.get("Digits").trim(), self.line_language());
        let from: String = form.get("From").chars().take(SID_MAX_CHARS).collect();
        if pin.is_empty() || !self.limits.allows_pin(&from) {
            return Ok(say(Said::NoMorePins, language));
        }
        match self.engine.conference_with_pin(pin).await? {
            Some(conference) => {
                Ok(self.put_into(&conference, form, (&Actor::System, language)).await)
            }
            None if turn < PINS_PER_CALL => Ok(self.ask_pin(Said::WrongPin, turn + 1)),
            None => Ok(say(Said::NoMorePins, language)),
        }
    }

    /// How whoever was called hears us.
    fn callee(&self, delivery: &Delivery) -> Language {
        let reader = self.engine.reader_of(delivery);
        reader.map_or(self.site.language, |reader| Language::of(&reader))
    }

    fn conference_url(&self, step: &str) -> String {
        self.site.url_of(&format!("/hooks/twilio/conference{step}"))
    }
}

pub(super) fn say(what: Said, language: Language) -> String {
    twiml::say(language.voice(), said(what, language))
}

fn is_sid(sid: &str) -> bool {
    (1..=SID_MAX_CHARS).contains(&sid.len()) && sid.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
