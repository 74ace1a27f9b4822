//! The requester's page of an emergency.

use askama::Template;
use axum::{http::HeaderMap, response::Response};
use domain::{Emergency, Happening, Input, Number, Phase, emergency::Bridge};

use super::{Asked, Line, Owner, is_by, said};
use crate::{
    Web,
    attachments::{self, FileLine, MAX_FILES},
    error::PageError,
    front::{Front, Reach, page},
    moment::{Clock, Moment, Ring},
    secret::new_secret,
};

#[derive(Template)]
#[template(path = "requester.html")]
struct RequesterPage {
    site: Front,
    t: &'static words::pages::Status,
    clock: Clock,
    token: String,
    number: String,
    state: &'static str,
    headline: String,
    ring: Option<Ring>,
    next_by: Option<Moment>,
    bridge: Option<BridgeLine>,
    /// The number on which they can be called into it.
    call_me: Option<String>,
    /// What is switched off of the customer's services, why, and until when.
    off: Vec<OffLine>,
    /// They are asked for their consent and have not answered.
    consent_asked: bool,
    /// Everybody was called, and nobody has answered.
    alarm: bool,
    restored: bool,
    can_reopen: bool,
    closed: bool,
    summary: String,
    received: Moment,
    said: Option<&'static str>,
    writing: bool,
    draft: String,
    key: String,
    max_files: usize,
    lines: Vec<Line>,
    files: Vec<FileLine>,
}

#[derive(Debug)]
struct OffLine {
    service: Option<String>,
    reason: String,
    until: Moment,
}

/// How to join the call, for a page.
#[derive(Debug)]
pub(crate) struct BridgeLine {
    /// Empty if one joins by telephone only.
    pub(crate) link: String,
    pub(crate) phone: Option<Reach>,
    pub(crate) pin: Option<String>,
    /// Whoever wants in is called.
    pub(crate) calls_people: bool,
}

impl BridgeLine {
    pub(crate) fn of(emergency: &Emergency) -> Option<Self> {
        let bridge = emergency.bridge.clone()?;
        // Only what browsers open as a page: the link of a bridge is configured, not trusted.
        let is_web = ["https://", "http://"].iter().any(|start| bridge.link.starts_with(start));
        let calls_people = bridge.is_conference();
        let link = match bridge.link.as_str() {
            "" => String::new(),
            _ if is_web => bridge.link,
            _ => "#".to_owned(),
        };
        let phone = bridge.phone.map(Reach::one);
        Some(Self { link, phone, pin: bridge.pin, calls_people })
    }
}

/// The ring until the next word is due.
pub(crate) fn ring(emergency: &Emergency, clock: &Clock) -> Option<Ring> {
    emergency.promise.due.map(|due| clock.ring(emergency.promise.last_word_at, due))
}

fn off_lines(web: &Web, emergency: &Emergency, clock: &Clock) -> Vec<OffLine> {
    let switches = web.engine.switches();
    let is_told = emergency.switch_off && !emergency.of_several;
    let organization = emergency.organization.as_ref().filter(|_| is_told);
    let saved = organization.and_then(|organization| switches.of(organization));
    let positions = saved.into_iter().flat_map(|saved| &saved.switch.positions);
    let off = positions.filter_map(|(scope, position)| Some((scope, position.off.as_ref()?)));
    let off = off.filter(|(_, off)| off.until > clock.now);
    off.map(|(scope, off)| OffLine {
        service: scope.service().map(str::to_owned),
        reason: off.reason.clone(),
        until: clock.moment(off.until),
    })
    .collect()
}

/// Where it stands. When the next word comes stands below it, and ticks.
fn state_line(emergency: &Emergency, reader: &words::Reader) -> String {
    let mut without_promise = emergency.clone();
    without_promise.promise.due = None;
    words::headline(&without_promise, reader)
}

pub(super) async fn show(
    web: &Web,
    owner: &Owner,
    number: Number,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let store = web.engine.store();
    let saved = store.emergency(number).await?.ok_or(PageError::NotFound)?;
    let emergency = &saved.emergency;
    let input = Input::StillBroken { from: owner.from(), note: None };
    let clock = owner.clock(web, headers);
    let reader = owner.reader(web, &clock);
    let entries = store.timeline(number).await?;
    let visible = entries.iter().rev().map(|entry| &entry.fact).filter(|fact| {
        let is_in_call = matches!(fact.happening, Happening::CameToCall | Happening::LeftCall);
        let is_own = is_by(fact, &owner.row) && !is_in_call;
        fact.happening.visible_to_requester() || is_own
    });
    let lines = visible
        .map(|fact| Line {
            at: clock.moment(fact.at),
            text: words::timeline::sentence(fact, &reader, true),
            note: None,
            own: is_by(fact, &owner.row),
        })
        .collect();
    let mut own_files = store.attachments_of(number).await?;
    own_files.retain(|file| file.requester.as_ref() == Some(&owner.row.id));
    let closed = emergency.is_closed();
    let restored = matches!(emergency.phase, Phase::Restored { .. });
    let site = Front::speaking(&web.site, owner.language);
    Ok(page(&RequesterPage {
        said: said(asked.said.as_deref(), &site.t.said),
        t: &site.t.status,
        site,
        token: owner.token.clone(),
        number: number.to_string(),
        state: words::names::state(emergency, &reader),
        headline: state_line(emergency, &reader),
        ring: ring(emergency, &clock).map(Ring::big),
        next_by: clock.maybe(emergency.promise.due),
        bridge: BridgeLine::of(emergency).filter(|_| !closed),
        call_me: owner
            .row
            .requester
            .phone
            .clone()
            .filter(|_| !closed && emergency.bridge.as_ref().is_some_and(Bridge::is_conference)),
        off: off_lines(web, emergency, &clock),
        consent_asked: !closed
            && emergency.consent.as_ref().is_some_and(|consent| consent.answer.is_none())
            && emergency.speaks_for_customer(
                &web.engine.directory().1,
                owner.row.requester.email.as_deref(),
            ),
        alarm: emergency.phase == Phase::Unanswered && emergency.ladder.round > 1,
        restored,
        can_reopen: (restored || closed) && web.would_take(&saved, input),
        closed,
        summary: owner.row.summary.clone(),
        received: clock.moment(owner.row.joined_at),
        writing: asked.writing.is_some(),
        draft: asked.draft.clone(),
        key: new_secret(),
        max_files: MAX_FILES,
        lines,
        files: attachments::lines(&own_files, &format!("/r/{}/files", owner.token)),
        clock,
    }))
}
