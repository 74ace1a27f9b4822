//! Promises of the embedded database: its file, seen from outside.

use rusqlite::Connection;
use store::{DeliveryStatus, Files, Lane, ListState, Store, StoreError, Unit};

use domain::{Happening, Number};

use crate::sample::{Place, at, fact, fresh, open, page};

#[tokio::test]
async fn the_journal_cannot_be_changed_by_anybody() {
    let (place, store) = fresh().await;
    let number = open(&store, 60).await.number;
    let mut unit = Unit::new();
    unit.append(number, &[fact(Happening::Declined), fact(Happening::WentOn)]);
    store.commit(unit).await.unwrap();
    let file = Connection::open(place.file("frontline.db")).unwrap();
    for sql in [
        "UPDATE facts SET body = '{}'",
        "UPDATE facts SET at_us = 0 WHERE sequence = 1",
        "DELETE FROM facts WHERE sequence = 2",
        "DELETE FROM facts",
    ] {
        let refused = file.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("journal"), "{sql}: {refused}");
    }
    assert_eq!(store.timeline(number).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_damaged_and_named() {
    let (place, store) = fresh().await;
    let (good, bad) = (open(&store, 60).await, open(&store, 61).await.number);
    let mut unit = Unit::new();
    unit.append(bad, &[fact(Happening::Declined)]);
    unit.deliver(&page(bad, "bad", "ana", 0), None);
    unit.deliver(&page(good.number, "good", "ana", 1), None);
    store.commit(unit).await.unwrap();
    let file = Connection::open(place.file("frontline.db")).unwrap();
    for sql in [
        "UPDATE emergencies SET state = '{\"number\":' WHERE number = 1002",
        "UPDATE deliveries SET recipient = '{\"pigeon\":{}}' WHERE id = 'bad'",
        "INSERT INTO facts VALUES (1002, 2, 0, 'flown', '\"system\"', '{\"kind\":\"flown\"}', NULL)",
    ] {
        file.execute(sql, []).unwrap();
    }
    let damaged = store.emergency(bad).await.unwrap_err();
    assert!(matches!(damaged, StoreError::Damaged { what: "emergency", .. }), "{damaged:?}");
    let damaged = store.timeline(bad).await.unwrap_err();
    assert!(damaged.to_string().contains("flown"), "{damaged}");

    let listed = store.list(ListState::Open, None, 10).await.unwrap();
    let others: Vec<_> = listed.items.iter().map(|saved| &saved.emergency).collect();
    assert_eq!(others, [&good], "the others can still be worked on");
    let claimed = store.claim(Lane::Sms, at(5), at(35), 10).await.unwrap();
    assert_eq!(claimed.len(), 1, "the others are still sent");
    assert_eq!(claimed[0].id, "good");
    let failed: String = file
        .query_row("SELECT status FROM deliveries WHERE id = 'bad'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(failed, DeliveryStatus::Failed.name());
}

#[tokio::test]
async fn what_was_answered_is_in_the_file_before_the_store_is_closed() {
    let (place, store) = fresh().await;
    let number = open(&store, 60).await.number;
    // As after a crash: the file and its log, copied while everything is still open.
    let crashed = Place::new();
    for end in ["", "-wal"] {
        let name = format!("frontline.db{end}");
        std::fs::copy(place.file(&name), crashed.file(&name)).unwrap();
    }
    let survivor = crashed.open().await;
    assert!(survivor.emergency(number).await.unwrap().is_some());
}

#[tokio::test]
async fn two_processes_share_a_file() {
    let (place, one) = fresh().await;
    let other = place.open().await;
    let number = open(&one, 60).await.number;
    assert!(other.emergency(number).await.unwrap().is_some(), "it is seen at once");
    let mut unit = Unit::new();
    unit.set_flag("from", "the other");
    other.commit(unit).await.unwrap();
    assert_eq!(one.flag("from").await.unwrap().as_deref(), Some("the other"));
    let taken = other.next_number().await.unwrap();
    assert_eq!(taken, number, "the counters do not know of each other");
    let mut unit = Unit::new();
    unit.open(&crate::sample::emergency(taken), None, Some(at(1)));
    assert!(matches!(other.commit(unit).await, Err(StoreError::Taken)), "but nothing is lost");
}

#[tokio::test]
async fn a_backup_is_whole_and_of_one_moment() {
    let (place, store) = fresh().await;
    for _ in 0..50 {
        open(&store, 60).await;
    }
    let copy = Place::new();
    let to = copy.file("frontline.db");
    std::fs::write(&to, "an older backup").unwrap();
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..50 {
                open(&store, 60).await;
            }
        })
    };
    let files = store.backup(&place.file("attachments"), &to).await.unwrap();
    assert_eq!(files, Files::default());
    writing.await.unwrap();
    let names = std::fs::read_dir(to.parent().unwrap()).unwrap();
    assert_eq!(names.count(), 1, "one file and nothing beside it");
    let restored = copy.open().await;
    assert!(restored.emergency(Number(1050)).await.unwrap().is_some());
    assert!(restored.counts().await.unwrap().open >= 50);

    let error = store.backup(&to, &place.file("no/such/folder.db")).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn a_file_of_something_else_is_refused() {
    let place = Place::new();
    let url = format!("sqlite:{}", place.file("frontline.db").display());
    std::fs::write(place.file("frontline.db"), "Dear diary, ".repeat(400)).unwrap();
    let error = Store::open(&url).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");

    let place = Place::new();
    let url = format!("sqlite:{}", place.file("frontline.db").display());
    drop(place.open().await);
    let file = Connection::open(place.file("frontline.db")).unwrap();
    file.execute("UPDATE migrations SET checksum = 'of another program'", []).unwrap();
    let error = Store::open(&url).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged { what: "schema", .. }), "{error:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (place, store) = fresh().await;
    store.ping().await.unwrap();
    for name in ["frontline.db", "frontline.db-wal", "frontline.db-shm"] {
        let mode = place.file(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
