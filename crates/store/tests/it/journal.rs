//! The journal cannot be altered unnoticed: somebody who has the file itself in their hands, and
//! takes the triggers away first, changes it in every way there is.

use domain::{
    Actor, Happening, Number, OrganizationId,
    switch::{Scope, Switch, SwitchFact, SwitchHappening},
};
use rusqlite::Connection;
use store::{Finding, Head, Store, Unit, Wrong};

use crate::sample::{Place, at, fact, fresh, open};

contract! {
    what_nobody_touched_holds_and_each_head_is_named,
    the_journal_of_a_switch_is_chained_as_well,
}

/// Two emergencies, with six entries and one.
async fn two_journals(store: &Store) -> [Number; 2] {
    let (one, other) = (open(store, 60).await.number, open(store, 60).await.number);
    let facts: Vec<_> = (1..=6).map(|requesters| fact(Happening::Joined { requesters })).collect();
    let mut unit = Unit::new();
    unit.begin(one, &facts[..2]).append(other, &facts[..1]).append(one, &facts[2..]);
    store.commit(unit).await.expect("it is a database");
    [one, other]
}

pub(crate) async fn inspect(store: &Store, anchors: Vec<Head>) -> (Vec<Head>, Vec<Finding>) {
    let mut inspection = store.inspect(Box::new(anchors.into_iter()));
    let (mut heads, mut findings) = (Vec::new(), Vec::new());
    while let Some(page) = inspection.next().await.expect("it is a database") {
        heads.extend(page.heads);
        findings.extend(page.findings);
    }
    (heads, findings)
}

/// What is found after `sql` was done to the file behind the store's back, with the heads of before.
async fn found_after(sql: &str) -> Vec<Wrong> {
    let (place, store) = fresh().await;
    let [one, other] = two_journals(&store).await;
    let (anchors, findings) = inspect(&store, Vec::new()).await;
    assert_eq!(findings, []);
    let file = Connection::open(place.file("frontline.db")).expect("it is a database");
    file.execute_batch(
        "DROP TRIGGER facts_are_never_changed; DROP TRIGGER facts_are_never_deleted;",
    )
    .expect("it is a database");
    file.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let (_, findings) = inspect(&store, anchors).await;
    let numbers: Vec<_> = findings.iter().map(|finding| finding.number).collect();
    assert!(numbers.iter().all(|&number| number == i64::from(one.0)), "{other} is as it was");
    findings.into_iter().map(|finding| finding.wrong).collect()
}

async fn what_nobody_touched_holds_and_each_head_is_named(place: Place) {
    let store = place.open().await;
    let [one, other] = two_journals(&store).await;
    let (heads, findings) = inspect(&store, Vec::new()).await;
    assert_eq!(findings, []);
    let places: Vec<_> = heads.iter().map(|head| (head.number, head.sequence)).collect();
    assert_eq!(places, [(i64::from(one.0), 6), (i64::from(other.0), 1)]);
}

#[tokio::test]
async fn an_old_anchor_stays_good_however_much_is_appended() {
    let (_place, store) = fresh().await;
    let [one, _] = two_journals(&store).await;
    let (anchors, _) = inspect(&store, Vec::new()).await;
    let mut unit = Unit::new();
    unit.append(one, &[fact(Happening::Declined)]);
    store.commit(unit).await.unwrap();
    let third = open(&store, 60).await.number;
    let mut unit = Unit::new();
    unit.append(third, &[fact(Happening::Declined)]);
    store.commit(unit).await.unwrap();
    let (heads, findings) = inspect(&store, anchors).await;
    assert_eq!(findings, []);
    assert_eq!(heads.len(), 3);
}

#[tokio::test]
async fn an_edited_entry_is_found() {
    for column in ["body", "actor", "kind"] {
        let sql =
            format!("UPDATE facts SET {column} = '\"x\"' WHERE number = 1001 AND sequence = 3");
        assert_eq!(found_after(&sql).await, [Wrong::Altered { from: 3, to: 3 }], "{column}");
    }
    for sql in [
        "UPDATE facts SET at_us = at_us + 1 WHERE number = 1001 AND sequence = 3",
        "UPDATE facts SET hash = zeroblob(32) WHERE number = 1001 AND sequence = 3",
        "UPDATE facts SET hash = x'00' WHERE number = 1001 AND sequence = 3",
    ] {
        let found = found_after(sql).await;
        assert_eq!(found, [Wrong::Altered { from: 3, to: 3 }], "{sql}");
    }
    let found = found_after("UPDATE facts SET at_us = 0 WHERE number = 1001").await;
    assert_eq!(found, [Wrong::Altered { from: 1, to: 6 }]);
}

#[tokio::test]
async fn a_deleted_entry_is_found_even_if_the_rest_is_renumbered() {
    let gap = "DELETE FROM facts WHERE number = 1001 AND sequence IN (3, 4)";
    assert_eq!(found_after(gap).await, [Wrong::Missing { from: 3, to: 4 }]);
    let first = "DELETE FROM facts WHERE number = 1001 AND sequence = 1";
    assert_eq!(found_after(first).await, [Wrong::Missing { from: 1, to: 1 }]);
    let closed = "DELETE FROM facts WHERE number = 1001 AND sequence IN (2, 3);
         UPDATE facts SET sequence = sequence - 2 WHERE number = 1001 AND sequence > 3";
    let found = found_after(closed).await;
    assert_eq!(found[0], Wrong::Removed { before: 2, count: 2 });
    assert_eq!(found[1..], [Wrong::CutOff { from: 5, to: 6 }], "the anchor knows six");
}

#[tokio::test]
async fn an_inserted_entry_is_found() {
    let at_the_end = "INSERT INTO facts (number, sequence, at_us, kind, actor, body)
         VALUES (1001, 7, 0, 'declined', '\"system\"', '{}')";
    assert_eq!(found_after(at_the_end).await, [Wrong::Inserted { from: 7, to: 7 }]);
    let between = "UPDATE facts SET sequence = -sequence WHERE number = 1001 AND sequence > 3;
         UPDATE facts SET sequence = 1 - sequence WHERE number = 1001 AND sequence < 0;
         INSERT INTO facts SELECT number, 4, at_us, kind, actor, body, hash FROM facts
         WHERE number = 1001 AND sequence = 2";
    let found = found_after(between).await;
    assert_eq!(found[0], Wrong::Inserted { from: 4, to: 4 });
}

#[tokio::test]
async fn entries_in_another_order_are_found() {
    let swap = "UPDATE facts SET sequence = -3 WHERE number = 1001 AND sequence = 3;
         UPDATE facts SET sequence = 3 WHERE number = 1001 AND sequence = 4;
         UPDATE facts SET sequence = 4 WHERE number = 1001 AND sequence = -3";
    assert_eq!(found_after(swap).await, [Wrong::Swapped { from: 3, to: 4 }]);
}

#[tokio::test]
async fn what_was_cut_off_or_taken_away_as_a_whole_is_found_by_an_anchor() {
    let tail = "DELETE FROM facts WHERE number = 1001 AND sequence > 4";
    assert_eq!(found_after(tail).await, [Wrong::CutOff { from: 5, to: 6 }]);
    let all = "DELETE FROM facts WHERE number = 1001; DELETE FROM emergencies WHERE number = 1001";
    assert_eq!(found_after(all).await, [Wrong::Gone { entries: 6 }]);
}

#[tokio::test]
async fn half_an_emergency_is_found_without_an_anchor() {
    let found = found_after("DELETE FROM facts WHERE number = 1001").await;
    assert_eq!(found, [Wrong::Gone { entries: 6 }, Wrong::Empty]);
    let found = found_after("DELETE FROM emergencies WHERE number = 1001").await;
    assert_eq!(found, [Wrong::Orphaned]);
}

#[tokio::test]
async fn a_forger_who_knows_how_to_compute_the_hashes_is_found_by_an_anchor() {
    let (place, store) = fresh().await;
    let [one, _] = two_journals(&store).await;
    let (anchors, _) = inspect(&store, Vec::new()).await;
    // The store itself writes them anew, so that all hashes fit.
    let forged = Place::new();
    let forger = forged.open().await;
    let number = open(&forger, 60).await.number;
    let lies: Vec<_> = (11..=16).map(|requesters| fact(Happening::Joined { requesters })).collect();
    let mut unit = Unit::new();
    unit.append(number, &lies);
    forger.commit(unit).await.unwrap();
    let file = Connection::open(place.file("frontline.db")).unwrap();
    let from = forged.file("frontline.db").display().to_string();
    file.execute("ATTACH ?1 AS forged", [from]).unwrap();
    file.execute_batch(
        "DROP TRIGGER facts_are_never_deleted; DELETE FROM facts WHERE number = 1001;
         INSERT INTO facts SELECT * FROM forged.facts;",
    )
    .unwrap();
    assert_eq!(inspect(&store, Vec::new()).await.1, [], "alone the file cannot tell");
    let (_, findings) = inspect(&store, anchors).await;
    let expected = Finding::of(i64::from(one.0), Wrong::Rewritten { upto: 6 });
    assert_eq!(findings, [expected]);
}

#[tokio::test]
async fn more_entries_than_a_page_holds_are_inspected_as_one_chain() {
    let (_place, store) = fresh().await;
    let number = open(&store, 60).await.number;
    let facts: Vec<_> = (0..4_500).map(|_| fact(Happening::HeardNothing)).collect();
    let mut unit = Unit::new();
    unit.append(number, &facts);
    store.commit(unit).await.unwrap();
    let (heads, findings) = inspect(&store, Vec::new()).await;
    assert_eq!((findings.len(), heads[0].sequence), (0, 4_500));
}

#[tokio::test]
async fn entries_of_the_version_before_are_chained_when_the_file_is_opened() {
    let (place, store) = fresh().await;
    two_journals(&store).await;
    let (heads, _) = inspect(&store, Vec::new()).await;
    drop(store);
    let before = Place::new();
    let file = Connection::open(before.file("frontline.db")).unwrap();
    let start = include_str!("../../migrations/sqlite/0001_start.sql");
    file.execute_batch(start).unwrap();
    let from = place.file("frontline.db").display().to_string();
    file.execute("ATTACH ?1 AS now", [from]).unwrap();
    file.execute_batch(
        "CREATE TABLE migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL) STRICT;
         INSERT INTO migrations SELECT * FROM now.migrations WHERE name = '0001_start';
         INSERT INTO facts SELECT number, sequence, at_us, kind, actor, body FROM now.facts;",
    )
    .unwrap();
    drop(file);
    let store = before.open().await;
    let (chained, _) = inspect(&store, Vec::new()).await;
    assert_eq!(chained, heads);
}

/// Three entries of one switch and one of another.
async fn switched(store: &Store) {
    let warned = |scope: Scope| SwitchFact {
        at: at(1),
        actor: Actor::System,
        scope,
        happening: SwitchHappening::Expired,
    };
    for (organization, count) in [("acme", 3), ("bolt", 1)] {
        let organization = OrganizationId::from(organization);
        let facts: Vec<_> = (0..count).map(|_| warned(Scope::All)).collect();
        let mut unit = Unit::new();
        unit.save_switch(&Switch::new(organization.clone()), 0);
        unit.append_switch(&organization, &facts);
        store.commit(unit).await.expect("it is a database");
    }
}

async fn the_journal_of_a_switch_is_chained_as_well(place: Place) {
    let store = place.open().await;
    two_journals(&store).await;
    switched(&store).await;
    let (heads, findings) = inspect(&store, Vec::new()).await;
    assert_eq!(findings, []);
    assert_eq!(heads.len(), 4, "two of switches, two of emergencies");
    let (same, findings) = inspect(&store, heads.clone()).await;
    assert_eq!((same, findings), (heads, Vec::new()), "anchors of switches hold, too");
}

#[tokio::test]
async fn a_switch_that_was_changed_behind_the_programs_back_is_found() {
    for (sql, expected) in [
        (
            "UPDATE switch_facts SET scope = 'x' WHERE organization = 'acme' AND sequence = 2",
            vec![Wrong::Altered { from: 2, to: 2 }],
        ),
        (
            "UPDATE switch_facts SET actor = '\"x\"' WHERE organization = 'acme' AND sequence = 3",
            vec![Wrong::Altered { from: 3, to: 3 }],
        ),
        (
            "DELETE FROM switch_facts WHERE organization = 'acme' AND sequence = 3",
            vec![Wrong::CutOff { from: 3, to: 3 }],
        ),
        (
            "DELETE FROM switch_facts WHERE organization = 'acme' AND sequence = 2",
            vec![Wrong::Missing { from: 2, to: 2 }],
        ),
        (
            "DELETE FROM switch_facts WHERE organization = 'acme'",
            vec![Wrong::Gone { entries: 3 }, Wrong::Empty],
        ),
        ("DELETE FROM switches WHERE organization = 'acme'", vec![Wrong::Orphaned]),
    ] {
        let (place, store) = fresh().await;
        switched(&store).await;
        let (anchors, _) = inspect(&store, Vec::new()).await;
        let file = Connection::open(place.file("frontline.db")).expect("it is a database");
        file.execute_batch(
            "DROP TRIGGER switch_facts_are_never_changed;
             DROP TRIGGER switch_facts_are_never_deleted;",
        )
        .expect("it is a database");
        file.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let (_, findings) = inspect(&store, anchors).await;
        assert!(
            findings.iter().all(|it| it.organization.as_deref() == Some("acme")),
            "{findings:?}"
        );
        let wrong: Vec<_> = findings.into_iter().map(|finding| finding.wrong).collect();
        assert_eq!(wrong, expected, "{sql}");
    }
}
