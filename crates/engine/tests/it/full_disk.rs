//! Nothing can be written. `bench faults full-disk` does the same with a real disk.

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use domain::{Input, Settings, directory::Directory, message::Urgency};
use engine::{Clock, NewDirectory};
use jiff::SignedDuration;
use rusqlite::Connection;
use store::{DeliveryStatus, DeliveryView};
use tokio::task::JoinSet;

use crate::app::{self, ANA, App, BEN, by, outage, submission};

const CHO: &str = "cho@vendor.example";
const PATIENCE: Duration = Duration::from_secs(90);

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let begin = Instant::now();
    while !holds().await {
        assert!(begin.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Whatever is written there fails from now on, while it runs; or works again.
fn each_table(verb: &str) -> String {
    let mut sql = String::new();
    for table in ["emergencies", "facts", "deliveries", "requests", "flags"] {
        for how in ["INSERT", "UPDATE"] {
            let name = format!("{table}_{how}");
            let body = match verb {
                "CREATE TRIGGER" => format!(
                    "BEFORE {how} ON {table} BEGIN SELECT abs(-9223372036854775807 - 1); END"
                ),
                _ => String::new(),
            };
            writeln!(sql, "{verb} {name} {body};").expect("text can be written");
        }
    }
    sql
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cannot_be_written_silences_nobody() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = app::engine(&folder, &Clock::system(), &app.wall, Settings::default()).await;
    let mut directory: Directory = app.engine.directory().1.clone();
    directory.policies[0].steps[0].answer_within = SignedDuration::from_secs(2);
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    engine.replace_directory(new).await.unwrap();
    let running = engine.start().await.unwrap();
    let accepted = engine.submit(submission(outage())).await.unwrap();
    let number = app::emergency(&accepted);
    let heard = |address: &'static str, text: &'static str| {
        let shown = app.wall.messages_since(0);
        shown.iter().any(|one| one.to == address && format!("{one:?}").contains(text))
    };
    until("Ana is called", async || heard(ANA, "Checkout")).await;

    let other = Connection::open(folder.path().join("frontline.db")).unwrap();
    other.execute_batch(&each_table("CREATE TRIGGER")).unwrap();
    until("Ben is called from memory", async || heard(BEN, "Checkout")).await;
    until("the lead hears what is broken", async || heard(CHO, "cannot write")).await;
    assert!(!engine.vitals().await.problems().is_empty());
    let refused = engine.submit(submission(outage())).await;
    assert!(refused.is_err(), "what cannot be kept is not accepted");
    let answered = engine.apply(number, Input::Answer { by: by("ben"), take_over: false }).await;
    assert_eq!(answered.unwrap().responder().unwrap().id.as_str(), "ben");
    let stored = engine.store().emergency(number).await.unwrap().unwrap();
    assert!(stored.emergency.responder().is_none(), "it is in memory only");

    other.execute_batch(&each_table("DROP TRIGGER")).unwrap();
    until("it is written down", async || {
        let stored = engine.store().emergency(number).await.unwrap().unwrap();
        stored.emergency.responder().is_some_and(|person| person.id.as_str() == "ben")
    })
    .await;
    let timeline = engine.store().timeline(number).await.unwrap();
    let kinds: Vec<_> = timeline.iter().map(|entry| entry.fact.happening.kind()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "paged").count(), 2, "{kinds:?}");
    assert!(kinds.contains(&"answered"), "{kinds:?}");
    until("requesters hear of it", async || {
        let sent = engine.store().deliveries_of(number).await.unwrap();
        sent.iter()
            .any(|one| one.urgency == Urgency::News && one.status == DeliveryStatus::Delivered)
    })
    .await;
    let pages = engine.store().page_deliveries_of(number).await.unwrap();
    let to_ben = |one: &DeliveryView| format!("{:?}", one.to).contains("ben");
    assert!(!pages.iter().any(to_ben), "what was sent from memory is not sent again");
    drop(running);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_at_one_moment_in_memory_is_all_kept() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = app::engine(&folder, &Clock::system(), &app.wall, Settings::default()).await;
    let directory: Directory = app.engine.directory().1.clone();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    engine.replace_directory(new).await.unwrap();
    let running = engine.start().await.unwrap();
    let mut numbers = Vec::new();
    for index in 0..12 {
        let mut request = outage();
        request.organization = Some(format!("Stores {index}"));
        request.requester.email = Some(format!("ria@{index}.example"));
        numbers.push(app::emergency(&engine.submit(submission(request)).await.unwrap()));
    }
    let other = Connection::open(folder.path().join("frontline.db")).unwrap();
    other.execute_batch(&each_table("CREATE TRIGGER")).unwrap();
    let mut answers = JoinSet::new();
    for number in &numbers {
        for name in ["ana", "ben", "cho"] {
            let (engine, number) = (engine.clone(), *number);
            let answer = Input::Answer { by: by(name), take_over: true };
            answers.spawn(async move { engine.apply(number, answer).await });
        }
    }
    while let Some(answered) = answers.join_next().await {
        answered.unwrap().expect("each is told that it counts");
    }
    other.execute_batch(&each_table("DROP TRIGGER")).unwrap();
    until("all of it is written down", async || {
        let mut whole = 0;
        for number in &numbers {
            let timeline = engine.store().timeline(*number).await.unwrap();
            let kinds: Vec<_> = timeline.iter().map(|entry| entry.fact.happening.kind()).collect();
            whole += usize::from(kinds.iter().filter(|kind| **kind == "answered").count() == 3);
        }
        whole == numbers.len()
    })
    .await;
    drop(running);
}
