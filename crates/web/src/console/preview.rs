//! The exact words, and to how many people, before they go.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Request, State},
    http::HeaderMap,
    response::{Redirect, Response},
    routing::post,
};
use domain::{
    Input, Milestone,
    effect::Effect,
    message::{Content, Message},
};
use store::Saved;

use super::{Desk, acting::Acting, emergency::Asked};
use crate::{SignedIn, Web, error::PageError, form::Form, front::page};

#[derive(Template)]
#[template(path = "console/preview.html")]
struct PreviewPage {
    desk: Desk,
    base: String,
    number: String,
    heading: String,
    refused: Option<String>,
    audience: String,
    subject: String,
    text: String,
    key: String,
    act: String,
    note: String,
    resolution: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/emergencies/{number}/preview", post(preview))
        .route("/console/emergencies/{number}/edit", post(edit))
        .route("/console/emergencies/{number}/tell", post(tell))
}

async fn preview(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let desk = Desk::of(&web, &acting.who, "", &headers);
    let saved = web.engine.store().emergency(acting.number).await?.ok_or(PageError::NotFound)?;
    let input = input(&acting)?;
    let (message, refused) = match web.look_ahead(&saved, input) {
        Ok(transition) => {
            let news = transition.effects.into_iter().find_map(|effect| match effect {
                Effect::Tell { news, .. } => Some(news),
                Effect::Ring { .. }
                | Effect::Hush { .. }
                | Effect::Notify { .. }
                | Effect::Announce(_) => None,
            });
            let about = transition.next.brief(saved.requesters);
            (news.map(|news| Message { about, content: Content::News(news) }), None)
        }
        Err(refused) => (None, Some(refused.to_string())),
    };
    let reader = web.reader_of_first(&saved, &desk).await?;
    let (subject, text) = message.map_or_else(
        || ("Nothing is sent".to_owned(), "The requesters are not told of this.".to_owned()),
        |message| {
            let mail = words::mail(&message, &reader);
            (mail.subject, mail.text)
        },
    );
    let form = &acting.form;
    Ok(page(&PreviewPage {
        base: format!("/console/emergencies/{}", acting.number),
        number: acting.number.to_string(),
        heading: heading(form, &reader),
        refused,
        audience: audience(saved.requesters),
        subject,
        text,
        key: form.key.clone(),
        act: form.text("act").to_owned(),
        note: form.text("note").to_owned(),
        resolution: form.text("resolution").to_owned(),
        desk,
    }))
}

/// Back to the emergency, with what was written so far.
async fn edit(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let asked = Asked::with_draft(acting.form.text("note"));
    web.emergency_page(&acting.who, acting.number, &asked, &headers).await
}

/// Sends it. A form that is sent twice counts once.
async fn tell(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    request: Request,
) -> Result<Redirect, PageError> {
    let acting = web.acting_on(who, &number, request).await?;
    let said = if acting.form.is("act", "close") { "closed" } else { "told" };
    let scope = format!("console:{}", acting.number);
    if web.engine.store().remembered(&scope, &acting.form.key).await?.is_some() {
        return Ok(acting.back(said));
    }
    web.engine.apply(acting.number, input(&acting)?).await?;
    web.engine.remember_answer(&scope, &acting.form.key, "true").await?;
    Ok(acting.back(said))
}

/// What the pressed button means.
fn input(acting: &Acting) -> Result<Input, PageError> {
    let (by, note) = (acting.who.by.clone(), acting.form.filled("note"));
    let act = acting.form.text("act");
    if let Some(name) = act.strip_prefix("milestone:") {
        let milestone: Milestone =
            name.parse().map_err(|_| PageError::Incomplete("press one of the milestones"))?;
        return Ok(Input::Milestone { by, milestone, note });
    }
    match act {
        "update" => Ok(Input::Update { by, text: note.unwrap_or_default(), visible: true }),
        "close" => {
            let resolution = acting.form.filled("resolution");
            let resolution = resolution.ok_or(PageError::Incomplete("choose how it ended"))?;
            Ok(Input::Close { by, resolution, note })
        }
        _ => Err(PageError::Incomplete("press one of the buttons")),
    }
}

fn heading(form: &Form, reader: &words::Reader) -> String {
    let act = form.text("act");
    let milestone = act.strip_prefix("milestone:").and_then(|name| name.parse().ok());
    match milestone {
        Some(milestone) => {
            format!("“{}”: look before it goes", words::names::milestone(milestone, reader))
        }
        None if act == "close" => "Closing: look before it goes".to_owned(),
        None => "An update: look before it goes".to_owned(),
    }
}

fn audience(requesters: u64) -> String {
    if requesters == 1 { "1 person".to_owned() } else { format!("{requesters} people") }
}

impl Web {
    /// The first requester's side of the message.
    async fn reader_of_first(
        &self,
        saved: &Saved,
        desk: &Desk,
    ) -> Result<words::Reader, PageError> {
        let first = self.engine.store().requesters_of(saved.emergency.number, 1).await?;
        let first = first.into_iter().next();
        let requester = first.as_ref().map(|row| &row.requester);
        Ok(words::Reader {
            locale: requester.and_then(|one| one.locale.clone()).unwrap_or_default(),
            time_zone: requester.and_then(|one| one.time_zone.clone()).unwrap_or_default(),
            link: Some("(their own private link)".to_owned()),
            ..desk.reader(self)
        })
    }
}
