//! A store in a folder of its own, and things to put into it.

use std::path::PathBuf;

use domain::{
    Directory, Emergency, Number, Request, Settings,
    emergency::{Opening, Phase, World},
    fact::{Actor, Fact, Happening},
    gate::Rule,
    message::{Brief, Content, Message, News, PageWhy},
    request::Requester,
};
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, HearsBy, Lane, Recipient, RequesterRow, Store, Unit};

pub(crate) struct Place {
    folder: tempfile::TempDir,
    /// A database of its own on a shared server; else a file in the folder.
    url: Option<String>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("there is room for a folder"), url: None }
    }

    pub(crate) fn on_postgres() -> Self {
        Self { url: Some(crate::cluster::database()), ..Self::new() }
    }

    /// A new one on the same kind of database.
    pub(crate) fn another(&self) -> Self {
        if self.url.is_some() { Self::on_postgres() } else { Self::new() }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) async fn open(&self) -> Store {
        let file = || format!("sqlite:{}", self.file("frontline.db").display());
        let url = self.url.clone().unwrap_or_else(file);
        Store::open(&url).await.expect("a new store opens")
    }
}

/// A new store; it lasts as long as its place.
pub(crate) async fn fresh() -> (Place, Store) {
    let place = Place::new();
    let store = place.open().await;
    (place, store)
}

/// `seconds` after three in the morning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let three: Timestamp = "2026-11-23T03:00:00Z".parse().expect("it is a moment");
    three + SignedDuration::from_secs(seconds)
}

pub(crate) fn emergency(number: Number) -> Emergency {
    let request = Request { summary: "Nothing works".to_owned(), ..Request::default() };
    let (directory, settings) = (Directory::default(), Settings::default());
    let world = World { directory: &directory, settings: &settings, requesters: 1, now: at(0) };
    let opening =
        Opening { number, requester: "rosa".into(), request: &request, rule: Rule::InDoubt };
    Emergency::open(&opening, world).next
}

pub(crate) fn closed(mut emergency: Emergency) -> Emergency {
    emergency.phase = Phase::Closed { at: at(60), resolution: "fixed".to_owned() };
    emergency
}

/// Opens an emergency that is to be woken `wake_in` seconds after three.
pub(crate) async fn open(store: &Store, wake_in: i64) -> Emergency {
    let emergency = emergency(store.next_number().await.expect("there is one"));
    let mut unit = Unit::new();
    unit.open(&emergency, Some("organization:acme"), Some(at(wake_in)));
    store.commit(unit).await.expect("it is new");
    emergency
}

pub(crate) fn fact(happening: Happening) -> Fact {
    Fact { at: at(1), actor: Actor::System, happening }
}

pub(crate) fn requester(number: Number, index: u32) -> RequesterRow {
    let requester = Requester {
        name: Some(format!("Rosa {index}")),
        email: Some(format!("rosa.{index}@acme.example")),
        phone: Some(format!("+1555{index:07}")),
        locale: Some("es".to_owned()),
        time_zone: Some("Europe/Madrid".to_owned()),
    };
    RequesterRow {
        id: format!("{number}-r{index}").as_str().into(),
        emergency: Some(number),
        ticket: None,
        in_ticket: false,
        hears_by: HearsBy::first(&requester),
        requester,
        summary: "Checkout is down".to_owned(),
        joined_at: at(i64::from(index)),
    }
}

pub(crate) fn page(number: Number, id: &str, responder: &str, queued_in: i64) -> Delivery {
    let content = Content::Page(PageWhy::Emergency { round: 1 });
    Delivery {
        id: id.to_owned(),
        emergency: Some(number),
        ticket: None,
        lane: Lane::Sms,
        urgency: content.urgency(),
        to: Recipient::Responder { responder: responder.into(), contact: "phone".into() },
        message: Message { about: Brief::default(), content },
        queued_at: at(queued_in),
        attempts: 0,
        trace: None,
    }
}

/// To a requester.
pub(crate) fn word(number: Number, id: &str, news: News, queued_in: i64) -> Delivery {
    let content = Content::News(news);
    Delivery {
        lane: Lane::Email,
        urgency: content.urgency(),
        to: requester(number, 1).recipient().expect("there is an address"),
        message: Message { about: Brief::default(), content },
        ..page(number, id, "", queued_in)
    }
}

pub(crate) fn nothing_new() -> News {
    News::NothingNew { since: None }
}
