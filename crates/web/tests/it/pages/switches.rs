//! `/console/switches`

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{mails, reported};
use crate::{app::TestApp, browser::Browser};

#[tokio::test]
async fn a_responder_switches_off_and_on_with_a_tap() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    let context = json!({"context": {"targetingKey": "acme"}});
    app.as_token("acme-key").post("/ofrep/v1/evaluate/flags", &context).await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let page = ana.open("/console/switches/acme").await.text();
    for says in ["checkout, search", "acme-key: asked", "Any responder may switch off."] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let mut form = ana.form("/console/switches/acme/off");
    form.fill("reason", "Orders are lost");
    form.fill("minutes", "60");
    let page = ana.submit(form).await.text();
    assert!(page.contains("Services are off. Everybody concerned is being told."), "{page}");
    assert!(page.contains("Ana Ruiz switched off all services until"), "{page}");
    let list = ana.open("/console/switches").await.text();
    assert!(list.contains("Services are off for 1 customer"), "{list}");
    ana.open("/console/switches/acme").await;
    let page = ana.press("/console/switches/acme/on").await.text();
    assert!(page.contains("Services are on. Everybody concerned is being told."), "{page}");
}

#[tokio::test]
async fn the_second_person_confirms_in_the_console() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open("/console/switches/duo").await;
    let mut form = ana.form("/console/switches/duo/off");
    form.fill("reason", "Orders are lost");
    let page = ana.submit(form).await.text();
    assert!(page.contains("Services stay on until a second person confirms."), "{page}");
    let own = ana.ask(Method::POST, "/console/switches/duo/confirm", Some(String::new())).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.text().contains("a second person has to confirm"), "{}", own.text());
    let mut ben = Browser::signed_in(&app, "ben").await;
    ben.open("/console/switches/duo").await;
    let page = ben.press("/console/switches/duo/confirm").await.text();
    assert!(page.contains("confirmed by Ben Okafor"), "{page}");
}

#[tokio::test]
async fn where_nobody_may_the_page_says_who_can_change_that() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let page = ana.open("/console/switches/free").await.text();
    assert!(page.contains("Nobody may: an administrator can allow it"), "{page}");
    assert!(page.contains("No software has a key for this switch."), "{page}");
    ana.open("/console/switches/nowhere").await;
    assert_eq!(ana.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_customer_is_asked_and_answers_by_name() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    let own = maria.path.clone();
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open("/console/switches/acme").await;
    let mut form = ana.form("/console/switches/acme/off");
    form.fill("reason", "Orders are lost");
    form.action = "/console/switches/acme/consent".to_owned();
    let page = ana.submit(form).await.text();
    assert!(page.contains("The customer was asked and has not answered"), "{page}");
    app.engine.settle().await;
    let mail = mails(&app, "maria@acme.example").pop().unwrap();
    assert!(mail.contains("may we switch services off for Acme Stores"), "{mail}");
    assert!(mail.contains(&format!("{own}/consent")), "{mail}");

    let page = maria.open(&own).await.text();
    assert!(page.contains("We ask for your consent"), "{page}");
    let page = maria.open(&format!("{own}/consent")).await.text();
    for says in ["checkout and search", "4 hours at most", "Orders are lost", "Ana Ruiz asked"] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let page = ana.open("/console/switches/acme").await.text();
    assert!(page.contains("has not answered"), "opening the link changes nothing: {page}");

    let mut form = maria.form(&format!("{own}/consent"));
    form.fill("name", "  ");
    form.fill("answer", "yes");
    maria.submit(form).await;
    assert_eq!(maria.status, StatusCode::CONFLICT, "an answer needs a name");
    maria.open(&format!("{own}/consent")).await;
    let mut form = maria.form(&format!("{own}/consent"));
    form.fill("name", "Maria Lopez");
    form.fill("answer", "yes");
    let page = maria.submit(form).await.text();
    assert!(page.contains("Nothing is off yet."), "{page}");

    ana.open("/console/switches/acme").await;
    let mut form = ana.form("/console/switches/acme/off");
    form.fill("reason", "Orders are lost");
    form.fill("minutes", "60");
    let page = ana.submit(form).await.text();
    assert!(page.contains("Maria Lopez agreed for the customer"), "{page}");
    assert!(page.contains("Acme Stores: all services are off"), "{page}");
    app.engine.settle().await;
    let mail = mails(&app, "maria@acme.example").pop().unwrap();
    assert!(mail.contains("Our services are switched off for now, until"), "{mail}");
    let page = maria.open(&own).await.text();
    assert!(page.contains("Our services are switched off for you until"), "{page}");
}

#[tokio::test]
async fn nobody_else_can_answer_for_the_customer() {
    let app = TestApp::new().await;
    let maria = reported(&app, "Maria", "Down").await;
    let own = maria.path.clone();
    let mut stranger = Browser::new(&app);
    let body = Some("answer=yes&name=Eve".to_owned());
    let refused = stranger.ask(Method::POST, "/r/AAAA/consent", body.clone()).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let unasked = stranger.ask(Method::POST, &format!("{own}/consent"), body).await;
    assert_eq!(unasked.status, StatusCode::CONFLICT);
    assert!(unasked.text().contains("a responder can ask for it"), "{}", unasked.text());
    let unclear = Some("name=Maria".to_owned());
    let unclear = stranger.ask(Method::POST, &format!("{own}/consent"), unclear).await;
    assert!(unclear.status.is_client_error(), "{}", unclear.status);
}

#[tokio::test]
async fn the_console_confirms_only_what_it_showed() {
    let app = TestApp::new().await;
    let mut ben = Browser::signed_in(&app, "ben").await;
    let off = json!({"state": "disabled", "reason": "Orders are lost"});
    let ana = app.as_token("ana");
    crate::api::switch::put(&ana, "duo", &off).await;
    ben.open("/console/switches/duo").await;
    let stale = ben.form("/console/switches/duo/confirm");
    crate::api::switch::put(&ana, "duo", &json!({"state": "enabled"})).await;
    app.pass("1m").await;
    crate::api::switch::put(&ana, "duo", &off).await;
    let page = ben.submit(stale).await.text();
    assert_eq!(ben.status, StatusCode::CONFLICT);
    assert!(page.contains("any responder can ask for it again"), "{page}");
    ben.open("/console/switches/duo").await;
    let page = ben.press("/console/switches/duo/confirm").await.text();
    assert!(page.contains("Duo Bank: all services are off"), "{page}");
    app.pass("42m").await;
    let list = ben.open("/console/switches").await.text();
    assert!(list.contains("off altogether: all services 42 minutes"), "{list}");
    let page = ben.open("/console/switches/duo").await.text();
    for says in ["Who notices", "Off altogether: all services 42 minutes."] {
        assert!(page.contains(says), "{says}: {page}");
    }
}

#[tokio::test]
async fn every_refusal_in_the_console_says_who_could_do_it() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    for (organization, says) in [
        ("bolt", "Only a lead may switch these services off: ask Cho Lee."),
        ("free", "an administrator can allow it in the directory"),
    ] {
        ana.open(&format!("/console/switches/{organization}")).await;
        let path = format!("/console/switches/{organization}/off");
        let body = Some("reason=Orders&minutes=30".to_owned());
        let refused = ana.ask(Method::POST, &path, body).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
        assert!(refused.text().contains(says), "{says}: {}", refused.text());
    }
    let confirm = ana.ask(Method::POST, "/console/switches/duo/confirm", Some(String::new())).await;
    assert_eq!(confirm.status, StatusCode::CONFLICT);
    assert!(confirm.text().contains("any responder can ask for it again"), "{}", confirm.text());
}
