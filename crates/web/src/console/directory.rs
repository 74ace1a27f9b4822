//! `/console/directory`: the people and the rules, as one text.

use askama::Template;
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    Directory,
    access::Action,
    directory::{Hole, Invalid, Responder},
    span::Span,
};
use engine::{EngineError, LOOK_AHEAD, NewDirectory};
use serde::Deserialize;

use super::{
    Desk,
    outlook::{self, Outlook},
};
use crate::{SignedIn, Web, caller::Admin, error::PageError, front::page_with, moment::Clock};

/// Lists of problems are cut off here.
const MAX_SHOWN: usize = 50;
const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

#[derive(Template)]
#[template(path = "console/directory.html")]
struct DirectoryPage {
    desk: Desk,
    said: Option<&'static str>,
    version: i64,
    text: String,
    may_edit: bool,
    checked: bool,
    problem: Option<String>,
    contradictions: Vec<String>,
    holes: Vec<String>,
    changes: Vec<String>,
    more_changes: usize,
    outlook: Option<Outlook>,
    people: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Edited {
    version: i64,
    text: String,
    act: String,
    accept_holes: bool,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/directory", get(show).post(edit))
        .layer(DefaultBodyLimit::max(MAX_TEXT_BYTES))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (version, directory) = &*web.engine.directory();
    let mut page = blank(&web, &who, &headers);
    page.version = *version;
    page.text = written(directory);
    page.holes = holes(directory, &page.desk.clock);
    page.people = directory.responders.iter().map(person).collect();
    Ok(page_with(StatusCode::OK, &page))
}

async fn edit(
    State(web): State<Web>,
    Admin(who): Admin,
    headers: HeaderMap,
    Form(edited): Form<Edited>,
) -> Result<Response, PageError> {
    let mut page = blank(&web, &who, &headers);
    page.version = edited.version;
    page.checked = true;
    page.text = edited.text.replace("\r\n", "\n");
    let directory = match read(&page.text) {
        Ok(directory) => directory,
        Err(problem) => {
            page.problem = Some(problem);
            page.checked = false;
            return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    page.contradictions = told(&engine::contradictions(&directory));
    if page.contradictions.is_empty() {
        page.holes = holes(&directory, &page.desk.clock);
    }
    let current = web.engine.directory();
    page.changes = words::difference(&current.1, &directory);
    page.more_changes = page.changes.len().saturating_sub(MAX_SHOWN);
    page.changes.truncate(MAX_SHOWN);
    let until = page.desk.clock.now.saturating_add(LOOK_AHEAD).unwrap_or(page.desk.clock.now);
    if page.contradictions.is_empty() {
        let ahead = Span::new(page.desk.clock.now, until);
        let clock = &page.desk.clock;
        page.outlook = ahead.map(|ahead| outlook::of(&current.1, &directory, ahead, clock));
    }
    if edited.act != "save" {
        return Ok(page_with(StatusCode::OK, &page));
    }
    let new = NewDirectory {
        directory,
        replaces: Some(edited.version),
        accept_holes: edited.accept_holes,
        by: who.by.name.clone(),
    };
    match web.engine.replace_directory(new).await {
        Ok(_) => return Ok(Redirect::to("/console/directory").into_response()),
        Err(EngineError::DirectoryInvalid(invalid)) => page.contradictions = told(&invalid),
        Err(EngineError::DirectoryHoles(found)) => {
            page.holes =
                found.iter().take(MAX_SHOWN).map(|one| hole(one, &page.desk.clock)).collect();
        }
        Err(error @ EngineError::DirectoryChanged) => page.problem = Some(error.to_string()),
        Err(error) => return Err(error.into()),
    }
    Ok(page_with(StatusCode::CONFLICT, &page))
}

fn blank(web: &Web, who: &SignedIn, headers: &HeaderMap) -> DirectoryPage {
    DirectoryPage {
        desk: Desk::of(web, who, "/console/directory", headers),
        said: None,
        version: 0,
        text: String::new(),
        may_edit: who.caller.may(Action::Administer).is_ok(),
        checked: false,
        problem: None,
        contradictions: Vec::new(),
        holes: Vec::new(),
        changes: Vec::new(),
        more_changes: 0,
        outlook: None,
        people: Vec::new(),
    }
}

/// Reads what was typed: TOML, or JSON if it starts like that.
fn read(text: &str) -> Result<Directory, String> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    toml::from_str(text).map_err(|error| error.to_string())
}

fn written(directory: &Directory) -> String {
    toml::to_string_pretty(directory).unwrap_or_else(|error| {
        tracing::error!(%error, "the directory cannot be written as TOML");
        serde_json::to_string_pretty(directory).unwrap_or_default()
    })
}

fn told(invalid: &[Invalid]) -> Vec<String> {
    invalid.iter().take(MAX_SHOWN).map(ToString::to_string).collect()
}

/// The holes of the next weeks, in words.
fn holes(directory: &Directory, clock: &Clock) -> Vec<String> {
    let until = clock.now.checked_add(LOOK_AHEAD).unwrap_or(clock.now);
    directory.holes(clock.now, until).iter().take(MAX_SHOWN).map(|one| hole(one, clock)).collect()
}

pub(super) fn hole(hole: &Hole, clock: &Clock) -> String {
    let when = match (hole.from, hole.until) {
        (Some(from), Some(until)) => format!(" ({} to {})", clock.plain(from), clock.plain(until)),
        (Some(from), None) => format!(" (from {})", clock.plain(from)),
        _ => String::new(),
    };
    format!("{}: {}{when}", hole.place, hole.problem)
}

fn person(person: &Responder) -> (String, String) {
    let ways: Vec<_> = person.contact.iter().map(|contact| contact.id.to_string()).collect();
    (person.name.clone(), ways.join(", "))
}
