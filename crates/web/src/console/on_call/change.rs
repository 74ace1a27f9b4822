//! `/console/on-call/change`: somebody else takes this. What it does is shown before it is saved.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    Directory, ScheduleId,
    directory::{Override, Schedule},
    span::Span,
};
use engine::{EngineError, LOOK_AHEAD, NewDirectory};
use jiff::{Timestamp, ToSpan, civil::DateTime};
use serde::Deserialize;

use super::{form_urlencoded, name};
use crate::{
    SignedIn, Web,
    console::{
        Desk,
        outlook::{self, Outlook},
    },
    error::PageError,
    front::page_with,
};

/// Overrides that are over for longer than this many days are not offered to be removed.
const OVER_DAYS: i64 = 1;

#[derive(Template)]
#[template(path = "console/change.html")]
struct ChangePage {
    desk: Desk,
    version: i64,
    asked: Asked,
    schedules: Vec<(String, String)>,
    zone: String,
    people: Vec<(String, String)>,
    problem: Option<String>,
    outlook: Option<Outlook>,
    overrides: Vec<OverrideLine>,
}

/// What the form holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    schedule: String,
    responder: String,
    from: String,
    until: String,
    /// Who is on call there now.
    now: String,
    /// `look`: what would happen? `remove`: what if this override goes? Else an empty form.
    act: String,
    version: i64,
    accept_holes: bool,
}

#[derive(Debug)]
struct OverrideLine {
    who: String,
    from: String,
    until: String,
    link: String,
}

/// Why nothing can be shown yet.
#[derive(Debug, thiserror::Error)]
enum Wanting {
    #[error("There is no such schedule: choose one.")]
    Schedule,
    #[error("Choose who takes it.")]
    Responder,
    #[error("Write when it begins and ends, as 2026-12-24T18:00.")]
    Times,
    #[error("It has to end after it begins.")]
    Backwards,
    #[error("This override is not there any more. Somebody may have removed it already.")]
    Gone,
}

pub(super) fn router() -> Router<Web> {
    Router::new().route("/console/on-call/change", get(show).post(save))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let kept = web.engine.directory();
    who.caller.may_plan(&kept.1)?;
    let desk = Desk::of(&web, &who, "/console/on-call", &headers);
    let looks = !asked.act.is_empty();
    let mut page = ChangePage::new(desk, &kept, asked);
    if looks {
        page.look(&kept.1);
    }
    let status =
        if page.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page_with(status, &page))
}

async fn save(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, PageError> {
    let kept = web.engine.directory();
    who.caller.may_plan(&kept.1)?;
    let (removes, version) = (asked.act == "remove", asked.version);
    let accepts = asked.accept_holes;
    let desk = Desk::of(&web, &who, "/console/on-call", &headers);
    let mut page = ChangePage::new(desk, &kept, asked);
    let mut directory = match changed(&kept.1, &page.asked) {
        Ok(directory) => directory,
        Err(wanting) => {
            page.problem = Some(wanting.to_string());
            return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    page.look(&kept.1);
    let makes_holes = page.outlook.as_ref().is_some_and(|outlook| !outlook.made.is_empty());
    if makes_holes && !accepts {
        return Ok(page_with(StatusCode::CONFLICT, &page));
    }
    accept_new_holes(&kept.1, &mut directory, web.engine.now());
    let new = NewDirectory {
        directory,
        replaces: Some(version),
        accept_holes: false,
        by: who.by.name.clone(),
    };
    match web.engine.amend_directory(new).await {
        Ok(_) => {
            let said = if removes { "removed" } else { "added" };
            Ok(Redirect::to(&format!("/console/on-call?said={said}")).into_response())
        }
        Err(EngineError::DirectoryChanged) => {
            let kept = web.engine.directory();
            let mut page = ChangePage { version: kept.0, ..page };
            page.look(&kept.1);
            let changed = "Somebody has changed the directory meanwhile, and nothing of yours was \
                           saved. Below is what it would do now: look again, then save.";
            page.problem.get_or_insert_with(|| changed.to_owned());
            Ok(page_with(StatusCode::CONFLICT, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// By name, those that this change makes and that were shown. Those that were there before stay as
/// they are: accepted or in sight.
fn accept_new_holes(before: &Directory, then: &mut Directory, now: Timestamp) {
    let until = now.saturating_add(LOOK_AHEAD).unwrap_or(now);
    let known: BTreeSet<_> = before.holes(now, until).into_iter().map(|hole| hole.name).collect();
    let new = then.holes(now, until).into_iter().map(|hole| hole.name);
    let new: Vec<_> =
        new.filter(|name| !known.contains(name) && !then.accept.contains(name)).collect();
    then.accept.extend(new);
}

impl ChangePage {
    fn new(desk: Desk, (version, directory): &(i64, Directory), mut asked: Asked) -> Self {
        let chosen = directory.schedule(&ScheduleId::from(asked.schedule.as_str()));
        let chosen = chosen.or_else(|| directory.schedules.first());
        asked.schedule = chosen.map(|one| one.id.to_string()).unwrap_or_default();
        let schedules = directory.schedules.iter();
        let people = directory.responders.iter();
        Self {
            version: *version,
            schedules: schedules
                .map(|one| (one.id.to_string(), one.time_zone.replace('_', " ")))
                .collect(),
            zone: chosen.map(|one| one.time_zone.replace('_', " ")).unwrap_or_default(),
            people: people.map(|one| (one.id.to_string(), one.name.clone())).collect(),
            problem: None,
            outlook: None,
            overrides: chosen.map(|one| overrides(one, directory, &desk)).unwrap_or_default(),
            asked,
            desk,
        }
    }

    /// What would happen if it were saved now.
    fn look(&mut self, directory: &Directory) {
        let then = match changed(directory, &self.asked) {
            Ok(then) => then,
            Err(wanting) => {
                self.problem = Some(wanting.to_string());
                return;
            }
        };
        let now = self.desk.clock.now;
        let end = self.asked.span(directory).map_or(now, |span| span.until);
        let until = now.saturating_add(LOOK_AHEAD).unwrap_or(now).max(end);
        let Some(ahead) = Span::new(now, until) else { return };
        self.outlook = Some(outlook::of(directory, &then, ahead, &self.desk.clock));
    }

    fn removes(&self) -> bool {
        self.asked.act == "remove"
    }

    /// Who is there now, by name.
    fn there_now(&self) -> Option<&str> {
        self.people.iter().find(|(id, _)| *id == self.asked.now).map(|(_, name)| name.as_str())
    }
}

impl Asked {
    fn read(&self) -> Result<Override, Wanting> {
        let time = |text: &str| text.parse::<DateTime>().map_err(|_| Wanting::Times);
        let (from, until) = (time(&self.from)?, time(&self.until)?);
        if until <= from {
            return Err(Wanting::Backwards);
        }
        Ok(Override { responder: self.responder.as_str().into(), from, until, note: None })
    }

    fn span(&self, directory: &Directory) -> Option<Span> {
        let schedule = directory.schedule(&ScheduleId::from(self.schedule.as_str()))?;
        let zone = domain::zone::named(&schedule.time_zone)?;
        let over = self.read().ok()?;
        let when = |local: DateTime| zone.to_timestamp(local).ok();
        Span::new(when(over.from)?, when(over.until)?)
    }
}

/// The directory with the override added, or without it.
fn changed(directory: &Directory, asked: &Asked) -> Result<Directory, Wanting> {
    let over = asked.read()?;
    if directory.responder(&over.responder).is_none() {
        return Err(Wanting::Responder);
    }
    let mut then = directory.clone();
    let id = ScheduleId::from(asked.schedule.as_str());
    let schedule = then.schedules.iter_mut().find(|one| one.id == id).ok_or(Wanting::Schedule)?;
    if asked.act == "remove" {
        let place = schedule.overrides.iter().position(|one| *one == over).ok_or(Wanting::Gone)?;
        schedule.overrides.remove(place);
    } else {
        schedule.overrides.push(over);
    }
    Ok(then)
}

/// Those that are not over, the next one first.
fn overrides(schedule: &Schedule, directory: &Directory, desk: &Desk) -> Vec<OverrideLine> {
    let zone = domain::zone::named(&schedule.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = zone.to_datetime(desk.clock.now).saturating_sub(OVER_DAYS.days());
    let mut coming: Vec<_> = schedule.overrides.iter().filter(|one| one.until > today).collect();
    coming.sort_by_key(|one| one.from);
    let shown = |at: DateTime| at.strftime("%a %-d %b %Y, %H:%M").to_string();
    let line = |one: &Override| OverrideLine {
        who: name(directory, &one.responder),
        from: shown(one.from),
        until: shown(one.until),
        link: format!(
            "/console/on-call/change?{}",
            form_urlencoded(&[
                ("act", "remove"),
                ("schedule", schedule.id.as_str()),
                ("responder", one.responder.as_str()),
                ("from", &one.from.to_string()),
                ("until", &one.until.to_string()),
            ])
        ),
    };
    coming.into_iter().map(line).collect()
}
