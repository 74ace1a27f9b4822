use std::collections::BTreeSet;

use domain::{Happening, Number, id::ResponderId};
use store::{ListState, StoreError, Unit};

use crate::{
    journal::inspect,
    sample::{Place, at, closed, emergency, fact, open, page},
};

contract! {
    what_is_saved_is_found_again,
    a_stale_save_is_refused,
    a_number_is_given_once,
    numbers_are_unique_among_many_who_ask_at_once,
    an_open_emergency_without_a_deadline_cannot_be_stored,
    what_is_due_comes_in_the_order_in_which_it_was_due,
    a_deadline_between_two_microseconds_has_come_when_it_is_due,
    a_conflict_leaves_those_who_share_the_commit_alone,
    sixty_four_append_at_once_and_the_journal_has_no_gap,
    of_many_who_open_at_once_only_those_fail_who_came_too_late,
    joining_counts_without_touching_the_state,
    a_responder_finds_the_open_emergencies_of_theirs,
    lists_go_on_where_they_stopped,
}

async fn what_is_saved_is_found_again(place: Place) {
    let store = place.open().await;
    let emergency = open(&store, 60).await;
    let saved = store.emergency(emergency.number).await.unwrap().unwrap();
    assert_eq!((&saved.emergency, saved.version, saved.requesters), (&emergency, 1, 1));

    let mut next = emergency.clone();
    next.summary = "The checkout is down".to_owned();
    let mut unit = Unit::new();
    unit.save(&next, 1, Some(at(90)));
    store.commit(unit).await.unwrap();
    let saved = store.emergency(emergency.number).await.unwrap().unwrap();
    assert_eq!((saved.emergency, saved.version), (next, 2));
    assert_eq!(store.emergency(Number(1)).await.unwrap(), None);
}

async fn a_stale_save_is_refused(place: Place) {
    let store = place.open().await;
    let emergency = open(&store, 60).await;
    let mut unit = Unit::new();
    unit.save(&emergency, 1, Some(at(70)));
    store.commit(unit.clone()).await.unwrap();
    assert!(matches!(store.commit(unit).await, Err(StoreError::Conflict)));
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(70)));
}

async fn a_number_is_given_once(place: Place) {
    let store = place.open().await;
    let emergency = open(&store, 60).await;
    let mut unit = Unit::new();
    unit.open(&emergency, None, Some(at(1)));
    assert!(matches!(store.commit(unit).await, Err(StoreError::Taken)));
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(60)), "nothing of it was kept");
}

async fn numbers_are_unique_among_many_who_ask_at_once(place: Place) {
    let store = place.open().await;
    let asked = (0..64).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut taken = Vec::new();
            for _ in 0..100 {
                taken.push(store.next_number().await.unwrap());
            }
            taken
        })
    });
    let mut numbers = BTreeSet::new();
    for task in asked.collect::<Vec<_>>() {
        numbers.extend(task.await.unwrap());
    }
    assert_eq!(numbers.len(), 6_400);
    assert_eq!(numbers.first(), Some(&Number::FIRST));
}

async fn an_open_emergency_without_a_deadline_cannot_be_stored(place: Place) {
    let store = place.open().await;
    let mut unit = Unit::new();
    unit.open(&emergency(store.next_number().await.unwrap()), None, None);
    assert!(matches!(store.commit(unit).await, Err(StoreError::Forbidden(_))));

    let emergency = open(&store, 60).await;
    let mut unit = Unit::new();
    unit.save(&emergency, 1, None);
    assert!(matches!(store.commit(unit).await, Err(StoreError::Forbidden(_))));
    let mut unit = Unit::new();
    unit.save(&closed(emergency), 1, None);
    store.commit(unit).await.unwrap();
    assert_eq!(store.earliest_wake().await.unwrap(), None);
}

async fn what_is_due_comes_in_the_order_in_which_it_was_due(place: Place) {
    let store = place.open().await;
    let late = open(&store, 30).await.number;
    let later = open(&store, 10).await.number;
    open(&store, 31).await;
    assert_eq!(store.due(at(30), 10).await.unwrap(), [later, late]);
    assert_eq!(store.due(at(30), 1).await.unwrap(), [later]);
    assert_eq!(store.due(at(9), 10).await.unwrap(), []);
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(10)));
}

async fn a_deadline_between_two_microseconds_has_come_when_it_is_due(place: Place) {
    let store = place.open().await;
    let exactly = at(5) + jiff::SignedDuration::from_nanos(1);
    let emergency = emergency(store.next_number().await.unwrap());
    let mut unit = Unit::new();
    unit.open(&emergency, None, Some(exactly));
    store.commit(unit).await.unwrap();
    assert_eq!(store.due(at(5), 1).await.unwrap(), []);
    assert!(store.earliest_wake().await.unwrap().unwrap() >= exactly);
}

async fn a_conflict_leaves_those_who_share_the_commit_alone(place: Place) {
    let store = place.open().await;
    let emergency = open(&store, 60).await;
    // All of them wait at once, so many share a commit.
    let units = (0..200_u32).map(|index| {
        let mut unit = Unit::new();
        unit.set_flag(&format!("flag {index}"), "set");
        if index % 3 == 0 {
            unit.save(&emergency, 99, Some(at(1)));
        }
        let store = store.clone();
        tokio::spawn(async move { (index, store.commit(unit).await) })
    });
    for task in units.collect::<Vec<_>>() {
        let (index, outcome) = task.await.unwrap();
        let flag = store.flag(&format!("flag {index}")).await.unwrap();
        if index % 3 == 0 {
            assert!(matches!(outcome, Err(StoreError::Conflict)), "{index}: {outcome:?}");
            assert_eq!(flag, None, "{index} is taken back as a whole");
        } else {
            outcome.unwrap();
            assert_eq!(flag.as_deref(), Some("set"), "{index}");
        }
    }
}

async fn sixty_four_append_at_once_and_the_journal_has_no_gap(place: Place) {
    let store = place.open().await;
    let number = open(&store, 60).await.number;
    let appends = (0..64).map(|index| {
        let mut unit = Unit::new();
        let facts = [fact(Happening::Joined { requesters: index }), fact(Happening::HeardNothing)];
        unit.append(number, &facts);
        let store = store.clone();
        tokio::spawn(async move { store.commit(unit).await })
    });
    for append in appends.collect::<Vec<_>>() {
        append.await.unwrap().unwrap();
    }
    let entries = store.timeline(number).await.unwrap();
    let sequences: Vec<_> = entries.iter().map(|entry| entry.sequence).collect();
    assert_eq!(sequences, (1..=128).collect::<Vec<_>>());
    for pair in entries.chunks(2) {
        let follows = pair[1].fact.happening == Happening::HeardNothing;
        assert!(follows, "what is appended together stays together: {pair:?}");
    }
    let rest = store.facts_after(number, 126).await.unwrap();
    assert_eq!(rest, entries[126..]);
    let version = store.emergency(number).await.unwrap().unwrap().version;
    assert_eq!(version, 1, "the state was not touched");
}

async fn of_many_who_open_at_once_only_those_fail_who_came_too_late(place: Place) {
    let store = place.open().await;
    let first = open(&store, 60).await; // With the key "organization:acme".
    let mut unit = Unit::new();
    unit.append(first.number, &[fact(Happening::HeardNothing)]);
    store.commit(unit).await.unwrap();
    let units = (0..200_u32).map(|index| {
        let emergency = emergency(Number(5_000 + index));
        let key = match index % 50 {
            0 => "organization:acme".to_owned(),
            _ => format!("organization:{index}"),
        };
        let facts: Vec<_> =
            (0..3).map(|requesters| fact(Happening::Joined { requesters })).collect();
        let mut unit = Unit::new();
        unit.open_after(&emergency, &key, None, Some(at(60))).begin(emergency.number, &facts);
        unit.deliver(&page(emergency.number, &format!("page {index}"), "ana", 0), None);
        unit.involve(emergency.number, &"ana".into());
        let store = store.clone();
        tokio::spawn(async move { (index, store.commit(unit).await) })
    });
    for task in units.collect::<Vec<_>>() {
        let (index, outcome) = task.await.unwrap();
        let number = Number(5_000 + index);
        let facts = store.timeline(number).await.unwrap();
        if index % 50 == 0 {
            assert!(matches!(outcome, Err(StoreError::Conflict)), "{index}: {outcome:?}");
            assert_eq!((store.emergency(number).await.unwrap(), facts), (None, Vec::new()));
        } else {
            outcome.unwrap();
            let told: Vec<_> = facts.into_iter().map(|entry| entry.fact.happening).collect();
            let expected = (0..3).map(|requesters| Happening::Joined { requesters });
            assert_eq!(told, expected.collect::<Vec<_>>(), "{index}");
        }
    }
    let (_, findings) = inspect(&store, Vec::new()).await;
    assert_eq!(findings, []);
    let involved = store.open_of_responder(&"ana".into()).await.unwrap();
    assert_eq!(involved.len(), 196);
}

async fn joining_counts_without_touching_the_state(place: Place) {
    let store = place.open().await;
    let emergency = open(&store, 60).await;
    let mut unit = Unit::new();
    unit.joined(emergency.number, at(20)).joined_many(emergency.number, 5, at(10));
    store.commit(unit).await.unwrap();
    let saved = store.emergency(emergency.number).await.unwrap().unwrap();
    assert_eq!((saved.version, saved.requesters), (1, 7));
    let candidates = store.candidates("organization:acme").await.unwrap();
    assert_eq!(candidates.len(), 1);
    assert_eq!(candidates[0].last_report_at, at(20), "the latest report counts");
    assert!(!candidates[0].restored);
    assert!(store.candidates("organization:other").await.unwrap().is_empty());

    let mut unit = Unit::new();
    unit.save(&closed(emergency.clone()), 1, None);
    store.commit(unit).await.unwrap();
    assert!(store.candidates("organization:acme").await.unwrap().is_empty());
    let mut unit = Unit::new();
    unit.joined(emergency.number, at(30));
    assert!(matches!(store.commit(unit).await, Err(StoreError::Conflict)), "it is closed");
}

async fn a_responder_finds_the_open_emergencies_of_theirs(place: Place) {
    let store = place.open().await;
    let (one, other, foreign) =
        (open(&store, 1).await, open(&store, 2).await, open(&store, 3).await);
    let ana = ResponderId::from("ana");
    let mut unit = Unit::new();
    unit.involve(other.number, &ana).involve(one.number, &ana).involve(one.number, &ana);
    unit.involve(foreign.number, &"ben".into());
    store.commit(unit).await.unwrap();
    let mine = store.open_of_responder(&ana).await.unwrap();
    assert_eq!(mine.iter().map(|saved| &saved.emergency).collect::<Vec<_>>(), [&one, &other]);

    let mut unit = Unit::new();
    unit.save(&closed(one), 1, None);
    store.commit(unit).await.unwrap();
    let mine = store.open_of_responder(&ana).await.unwrap();
    assert_eq!(mine.iter().map(|saved| &saved.emergency).collect::<Vec<_>>(), [&other]);
}

async fn lists_go_on_where_they_stopped(place: Place) {
    let store = place.open().await;
    let mut open_ones = Vec::new();
    for index in 0..7 {
        // The later the number, the earlier the deadline; two share one.
        let emergency = open(&store, 100 - index / 2).await;
        if index == 3 {
            let mut unit = Unit::new();
            unit.save(&closed(emergency), 1, None);
            store.commit(unit).await.unwrap();
        } else {
            open_ones.push((100 - index / 2, emergency.number));
        }
    }
    open_ones.sort();
    let by_deadline: Vec<_> = open_ones.into_iter().map(|(_, number)| number).collect();
    assert_eq!(walk(&store, ListState::Open).await, by_deadline);
    assert_eq!(walk(&store, ListState::Unanswered).await, by_deadline);
    assert_eq!(walk(&store, ListState::Answered).await, []);
    assert_eq!(walk(&store, ListState::Closed).await, [Number(1004)]);
    assert_eq!(
        walk(&store, ListState::All).await,
        (1001..=1007).rev().map(Number).collect::<Vec<_>>()
    );
}

/// Walks a whole list in stretches of two; cursors travel as text.
async fn walk(store: &store::Store, state: ListState) -> Vec<Number> {
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let listed = store.list(state, after, 2).await.expect("it can be read");
        seen.extend(listed.items.iter().map(|saved| saved.emergency.number));
        let Some(next) = listed.next else { return seen };
        after = Some(next.to_string().parse().expect("it was written by us"));
    }
}

#[test]
fn every_state_of_an_emergency_can_be_listed() {
    for state in ListState::ALL {
        assert_eq!(ListState::named(state.name()), Some(state));
    }
    let open = emergency(Number(1001));
    assert!(ListState::named(open.state_name()).is_some());
    assert!(ListState::named(closed(open).state_name()).is_some());
}
