//! The gate, from the start page to the requester's own page.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};

use super::{mails, reported};
use crate::{app::TestApp, browser::Browser, html::Page};

#[tokio::test]
async fn a_frightened_person_finds_the_way_in_three_steps() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    let home = browser.open("/").await;
    assert!(home.text().contains("Our regular desk is closed"), "{}", home.text());
    let way = home.link("/request");
    browser.open(&way).await;
    let mut form = browser.form("/request");
    form.fill("summary", "The checkout shows an empty page");
    form.fill("phone", "+1 555 010 0199");
    browser.submit(form).await;
    app.engine.settle().await;
    let path = browser.path.clone();
    let text = browser.open(&path).await.text();
    assert!(text.contains("E-1001 arrived at 07:10 UTC, now"), "{text}");
    assert!(text.contains("calling our on-call engineer"), "{text}");
    assert!(text.contains("Next word from us by 08:10 UTC, in 1 hour"), "{text}");
    let sent = app.wall.messages_since(0);
    assert!(sent.iter().any(|one| one.to == "+15550100001"), "Ana is paged: {sent:?}");
    assert!(sent.iter().any(|one| one.to == "+15550100199"), "the receipt goes out: {sent:?}");
}

#[tokio::test]
async fn the_form_says_truthfully_who_gets_it_first() {
    let app = TestApp::new().await;
    let night = Page::read(&app.get("/request").await.text()).text();
    assert!(night.contains("A person is called as soon as you send this."), "{night}");
    app.pass("7h").await;
    let request = app.request(Method::GET, "/request").header("cookie", "zone=Europe%2FLondon");
    let day = app.send(request.body(Body::empty()).expect("a request")).await.text();
    let day = Page::read(&day).text();
    let said = "Our regular desk is open until 22:00, in 8 hours and gets this first. If \
                nobody there picks it up within 15 minutes, a person is called.";
    assert!(day.contains(said), "{day}");
}

#[tokio::test]
async fn the_form_fits_on_a_bad_network() {
    let app = TestApp::new().await;
    let page = app.get("/request").await;
    let style = Page::read(&page.text()).link(".css");
    let (form, style) = (page.body.len(), app.get(&style).await.body.len());
    assert!(form + style < 14 * 1024, "{form} + {style} bytes");
    let page = app.get("/request").await.text();
    assert_eq!(page.matches("<script").count(), 1, "the one script is not needed: {page}");
}

#[tokio::test]
async fn a_form_with_errors_comes_back_filled() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    browser.open("/request").await;
    let mut form = browser.form("/request");
    form.fill("impact", "revenue_blocked");
    form.fill("details", "Since the update at 2 \"am\"");
    form.fill("email", "maria");
    form.fill("pre_authorize_disable", "true");
    let page = browser.submit(form).await;
    let text = page.text();
    assert!(text.contains("Not sent yet. Nothing you wrote is lost."), "{text}");
    assert!(text.contains("Say in one sentence what is wrong"), "{text}");
    assert!(text.contains("This e-mail address looks incomplete"), "{text}");
    assert!(page.html.contains("aria-describedby=\"email-why\""));
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut again = browser.form("/request");
    assert_eq!(again.value("impact"), "revenue_blocked");
    assert_eq!(again.value("details"), "Since the update at 2 \"am\"");
    assert_eq!(again.value("email"), "maria");
    assert_eq!(again.value("pre_authorize_disable"), "true");
    again.fill("email", "maria@acme.example");
    again.fill("summary", "Nobody can pay");
    browser.submit(again).await;
    assert!(browser.path.starts_with("/r/"), "{}", browser.path);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    browser.open("/request").await;
    let form = || {
        let mut form = browser.form("/request");
        form.fill("summary", "Down");
        form.fill("email", "maria@acme.example");
        form
    };
    let (once, twice, mut changed) = (form(), form(), form());
    changed.fill("summary", "Down, and the phones too");
    let mut paths = Vec::new();
    for form in [once, twice, changed] {
        browser.submit(form).await;
        paths.push(browser.path.clone());
    }
    assert_eq!(paths[0], paths[1]);
    app.engine.settle().await;
    assert_eq!(app.engine.store().counts().await.unwrap().open, 1);
    let requests = app.engine.store().requests_of("E-1001".parse().unwrap()).await.unwrap();
    assert_eq!(requests.len(), 2, "what was changed is another report of the same");
}

#[tokio::test]
async fn a_question_becomes_a_ticket_and_one_tap_makes_it_an_emergency() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    browser.open("/request").await;
    let mut form = browser.form("/request");
    form.fill("impact", "question");
    form.fill("summary", "How do I export invoices?");
    form.fill("email", "kim@acme.example");
    let text = browser.submit(form).await.text();
    assert!(text.contains("T-1001 arrived"), "{text}");
    assert!(text.contains("A question gets the better answer from our regular desk."), "{text}");
    assert!(text.contains("Our desk opens at 14:00 UTC"), "{text}");
    app.engine.settle().await;
    assert_eq!(app.engine.store().counts().await.unwrap().open, 0);
    let link = browser.path.clone();
    let text = browser.press(&format!("{link}/emergency")).await.text();
    assert!(text.contains("We believe you. A person is being called now."), "{text}");
    assert!(text.contains("E-1001"), "{text}");
    assert!(browser.path.starts_with(&link), "the private link stays the same");
    app.engine.settle().await;
    assert_eq!(app.engine.store().counts().await.unwrap().unanswered, 1);
}

#[tokio::test]
async fn in_regular_hours_the_desk_has_it_and_is_watched() {
    let app = TestApp::new().await;
    app.pass("8h").await;
    let mut browser = Browser::new(&app);
    assert!(browser.open("/").await.text().contains("Our regular desk is open"));
    browser.open("/request").await;
    let mut form = browser.form("/request");
    form.fill("impact", "outage");
    form.fill("summary", "Down");
    form.fill("email", "kim@acme.example");
    let text = browser.submit(form).await.text();
    assert!(text.contains("Our desk has it"), "{text}");
    assert!(text.contains("by 15:25 UTC, in 15 minutes"), "{text}");
    app.pass("16m").await;
    let path = browser.path.clone();
    let text = browser.open(&path).await.text();
    assert!(text.contains("E-1001"), "nobody picked it up: {text}");
}

#[tokio::test]
async fn many_people_behind_one_address_are_all_heard() {
    let app = TestApp::new().await;
    for person in 0..35 {
        reported(&app, &format!("Person{person}"), "Down").await;
    }
    assert_eq!(app.engine.store().counts().await.unwrap().open, 1, "they join");
    for person in 0..35 {
        let receipts = mails(&app, &format!("person{person}@acme.example"));
        assert_eq!(receipts.len(), 1, "person {person}: {receipts:?}");
    }
}
