//! A caller holds, and the responder on call is tried: only a key brings the two together, for whoever
//! picks up may be a mailbox.

use axum::extract::{Path, State};
use channels::twiml::{self, Dial, Gather, Otherwise};
use domain::Emergency;
use engine::{Link, Taken};
use words::{
    Reader,
    connect::{Said, said},
};

use super::{TwiMl, conference::LANGUAGE, signed::Signed, voice::KEY_WITHIN_SECS};
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

/// `/hooks/twilio/connect`: one responder was tried; the caller goes on.
pub(crate) async fn goes_on(
    State(web): State<Web>,
    arguments: Arguments,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let token = arguments.read::<String>("r", "a token")?.unwrap_or_default();
    let turn = arguments.read("turn", "a number")?.unwrap_or(1);
    let emergency = web.emergency_of_caller(&token).await?;
    let emergency = emergency.ok_or_else(|| Problem::not_found("call"))?;
    Ok(TwiMl(web.try_next(&emergency, &token, turn, form.get("To"))))
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
    if let Some(person) = emergency.responder().filter(|person| person.id != by.id) {
        let taken = Said::TakenBy { name: person.name.clone() };
        return Ok(TwiMl(twiml::say(LANGUAGE, &words(&taken))));
    }
    if emergency.is_closed() {
        return Ok(TwiMl(twiml::say(LANGUAGE, &words(&Said::NotTaken))));
    }
    let organization = emergency.organization_name.clone().filter(|_| !emergency.of_several);
    let this = format!("{}/hooks/twilio/connect/{token}", web.public_url());
    let again = format!("{this}?turn={}", turn + 1);
    Ok(TwiMl(twiml::gather(&Gather {
        text: &words(&Said::Take { number: emergency.number, organization }),
        language: LANGUAGE,
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
    if form.get("Digits") != "1" {
        return Ok(TwiMl(twiml::say(LANGUAGE, &words(&Said::NotTaken))));
    }
    Ok(TwiMl(match web.engine.take_call(emergency.number, by, &via).await {
        // Nothing more is said: the provider brings the two together.
        Ok(Taken::Together) => twiml::empty(),
        Ok(Taken::By(name)) => twiml::say(LANGUAGE, &words(&Said::TakenBy { name })),
        Ok(Taken::Over) => twiml::say(LANGUAGE, &words(&Said::NotTaken)),
        Err(error) => {
            tracing::error!(%error, "a call could not be taken");
            twiml::say(LANGUAGE, &words(&Said::NotTaken))
        }
    }))
}

impl Web {
    /// Puts a caller through, if that is wanted and somebody can be tried; the page has gone already.
    pub(super) async fn hold(&self, token: &str, ours: &str) -> Result<Option<String>, Problem> {
        if !self.site.connect_callers {
            return Ok(None);
        }
        let Some(emergency) = self.emergency_of_caller(token).await? else { return Ok(None) };
        if self.engine.next_for_caller(&emergency, 1).is_none() {
            return Ok(None);
        }
        Ok(Some(self.try_next(&emergency, token, 1, ours)))
    }

    async fn emergency_of_caller(&self, token: &str) -> Result<Option<Emergency>, Problem> {
        let Some(Link::Requester(id)) = self.engine.read_link(token) else { return Ok(None) };
        let row = self.engine.store().requester(&id).await?;
        let Some(number) = row.and_then(|row| row.emergency) else { return Ok(None) };
        Ok(self.engine.store().emergency(number).await?.map(|saved| saved.emergency))
    }

    /// `ours` is the number that was called.
    fn try_next(&self, emergency: &Emergency, token: &str, turn: usize, ours: &str) -> String {
        let number = emergency.number;
        if let Some(person) = emergency.responder() {
            let has = Said::Has { number, name: person.name.clone() };
            return twiml::say(LANGUAGE, &words(&has));
        }
        let next = self.engine.next_for_caller(emergency, turn).filter(|_| turn <= TURNS_MAX);
        let Some(next) = next else {
            return twiml::say(LANGUAGE, &words(&Said::Nobody { number }));
        };
        let hold = if turn == 1 { Said::Hold { number } } else { Said::HoldOn };
        let connect = format!("{}/hooks/twilio/connect", self.public_url());
        twiml::dial(&Dial {
            text: &words(&hold),
            language: LANGUAGE,
            number: &next.number,
            from: ours,
            whisper_url: &format!("{connect}/{}", next.token),
            action: &format!("{connect}?r={token}&turn={}", turn + 1),
            rings_secs: RINGS_SECS,
        })
    }
}

fn words(what: &Said) -> String {
    said(what, &Reader::default())
}
