//! Our feeds, read by what other people wrote for calendars (`icalendar`, `recurring-ical-events`):
//! moment by moment they say who is on call.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use axum::http::{Method, StatusCode};
use domain::{Directory, ResponderId};
use engine::NewDirectory;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use crate::{
    app::{PUBLIC_URL, TestApp},
    browser::Browser,
};

/// Reads a calendar and spreads it over seven months: beginning, end and summary of each event.
const READER: &str = r#"
import sys, json, datetime, icalendar, recurring_ical_events
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert not calendar.errors, calendar.errors
utc = datetime.timezone.utc
first, last = (datetime.datetime.fromtimestamp(int(at), utc) for at in sys.argv[1:3])
told = []
for event in recurring_ical_events.of(calendar).between(first, last):
    assert not event.errors, event.errors
    event["DTSTAMP"].dt, event["UID"]
    told.append([int(event.start.timestamp()), int(event.end.timestamp()), str(event["SUMMARY"]), str(event["UID"])])
print(json.dumps({"name": str(calendar["NAME"]), "events": told}))
"#;

#[tokio::test]
async fn real_calendars_read_from_a_feed_who_is_on_call_over_months_and_clock_changes() {
    for (zone, handoff) in [
        ("America/New_York", "1w"),
        ("Europe/London", "12h"),
        ("Australia/Lord_Howe", "1d"),
        ("America/St_Johns", "2w"),
    ] {
        let app = TestApp::new().await;
        apply(&app, zone, handoff).await;
        let directory = &app.engine.directory().1;
        let schedule = &directory.schedules[0];
        let mut cho = Browser::signed_in(&app, "cho").await;
        let everybody = feed(&app, &mut cho, "schedule:primary").await;
        let own = feed(&app, &mut cho, "me").await;
        assert_eq!(everybody["name"], "On call: primary");
        assert!(own["name"].as_str().unwrap().ends_with("on call"), "{own}");
        let (everybody, own) = (events(&everybody), events(&own));
        assert!(everybody.len() > 10, "{zone}: {}", everybody.len());
        let names: BTreeMap<_, _> =
            directory.responders.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
        let now = app.engine.now();
        let mut at = now;
        while at < now + (24 * 7 * 25).hours() {
            let expected = schedule.on_call(at).map(|id| names[&id].clone());
            let told = at_moment(&everybody, at);
            match &expected {
                Some(name) => {
                    assert_eq!(told, [format!("On call: {name} (primary)")], "{zone} {at}");
                }
                None if directory.is_open(at) => assert!(told.is_empty(), "{zone} {at}: {told:?}"),
                None => assert_eq!(told, ["Nobody is on call (primary)"], "{zone} {at}"),
            }
            let mine = schedule.on_call(at) == Some(ResponderId::from("cho"));
            assert_eq!(at_moment(&own, at).len(), usize::from(mine), "{zone} {at}");
            at += 53.minutes();
        }
    }
}

#[tokio::test]
async fn a_feed_counts_until_it_is_revoked_and_is_not_sent_twice() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    make(&mut ana, "me").await;
    let path = link(&ana);
    let answer = app.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert!(answer.text().contains("SUMMARY:On call: Ana Ruiz (primary)\r\n"), "{}", answer.text());
    let tag = answer.header("etag").to_owned();
    app.pass("3h").await;
    let again = app.request(Method::GET, &path).header("if-none-match", &tag);
    let again = app.send(again.body(String::new().into()).unwrap()).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let text = ana.open("/console/on-call/feeds").await.text();
    assert!(text.contains("Last fetched at about"), "{text}");
    assert!(ana.page.html.contains("webcal://emergency.example.com/calendar/"));

    let mut ben = Browser::signed_in(&app, "ben").await;
    let id = ana.form("/console/on-call/feeds/revoke").fields[0].1.clone();
    ben.ask(Method::POST, "/console/on-call/feeds/revoke", Some(format!("id={id}"))).await;
    assert_eq!(app.get(&path).await.status, StatusCode::OK, "only its owner revokes it");
    ana.press("/console/on-call/feeds/revoke").await;
    assert_eq!(app.get(&path).await.status, StatusCode::NOT_FOUND);
    for wrong in
        ["/calendar/", "/calendar/x.ics", "/calendar/%00.ics", &path.replace(".ics", "A.ics")]
    {
        assert_eq!(app.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let answer =
        ana.ask(Method::POST, "/console/on-call/feeds", Some("target=schedule:ghost".into())).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Makes a feed and reads it with Python.
async fn feed(app: &TestApp, browser: &mut Browser<'_>, target: &str) -> Value {
    // The newest is the last one on the page.
    app.pass("1s").await;
    make(browser, target).await;
    let answer = app.get(&link(browser)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    let now = app.engine.now();
    let (first, last) = (now.as_second(), (now + (24 * 7 * 25).hours()).as_second());
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/venv/bin/python");
    assert!(python.exists(), "Python's packages are missing: run bin/parts/set-up");
    let mut reader = Command::new(python)
        .args(["-c", READER, &first.to_string(), &last.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "Python cannot read:\n{text}");
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn make(browser: &mut Browser<'_>, target: &str) {
    browser.open("/console/on-call/feeds").await;
    let mut form = browser.form("/console/on-call/feeds");
    form.fill("target", target);
    browser.submit(form).await;
}

/// The path of the newest feed on the page.
fn link(browser: &Browser<'_>) -> String {
    let (_, rest) = browser.page.html.rsplit_once(&format!("{PUBLIC_URL}/calendar/")).unwrap();
    let (token, _) = rest.split_once(".ics").unwrap();
    format!("/calendar/{token}.ics")
}

fn events(told: &Value) -> Vec<(i64, i64, String)> {
    let events = told["events"].as_array().unwrap();
    let mut uids: Vec<_> = events.iter().map(|event| event[3].as_str().unwrap()).collect();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), events.len(), "each event has an id of its own");
    let read = |event: &Value| {
        let second = |at: usize| event[at].as_i64().unwrap();
        (second(0), second(1), event[2].as_str().unwrap().to_owned())
    };
    events.iter().map(read).collect()
}

fn at_moment(events: &[(i64, i64, String)], at: Timestamp) -> Vec<&str> {
    let at = at.as_second();
    let here = events.iter().filter(|(from, until, _)| *from <= at && at < *until);
    here.map(|(_, _, summary)| summary.as_str()).collect()
}

/// Two people by turns on weekdays at night, Cho at times instead, nobody at week-ends.
async fn apply(app: &TestApp, zone: &str, handoff: &str) {
    let mut directory: Directory = app.engine.directory().1.clone();
    directory.responders[2].name = "Cho; \"Lee\", \\n é".to_owned();
    let schedule = format!(
        "id = \"primary\"\ntime_zone = \"{zone}\"\n[[rotation]]\nmembers = [\"ana\", \"ben\"]\n\
         starts = \"2026-09-07T09:00\"\nhandoff = \"{handoff}\"\n\
         during = [{{ days = \"mon-fri\", from = \"16:30\", until = \"09:15\" }}]\n\
         [[override]]\nresponder = \"cho\"\nfrom = \"2026-12-24T02:30\"\nuntil = \"2026-12-27T09:00\"\n\
         [[override]]\nresponder = \"cho\"\nfrom = \"2027-03-14T02:30\"\nuntil = \"2027-04-04T02:15\"\n"
    );
    directory.schedules[0] = toml::from_str(&schedule).unwrap();
    let new =
        NewDirectory { directory, replaces: None, accept_holes: true, by: "tests".to_owned() };
    app.engine.replace_directory(new).await.unwrap();
}
