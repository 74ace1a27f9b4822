//! Contact methods, verified: by link, signed in, over the API, and by what comes with a page.

use axum::http::{Method, StatusCode};
use channels::wall::Kind;
use domain::proof::ProvedBy;
use engine::Link;
use serde_json::json;

use crate::{app::TestApp, browser::Browser};

/// The code of the newest message over this kind of way.
async fn code(app: &TestApp, kind: Kind) -> String {
    app.engine.settle().await;
    let shown = app.wall.messages_since(0);
    let shown = shown.iter().rev().find(|shown| shown.kind == kind).expect("it was sent");
    shown.text.chars().filter(char::is_ascii_digit).take(6).collect()
}

async fn proved(app: &TestApp, responder: &str) -> Vec<Option<ProvedBy>> {
    let ways = app.engine.contact_ways(&responder.into()).await.unwrap();
    ways.iter().map(|way| way.proof.proved.map(|proved| proved.by)).collect()
}

#[tokio::test]
async fn by_link_a_code_is_asked_for_and_entered() {
    let app = TestApp::new().await;
    let path = format!("/d/{}/contacts", app.engine.link_token(&Link::Duty("ana".into())));
    let mut phone = Browser::new(&app);
    let text = phone.open(&path).await.text();
    assert!(text.contains("Not verified") && text.contains("Send me a code"), "{text}");
    assert!(app.engine.store().proofs().await.unwrap().is_empty(), "looking changes nothing");

    let form = |text: &str| Some(text.to_owned());
    let sent = phone.ask(Method::POST, &format!("{path}/code"), form("contact=sms")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let text = phone.open(&path).await.text();
    assert!(text.contains("six digits"), "{text}");
    let wrong =
        phone.ask(Method::POST, &format!("{path}/enter"), form("contact=sms&code=12")).await;
    let text = wrong.text();
    assert!(text.contains("That is not the code (tries left: 4)"), "{text}");
    let right = format!("contact=sms&code={}", code(&app, Kind::Sms).await);
    let done = phone.ask(Method::POST, &format!("{path}/enter"), Some(right)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let text = phone.open(&format!("{path}?said=verified")).await.text();
    assert!(text.contains("Verified: pages over it reach you"), "{text}");
    assert_eq!(proved(&app, "ana").await[0], Some(ProvedBy::Code));

    for (path, body) in
        [("/d/x/contacts/code", "contact=sms"), (&*format!("{path}/steal"), "contact=sms")]
    {
        let answer = phone.ask(Method::POST, path, form(body)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let gone = phone.ask(Method::POST, &format!("{path}/code"), form("contact=%00pager")).await;
    assert!(gone.text().contains("There is no such contact method"), "{}", gone.text());
    let again = phone.ask(Method::POST, &format!("{path}/code"), form("contact=sms")).await;
    assert!(again.text().contains("A code was sent a moment ago"), "{}", again.text());
}

#[tokio::test]
async fn signed_in_it_is_the_same_page() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let text = ana.open("/console/contacts").await.text();
    assert!(text.contains("Have two of them verified"), "{text}");
    let form = Some("contact=sms".to_owned());
    let sent = ana.ask(Method::POST, "/console/contacts/code", form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let text = ana.open("/console/duty").await.text();
    assert!(text.contains("My contact methods"), "{text}");
}

#[tokio::test]
async fn the_api_serves_ones_own_and_an_admin_everybodys() {
    let app = TestApp::new().await;
    let (ana, ben, admin) = (app.as_token("ana"), app.as_token("ben"), app.as_token("admin"));
    let base = "/api/v1/responders/ana/contacts";
    let listed = ana.get(base).await.json();
    assert_eq!(
        listed[0],
        json!({ "id": "sms", "kind": "sms", "verified": false,
        "verified_at": null, "code_lapses_at": null }),
        "{listed}"
    );
    for (who, status) in
        [(&ben, StatusCode::FORBIDDEN), (&app, StatusCode::UNAUTHORIZED), (&admin, StatusCode::OK)]
    {
        assert_eq!(who.get(base).await.status, status);
    }
    let sent = admin.post(&format!("{base}/sms/code"), &json!({})).await;
    assert_eq!(sent.json()["lapses_at"], "2026-11-23T07:20:00Z", "{}", sent.shown());
    let stolen = ben.post(&format!("{base}/sms/verify"), &json!({ "code": "123456" })).await;
    assert_eq!(stolen.status, StatusCode::FORBIDDEN);
    let empty = ana.post(&format!("{base}/sms/verify"), &json!({})).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.shown());
    let wrong = ana.post(&format!("{base}/sms/verify"), &json!({ "code": "12345" })).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT, "{}", wrong.shown());
    let code = code(&app, Kind::Sms).await;
    let done = ana.post(&format!("{base}/sms/verify"), &json!({ "code": code })).await;
    assert_eq!(done.json()[0]["verified"], true, "{}", done.shown());
    let nobody = admin.get("/api/v1/responders/zoe/contacts").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let figures = app.get("/metrics").await.text();
    assert!(figures.contains("frontline_unverified_people "), "{figures}");
}

#[tokio::test]
async fn a_tap_in_a_message_proves_the_way_of_that_message_and_opening_it_nothing() {
    let app = TestApp::new().await;
    let body = json!({ "summary": "Checkout is down", "impact": "outage",
        "requester": { "name": "Ria", "email": "ria@acme.example" } });
    app.post("/api/v1/requests", &body).await;
    app.engine.settle().await;
    let shown = app.wall.messages_since(0);
    let page = shown.iter().find(|shown| shown.kind == Kind::Sms).expect("Ana is called");
    let at = page.text.find("/a/").expect("a link");
    let path = page.text[at..].split_whitespace().next().expect("its end").to_owned();
    let mut phone = Browser::new(&app);
    phone.open(&path).await;
    assert_eq!(proved(&app, "ana").await.iter().flatten().count(), 0);
    phone.press(&format!("{path}/answer")).await;
    assert_eq!(proved(&app, "ana").await[0], Some(ProvedBy::Answer));
    assert_eq!(proved(&app, "ana").await.iter().flatten().count(), 1, "that way and no other");
}
