//! What requesters are told, in own words.

use axum::http::StatusCode;
use channels::wall::Kind;

use super::{mails, reported};
use crate::{app::TestApp, browser::Browser};

#[tokio::test]
async fn an_admin_changes_what_a_receipt_says_and_goes_back() {
    let app = TestApp::new().await;
    let mut admin = Browser::signed_in(&app, "cho").await;
    let list = admin.open("/console/messages").await;
    let link = list.link("/console/messages/receipt.en");
    let page = admin.open(&link).await.text();
    assert!(page.contains("We have your report. Its number is E-1007."), "built in: {page}");

    let mut form = admin.form("/console/messages/receipt.en");
    form.fill("subject", "{{ number }} at Northwind");
    form.fill("mail", "Northwind has your report {{ number }}.\n\n{{ next_word }}");
    form.fill("sms", "Northwind has it: {{ nmber }}");
    form.fill("act", "save");
    let page = admin.submit(form).await.text();
    assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("there is no nmber; there are: number, news"), "{page}");
    assert!(page.contains("Northwind has your report E-1007."), "what was typed is shown: {page}");

    let mut form = admin.form("/console/messages/receipt.en");
    form.fill("sms", "Northwind has it: {{ number }}");
    form.fill("act", "save");
    let page = admin.submit(form).await.text();
    assert!(page.contains("Saved: it is said from now on."), "{page}");
    reported(&app, "Maria", "The checkout is empty").await;
    let mail = mails(&app, "maria@acme.example").remove(0);
    assert!(mail.contains("Northwind has your report E-1001."), "{mail}");
    assert!(mail.contains("https://emergency.example.com/r/"), "the link stands below: {mail}");

    admin.open("/console/messages/receipt.en").await;
    let mut form = admin.form("/console/messages/receipt.en");
    form.fill("act", "reset");
    let page = admin.submit(form).await.text();
    assert!(page.contains("The built-in words are said again."), "{page}");
    reported(&app, "Jo", "Search is down").await;
    let mail = mails(&app, "jo@acme.example").remove(0);
    assert!(mail.contains("We have your report."), "{mail}");
}

#[tokio::test]
async fn words_that_fail_when_they_are_sent_keep_nothing_back() {
    let app = TestApp::new().await;
    let mut admin = Browser::signed_in(&app, "cho").await;
    admin.open("/console/messages/receipt.en").await;
    let mut form = admin.form("/console/messages/receipt.en");
    // It works with the samples, and not for whoever has a name of this length.
    form.fill(
        "sms",
        "{{ organization }}{% if organization == '' %}{{ phone }}!{% endif %}{% if \
                      number == 'E-1001' %}{{ news.no.such.thing }}{% endif %}",
    );
    form.fill("act", "save");
    admin.submit(form).await;
    assert!(admin.page.text().contains("Saved"), "{}", admin.page.text());

    let mut browser = Browser::new(&app);
    browser.open("/request").await;
    let mut form = browser.form("/request");
    form.fill("summary", "Down");
    form.fill("phone", "+1 555 010 0199");
    browser.submit(form).await;
    app.engine.settle().await;
    let sent = app.wall.messages_since(0);
    let receipt = sent.iter().find(|one| one.to == "+15550100199" && one.kind == Kind::Sms);
    let receipt = receipt.expect("the receipt goes out");
    assert!(receipt.text.contains("We have your report: E-1001."), "{receipt:?}");
    let figures = app.get("/metrics").await.text();
    assert!(figures.contains("frontline_templates_failed_total 1"), "{figures}");
    for place in ["/console/messages", "/console/readiness"] {
        let page = admin.open(place).await.text();
        assert!(
            page.contains("Own words failed, and the built-in ones were sent"),
            "{place}: {page}"
        );
    }
}
