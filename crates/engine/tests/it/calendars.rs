//! Calendars of holidays behind an address: fetched when they are named, refreshed every day, and
//! the last good copy when that fails.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use domain::{Directory, Settings, coverage::Holidays};
use engine::{EngineError, NewDirectory};
use jiff::{SignedDuration, civil::date};

use crate::app::{App, DIRECTORY};

/// A web server with one calendar.
struct Server {
    url: String,
    /// The whole answer, and the `If-None-Match` of each request.
    state: Arc<Mutex<(String, Vec<String>)>>,
}

impl Server {
    fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}/days.ics", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new((String::new(), Vec::new())));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let lines = BufReader::new(stream.try_clone().expect("it is open")).lines();
                let mut known = String::new();
                for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
                    if let Some(tag) = line.strip_prefix("if-none-match: ") {
                        tag.clone_into(&mut known);
                    }
                }
                let mut shared = shared.lock().expect("nobody panics");
                let is_same = !known.is_empty() && shared.0.contains(&known);
                shared.1.push(known);
                let answer = if is_same {
                    "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
                } else {
                    shared.0.clone()
                };
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { url, state }
    }

    /// From now on it has these days.
    fn has(&self, days: &[&str]) {
        let event =
            |day: &&str| format!("BEGIN:VEVENT\r\nUID:{day}\r\nDTSTART:{day}\r\nEND:VEVENT\r\n");
        let events: String = days.iter().map(event).collect();
        self.answers(200, &format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n"));
    }

    fn answers(&self, status: u16, body: &str) {
        let length = body.len();
        self.state.lock().expect("nobody panics").0 = format!(
            "HTTP/1.1 {status} X\r\nETag: \"{length}-{status}\"\r\nConnection: close\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().expect("nobody panics").1)
    }

    fn region(&self) -> String {
        format!(
            "{DIRECTORY}\n[[region]]\nid = \"here\"\ntime_zone = \"UTC\"\n\
             hours = [{{ days = \"mon-sun\" }}]\nholidays = \"{}\"\n",
            self.url
        )
    }
}

async fn apply(app: &App, directory: &str) -> Result<i64, EngineError> {
    let directory: Directory = toml::from_str(directory).expect("a directory");
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
    app.engine.replace_directory(new).await
}

fn days(app: &App) -> Vec<String> {
    let directory = app.engine.directory();
    let Some(Holidays::Read(read)) = &directory.1.regions[0].holidays else {
        panic!("{:?}", directory.1.regions)
    };
    read.dates.iter().map(ToString::to_string).collect()
}

async fn a_day_later(app: &App) {
    app.clock.advance(SignedDuration::from_hours(24));
    app.engine.refresh_calendars().await.expect("the store works");
}

#[tokio::test]
async fn a_calendar_is_fetched_and_refreshed_every_day() {
    let app = App::with("", Settings::default()).await;
    let server = Server::start();
    server.has(&["20261225"]);
    let first = apply(&app, &server.region()).await.expect("it is applied");
    assert_eq!(days(&app), ["2026-12-25"]);
    app.engine.refresh_calendars().await.expect("the store works");
    assert_eq!(server.asked(), [""], "once a day is enough");

    a_day_later(&app).await;
    assert_eq!(server.asked(), ["\"90-200\""], "it says what it knows");
    assert_eq!(app.engine.directory().0, first, "nothing has changed");

    server.has(&["20261225", "20261228"]);
    a_day_later(&app).await;
    assert_eq!(days(&app), ["2026-12-25", "2026-12-28"]);
    let kept = app.engine.store().directory().await.unwrap().unwrap();
    assert_eq!((kept.version, kept.by.as_str()), (first + 1, "a calendar that has changed"));
    let holidays = kept.directory.regions[0].holidays.clone().expect("it has some");
    assert!(holidays.contain(date(2026, 12, 28)));
}

#[tokio::test]
async fn the_last_good_copy_counts_when_it_cannot_be_fetched() {
    let mut app = App::with("", Settings::default()).await;
    let server = Server::start();
    server.has(&["20261225"]);
    apply(&app, &server.region()).await.expect("it is applied");
    for (status, body) in [
        (500, "broken"),
        (200, "<html>Please sign in</html>"),
        (200, &format!("BEGIN:VCALENDAR\r\n{}", "x".repeat(2 * 1024 * 1024))),
        (302, ""),
    ] {
        server.answers(status, body);
        a_day_later(&app).await;
        assert_eq!(days(&app), ["2026-12-25"], "{status}");
        let known = app.engine.calendars().await.unwrap();
        let (_, saved) = &known[0];
        assert!(saved.problem.is_some() && saved.fetched_at < saved.tried_at, "{saved:?}");
    }
    server.asked();
    app.crash().await;
    assert_eq!(days(&app), ["2026-12-25"], "after a crash as well");
    apply(&app, &server.region()).await.expect("the copy counts");
    assert_eq!(days(&app), ["2026-12-25"]);
    app.clock.advance(SignedDuration::from_mins(59));
    server.asked();
    app.engine.refresh_calendars().await.unwrap();
    assert_eq!(server.asked(), [""; 0], "it is not hammered");
    app.clock.advance(SignedDuration::from_mins(2));
    server.has(&["20261225"]);
    app.engine.refresh_calendars().await.unwrap();
    assert_eq!(
        app.engine.calendars().await.unwrap()[0].1.problem,
        None,
        "an hour later it is well"
    );
}

#[tokio::test]
async fn a_calendar_that_was_never_there_is_refused() {
    let app = App::with("", Settings::default()).await;
    let server = Server::start();
    let before = app.engine.directory().0;
    for (status, body, said) in
        [(404, "", "answered 404"), (200, "not a calendar", "it is no calendar")]
    {
        server.answers(status, body);
        let Err(EngineError::DirectoryInvalid(found)) = apply(&app, &server.region()).await else {
            panic!("it was applied")
        };
        assert_eq!(found[0].place, "region here, holidays");
        assert!(found[0].problem.contains(said), "{}", found[0].problem);
    }
    assert_eq!(app.engine.directory().0, before);
}
