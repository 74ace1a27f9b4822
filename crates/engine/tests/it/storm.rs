//! A storm of news at the provider that also carries pages.

use domain::{Input, Milestone, Settings};
use engine::{Clock, NewDirectory};
use store::{HearsBy, Lane, RequesterRow, Unit};
use tokio::sync::broadcast::error::RecvError;

use crate::app::{self, ANA, App, by, outage, submission};

const REQUESTERS: usize = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_news_stand_in_no_pages_way() {
    let app = App::start().await;
    let folder = tempfile::tempdir().unwrap();
    let engine = app::engine(&folder, &Clock::system(), &app.wall, Settings::default()).await;
    let directory = app.engine.directory().1.clone();
    let new = NewDirectory { directory, replaces: None, accept_holes: true, by: String::new() };
    engine.replace_directory(new).await.unwrap();
    let first = app::emergency(&engine.submit(submission(outage())).await.unwrap());
    let mut unit = Unit::new();
    for number in 0..REQUESTERS {
        let mut request = outage();
        request.requester.email = None;
        request.requester.phone = Some(format!("+1555020{number:05}"));
        unit.requester(&RequesterRow {
            id: format!("r{number:05}").as_str().into(),
            emergency: Some(first),
            ticket: None,
            in_ticket: false,
            requester: request.requester,
            summary: request.summary,
            joined_at: engine.now(),
            hears_by: Some(HearsBy::Sms),
        });
    }
    engine.store().commit(unit).await.unwrap();
    let milestone = Milestone::Investigating;
    let told = Input::Milestone { by: by("ben"), milestone, note: None };
    engine.apply(first, told).await.unwrap();
    let mut live = app.wall.subscribe();
    let running = engine.start().await.unwrap();
    let is_news = |shown: &channels::wall::Shown| shown.to.starts_with("+1555020");
    while live.recv().await.is_ok_and(|shown| !is_news(&shown)) {}

    let mut other = outage();
    other.organization = Some("another".to_owned());
    other.summary = "The warehouse stands still".to_owned();
    other.requester.email = None;
    engine.submit(submission(other)).await.unwrap();
    let is_page = |shown: &channels::wall::Shown| shown.to == ANA && shown.text.contains("ware");
    let paged = async {
        loop {
            let is_there = match live.recv().await {
                Ok(shown) => is_page(&shown),
                // Too much at once: the wall has kept the latest.
                Err(RecvError::Lagged(_)) => {
                    app.wall.messages_since(0).iter().any(|shown| is_page(shown))
                }
                Err(RecvError::Closed) => panic!("the wall stands"),
            };
            if is_there {
                break;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), paged).await.expect("Ana is paged");
    let counts = engine.store().counts().await.unwrap();
    let waiting = counts.waiting.iter().find(|waiting| waiting.lane == Lane::Sms).unwrap();
    assert!(waiting.count > REQUESTERS as u64 / 2, "only {} were still waiting", waiting.count);
    drop(running);
}
