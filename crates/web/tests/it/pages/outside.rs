//! What a desk outside does with a ticket, by its private link; files of desks.

use axum::http::{Method, StatusCode};
use channels::{To, wall::Fault};
use domain::{
    Settings, TicketNumber,
    forward::{OutsideDesk, Way},
    ticket::TicketStatus,
};
use serde_json::json;

use crate::{
    app::{DESK, DESK_HOOK, TestApp},
    browser::Browser,
};

async fn forwarding() -> TestApp {
    let desk = OutsideDesk {
        name: DESK.to_owned(),
        ways: [Way::Webhook].into(),
        organizations: Vec::new(),
    };
    TestApp::with(Settings { outside_desks: vec![desk], ..Settings::default() }).await
}

/// Jo asks something; the ticket, Jo's own page, and the page of the desk outside.
async fn asked(app: &TestApp) -> (TicketNumber, String, String) {
    let body = json!({
        "summary": "How do I export invoices?",
        "impact": "question",
        "requester": {"name": "Jo Smith", "email": "jo@acme.example"},
    });
    let answer = app.post("/api/v1/requests", &body).await.json();
    app.engine.settle().await;
    let path = |url: &str| url.strip_prefix("https://emergency.example.com").unwrap().to_owned();
    let shown = app.wall.messages_since(0);
    let link = shown.iter().rev().find_map(|one| {
        let To::Webhook { url, body, .. } = &one.outgoing.to else { return None };
        body["data"]["link"].as_str().filter(|_| url == DESK_HOOK)
    });
    let number = answer["number"].as_str().unwrap().parse().unwrap();
    let own = path(answer["status_url"].as_str().unwrap());
    (number, own, link.map(path).unwrap_or_default())
}

async fn ticket(app: &TestApp, number: TicketNumber) -> domain::ticket::Ticket {
    app.engine.store().ticket(number).await.unwrap().unwrap().ticket
}

#[tokio::test]
async fn a_desk_outside_takes_it_answers_and_solves_it() {
    let app = forwarding().await;
    let (number, own, outside) = asked(&app).await;
    let mut tom = Browser::new(&app);
    tom.open(&outside).await;
    assert!(tom.page.text().contains("How do I export invoices?"), "{}", tom.page.text());
    assert_eq!(ticket(&app, number).await.status, TicketStatus::New, "opening it changes nothing");
    tom.press(&format!("{outside}/pick-up")).await;
    assert!(tom.page.text().contains("You have it"), "{}", tom.page.text());
    let mut form = tom.form(&format!("{outside}/reply"));
    form.fill("text", "Under Billing, <b>then</b> Export.");
    form.fill("name", "Tom Berg");
    let again = tom.form(&format!("{outside}/reply")).value("key").to_owned();
    form.fill("key", &again);
    tom.submit(form).await;
    let mut jo = Browser::new(&app);
    jo.open(&own).await;
    let text = jo.page.text();
    assert!(text.contains("Tom Berg, our desk") && text.contains("<b>then</b>"), "{text}");
    let mut form = jo.form(&format!("{own}/say"));
    form.fill("text", "Found it");
    jo.submit(form).await;
    tom.open(&outside).await;
    assert!(tom.page.text().contains("Found it"));
    tom.press(&format!("{outside}/solve")).await;
    assert_eq!(ticket(&app, number).await.status, TicketStatus::Solved);
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(&format!("/console/tickets/{number}")).await;
    assert!(ana.page.text().contains("Contoso, who took it at"), "{}", ana.page.text());
}

#[tokio::test]
async fn a_desk_outside_can_have_the_person_on_call_paged() {
    let app = forwarding().await;
    let (number, _, outside) = asked(&app).await;
    let mut tom = Browser::new(&app);
    tom.open(&outside).await;
    tom.press(&format!("{outside}/emergency")).await;
    assert!(tom.page.text().contains("our person on call has it"), "{}", tom.page.text());
    assert_eq!(ticket(&app, number).await.status, TicketStatus::Escalated);
}

#[tokio::test]
async fn a_changed_link_and_somebody_elses_files_are_not_there() {
    let app = forwarding().await;
    let (_, own, outside) = asked(&app).await;
    for at in [4, outside.len() / 2, outside.len() - 1] {
        let mut changed = outside.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(app.get(&changed).await.status, StatusCode::NOT_FOUND, "{changed}");
        let posted = app.post_raw(&format!("{changed}/solve"), FORM, "").await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
    }
    let as_desk = own.replacen("/r/", "/f/", 1);
    assert_eq!(app.get(&as_desk).await.status, StatusCode::NOT_FOUND, "a requester is no desk");
    for file in ["0190-1", "..%2Ffrontline.db", "%00"] {
        let answer = app.get(&format!("{outside}/files/{file}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{file}");
    }
}

#[tokio::test]
async fn software_of_a_desk_answers_by_its_link_alone() {
    let app = forwarding().await;
    let (number, _, outside) = asked(&app).await;
    let answer = app.post_raw(&format!("{outside}/reply"), FORM, "text=We+look&key=1").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    app.post_raw(&format!("{outside}/reply"), FORM, "text=We+look&key=1").await;
    let entries = app.engine.store().ticket_replies(number).await.unwrap();
    assert_eq!(entries.len(), 1, "the same key says it once: {entries:?}");
    assert_eq!(entries[0].by, DESK);
    let answer = app.post_raw(&format!("{outside}/reply"), FORM, "text=").await;
    assert_eq!(answer.header("location"), format!("{outside}?said=empty"));
}

#[tokio::test]
async fn a_forward_that_does_not_arrive_is_seen_everywhere() {
    let app = forwarding().await;
    app.wall.set_fault(DESK_HOOK, Some(Fault::Refused));
    let (number, ..) = asked(&app).await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    for (path, said) in [
        (format!("/console/tickets/{number}"), "Contoso does not get it by webhook"),
        ("/console/tickets".to_owned(), "1 not forwarded"),
        ("/console/readiness".to_owned(), "A desk outside does not get"),
        ("/console/health".to_owned(), "A desk outside does not get"),
    ] {
        ana.open(&path).await;
        assert!(ana.page.text().contains(said), "{path}: {}", ana.page.text());
    }
    let metrics = app.get("/metrics").await.text();
    assert!(metrics.contains("frontline_tickets_not_forwarded 1"), "{metrics}");
    let ready = app.get("/readyz").await;
    assert!(ready.text().contains("a desk outside does not get"), "{}", ready.text());
    let item = app.as_token("ana").get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!(item["forwarded"], json!({"desk": DESK, "picked_up_at": null, "failing": true}));
}

#[tokio::test]
async fn files_of_our_desk_reach_the_requester_and_those_of_a_note_do_not() {
    let app = TestApp::new().await;
    let (number, own, _) = asked(&app).await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(&format!("/console/tickets/{number}")).await;
    let base = format!("/console/tickets/{number}");
    for (action, text, file) in [("reply", "See below", "how.txt"), ("note", "", "secret.txt")] {
        let key = action;
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{file}\"\r\n\r\n\
             what is in {file}\r\n--x--\r\n"
        );
        let kind = Some("multipart/form-data; boundary=x");
        let answer = ana.ask_with(Method::POST, &format!("{base}/{action}"), kind, body).await;
        assert_eq!(answer.header("location"), base, "{}", answer.text());
    }
    ana.open(&base).await;
    assert!(ana.page.text().contains("how.txt") && ana.page.text().contains("secret.txt"));
    let mut jo = Browser::new(&app);
    jo.open(&own).await;
    let text = jo.page.text();
    assert!(text.contains("Attached: how.txt") && !text.contains("secret.txt"), "{text}");
    let files = app.engine.store().attachments_of_ticket(number).await.unwrap();
    for file in files {
        let answer = app.get(&format!("{own}/files/{}", file.id)).await;
        let may = file.file_name == "how.txt";
        assert_eq!(answer.status == StatusCode::OK, may, "{}", file.file_name);
        assert!(!may || answer.text() == "what is in how.txt");
    }
    app.engine.settle().await;
    let mails: Vec<_> =
        app.wall.messages_since(0).into_iter().filter(|one| one.to == "jo@acme.example").collect();
    assert!(mails.last().unwrap().text.contains("how.txt"), "the mail says that there is a file");
}

const FORM: &str = "application/x-www-form-urlencoded";
