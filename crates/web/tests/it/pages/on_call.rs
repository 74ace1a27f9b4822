//! The on-call calendar, and what a lead does in it: nothing is saved before it was seen.

use axum::http::{Method, StatusCode};
use domain::Directory;
use engine::NewDirectory;

use crate::{app::TestApp, browser::Browser};

const COVER: &str = "schedule=primary&responder=cho&from=2026-11-25T18:00&until=2026-11-26T09:00";

#[tokio::test]
async fn the_calendar_shows_month_and_week_in_the_zone_that_was_chosen() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let month = ana.open("/console/on-call?zone=Europe/London&from=2026-12-15").await.text();
    assert!(month.contains("December 2026"), "{month}");
    assert!(
        month.contains("Mon 30 Nov primary 00:00–05:00 Ana Ruiz 05:00–24:00 Ben Okafor"),
        "{month}"
    );
    assert!(month.contains("A lead can change who is on call."), "{month}");
    assert!(!ana.page.html.contains("/console/on-call/change"));
    let week = ana.open("/console/on-call?view=week&zone=America/New_York").await.text();
    assert!(week.contains("23 Nov to 29 Nov 2026"), "{week}");
    assert!(week.contains("Mon 23 Nov Today primary Ana Ruiz Tue 24 Nov"), "{week}");
    for hostile in [
        "?view=%00&from=99999-99-99&schedule=%3Cscript%3E&zone=%2e%2e/etc/passwd",
        "?from=-9999-01-01&view=week",
        "?from=9999-12-31",
        "?zone=",
    ] {
        ana.open(&format!("/console/on-call{hostile}")).await;
        assert_eq!(ana.status, StatusCode::OK, "{hostile}");
        assert!(!ana.page.html.contains("<script>alert"), "{hostile}");
    }
}

#[tokio::test]
async fn a_lead_sees_what_an_override_does_saves_it_and_takes_it_back() {
    let app = TestApp::new().await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    cho.open("/console/on-call?view=week&zone=America/New_York").await;
    assert!(
        cho.page.html.contains("/console/on-call/change?schedule=primary"),
        "{}",
        cho.page.html
    );
    let look = format!("/console/on-call/change?act=look&{COVER}");
    let text = cho.open(&look).await.text();
    assert!(
        text.contains(
            "primary: Cho Lee instead of Ana Ruiz, Wed 25 Nov, 23:00 to Thu 26 Nov, 14:00"
        ),
        "{text}"
    );
    assert!(text.contains("Cho Lee 15 h more 0 h 15 h"), "{text}");
    assert!(text.contains("Ana Ruiz 15 h less"), "{text}");
    assert!(text.contains("No new hole"), "{text}");
    assert!(app.engine.directory().1.schedules[0].overrides.is_empty(), "nothing was saved yet");
    let text = cho.press("/console/on-call/change").await.text();
    assert!(text.contains("the override counts from now on"), "{text}");
    assert_eq!(app.engine.directory().1.schedules[0].overrides.len(), 1);
    let week = cho.open("/console/on-call?view=week&zone=America/New_York").await.text();
    assert!(
        week.contains(
            "18:00–24:00 Cho Lee : change primary on 2026-11-25 18:00–24:00 instead of Ana Ruiz"
        ),
        "{week}"
    );

    cho.open("/console/on-call/change?schedule=primary").await;
    let remove = format!("/console/on-call/change?act=remove&{COVER}").replace(":00", ":00:00");
    let text = cho.open(&remove).await.text();
    assert!(text.contains("primary: Ana Ruiz instead of Cho Lee"), "{text}");
    cho.press("/console/on-call/change").await;
    assert!(app.engine.directory().1.schedules[0].overrides.is_empty());
    let text = cho.open(&remove).await.text();
    assert!(text.contains("This override is not there any more"), "{text}");
    assert_eq!(cho.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_takes_the_last_one_away_has_to_accept_the_hole() {
    let app = TestApp::new().await;
    apply(&app, |directory| {
        let schedule = &mut directory.schedules[0];
        schedule.rotations[0].during =
            toml::from_str::<toml::Table>("during = [{ days = \"mon-fri\" }]").unwrap()["during"]
                .clone()
                .try_into()
                .unwrap();
        let over = "responder = \"cho\"\nfrom = \"2026-11-28T00:00\"\nuntil = \"2026-11-30T00:00\"";
        schedule.overrides.push(toml::from_str(over).unwrap());
    })
    .await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    let month = cho.open("/console/on-call?zone=America/New_York&from=2026-12-01").await.text();
    assert!(month.contains("Nobody is on call here, and the desk is closed"), "{month}");
    assert!(month.contains("primary: Sat 5 Dec, 00:00 to Mon 7 Dec, 00:00"), "{month}");
    let query = "act=remove&schedule=primary&responder=cho&from=2026-11-28T00:00:00&until=2026-11-30T00:00:00";
    let text = cho.open(&format!("/console/on-call/change?{query}")).await.text();
    assert!(
        text.contains(
            "It leaves a hole schedule primary: nobody, Sat 28 Nov, 05:00 to Mon 30 Nov, 05:00"
        ),
        "{text}"
    );
    cho.press("/console/on-call/change").await;
    assert_eq!(cho.status, StatusCode::CONFLICT, "without having accepted it");
    let mut form = cho.form("/console/on-call/change");
    form.fields.push(("accept_holes".to_owned(), "true".to_owned()));
    let text = cho.submit(form).await.text();
    assert!(text.contains("the override is gone"), "{text}");
    let directory = app.engine.directory();
    assert!(directory.1.schedules[0].overrides.is_empty());
    let is_of_ben = |text: &String| text.contains("ben");
    assert!(!directory.1.accept.iter().any(is_of_ben), "{:?}", directory.1.accept);
    let findings = app.engine.findings().await;
    assert!(findings.open.iter().any(|hole| is_of_ben(&hole.place)), "older holes stay in sight");
}

#[tokio::test]
async fn a_change_that_came_between_is_said_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    cho.open(&format!("/console/on-call/change?act=look&{COVER}")).await;
    let form = cho.form("/console/on-call/change");
    apply(&app, |directory| "Anna Ruiz".clone_into(&mut directory.responders[0].name)).await;
    let text = cho.submit(form).await.text();
    assert_eq!(cho.status, StatusCode::CONFLICT);
    assert!(text.contains("Somebody has changed the directory meanwhile"), "{text}");
    assert!(text.contains("Cho Lee instead of Anna Ruiz"), "{text}");
    cho.press("/console/on-call/change").await;
    let directory = &app.engine.directory().1;
    assert_eq!(directory.responders[0].name, "Anna Ruiz");
    assert_eq!(directory.schedules[0].overrides.len(), 1);
}

#[tokio::test]
async fn only_a_lead_changes_who_is_on_call_and_only_with_sense() {
    let app = TestApp::new().await;
    let mut ben = Browser::signed_in(&app, "ben").await;
    let answer = ben.ask(Method::GET, "/console/on-call/change", None).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = ben.ask(Method::POST, "/console/on-call/change", Some(COVER.into())).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let mut cho = Browser::signed_in(&app, "cho").await;
    for (query, says) in [
        (
            "schedule=primary&responder=&from=2026-11-25T18:00&until=2026-11-26T09:00",
            "Choose who takes it",
        ),
        (
            "schedule=primary&responder=ghost&from=2026-11-25T18:00&until=2026-11-26T09:00",
            "Choose who takes it",
        ),
        (
            "schedule=primary&responder=cho&from=2026-11-25T18:00&until=2026-11-25T18:00",
            "It has to end after it begins",
        ),
        (
            "schedule=primary&responder=cho&from=yesterday&until=%00",
            "Write when it begins and ends",
        ),
    ] {
        let text = cho.open(&format!("/console/on-call/change?act=look&{query}")).await.text();
        assert!(text.contains(says), "{query}: {text}");
        assert_eq!(cho.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    assert!(app.engine.directory().1.schedules[0].overrides.is_empty());
}

#[tokio::test]
async fn a_new_directory_is_shown_with_what_it_does_to_the_weeks_to_come() {
    let app = TestApp::new().await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    cho.open("/console/directory").await;
    let mut form = cho.form("/console/directory");
    let text = form.fields.iter().find(|(name, _)| name == "text").unwrap().1.clone();
    let alone = text.replace(r#"members = ["ana", "ben"]"#, r#"members = ["cho", "ghost"]"#);
    let alone = if alone == text {
        text.replace("    \"ana\",\n    \"ben\",\n]\nstarts", "    \"cho\",\n]\nstarts")
    } else {
        alone
    };
    assert_ne!(alone, text, "{text}");
    form.fill("text", &alone);
    let said = cho.submit(form).await.text();
    assert!(said.contains("What it does to the next twelve weeks"), "{said}");
    assert!(said.contains("primary: Cho Lee instead of Ana Ruiz"), "{said}");
    assert!(said.contains("Cho Lee 2016 h more 0 h 2016 h"), "{said}");
    assert_eq!(app.engine.directory().0, 1, "nothing was saved");
}

#[tokio::test]
async fn providers_are_tried_at_the_press_of_a_button_and_nothing_is_sent() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    ana.open("/console/readiness").await;
    let sent = app.wall.messages_since(0).len();
    let text = ana.press("/console/readiness").await.text();
    assert!(text.contains("nothing was sent"), "{text}");
    assert!(
        text.contains("(sms, voice, email, webhook, announcement, forward, slack, teams, mattermost, telegram, ntfy, gotify, push, room): takes what it is given"),
        "{text}"
    );
    assert_eq!(app.wall.messages_since(0).len(), sent);
}

#[tokio::test]
async fn whoever_stands_alone_or_nobody_is_told_by_the_hour() {
    let app = TestApp::new().await;
    apply(&app, |directory| {
        directory.policies[0].steps.truncate(1);
        let over = "responder = \"ana\"\nfrom = \"2026-11-24T00:00\"\nuntil = \"2026-11-25T00:00\"";
        directory.schedules[0].overrides.push(toml::from_str(over).unwrap());
        directory.schedules[0].rotations.clear();
    })
    .await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    let text = cho.open("/console/readiness").await.text();
    assert!(text.contains("A page would reach nobody now"), "{text}");
    let alone = "Tue 24 Nov, 05:00 to Wed 25 Nov, 05:00 : Ana Ruiz stands alone behind sev1";
    assert!(text.contains(alone), "{text}");
    assert!(text.contains("sev1 would page nobody: put somebody on call"), "{text}");
}

#[tokio::test]
async fn a_rehearsal_answers_what_if_and_is_played_once() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let usual = ana.open("/console/rehearsal?weeks=1").await.text();
    assert!(usual.contains("The weeks to come"), "{usual}");
    assert!(ana.page.html.contains("<svg xmlns"), "the picture of the weeks");
    let what_if = "/console/rehearsal?weeks=1&down=phone&deaf=ben";
    let text = ana.open(what_if).await.text();
    assert!(
        text.contains(
            "What if no text messages and no calls arrive, and Ben Okafor hears nothing?"
        ),
        "{text}"
    );
    let again = std::time::Instant::now();
    assert_eq!(ana.open(what_if).await.text(), text);
    assert!(again.elapsed().as_millis() < 400, "it was kept: {:?}", again.elapsed());
    for hostile in ["?weeks=99999999", "?weeks=-1&down=%3Cscript%3E&deaf=%00"] {
        ana.open(&format!("/console/rehearsal{hostile}")).await;
        assert_eq!(ana.status, StatusCode::OK, "{hostile}");
    }
}

async fn apply(app: &TestApp, change: impl FnOnce(&mut Directory)) {
    let mut directory = app.engine.directory().1.clone();
    change(&mut directory);
    let new =
        NewDirectory { directory, replaces: None, accept_holes: true, by: "tests".to_owned() };
    app.engine.replace_directory(new).await.unwrap();
}

#[tokio::test]
async fn a_hole_that_was_accepted_stays_in_sight_under_its_own_heading() {
    let app = TestApp::new().await;
    let now = app.engine.now();
    let hole = app.engine.directory().1.holes(now, now + engine::LOOK_AHEAD).remove(0);
    apply(&app, |directory| directory.accept.push(hole.name.clone())).await;
    let text = Browser::signed_in(&app, "ana").await.open("/console/readiness").await.text();
    let (open, accepted) = text.split_once("Accepted by name").expect("it has its heading");
    assert!(accepted.contains(&hole.problem) && !open.contains(&hole.problem), "{text}");
}
