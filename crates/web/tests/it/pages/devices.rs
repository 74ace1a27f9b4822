//! Notifications on a phone: turned on, tried, answered, forgotten.

use axum::http::StatusCode;
use channels::{To, push::Push, wall::Fault};
use domain::directory::ContactKind;

use super::reported;
use crate::{app::TestApp, browser::Browser};

const PHONE: &str = "https://push.example/to/anas-phone";
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// As the script of the page does.
async fn turn_on(browser: &mut Browser<'_>, endpoint: &str) {
    browser.open("/console/devices").await;
    let mut form = browser.form("/console/devices");
    form.fill("endpoint", endpoint);
    form.fill("p256dh", P256DH);
    form.fill("auth", AUTH);
    browser.submit(form).await;
}

fn pushes(app: &TestApp) -> Vec<Push> {
    let shown = app.wall.messages_since(0);
    let pushes = shown.iter().filter_map(|one| match &one.outgoing.to {
        To::Push(push) => Some((**push).clone()),
        To::Mail { .. }
        | To::Sms { .. }
        | To::Call { .. }
        | To::Note { .. }
        | To::Webhook { .. } => None,
    });
    pushes.collect()
}

#[tokio::test]
async fn a_page_is_answered_on_the_notification() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open("/console/devices").await;
    assert!(ana.page.text().contains("None yet"), "{}", ana.page.text());
    turn_on(&mut ana, PHONE).await;
    let text = ana.page.text();
    assert!(text.contains("Turned on.") && !text.contains("do not use them"), "{text}");
    let directory = app.engine.directory();
    let person = directory.1.responder(&"ana".into()).unwrap();
    assert_eq!(person.contact.last().unwrap().kind, ContactKind::Push);
    assert_eq!(person.ring_order(app.engine.now())[0].0, jiff::SignedDuration::ZERO);
    assert_eq!(directory.1.contradictions(), []);

    let text = ana.press("/console/devices/try").await.text();
    assert!(text.contains("A trial is on its way"), "{text}");
    app.engine.settle().await;
    assert_eq!(pushes(&app).last().unwrap().reply_url, None, "a trial answers nothing");

    reported(&app, "Maria", "The checkout is empty").await;
    let page = pushes(&app).into_iter().next_back().unwrap();
    assert_eq!((page.device.endpoint.as_str(), page.note.is_page), (PHONE, true));
    assert_eq!(page.key.public(), app.engine.push_key());
    let reply = page.reply_url.unwrap();
    let path = reply.strip_prefix(crate::app::PUBLIC_URL).unwrap().to_owned();
    let form = "application/x-www-form-urlencoded";
    for text in ["1001 res", "off", "ill", "", "1001 dep", "st"] {
        let answer = app.post_raw(&path, form, format!("text={text}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{text}: {}", answer.text());
    }
    let number = domain::Number(1001);
    let state = || async { app.engine.store().emergency(number).await.unwrap().unwrap().emergency };
    assert!(state().await.responder().is_none(), "a link says yes or no and nothing else");
    let yes = page.note.choices[0].reply.replace(' ', "+");
    let answer = app.post_raw(&path, form, format!("text={yes}")).await;
    assert!(answer.text().contains("E-1001"), "{}", answer.text());
    assert_eq!(state().await.responder().unwrap().name, "Ana Ruiz");
    let forged = app.post_raw("/a/bm9wZQ/reply", form, "text=1001+ok").await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_phone_that_is_gone_is_forgotten_and_the_page_goes_on() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    turn_on(&mut ana, PHONE).await;
    turn_on(&mut ana, "https://push.example/to/anas-laptop").await;
    app.wall.set_fault(PHONE, Some(Fault::Gone));
    reported(&app, "Maria", "The checkout is empty").await;
    let devices = app.engine.store().devices_of(&"ana".into()).await.unwrap();
    assert_eq!(devices.len(), 1);
    assert!(devices[0].taken_at.is_some() && devices[0].endpoint.ends_with("laptop"));
    assert_eq!(pushes(&app).len(), 1);

    app.wall.set_fault("https://push.example/to/anas-laptop", Some(Fault::Gone));
    reported(&app, "Jo", "The warehouse is down").await;
    assert_eq!(app.engine.store().devices_of(&"ana".into()).await.unwrap(), []);
    let calls = app.wall.messages_since(0);
    let is_sms = |one: &&std::sync::Arc<channels::wall::Shown>| one.to == "+15550100001";
    assert!(calls.iter().filter(is_sms).count() >= 2, "her other ways are used");
}

#[tokio::test]
async fn nobody_turns_on_what_is_no_device_or_removes_anothers() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    turn_on(&mut ana, PHONE).await;
    let id = app.engine.store().devices_of(&"ana".into()).await.unwrap()[0].id.clone();
    let mut ben = Browser::signed_in(&app, "ben").await;
    for endpoint in ["", "http://push.example/x", "https://a:b@c/", "javascript:alert(1)"] {
        turn_on(&mut ben, endpoint).await;
        assert!(ben.status.is_client_error(), "{endpoint}: {}", ben.status);
    }
    ben.open("/console/devices").await;
    turn_on(&mut ben, "https://push.example/to/bens").await;
    let mut form = ben.form("/console/devices/remove");
    form.fill("id", &id);
    ben.submit(form).await;
    assert_eq!(app.engine.store().devices_of(&"ana".into()).await.unwrap().len(), 1);
    for device in 0..30 {
        turn_on(&mut ben, &format!("https://push.example/{device}")).await;
    }
    assert!(ben.page.text().contains("too many"), "{}", ben.page.text());
    let anonymous = app.get("/console/devices").await;
    assert_eq!(anonymous.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_app_and_its_worker_are_there_under_a_strict_policy() {
    let app = TestApp::new().await;
    for (path, kind) in [
        ("/app.webmanifest", "application/manifest+json"),
        ("/worker.js", "text/javascript; charset=utf-8"),
        ("/static/icon-192.png", "image/png"),
        ("/static/icon-512.png", "image/png"),
    ] {
        let answer = app.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, kind),
            "{path}"
        );
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    }
    let manifest = app.get("/app.webmanifest").await.json();
    for icon in manifest["icons"].as_array().unwrap() {
        assert_eq!(app.get(icon["src"].as_str().unwrap()).await.status, StatusCode::OK);
    }
}
