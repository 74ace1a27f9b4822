//! A call that is about no emergency: it is read out, and if it is a test page, a key answers it.

use channels::twiml::{self, Gather, Otherwise};
use domain::{directory::ContactKind, message::Content};
use store::{Delivery, Recipient};
use words::{Language, Reader, keys::Pressed};

use super::{
    signed::Signed,
    voice::{KEY_WITHIN_SECS, TURNS_MAX},
};
use crate::{Web, api::problem::Problem};

/// What is said; `None` if it is about an emergency.
pub(super) async fn said_only(
    web: &Web,
    id: &str,
    form: &Signed,
    turn: u32,
) -> Result<Option<String>, Problem> {
    let Some((delivery, reader)) = found(web, id, form).await? else { return Ok(None) };
    let language = Language::of(&reader).voice();
    let said = web.engine.speech(&delivery).ok_or_else(|| Problem::not_found("call"))?;
    if !matches!(delivery.message.content, Content::Drill { .. }) {
        return Ok(Some(twiml::say(language, &said)));
    }
    let this = web.site.url_of(&format!("/hooks/twilio/voice/{id}"));
    let again = format!("{this}?turn={}", turn + 1);
    Ok(Some(twiml::gather(&Gather {
        text: &said,
        language,
        action: &format!("{this}/key"),
        timeout_secs: KEY_WITHIN_SECS,
        otherwise: if turn < TURNS_MAX { Otherwise::Redirect(&again) } else { Otherwise::Hangup },
    })))
}

/// 1 answers a test page, anything else reads it out again; `None` if it is about an emergency.
pub(super) async fn drill_answered(
    web: &Web,
    id: &str,
    form: &Signed,
) -> Result<Option<String>, Problem> {
    let Some((delivery, reader)) = found(web, id, form).await? else { return Ok(None) };
    let (Content::Drill { id: drill, .. }, "1") = (&delivery.message.content, form.get("Digits"))
    else {
        return said_only(web, id, form, 1).await;
    };
    web.engine.answer_drill(drill).await?;
    if let Recipient::Responder { responder, contact } = &delivery.to {
        web.engine.answered_over(responder, contact).await;
    }
    let said = words::keys::after(&Pressed::Here, &reader);
    Ok(Some(twiml::say(Language::of(&reader).voice(), &said)))
}

/// The call, if it is about no emergency and went to the number that this responder still has.
async fn found(web: &Web, id: &str, form: &Signed) -> Result<Option<(Delivery, Reader)>, Problem> {
    let unknown = || Problem::not_found("call");
    let delivery = web.engine.find_delivery(id).await?.ok_or_else(unknown)?;
    let Recipient::Responder { responder, contact } = &delivery.to else { return Ok(None) };
    if delivery.emergency.is_some() {
        return Ok(None);
    }
    let directory = web.engine.directory();
    let person = directory.1.responder(responder).ok_or_else(unknown)?;
    let method = person.contact(contact).ok_or_else(unknown)?;
    if !method.is_at(ContactKind::Voice, form.get("To")) {
        return Err(unknown());
    }
    let reader = web.engine.hearer(person);
    Ok(Some((delivery, reader)))
}
