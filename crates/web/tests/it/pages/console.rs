//! The console in the night: answer, tell, hand on, close.

use super::{mails, reported};
use crate::{app::TestApp, browser::Browser};

const BASE: &str = "/console/emergencies/E-1001";

#[tokio::test]
async fn the_exact_words_are_shown_before_they_go() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "The checkout is empty").await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let list = ana.open("/console").await;
    assert!(list.text().contains("Unanswered Nobody yet"), "{}", list.text());
    let row = list.link("/console/emergencies/");
    ana.open(&row).await;
    let text = ana.press(&format!("{BASE}/answer")).await.text();
    assert!(text.contains("You have it."), "{text}");
    app.engine.settle().await;
    let before = mails(&app, "maria@acme.example").len();
    let mut form = ana.form(&format!("{BASE}/preview"));
    form.fill("act", "milestone:investigating");
    form.fill("note", "Looking at the gateway.");
    let page = ana.submit(form).await;
    let shown = page.text();
    assert!(shown.contains("This goes to 1 person"), "{shown}");
    app.engine.settle().await;
    assert_eq!(mails(&app, "maria@acme.example").len(), before, "nothing has gone yet");
    let send = ana.form(&format!("{BASE}/tell"));
    let again = ana.form(&format!("{BASE}/tell"));
    let text = ana.submit(send).await.text();
    assert!(text.contains("It went out to every requester."), "{text}");
    ana.submit(again).await;
    app.engine.settle().await;
    let sent = mails(&app, "maria@acme.example");
    assert_eq!(sent.len(), before + 1, "sent twice counts once");
    for line in sent[before].lines().filter(|line| !line.contains("http")) {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(&line), "{line} was not shown: {shown}");
    }
}

#[tokio::test]
async fn one_can_go_back_and_change_the_words() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(BASE).await;
    let mut form = ana.form(&format!("{BASE}/preview"));
    form.fill("act", "update");
    form.fill("note", "It is the gatway.");
    ana.submit(form).await;
    let mut edit = ana.form(&format!("{BASE}/tell"));
    edit.action = format!("{BASE}/edit");
    ana.submit(edit).await;
    assert_eq!(ana.form(&format!("{BASE}/preview")).value("note"), "It is the gatway.");
}

#[tokio::test]
async fn a_word_for_the_team_stays_in_the_team() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(BASE).await;
    let mut form = ana.form(&format!("{BASE}/preview"));
    form.action = format!("{BASE}/note");
    form.fill("note", "gw-17 is full");
    let text = ana.submit(form).await.text();
    assert!(text.contains("gw-17 is full"), "{text}");
    app.engine.settle().await;
    let path = maria.path.clone();
    assert!(!maria.open(&path).await.text().contains("gw-17"));
    assert!(mails(&app, "maria@acme.example").iter().all(|mail| !mail.contains("gw-17")));
}

#[tokio::test]
async fn more_people_are_called_and_the_page_goes_on() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(BASE).await;
    ana.press(&format!("{BASE}/answer")).await;
    let mut form = ana.form(&format!("{BASE}/escalate"));
    form.fill("target", "responder:ben");
    form.fill("note", "You know the gateway.");
    let text = ana.submit(form).await.text();
    assert!(text.contains("They are being called"), "{text}");
    assert!(text.contains("Ben Okafor being called"), "{text}");
    let nobody = ana.form(&format!("{BASE}/escalate"));
    let text = ana.submit(nobody).await.text();
    assert!(text.contains("choose whom to call"), "{text}");
    let mut ben = Browser::signed_in(&app, "ben").await;
    ben.open(BASE).await;
    let text = ben.press(&format!("{BASE}/answer")).await.text();
    assert!(text.contains("Ben Okafor"), "{text}");
    let text = ben.press(&format!("{BASE}/decline")).await.text();
    assert!(text.contains("The next person is being called."), "{text}");
}

#[tokio::test]
async fn two_become_one_and_one_becomes_a_ticket() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    app.pass("40m").await;
    let second = reported(&app, "Jo", "Broken again").await;
    assert!(second.page.text().contains("E-1002"));
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(BASE).await;
    let merge = ana.form(&format!("{BASE}/merge"));
    assert_eq!(merge.value("into"), "E-1002");
    ana.submit(merge).await;
    assert_eq!(ana.path, "/console/emergencies/E-1002?said=merged");
    let path = maria.path.clone();
    assert!(maria.open(&path).await.text().contains("E-1002"), "the link leads on");
    let ticket = ana.form("/console/emergencies/E-1002/ticket");
    ana.submit(ticket).await;
    assert!(ana.path.starts_with("/console/tickets/T-"), "{}", ana.path);
    assert!(maria.open(&path).await.text().contains("T-1001"));
}

#[tokio::test]
async fn closing_shows_its_words_and_ends_the_night() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open(BASE).await;
    let mut form = ana.form(&format!("{BASE}/preview"));
    form.fill("act", "close");
    form.fill("resolution", "fixed");
    form.fill("note", "The gateway was restarted.");
    let text = ana.submit(form).await.text();
    assert!(text.contains("The gateway was restarted."), "{text}");
    ana.press(&format!("{BASE}/tell")).await;
    assert!(ana.page.text().contains("It is closed."), "{}", ana.page.text());
    assert!(ana.open("/console").await.text().contains("All is quiet"));
    assert!(ana.open("/console?state=closed").await.text().contains("E-1001"));
}
