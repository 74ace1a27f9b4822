//! How fast emergencies can be opened, durably: `cargo run --release -p store --example commits`.
//! Prints units a second and latencies for 1, 8 and 64 concurrent committers, and what a storm
//! costs the others. Takes the folder of the database as its argument.

#![expect(clippy::print_stdout, reason = "it prints figures")]
#![expect(clippy::unwrap_used, reason = "it stops at the first error")]

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use domain::{
    Directory, Emergency, Number, Request, Settings,
    emergency::{Opening, Transition, World},
    gate::Rule,
    message::{Content, Message, News, PageWhy, Urgency},
    request::{Impact, Requester},
};
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, HearsBy, Lane, RawRequest, Recipient, RequesterRow, Store, Unit};

const SECONDS: u64 = 2;

const REQUESTERS_OF_A_STORM: u32 = 10_000;

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
        let folder = tempfile::tempdir_in(folder).unwrap();
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        let store = Store::open(&url).await.unwrap();
        for committers in [1, 8, 64] {
            opening(&store, committers).await;
        }
        reading(&store).await;
        storm(&store).await;
        drop(store);
        let started = Instant::now();
        let store = Store::open(&url).await.unwrap();
        let due = store.due(now() + SignedDuration::from_hours(48), 100).await.unwrap();
        println!("opened again in {:.1?}, {} due at first", started.elapsed(), due.len());
        let started = Instant::now();
        println!("{:?} in {:.1?}", store.counts().await.unwrap(), started.elapsed());
    });
}

async fn opening(store: &Store, committers: usize) {
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let tasks = (0..committers).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut took = Vec::new();
            while Instant::now() < until {
                let unit = night(store.next_number().await.unwrap());
                let started = Instant::now();
                store.commit(unit).await.unwrap();
                took.push(started.elapsed());
            }
            took
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.unwrap());
    }
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 1_000];
    println!(
        "{committers:>3} committers: {:>6} emergencies/s, p50 {:.2?} p99 {:.2?} p99.9 {:.2?}",
        took.len() as u64 / SECONDS,
        at(500),
        at(990),
        at(999),
    );
}

async fn reading(store: &Store) {
    let started = Instant::now();
    for offset in 0..10_000 {
        store.emergency(Number(Number::FIRST.0 + offset)).await.unwrap().unwrap();
    }
    println!("a state is read in {:.1?}", started.elapsed() / 10_000);
}

/// Many requesters join; then all hear news while others open emergencies.
async fn storm(store: &Store) {
    let number = store.next_number().await.unwrap();
    store.commit(night(number)).await.unwrap();
    let started = Instant::now();
    let joins = (0..REQUESTERS_OF_A_STORM).map(|index| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut unit = Unit::new();
            unit.requester(&requester(number, index + 1)).joined(number, now());
            store.commit(unit).await.unwrap();
        })
    });
    for join in joins.collect::<Vec<_>>() {
        join.await.unwrap();
    }
    println!("{REQUESTERS_OF_A_STORM} join in {:.1?}", started.elapsed());
    let others = tokio::spawn({
        let store = store.clone();
        async move { opening(&store, 8).await }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let started = Instant::now();
    let mut unit = Unit::new();
    unit.spread(number, &receipt(), now(), "news");
    store.commit(unit).await.unwrap();
    println!("news for all are queued in {:.1?}", started.elapsed());
    let started = Instant::now();
    let later = now() + SignedDuration::from_mins(1);
    let mut claimed = 0;
    while claimed < REQUESTERS_OF_A_STORM as usize {
        claimed += store.claim(Lane::Email, now(), later, 100).await.unwrap().len();
    }
    println!("and claimed in {:.1?}", started.elapsed());
    others.await.unwrap();
}

/// What a first request writes, all in all.
fn night(number: Number) -> Unit {
    let (directory, settings) = (Directory::default(), Settings::default());
    let world = World { directory: &directory, settings: &settings, requesters: 1, now: now() };
    let row = requester(number, 0);
    let request = Request {
        summary: "Nothing can be ordered: the checkout answers with an error".to_owned(),
        impact: Some(Impact::Outage),
        requester: row.requester.clone(),
        ..Request::default()
    };
    let opening =
        Opening { number, requester: row.id.clone(), request: &request, rule: Rule::Definition };
    let Transition { next, facts, .. } = Emergency::open(&opening, world);
    let raw = RawRequest {
        id: format!("{number}-request"),
        received_at: now(),
        channel: "web".to_owned(),
        source: "192.0.2.1".to_owned(),
        body: serde_json::to_vec(&request).unwrap(),
        request: Some(request),
        emergency: Some(number),
        ticket: None,
    };
    let page = Content::Page(PageWhy::Emergency { round: 1 });
    let page = Message { about: next.brief(1), content: page };
    let to_responder = Recipient::Responder { responder: "ana".into(), contact: "phone".into() };
    let mut unit = Unit::new();
    unit.open(&next, Some("organization:acme"), next.wake_at(&settings))
        .append(number, &facts)
        .request(&raw)
        .requester(&row)
        .involve(number, &"ana".into())
        .deliver(&delivery(number, "page", Lane::Sms, to_responder, page), None)
        .deliver(
            &delivery(number, "receipt", Lane::Email, row.recipient().unwrap(), receipt()),
            None,
        );
    unit
}

fn requester(number: Number, index: u32) -> RequesterRow {
    let requester = Requester {
        name: Some("Rosa Ruiz".to_owned()),
        email: Some(format!("rosa.{index}@acme.example")),
        phone: Some(format!("+1555{index:07}")),
        ..Requester::default()
    };
    RequesterRow {
        id: format!("{number}-{index}").as_str().into(),
        emergency: Some(number),
        ticket: None,
        in_ticket: false,
        hears_by: HearsBy::first(&requester),
        requester,
        summary: "Checkout is down".to_owned(),
        joined_at: now(),
    }
}

fn receipt() -> Message {
    Message {
        about: domain::message::Brief::default(),
        content: Content::News(News::Receipt { joined: false }),
    }
}

fn delivery(number: Number, name: &str, lane: Lane, to: Recipient, message: Message) -> Delivery {
    Delivery {
        id: format!("{number}-{name}"),
        emergency: Some(number),
        ticket: None,
        lane,
        urgency: Urgency::Page.max(message.content.urgency()),
        to,
        message,
        queued_at: now(),
        attempts: 1,
        trace: None,
    }
}

fn now() -> Timestamp {
    "2026-11-23T03:00:00Z".parse().unwrap()
}
