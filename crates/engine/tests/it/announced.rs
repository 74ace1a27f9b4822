//! What happens, told in channels of the team.

use std::collections::BTreeMap;

use channels::{
    Channel, To, Wall,
    wall::{Fault, Senders},
};
use domain::{Directory, Input, Milestone, Settings, directory::ContactKind};
use engine::{Clock, Engine, NewDirectory, Options, Subscriber};
use store::{Lane, Store};
use tempfile::TempDir;

use crate::app::{self, ANA, DIRECTORY, by, outage, submission};

const CHANNEL: &str = "https://chat.example/hooks/team";

struct House {
    engine: Engine,
    pages: Wall,
    chat: Wall,
    _folder: TempDir,
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::manual("2026-11-21T03:00:00Z".parse().expect("a time"));
        let (pages, chat) = (Wall::new(Senders::default()), Wall::new(Senders::default()));
        let mut voices: BTreeMap<Lane, Vec<Channel>> = app::options(&pages).voices;
        voices.insert(Lane::Mattermost, vec![Channel::Wall(chat.clone())]);
        let team = Subscriber {
            name: "mattermost:team".to_owned(),
            url: CHANNEL.to_owned(),
            secret: None,
            chat: Some(ContactKind::Mattermost),
            events: vec!["emergency.received".to_owned(), "emergency.milestone".to_owned()],
        };
        let options = Options { voices, subscribers: vec![team], ..app::options(&pages) };
        let path = folder.path().join("frontline.db");
        let store = Store::open(&format!("sqlite:{}", path.display())).await.expect("a store");
        let engine = Engine::new(store, clock, Settings::default(), options).await;
        let engine = engine.expect("an engine");
        let directory: Directory = toml::from_str(DIRECTORY).expect("a directory");
        let by = String::new();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        engine.replace_directory(new).await.expect("it is applied");
        Self { engine, pages, chat, _folder: folder }
    }
}

#[tokio::test]
async fn the_team_reads_in_its_channel_what_happens_each_once() {
    let house = House::new().await;
    let number = app::emergency(&house.engine.submit(submission(outage())).await.unwrap());
    let note = Some("The database has no room left.".to_owned());
    let told = Input::Milestone { by: by("ben"), milestone: Milestone::RootCauseIdentified, note };
    house.engine.apply(number, told).await.unwrap();
    house.engine.settle().await;
    house.engine.settle().await;

    let posts = house.chat.messages_since(0);
    assert_eq!(posts.len(), 2, "{posts:?}");
    assert!(posts[0].text.contains("was received"), "{}", posts[0].text);
    assert!(posts[1].text.contains("The database has no room left."), "{}", posts[1].text);
    for post in &posts {
        let To::Note { address, note, .. } = &post.outgoing.to else { panic!("{post:?}") };
        assert_eq!((address.as_str(), note.is_page), (CHANNEL, false));
        assert!(note.choices.is_empty(), "nobody answers for another from a channel");
        let link = note.link.as_ref().map(|link| link.url.as_str()).unwrap_or_default();
        assert!(link.ends_with(&format!("/console/emergencies/{number}")), "{link}");
    }
}

#[tokio::test]
async fn a_chat_that_is_away_delays_no_page() {
    let house = House::new().await;
    house.chat.set_fault(CHANNEL, Some(Fault::Unavailable));
    house.engine.submit(submission(outage())).await.unwrap();
    house.engine.settle().await;
    assert!(house.pages.messages_since(0).iter().any(|shown| shown.to == ANA));
    assert_eq!(house.chat.messages_since(0).len(), 0);
}
