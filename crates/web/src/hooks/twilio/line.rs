//! Somebody calls the line. From the first key on it is a request, whenever they hang up; what
//! they say after it lands in its case.

use axum::extract::{Path, State};
use channels::twiml::{self, Gather, Otherwise, Record};
use domain::{
    Request,
    request::{Channel, Requester},
};
use engine::{EngineError, Link, Recording, Submission};
use words::{
    Language, Reader,
    conference::{Said, said},
    line::{self, Asked, End, Heard},
};

use super::{TwiMl, signed::Signed};
use crate::{
    Web,
    api::{arguments::Arguments, problem::Problem},
};

const KEY_WITHIN_SECS: u32 = 8;
/// How often the caller is asked for a key, before it counts as a request anyhow.
const TURNS_MAX: u32 = 2;
const RECORD_MAX_SECS: u32 = 180;
/// Under which the store keeps what was carried out of a call.
const SCOPE: &str = "twilio-voice";

/// `/hooks/twilio/voice`: the number was called.
pub(crate) async fn called(
    State(web): State<Web>,
    arguments: Arguments,
    _form: Signed,
) -> Result<TwiMl, Problem> {
    let turn = arguments.read("turn", "a number")?.unwrap_or(1);
    Ok(TwiMl(web.greet(turn, web.chosen(&arguments)?).await))
}

/// What happens next in a call.
pub(crate) async fn step(
    State(web): State<Web>,
    Path(step): Path<String>,
    arguments: Arguments,
    form: Signed,
) -> Result<TwiMl, Problem> {
    let token = arguments.read::<String>("r", "a token")?.unwrap_or_default();
    let caller = Caller { web: &web, form: &form, token, chosen: web.chosen(&arguments)? };
    match step.as_str() {
        "key" => caller.pressed().await,
        "said" => caller.said().await,
        "number" => caller.number().await,
        "callback" => caller.other_number().await,
        "end" => caller.goodbye().await,
        "transcribed" => caller.transcribed().await,
        "ended" => caller.hung_up().await,
        _ => Err(Problem::not_found("step of a call")),
    }
}

impl Web {
    async fn greet(&self, turn: u32, chosen: Option<Language>) -> String {
        let (directory, mut reader) = (self.engine.directory(), self.caller(chosen));
        let desk = directory.1.coverage(reader.now);
        let region = directory.1.regions.iter().find(|one| desk.regions.contains(&one.id));
        // When the desk closes is said on its own clock, and as a distance.
        reader.time_zone = region.map(|one| one.time_zone.clone()).unwrap_or_default();
        let asked = Asked::Emergency {
            vendor: self.site.vendor.clone(),
            desk_is_open: desk.open,
            until: desk.changes_at.filter(|_| desk.open),
        };
        let language = chosen.map(|it| format!("&l={}", it.tag())).unwrap_or_default();
        let again = self.site.url_of(&format!("/hooks/twilio/voice?turn={}{language}", turn + 1));
        let go_on = self.step_url("key", "", chosen);
        let spoken = Language::of(&reader);
        let mut offers: Vec<_> = match chosen {
            Some(_) => Vec::new(),
            None => self.offered().map(|(key, it)| (it.voice(), line::offer(it, key))).collect(),
        };
        if self.engine.has_conference().await {
            offers.push((spoken.voice(), said(Said::NineJoins, spoken).to_owned()));
        }
        let gather = Gather {
            text: &line::ask(&asked, &reader),
            language: spoken.voice(),
            action: &go_on,
            timeout_secs: KEY_WITHIN_SECS,
            otherwise: Otherwise::Redirect(if turn < TURNS_MAX { &again } else { &go_on }),
        };
        twiml::gather_offering(&offers, &gather)
    }

    /// The languages that a caller can change to, and their keys: 1 and 2 are taken.
    fn offered(&self) -> impl Iterator<Item = (usize, Language)> {
        let others = self.site.line_languages.iter().skip(1).copied();
        others.enumerate().map(|(index, language)| (index + 3, language))
    }

    /// What a caller has chosen, as the address of a step carries it.
    fn chosen(&self, arguments: &Arguments) -> Result<Option<Language>, Problem> {
        let tag = arguments.read::<String>("l", "a language")?.unwrap_or_default();
        let spoken = Language::spoken(&tag);
        Ok(spoken.filter(|language| self.site.line_languages.contains(language)))
    }

    /// What the line speaks before anything is chosen.
    pub(super) fn line_language(&self) -> Language {
        self.site.line_languages.first().copied().unwrap_or(self.site.language)
    }

    fn caller(&self, chosen: Option<Language>) -> Reader {
        let locale = chosen.unwrap_or(self.line_language()).tag().to_owned();
        Reader { now: self.engine.now(), locale, ..Reader::default() }
    }

    /// Tokens are made of letters that need no quoting.
    fn step_url(&self, step: &str, token: &str, chosen: Option<Language>) -> String {
        let token = (!token.is_empty()).then(|| format!("r={token}"));
        let language = chosen.map(|language| format!("l={}", language.tag()));
        let arguments: Vec<_> = token.into_iter().chain(language).collect();
        let mark = if arguments.is_empty() { "" } else { "?" };
        self.site.url_of(&format!("/hooks/twilio/voice/in/{step}{mark}{}", arguments.join("&")))
    }
}

/// Somebody on the phone; the token says which request is theirs.
struct Caller<'a> {
    web: &'a Web,
    form: &'a Signed,
    token: String,
    chosen: Option<Language>,
}

impl Caller<'_> {
    fn reader(&self) -> Reader {
        self.web.caller(self.chosen)
    }

    fn voice(&self) -> &'static str {
        Language::of(&self.reader()).voice()
    }

    fn step_url(&self, step: &str, token: &str) -> String {
        self.web.step_url(step, token, self.chosen)
    }

    /// 1: it is an emergency; 2: for the desk; nothing: in doubt a person is called.
    async fn pressed(&self) -> Result<TwiMl, Problem> {
        let digits = self.form.get("Digits");
        if digits == "9" && self.web.engine.has_conference().await {
            return Ok(TwiMl(self.web.ask_pin(Said::AskPin, 1)));
        }
        if !matches!(digits, "" | "1" | "2") {
            let language = self.web.offered().find(|(key, _)| key.to_string() == digits);
            let chosen = language.map(|(_, language)| language).or(self.chosen);
            return Ok(TwiMl(self.web.greet(1, chosen).await));
        }
        let token = match self.submit(digits == "1").await {
            Ok(token) => token,
            // The same call, with another key: it is with us already.
            Err(EngineError::KeyReused) => {
                return Ok(TwiMl(twiml::say(self.voice(), &self.words(End::Taken))));
            }
            Err(error) => return Err(error.into()),
        };
        let text = line::ask(&Asked::Report, &self.reader());
        Ok(TwiMl(twiml::record(&Record {
            text: &text,
            language: self.voice(),
            action: &self.step_url("said", &token),
            transcribed: &self.step_url("transcribed", &token),
            max_secs: RECORD_MAX_SECS,
        })))
    }

    async fn submit(&self, says_so: bool) -> Result<String, EngineError> {
        let number = self.own_number();
        // What they heard and answered to; if the line asks nobody, it is not known.
        let is_known = !self.web.site.line_languages.is_empty();
        let locale = is_known.then(|| self.reader().locale);
        let request = Request {
            summary: line::summary(number.as_deref(), says_so, self.web.site.language),
            requester: Requester { phone: number, locale, ..Requester::default() },
            still_an_emergency: says_so,
            channel: Channel::Phone,
            ..Request::default()
        };
        let submission = Submission {
            request,
            raw: self.form.raw(),
            source: self.form.get("From").to_owned(),
            idempotency_key: self.key(),
        };
        let accepted = self.web.engine.submit(submission).await?;
        Ok(self.web.engine.link_token(&Link::Requester(accepted.requester)))
    }

    fn key(&self) -> Option<String> {
        Some(self.form.get("CallSid"))
            .filter(|sid| !sid.is_empty())
            .map(|sid| format!("call-{sid}"))
    }

    /// `None` if the caller hides it.
    fn own_number(&self) -> Option<String> {
        let from = self.form.get("From").trim();
        let is_number = from.starts_with('+')
            && from.len() >= 8
            && from[1..].bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| from.to_owned())
    }

    async fn said(&self) -> Result<TwiMl, Problem> {
        let (url, id) = (self.form.get("RecordingUrl"), self.form.get("RecordingSid"));
        if !url.is_empty() && !self.was_done(id).await? {
            let secs = self.form.get("RecordingDuration").parse().unwrap_or(0);
            let heard = Heard::Recording { link: url.to_owned(), secs };
            if let Some(landed) = self.tell(&heard).await? {
                let recording = Recording { url: url.to_owned(), id: id.to_owned(), secs };
                self.web.engine.owe_recording(&landed, &recording).await?;
            }
            self.done(id).await?;
        }
        Ok(TwiMl(match self.own_number() {
            Some(number) => {
                let end = self.step_url("end", &self.token);
                twiml::gather(&Gather {
                    text: &line::ask(&Asked::CallBack { number }, &self.reader()),
                    language: self.voice(),
                    action: &self.step_url("number", &self.token),
                    timeout_secs: KEY_WITHIN_SECS,
                    otherwise: Otherwise::Redirect(&end),
                })
            }
            None => self.ask_number(),
        }))
    }

    fn ask_number(&self) -> String {
        let end = self.step_url("end", &self.token);
        twiml::ask_number(&Gather {
            text: &line::ask(&Asked::OtherNumber, &self.reader()),
            language: self.voice(),
            action: &self.step_url("callback", &self.token),
            timeout_secs: KEY_WITHIN_SECS,
            otherwise: Otherwise::Redirect(&end),
        })
    }

    async fn number(&self) -> Result<TwiMl, Problem> {
        match self.form.get("Digits") {
            "2" => Ok(TwiMl(self.ask_number())),
            _ => self.goodbye().await,
        }
    }

    async fn other_number(&self) -> Result<TwiMl, Problem> {
        let digits = self.form.get("Digits");
        let id = format!("{}-callback", self.form.get("CallSid"));
        if !digits.is_empty() && !self.was_done(&id).await? {
            self.tell(&Heard::OtherNumber(digits.to_owned())).await?;
            self.done(&id).await?;
        }
        self.goodbye().await
    }

    async fn transcribed(&self) -> Result<TwiMl, Problem> {
        let (text, id) = (self.form.get("TranscriptionText"), self.form.get("TranscriptionSid"));
        if !text.is_empty() && !self.was_done(id).await? {
            self.tell(&Heard::Transcript(text.to_owned())).await?;
            self.done(id).await?;
        }
        Ok(TwiMl(twiml::empty()))
    }

    /// The provider says that the call is over. Who hung up before any key is a request, too.
    async fn hung_up(&self) -> Result<TwiMl, Problem> {
        let is_over = matches!(self.form.get("CallStatus"), "completed" | "no-answer" | "canceled");
        if let Some(key) = self.key().filter(|_| is_over)
            && !self.web.engine.was_submitted(&key).await?
            && self.web.engine.store().conference_call(self.form.get("CallSid")).await?.is_none()
        {
            self.submit(false).await?;
        }
        Ok(TwiMl(twiml::empty()))
    }

    async fn goodbye(&self) -> Result<TwiMl, Problem> {
        match self.web.hold(&self.token, self.form.get("To")).await {
            Ok(Some(held)) => return Ok(TwiMl(held)),
            Ok(None) => {}
            // They hear their number all the same.
            Err(error) => tracing::error!(?error, "a caller could not be put through"),
        }
        let row = if let Some(Link::Requester(id)) = self.web.engine.read_link(&self.token) {
            self.web.engine.store().requester(&id).await?
        } else {
            None
        };
        let end = row.map_or(End::Taken, |row| match (row.emergency, row.ticket) {
            (Some(number), _) => End::Emergency(number),
            (None, Some(number)) => End::Ticket(number),
            (None, None) => End::Taken,
        });
        Ok(TwiMl(twiml::say(self.voice(), &self.words(end))))
    }

    fn words(&self, end: End) -> String {
        line::goodbye(end, &self.reader())
    }

    async fn tell(&self, heard: &Heard) -> Result<Option<engine::Landed>, Problem> {
        let Some(Link::Requester(id)) = self.web.engine.read_link(&self.token) else {
            return Err(Problem::not_found("call"));
        };
        let text = line::heard(heard, self.web.site.language);
        Ok(self.web.engine.requester_wrote(&id, &text).await?)
    }

    async fn was_done(&self, id: &str) -> Result<bool, Problem> {
        Ok(!id.is_empty() && self.web.engine.store().remembered(SCOPE, id).await?.is_some())
    }

    async fn done(&self, id: &str) -> Result<(), Problem> {
        if !id.is_empty() {
            self.web.engine.remember_answer(SCOPE, id, "{}").await?;
        }
        Ok(())
    }
}
