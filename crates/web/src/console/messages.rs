//! `/console/messages`: what requesters are told, in the built-in words or in own ones, with sample
//! data; and whether new words would work.

use askama::Template as Page;
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{Directory, access::Action, directory::Template};
use engine::{EngineError, NewDirectory};
use serde::Deserialize;
use words::{
    Language,
    template::{self, Kind, Preview, VARIABLES},
};

use super::Desk;
use crate::{
    SignedIn, Web,
    caller::Admin,
    error::PageError,
    front::{page, page_with},
    moment::Moment,
};

/// Three templates of the greatest length, and some room.
const MAX_BYTES: usize = 128 * 1024;

#[derive(Page)]
#[template(path = "console/messages.html")]
struct MessagesPage {
    desk: Desk,
    kinds: Vec<KindLine>,
    failed: Vec<FailedLine>,
}

#[derive(Debug)]
struct KindLine {
    about: &'static str,
    /// Each language, and whether it has own words.
    languages: Vec<(String, &'static str, bool)>,
}

#[derive(Debug)]
struct FailedLine {
    id: String,
    at: Moment,
    problem: String,
}

#[derive(Page)]
#[template(path = "console/message.html")]
struct MessagePage {
    desk: Desk,
    id: String,
    about: &'static str,
    language: Language,
    version: i64,
    words: Words,
    is_own: bool,
    may_edit: bool,
    said: Option<&'static str>,
    problems: Vec<String>,
    preview: Preview,
    variables: [(&'static str, &'static str); 12],
}

/// Own words, as they are typed; what is empty stays as it is built in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Words {
    version: i64,
    act: String,
    subject: String,
    mail: String,
    sms: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    said: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/messages", get(list))
        .route("/console/messages/{id}", get(show).post(edit))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
}

async fn list(State(web): State<Web>, who: SignedIn, headers: HeaderMap) -> Response {
    let desk = Desk::of(&web, &who, "/console/directory", &headers);
    let directory = web.engine.directory();
    let of_kind = |kind: Kind| KindLine {
        about: kind.about(),
        languages: Language::ALL
            .map(|language| {
                let id = template::id(kind, language);
                let is_own = directory.1.template(&id).is_some();
                (id, language.name(), is_own)
            })
            .into(),
    };
    let failed = web.engine.failed_templates().into_iter();
    let failed = failed
        .map(|(id, it)| FailedLine { id, at: desk.clock.moment(it.at), problem: it.problem })
        .collect();
    page(&MessagesPage { kinds: Kind::ALL.map(of_kind).into(), failed, desk })
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let directory = web.engine.directory();
    let words = Words::of(directory.1.template(&id), directory.0);
    let mut shown = MessagePage::of(&web, &who, &id, words, &headers)?;
    shown.said = match asked.said.as_str() {
        "saved" => Some("Saved: it is said from now on."),
        "reset" => Some("The built-in words are said again."),
        _ => None,
    };
    Ok(page(&shown))
}

async fn edit(
    State(web): State<Web>,
    Admin(who): Admin,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(words): Form<Words>,
) -> Result<Response, PageError> {
    let act = words.act.clone();
    let own = words.template(&id).filter(|_| act != "reset");
    let mut shown = MessagePage::of(&web, &who, &id, words, &headers)?;
    if let Some(own) = &own {
        let found = template::check(std::slice::from_ref(own)).into_iter();
        shown.problems = found.map(|it| format!("{}: {}", it.place, it.problem)).collect();
    }
    if act == "look" || !shown.problems.is_empty() {
        let is_fine = shown.problems.is_empty();
        let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(page_with(status, &shown));
    }
    let said = if own.is_some() { "saved" } else { "reset" };
    let current = web.engine.directory();
    let new = NewDirectory {
        directory: with(&current.1, &id, own),
        replaces: Some(shown.version),
        // Words change no hole: what was accepted stays so.
        accept_holes: true,
        by: who.by.name.clone(),
    };
    match web.engine.replace_directory(new).await {
        Ok(_) => Ok(Redirect::to(&format!("/console/messages/{id}?said={said}")).into_response()),
        Err(EngineError::DirectoryInvalid(invalid)) => {
            shown.problems = invalid.iter().map(ToString::to_string).collect();
            Ok(page_with(StatusCode::CONFLICT, &shown))
        }
        Err(error @ EngineError::DirectoryChanged) => {
            shown.problems = vec![error.to_string()];
            Ok(page_with(StatusCode::CONFLICT, &shown))
        }
        Err(error) => Err(error.into()),
    }
}

/// The directory with these words for a message, or without any.
fn with(directory: &Directory, id: &str, own: Option<Template>) -> Directory {
    let mut directory = directory.clone();
    directory.templates.retain(|template| template.id != id);
    directory.templates.extend(own);
    directory
}

impl MessagePage {
    fn of(
        web: &Web,
        who: &SignedIn,
        id: &str,
        words: Words,
        headers: &HeaderMap,
    ) -> Result<Self, PageError> {
        let (kind, language) = template::read_id(id).ok_or(PageError::NotFound)?;
        let own = words.template(id);
        Ok(Self {
            desk: Desk::of(web, who, "/console/directory", headers),
            id: id.to_owned(),
            about: kind.about(),
            language,
            version: words.version,
            is_own: web.engine.directory().1.template(id).is_some(),
            may_edit: who.caller.may(Action::Administer).is_ok(),
            said: None,
            problems: Vec::new(),
            preview: template::preview(kind, language, own.as_ref()),
            variables: VARIABLES,
            words,
        })
    }
}

impl Words {
    fn of(template: Option<&Template>, version: i64) -> Self {
        let text = |of: fn(&Template) -> &Option<String>| {
            template.and_then(|template| of(template).clone()).unwrap_or_default()
        };
        Self {
            version,
            act: String::new(),
            subject: text(|it| &it.subject),
            mail: text(|it| &it.mail),
            sms: text(|it| &it.sms),
        }
    }

    /// `None` if nothing was typed.
    fn template(&self, id: &str) -> Option<Template> {
        let filled = |text: &str| {
            let text = text.replace("\r\n", "\n");
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let (subject, mail, sms) = (filled(&self.subject), filled(&self.mail), filled(&self.sms));
        let says_something = subject.is_some() || mail.is_some() || sms.is_some();
        says_something.then(|| Template { id: id.to_owned(), subject, mail, sms })
    }
}
