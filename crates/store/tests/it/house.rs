use std::sync::Arc;

use domain::{Directory, Number, Request, TicketNumber, directory::Team};
use store::{
    Account, Attachment, DirectoryVersion, Lane, RawRequest, Session, Store, StoreError, Token,
    Unit,
};

use crate::sample::{Place, at, open, page};
use crate::tickets::ticket;

contract! {
    the_same_key_counts_once,
    directories_follow_each_other_without_gap_or_fork,
    accounts_sessions_and_tokens_are_kept,
    requests_and_attachments_are_kept_as_they_came,
    a_secret_is_made_once,
    everything_is_there_when_it_is_opened_again,
    the_figures_count_what_is_open_and_what_waits,
}

async fn the_same_key_counts_once(place: Place) {
    let store = place.open().await;
    let attempts = (0..32).map(|index| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut unit = Unit::new();
            unit.remember("api", "k-1", &format!("{{\"number\":{index}}}"), at(0));
            unit.set_flag(&format!("done {index}"), "yes");
            (index, store.commit(unit).await)
        })
    });
    let mut winners = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        let (index, outcome) = attempt.await.unwrap();
        match outcome {
            Ok(()) => winners.push(index),
            Err(error) => {
                assert!(matches!(error, StoreError::Taken), "{error}");
                assert_eq!(store.flag(&format!("done {index}")).await.unwrap(), None);
            }
        }
    }
    assert_eq!(winners.len(), 1);
    let answer = store.remembered("api", "k-1").await.unwrap();
    assert_eq!(answer, Some(format!("{{\"number\":{}}}", winners[0])));
    assert_eq!(store.remembered("web", "k-1").await.unwrap(), None, "another scope");

    let mut unit = Unit::new();
    unit.remember("api", "k-2", "{}", at(100)).forget_keys(at(50));
    store.commit(unit).await.unwrap();
    assert_eq!(store.remembered("api", "k-1").await.unwrap(), None);
    assert_eq!(store.remembered("api", "k-2").await.unwrap().as_deref(), Some("{}"));
}

async fn directories_follow_each_other_without_gap_or_fork(place: Place) {
    let store = place.open().await;
    assert_eq!(store.directory().await.unwrap(), None);
    let first = directory(1, "support");
    commit(&store, |unit| {
        unit.new_directory(&first);
    })
    .await
    .unwrap();
    for version in [1, 3, 0, -1] {
        let refused = commit(&store, |unit| {
            unit.new_directory(&directory(version, "other"));
        });
        assert!(matches!(refused.await, Err(StoreError::Conflict)), "{version}");
    }
    assert_eq!(store.directory().await.unwrap().as_ref(), Some(&first));
    let second = directory(2, "front line");
    commit(&store, |unit| {
        unit.new_directory(&second);
    })
    .await
    .unwrap();
    assert_eq!(store.directory().await.unwrap(), Some(second));
    assert_eq!(store.directory_version(1).await.unwrap(), Some(first));
}

async fn accounts_sessions_and_tokens_are_kept(place: Place) {
    let store = place.open().await;
    let account = Account {
        responder: "ana".into(),
        password_hash: "$argon2id$1".to_owned(),
        made_at: at(0),
    };
    commit(&store, |unit| {
        unit.first_account(&account);
    })
    .await
    .unwrap();
    let second = commit(&store, |unit| {
        unit.first_account(&account);
    })
    .await;
    assert!(matches!(second, Err(StoreError::Conflict)), "there is a first one");
    let changed = Account { password_hash: "$argon2id$2".to_owned(), ..account };
    let session = Session {
        token_hash: [1; 32],
        responder: "ana".into(),
        made_at: at(0),
        last_seen_at: at(0),
        expires_at: at(60),
        user_agent: "Firefox".to_owned(),
    };
    let token = Token {
        token_hash: [2; 32],
        name: "monitoring".to_owned(),
        role: "requester".to_owned(),
        organization: Some("acme".to_owned()),
        made_at: at(0),
        last_used_at: None,
    };
    commit(&store, |unit| {
        unit.set_account(&changed).open_session(&session).make_token(&token);
        unit.session_seen(&[1; 32], at(50), at(110)).token_used(&[2; 32], at(7));
    })
    .await
    .unwrap();
    assert_eq!(store.account(&"ana".into()).await.unwrap().as_ref(), Some(&changed));
    assert_eq!(store.accounts().await.unwrap(), [changed]);
    let seen = Session { last_seen_at: at(50), expires_at: at(110), ..session };
    assert_eq!(store.session(&[1; 32], at(109)).await.unwrap().as_ref(), Some(&seen));
    assert_eq!(store.session(&[1; 32], at(110)).await.unwrap(), None, "it has run out");
    assert_eq!(store.sessions_of(&"ana".into()).await.unwrap(), [seen]);
    let used = Token { last_used_at: Some(at(7)), ..token.clone() };
    assert_eq!(store.token(&[2; 32]).await.unwrap().as_ref(), Some(&used));
    assert_eq!(store.tokens().await.unwrap(), [used]);

    let twin = Token { token_hash: [3; 32], ..token };
    let twin = commit(&store, |unit| {
        unit.make_token(&twin);
    })
    .await;
    assert!(matches!(twin, Err(StoreError::Taken)), "the name is taken");
    commit(&store, |unit| {
        unit.revoke_token("monitoring");
    })
    .await
    .unwrap();
    assert_eq!(store.token(&[2; 32]).await.unwrap(), None);
    commit(&store, |unit| {
        unit.delete_account(&"ana".into());
    })
    .await
    .unwrap();
    assert_eq!(store.session(&[1; 32], at(1)).await.unwrap(), None, "signed out everywhere");
}

async fn requests_and_attachments_are_kept_as_they_came(place: Place) {
    let store = place.open().await;
    let raw = RawRequest {
        id: "q-1".to_owned(),
        received_at: at(0),
        channel: "sms".to_owned(),
        source: "+15550000001".to_owned(),
        body: vec![0, 159, 146, 150],
        request: None,
        emergency: Some(Number(1001)),
        ticket: None,
    };
    let request = Request { summary: "Help".to_owned(), ..Request::default() };
    let understood = RawRequest { id: "q-2".to_owned(), request: Some(request), ..raw.clone() };
    let picture = Attachment {
        id: "a-1".to_owned(),
        emergency: Some(Number(1001)),
        ticket: None,
        requester: Some("rosa".into()),
        file_name: "what I see.png".to_owned(),
        media_type: "image/png".to_owned(),
        size_bytes: 5_000_000_000,
        path: "a/1".to_owned(),
        at: at(3),
    };
    commit(&store, |unit| {
        unit.request(&raw).request(&understood).attach(&picture);
    })
    .await
    .unwrap();
    assert_eq!(store.requests_of(Number(1001)).await.unwrap(), [raw, understood]);
    assert_eq!(store.attachment("a-1").await.unwrap().as_ref(), Some(&picture));
    assert_eq!(store.attachments_of(Number(1001)).await.unwrap(), [picture]);
    assert_eq!(store.attachments_of_ticket(TicketNumber(1001)).await.unwrap(), []);
}

async fn a_secret_is_made_once(place: Place) {
    let store = place.open().await;
    let store = Arc::new(store);
    let asked = (0..16).map(|_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.secret("links").await.unwrap() })
    });
    let mut secrets = Vec::new();
    for task in asked.collect::<Vec<_>>() {
        secrets.push(task.await.unwrap());
    }
    secrets.dedup();
    assert_eq!(secrets.len(), 1);
    assert_eq!(secrets[0].len(), 32);
    assert_ne!(store.secret("other").await.unwrap(), secrets[0]);
    drop(store);
    assert_eq!(place.open().await.secret("links").await.unwrap(), secrets[0]);
}

async fn everything_is_there_when_it_is_opened_again(place: Place) {
    let store = place.open().await;
    let emergency = open(&store, 60).await;
    let ticket = ticket(store.next_ticket_number().await.unwrap());
    commit(&store, |unit| {
        unit.open_ticket(&ticket).deliver(&page(emergency.number, "one", "ana", 0), None);
    })
    .await
    .unwrap();
    store.ping().await.unwrap();
    drop(store);

    let store = place.open().await;
    let saved = store.emergency(emergency.number).await.unwrap().unwrap();
    assert_eq!(saved.emergency, emergency);
    assert_eq!(store.next_number().await.unwrap(), Number(emergency.number.0 + 1));
    assert_eq!(store.next_ticket_number().await.unwrap(), TicketNumber(ticket.number.0 + 1));
    assert_eq!(store.earliest_due(Lane::Sms).await.unwrap(), Some(at(0)));
}

async fn the_figures_count_what_is_open_and_what_waits(place: Place) {
    let store = place.open().await;
    assert_eq!(store.counts().await.unwrap(), store::Counts::default());
    let number = open(&store, 60).await.number;
    open(&store, 61).await;
    commit(&store, |unit| {
        unit.deliver(&page(number, "one", "ana", 5), None);
        unit.deliver(&page(number, "two", "ana", 4), None);
        unit.deliver(&page(number, "sent", "ana", 1), None).accepted("sent", None, true, at(2));
    })
    .await
    .unwrap();
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.open, counts.unanswered), (2, 2));
    assert_eq!(counts.waiting, [store::Waiting { lane: Lane::Sms, count: 2, since: at(4) }]);
}

#[tokio::test]
async fn an_address_that_is_none_says_what_is() {
    for url in ["mysql://host/db", "frontline.db", "", "sqlite:"] {
        let error = Store::open(url).await.unwrap_err();
        assert!(matches!(error, StoreError::Address(_)), "{url}: {error:?}");
        let text = error.to_string();
        assert!(text.contains("sqlite:PATH"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
    let folder = Place::new();
    let nowhere = format!("sqlite:{}", folder.file("no/such/folder.db").display());
    let error = Store::open(&nowhere).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}

fn directory(version: i64, team: &str) -> DirectoryVersion {
    let team = Team {
        id: team.into(),
        name: team.to_owned(),
        members: vec!["ana".into()],
        lead: None,
        bridge: None,
    };
    DirectoryVersion {
        version,
        at: at(version),
        by: "Lea".to_owned(),
        directory: Directory { teams: vec![team], ..Directory::default() },
        accepted_holes: vec!["schedule primary: nobody on Sunday".to_owned()],
    }
}

async fn commit(store: &Store, fill: impl FnOnce(&mut Unit)) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    fill(&mut unit);
    store.commit(unit).await
}
