//! `/console/devices`: the browsers and phones on which somebody takes notifications.

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{Redirect, Response},
    routing::{get, post},
};
use channels::push::Device;
use domain::directory::ContactKind;
use serde::Deserialize;

use super::Desk;
use crate::{SignedIn, Web, error::PageError, front::page, moment::Moment};

/// Nobody needs more.
const MAX_DEVICES: usize = 10;
/// So much of an address tells devices apart, and nobody reaches one with it.
const END_CHARS: usize = 12;

#[derive(Template)]
#[template(path = "console/devices.html")]
struct DevicesPage {
    desk: Desk,
    said: Option<&'static str>,
    devices: Vec<DeviceLine>,
    key: String,
    is_responder: bool,
    /// Whether the person's rules use notifications.
    is_used: bool,
}

#[derive(Debug)]
struct DeviceLine {
    id: String,
    name: String,
    /// The end of its address.
    end: String,
    added: Moment,
    taken: Option<Moment>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    said: String,
}

/// What a browser says of itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Offered {
    endpoint: String,
    p256dh: String,
    auth: String,
}

#[derive(Debug, Deserialize)]
struct Chosen {
    id: String,
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/console/devices", get(show).post(add))
        .route("/console/devices/remove", post(remove))
        .route("/console/devices/try", post(try_all))
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let desk = Desk::of(&web, &who, "/console/devices", &headers);
    let devices = web.engine.store().devices_of(&who.by.id).await?;
    let directory = web.engine.directory();
    let person = directory.1.responder(&who.by.id);
    let is_push = |kind: ContactKind| kind == ContactKind::Push;
    Ok(page(&DevicesPage {
        said: said(&asked.said),
        devices: devices.into_iter().map(|device| line(device, &desk)).collect(),
        key: web.engine.push_key(),
        is_responder: person.is_some(),
        is_used: person.is_some_and(|person| {
            let order = person.ring_order(web.engine.now());
            let kinds = order.iter().filter_map(|(_, id)| person.contact(id));
            kinds.into_iter().any(|contact| is_push(contact.kind))
        }),
        desk,
    }))
}

fn said(word: &str) -> Option<&'static str> {
    match word {
        "added" => Some("Turned on. Try it: nobody is called by that."),
        "removed" => Some("Removed: it is not called any more."),
        "enough" => Some("There are too many: remove one that you do not use."),
        "tried" => Some("A trial is on its way to all of your devices."),
        "none" => Some("There is no device to try yet."),
        _ => None,
    }
}

async fn add(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Form(offered): Form<Offered>,
) -> Result<Redirect, PageError> {
    let device = Device::read(&offered.endpoint, &offered.p256dh, &offered.auth)
        .map_err(|_| PageError::Incomplete("this browser gave no address for notifications"))?;
    if web.engine.directory().1.responder(&who.by.id).is_none() {
        return Err(PageError::Incomplete("only people in the directory are called"));
    }
    let known = web.engine.store().devices_of(&who.by.id).await?;
    let is_new = known.iter().all(|known| known.endpoint != device.endpoint);
    if is_new && known.len() >= MAX_DEVICES {
        return Ok(Redirect::to("/console/devices?said=enough"));
    }
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    web.engine.add_device(&who.by, name(agent.unwrap_or_default()), device).await?;
    Ok(Redirect::to("/console/devices?said=added"))
}

async fn remove(
    State(web): State<Web>,
    who: SignedIn,
    Form(chosen): Form<Chosen>,
) -> Result<Redirect, PageError> {
    web.engine.remove_device(&chosen.id, &who.by.id).await?;
    Ok(Redirect::to("/console/devices?said=removed"))
}

async fn try_all(State(web): State<Web>, who: SignedIn) -> Result<Redirect, PageError> {
    let has_any = !web.engine.store().devices_of(&who.by.id).await?.is_empty();
    let is_tried = has_any && web.engine.try_devices(&who.by.id).await?;
    Ok(Redirect::to(if is_tried {
        "/console/devices?said=tried"
    } else {
        "/console/devices?said=none"
    }))
}

fn line(device: store::Device, desk: &Desk) -> DeviceLine {
    let end = device.endpoint.char_indices().rev().nth(END_CHARS - 1);
    DeviceLine {
        end: end.map_or("", |(from, _)| &device.endpoint[from..]).to_owned(),
        id: device.id,
        name: device.name,
        added: desk.clock.moment(device.made_at),
        taken: desk.clock.maybe(device.taken_at),
    }
}

/// What a browser is, in a few words; the first that fits, as each claims to be others too.
fn name(agent: &str) -> String {
    let found = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = found(&[
        ("Firefox/", "Firefox"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("iPhone", "App"),
    ]);
    let system = found(&[
        ("Android", "Android"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "a Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => "A browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_browser_is_named_in_a_few_words() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
                "Firefox on Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
                 like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on an iPhone",
            ),
            ("<script>", "A browser"),
            ("", "A browser"),
        ] {
            assert_eq!(name(agent), expected);
        }
    }
}
