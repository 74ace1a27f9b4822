//! A caller holds, and the responder on call is tried: only a key brings the two together, for whoever
//! picks up may be a mailbox.

use axum::extract::{Path, State};
use channels::twiml::{self, Dial, Gather, Otherwise};
use domain::Emergency;
use engine::{Link, Taken};
use words::{
    Language,
    connect::{Said, said},
};

use super::{TwiMl, signed::Signed, voice::KEY_WITHIN_SECS};
use crate::{
    Web,
    api::{arguments::Arguments, problem::Problem},
};

/// Shorter than most mailboxes wait.
const RINGS_SECS: u32 = 20;
/// So many people are tried while somebody holds.
const TURNS_MAX: usize = 3;
/// How often a responder hears what it is about.
const READ_OUT_MAX: u32 = 2;

/// A caller who holds.
struct Held {
    /// Which request is theirs.
    token: String,
    emergency: Emergency,
    language: Language,
}

/// `/hooks/twilio/connect`: one responder was tried; the caller goes on.
pub(crate) async fn goes_on(
    State(web): State<Web>,
    arguments: Arguments,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let token = arguments.read::<String>("r", "a token")?.unwrap_or_default();
    let turn = arguments.read("turn", "a number")?.unwrap_or(1);
    let held = web.held(token).await?.ok_or_else(|| Problem::not_found("call"))?;
    Ok(TwiMl(web.try_next(&held, turn, form.get("To"))))
}

/// `/hooks/twilio/connect/{token}`: the responder has picked up.
pub(crate) async fn picked_up(
    State(web): State<Web>,
    Path(token): Path<String>,
    arguments: Arguments,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let turn: u32 = arguments.read("turn", "a number")?.unwrap_or(1);
    let tried = web.engine.tried_for_caller(&token, form.get("To")).await?;
    let (emergency, by, _) = tried.ok_or_else(|| Problem::not_found("call"))?;
    let language = web.language_of(&by.id);
    if let Some(person) = emergency.responder().filter(|person| person.id != by.id) {
        let taken = Said::TakenBy { name: person.name.clone() };
        return Ok(TwiMl(say(&taken, language)));
    }
    if emergency.is_closed() {
        return Ok(TwiMl(say(&Said::NotTaken, language)));
    }
    let organization = emergency.organization_name.clone().filter(|_| !emergency.of_several);
    let this = web.site.url_of(&format!("/hooks/twilio/connect/{token}"));
    let again = format!("{this}?turn={}", turn + 1);
    Ok(TwiMl(twiml::gather(&Gather {
        text: &said(&Said::Take { number: emergency.number, organization }, language),
        language: language.voice(),
        action: &format!("{this}/key"),
        timeout_secs: KEY_WITHIN_SECS,
        otherwise: if turn < READ_OUT_MAX {
            Otherwise::Redirect(&again)
        } else {
            Otherwise::Hangup
        },
    })))
}

/// `/hooks/twilio/connect/{token}/key`: 1 takes it, anything else does not.
pub(crate) async fn key_pressed(
    State(web): State<Web>,
    Path(token): Path<String>,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let tried = web.engine.tried_for_caller(&token, form.get("To")).await?;
    let (emergency, by, via) = tried.ok_or_else(|| Problem::not_found("call"))?;
    let language = web.language_of(&by.id);
    if form.get("Digits") != "1" {
        return Ok(TwiMl(say(&Said::NotTaken, language)));
    }
    Ok(TwiMl(match web.engine.take_call(emergency.number, by, &via).await {
        // Nothing more is said: the provider brings the two together.
        Ok(Taken::Together) => twiml::empty(),
        Ok(Taken::By(name)) => say(&Said::TakenBy { name }, language),
        Ok(Taken::Over) => say(&Said::NotTaken, language),
        Err(error) => {
            tracing::error!(%error, "a call could not be taken");
            say(&Said::NotTaken, language)
        }
    }))
}

impl Web {
    /// Puts a caller through, if that is wanted and somebody can be tried; the page has gone already.
    pub(super) async fn hold(&self, token: &str, ours: &str) -> Result<Option<String>, Problem> {
        if !self.site.connect_callers {
            return Ok(None);
        }
        let Some(held) = self.held(token.to_owned()).await? else { return Ok(None) };
        if self.engine.next_for_caller(&held.emergency, 1).is_none() {
            return Ok(None);
        }
        Ok(Some(self.try_next(&held, 1, ours)))
    }

    async fn held(&self, token: String) -> Result<Option<Held>, Problem> {
        let Some(Link::Requester(id)) = self.engine.read_link(&token) else { return Ok(None) };
        let Some(row) = self.engine.store().requester(&id).await? else { return Ok(None) };
        let Some(number) = row.emergency else { return Ok(None) };
        let Some(saved) = self.engine.store().emergency(number).await? else { return Ok(None) };
        let language = row.requester.locale.as_deref().and_then(Language::spoken);
        let language = language.unwrap_or(self.site.language);
        Ok(Some(Held { token, emergency: saved.emergency, language }))
    }

    /// `ours` is the number that was called.
    fn try_next(&self, held: &Held, turn: usize, ours: &str) -> String {
        let (emergency, language) = (&held.emergency, held.language);
        let number = emergency.number;
        if let Some(person) = emergency.responder() {
            return say(&Said::Has { number, name: person.name.clone() }, language);
        }
        let next = self.engine.next_for_caller(emergency, turn).filter(|_| turn <= TURNS_MAX);
        let Some(next) = next else { return say(&Said::Nobody { number }, language) };
        let hold = if turn == 1 { Said::Hold { number } } else { Said::HoldOn };
        let connect = self.site.url_of("/hooks/twilio/connect");
        twiml::dial(&Dial {
            text: &said(&hold, language),
            language: language.voice(),
            number: &next.number,
            from: ours,
            whisper_url: &format!("{connect}/{}", next.token),
            action: &format!("{connect}?r={}&turn={}", held.token, turn + 1),
            rings_secs: RINGS_SECS,
        })
    }
}

fn say(what: &Said, language: Language) -> String {
    twiml::say(language.voice(), &said(what, language))
}
