//! Tickets: from the requester to the desk and back.

use super::mails;
use crate::{app::TestApp, browser::Browser};

#[tokio::test]
async fn a_ticket_is_sent_answered_and_solved() {
    let app = TestApp::new().await;
    let mut kim = Browser::new(&app);
    kim.open("/portal").await;
    let mut form = kim.form("/portal");
    form.fill("summary", "How do I export invoices?");
    form.fill("details", "For the whole of October.");
    form.fill("email", "kim@acme.example");
    form.fill("name", "Kim");
    kim.submit(form).await;
    let link = kim.path.clone();
    app.engine.settle().await;
    assert_eq!(mails(&app, "kim@acme.example").len(), 1, "the receipt");

    let mut desk = Browser::signed_in(&app, "ben").await;
    let list = desk.open("/console/tickets").await;
    assert!(list.text().contains("How do I export invoices?"), "{}", list.text());
    let ticket = list.link("/console/tickets/T-");
    desk.open(&ticket).await;
    assert!(desk.page.text().contains("For the whole of October."));
    desk.press(&format!("{ticket}/pick-up")).await;
    let mut form = desk.form(&format!("{ticket}/reply"));
    form.fill("text", "Under Billing, then Export.");
    desk.submit(form).await;
    app.engine.settle().await;
    assert!(mails(&app, "kim@acme.example")[1].contains("Under Billing, then Export."));

    let text = kim.open(&link).await.text();
    assert!(text.contains("Our desk has answered, and waits for you"), "{text}");
    assert!(text.contains("Ben Okafor, our desk"), "{text}");
    let mut form = kim.form(&format!("{link}/say"));
    form.fill("text", "Found it!");
    kim.submit(form).await;
    let text = kim.press(&format!("{link}/solved")).await.text();
    assert!(text.contains("This is solved"), "{text}");
    let text = desk.open(&ticket).await.text();
    assert!(text.contains("Found it!") && text.contains("solved"), "{text}");
    assert!(desk.open("/console/tickets").await.text().contains("Nothing waits for the desk."));
    assert!(desk.open("/console/tickets?status=all").await.text().contains("export invoices"));
}

#[tokio::test]
async fn the_queue_says_whose_turn_it_is() {
    let app = TestApp::new().await;
    let mut kim = Browser::new(&app);
    for summary in ["How do I export invoices?", "A wish: dark colours"] {
        kim.open("/portal").await;
        let mut form = kim.form("/portal");
        form.fill("summary", summary);
        form.fill("email", "kim@acme.example");
        form.fill("name", "Kim");
        kim.submit(form).await;
    }
    let link = kim.path.clone();
    let text = kim.open(&link).await.text();
    assert!(text.contains("You hear from us by 22:00 UTC, in 15 hours"), "{text}");

    let mut desk = Browser::signed_in(&app, "ben").await;
    let text = desk.open("/console/tickets").await.text();
    assert!(text.contains("To do 2 New 2 Open 0 Waiting for the requester 0 Solved All"), "{text}");
    let text = desk.open("/console/tickets?q=DARK").await.text();
    assert!(text.contains("dark colours") && !text.contains("invoices"), "{text}");
    let text = desk.open("/console/tickets?of=me").await.text();
    assert!(text.contains("Nothing here is like that."), "{text}");

    let ticket = "/console/tickets/T-1002";
    desk.open(ticket).await;
    let mut form = desk.form(&format!("{ticket}/assign"));
    form.fill("to", "cho");
    desk.submit(form).await;
    app.engine.settle().await;
    let given = mails(&app, "cho@vendor.example");
    assert!(given.iter().any(|mail| mail.contains("given you ticket T-1002")), "{given:?}");
    let mut form = desk.form(&format!("{ticket}/reply"));
    form.fill("text", "Which screen do you mean?");
    desk.submit(form).await;
    let mut form = desk.form(&format!("{ticket}/reply"));
    form.fill("text", "Third one this week.");
    form.action = format!("{ticket}/note");
    let text = desk.submit(form).await.text();
    assert!(text.contains("Ben Okafor, a note for the desk"), "{text}");
    let text = desk.open("/console/tickets?status=waiting").await.text();
    assert!(
        text.contains("dark colours") && text.contains("Waiting for the requester 1"),
        "{text}"
    );
    let text = kim.open(&link).await.text();
    assert!(text.contains("Which screen do you mean?"), "{text}");
    for inside in ["Third one this week.", "gave it to", "note for the desk"] {
        assert!(!text.contains(inside), "the requester reads \"{inside}\": {text}");
    }

    desk.open(ticket).await;
    desk.press(&format!("{ticket}/solve")).await;
    let text = kim.open(&link).await.text();
    assert!(text.contains("Our desk says that this is solved Is it?"), "{text}");
    let text = kim.press(&format!("{link}/not-solved")).await.text();
    assert!(text.contains("It is open again, and the desk has it."), "{text}");
    let text = desk.open("/console/tickets?status=open&of=cho").await.text();
    assert!(text.contains("dark colours"), "{text}");
    let text = kim.press(&format!("{link}/solved")).await.text();
    assert!(text.contains("This is solved") && !text.contains("Is it?"), "{text}");
}

#[tokio::test]
async fn an_overdue_word_is_shown_and_told() {
    let app = TestApp::new().await;
    let mut kim = Browser::new(&app);
    kim.open("/portal").await;
    let mut form = kim.form("/portal");
    form.fill("summary", "How do I export invoices?");
    form.fill("email", "kim@acme.example");
    kim.submit(form).await;
    let link = kim.path.clone();
    app.pass("15h").await;
    let late = mails(&app, "cho@vendor.example");
    assert_eq!(late.iter().filter(|mail| mail.contains("was to hear from our desk")).count(), 1);
    let mut desk = Browser::signed_in(&app, "ben").await;
    let text = desk.open("/console/tickets").await.text();
    assert!(text.contains("1 overdue:") && text.contains("Overdue: word by"), "{text}");
    let text = kim.open(&link).await.text();
    assert!(text.contains("You were to hear from us by now. We are sorry"), "{text}");
}

#[tokio::test]
async fn the_desk_makes_a_ticket_an_emergency() {
    let app = TestApp::new().await;
    let mut kim = Browser::new(&app);
    kim.open("/portal").await;
    let mut form = kim.form("/portal");
    form.fill("summary", "All our data is gone");
    form.fill("email", "kim@acme.example");
    kim.submit(form).await;
    let mut desk = Browser::signed_in(&app, "ben").await;
    desk.open("/console/tickets/T-1001").await;
    desk.press("/console/tickets/T-1001/emergency").await;
    assert_eq!(desk.path, "/console/emergencies/E-1001");
    let link = kim.path.clone();
    assert!(kim.open(&link).await.text().contains("E-1001"));
}
