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
    assert!(text.contains("Our desk is on it"), "{text}");
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
