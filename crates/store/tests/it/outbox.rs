use std::collections::BTreeSet;

use domain::{
    Number,
    message::{Content, Message, News},
};
use store::{Delivery, DeliveryStatus, Doubt, Lane, Lease, Recipient, Store, Unit};

use crate::sample::{Place, at, nothing_new, open, page, requester, word};

contract! {
    a_status_only_goes_forward,
    a_delivery_is_claimed_once_until_its_lease_runs_out,
    pages_go_before_receipts_and_receipts_before_news,
    a_delivery_born_leased_is_not_claimed_by_others,
    a_retry_waits_and_a_release_does_not_count,
    what_is_held_without_being_known_is_let_go_once,
    hush_drops_the_pages_of_one_responder_in_one_emergency,
    news_reach_ten_thousand_requesters_each_by_their_channel,
    stale_news_are_dropped_but_never_a_receipt,
    a_page_of_which_nothing_is_heard_is_given_up_once,
    a_text_of_which_nothing_is_heard_is_given_once,
    the_same_delivery_cannot_be_queued_twice,
}

async fn a_delivery_is_claimed_once_until_its_lease_runs_out(place: Place) {
    let store = place.open().await;
    deliver(&store, &[page(Number(1001), "one", "ana", 0)]).await;
    let claims = (0..16).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.claim(Lane::Sms, at(1), at(31), 10).await.unwrap() })
    });
    let mut claimed = Vec::new();
    for claim in claims.collect::<Vec<_>>() {
        claimed.extend(claim.await.unwrap());
    }
    assert_eq!(claimed, [Delivery { attempts: 1, ..page(Number(1001), "one", "ana", 0) }]);
    assert_eq!(store.earliest_due(Lane::Sms).await.unwrap(), Some(at(31)));
    assert_eq!(ids(&store, 30).await, [""; 0]);
    let again = store.claim(Lane::Sms, at(31), at(61), 10).await.unwrap();
    assert_eq!((again[0].id.as_str(), again[0].attempts), ("one", 2));
}

async fn pages_go_before_receipts_and_receipts_before_news(place: Place) {
    let store = place.open().await;
    let number = Number(1001);
    let receipt = News::Receipt { joined: false };
    deliver(
        &store,
        &[
            sms(word(number, "old news", nothing_new(), 0)),
            sms(word(number, "late receipt", receipt.clone(), 2)),
            sms(word(number, "receipt", receipt, 1)),
            page(number, "page", "ana", 3),
            page(number, "page of the future", "ana", 50),
        ],
    )
    .await;
    let order = ["page", "receipt", "late receipt", "old news"];
    let only = store.claim_pages(Lane::Sms, at(10), at(10), 9).await.unwrap();
    assert_eq!(only.iter().map(|delivery| delivery.id.as_str()).collect::<Vec<_>>(), order[..1]);
    let two = store.claim(Lane::Sms, at(10), at(40), 2).await.unwrap();
    assert_eq!(two.iter().map(|delivery| delivery.id.as_str()).collect::<Vec<_>>(), order[..2]);
    assert_eq!(ids(&store, 10).await, order[2..]);
    assert_eq!(store.claim(Lane::Email, at(10), at(40), 2).await.unwrap(), []);
}

async fn a_delivery_born_leased_is_not_claimed_by_others(place: Place) {
    let store = place.open().await;
    let mut born = page(Number(1001), "hot", "ana", 0);
    born.attempts = 1;
    let mut unit = Unit::new();
    unit.deliver(&born, Some(&Lease { by: store.node().clone(), until: at(30) }));
    store.commit(unit).await.unwrap();
    assert_eq!(ids(&store, 29).await, [""; 0]);
    store.release_all_leases(at(5)).await.unwrap();
    let free = if store.is_shared() { vec![] } else { vec!["hot"] };
    assert_eq!(ids(&store, 5).await, free, "as after a crash; elsewhere another node may have it");
}

async fn a_retry_waits_and_a_release_does_not_count(place: Place) {
    let store = place.open().await;
    deliver(&store, &[page(Number(1001), "one", "ana", 0)]).await;
    store.claim(Lane::Sms, at(0), at(30), 1).await.unwrap();
    let mut unit = Unit::new();
    unit.retry("one", store.node(), at(9), "the line was busy");
    store.commit(unit).await.unwrap();
    assert_eq!(store.earliest_due(Lane::Sms).await.unwrap(), Some(at(9)));
    assert_eq!(ids(&store, 8).await, [""; 0]);
    assert_eq!(ids(&store, 9).await, ["one"]);
    let mut unit = Unit::new();
    unit.release("one", store.node(), at(10));
    store.commit(unit).await.unwrap();
    let (delivery, status) = store.delivery("one").await.unwrap().unwrap();
    assert_eq!((delivery.attempts, status), (1, DeliveryStatus::Waiting));
    assert_eq!(ids(&store, 10).await, ["one"]);
}

async fn what_is_held_without_being_known_is_let_go_once(place: Place) {
    let store = place.open().await;
    let mut born = page(Number(1001), "hot", "ana", 0);
    born.attempts = 1;
    let lease = Lease { by: store.node().clone(), until: at(30) };
    let mut unit = Unit::new();
    unit.deliver(&born, Some(&lease));
    unit.deliver(&Delivery { id: "known".to_owned(), ..born }, Some(&lease));
    unit.deliver(&page(Number(1001), "claimed", "ben", 0), None);
    store.commit(unit).await.unwrap();
    let claimed = store.claim(Lane::Sms, at(1), at(31), 9).await.unwrap();
    assert_eq!(claimed.len(), 1);
    let hot = Doubt { lane: Lane::Sms, until: at(30), delivery: Some("hot".to_owned()) };
    assert_eq!(store.let_go(&hot, at(2)).await.unwrap(), 1);
    assert_eq!(ids(&store, 2).await, ["hot"], "what is known to be held is left alone");
    assert_eq!(store.let_go(&hot, at(3)).await.unwrap(), 0, "it is held by another lease now");
    let claim = Doubt { lane: Lane::Sms, until: at(31), delivery: None };
    assert_eq!(store.let_go(&claim, at(4)).await.unwrap(), 1);
    let again = store.claim(Lane::Sms, at(4), at(60), 9).await.unwrap();
    assert_eq!((again[0].id.as_str(), again[0].attempts), ("claimed", 1), "it does not count");
}

async fn a_status_only_goes_forward(place: Place) {
    use DeliveryStatus::{Accepted, Delivered, Dropped, Failed, Waiting};
    type Step = fn(&mut Unit, &Store);
    let steps: [(&str, Step); 6] = [
        ("accepted", |unit, _| {
            unit.accepted("one", Some("SM1"), false, at(1));
        }),
        ("final", |unit, _| {
            unit.accepted("one", None, true, at(2));
        }),
        ("arrived", |unit, _| {
            unit.arrived("one", at(3));
        }),
        ("failed", |unit, _| {
            unit.failed("one", "no such number", at(4));
        }),
        ("hushed", |unit, _| {
            unit.hush(Number(1001), &"ana".into(), at(5));
        }),
        ("retried", |unit, store| {
            unit.retry("one", store.node(), at(6), "busy");
        }),
    ];
    let stories = [
        (vec!["retried"], Waiting),
        (vec!["accepted"], Accepted),
        (vec!["final"], Delivered),
        (vec!["accepted", "arrived"], Delivered),
        (vec!["arrived", "accepted"], Delivered),
        (vec!["arrived", "failed"], Delivered),
        (vec!["accepted", "hushed"], Accepted),
        (vec!["accepted", "failed"], Failed),
        (vec!["failed", "accepted"], Failed),
        (vec!["failed", "retried"], Failed),
        (vec!["failed", "arrived"], Delivered),
        (vec!["hushed", "accepted", "arrived", "failed", "retried"], Dropped),
    ];
    for (story, end) in stories {
        let another = place.another();
        let store = another.open().await;
        deliver(&store, &[page(Number(1001), "one", "ana", 0)]).await;
        store.claim(Lane::Sms, at(0), at(30), 1).await.unwrap();
        for name in &story {
            let (_, step) = steps.iter().find(|(step, _)| step == name).unwrap();
            let mut unit = Unit::new();
            step(&mut unit, &store);
            store.commit(unit).await.unwrap();
        }
        let (_, status) = store.delivery("one").await.unwrap().unwrap();
        assert_eq!(status, end, "{story:?}");
        assert_eq!(ids(&store, 99).await.is_empty(), end != Waiting, "{story:?}");
    }
}

async fn hush_drops_the_pages_of_one_responder_in_one_emergency(place: Place) {
    let store = place.open().await;
    let (here, there) = (Number(1001), Number(1002));
    let mut notice = page(here, "notice", "ana", 0);
    notice.urgency = domain::message::Urgency::Responder;
    deliver(
        &store,
        &[
            page(here, "ana here", "ana", 0),
            page(there, "ana there", "ana", 1),
            page(here, "ben here", "ben", 2),
            notice,
        ],
    )
    .await;
    let mut unit = Unit::new();
    unit.hush(here, &"ana".into(), at(5));
    store.commit(unit).await.unwrap();
    assert_eq!(ids(&store, 9).await, ["ana there", "ben here", "notice"]);
    let views = store.page_deliveries_of(here).await.unwrap();
    let shown: Vec<_> = views.iter().map(|view| (view.id.as_str(), view.status)).collect();
    let waiting = DeliveryStatus::Waiting;
    assert_eq!(shown, [("ana here", DeliveryStatus::Dropped), ("ben here", waiting)]);
    assert_eq!(views[0].changed_at, at(5));
    assert_eq!(store.deliveries_of(here).await.unwrap().len(), 3);
}

async fn news_reach_ten_thousand_requesters_each_by_their_channel(place: Place) {
    let store = place.open().await;
    let number = open(&store, 60).await.number;
    for start in (0..10_000).step_by(1_000) {
        let mut unit = Unit::new();
        for index in start..start + 1_000 {
            let mut row = requester(number, index);
            match index % 10 {
                0 => row.hears_by = None,
                1 => row.hears_by = Some(store::HearsBy::Sms),
                _ => {}
            }
            unit.requester(&row);
        }
        store.commit(unit).await.unwrap();
    }
    let mut unit = Unit::new();
    unit.requester(&requester(Number(9999), 1));
    unit.spread(number, &news(), at(9), "m1");
    store.commit(unit).await.unwrap();

    let mut seen = BTreeSet::new();
    for (lane, count) in [(Lane::Email, 8_000), (Lane::Sms, 1_000)] {
        let claimed = store.claim(lane, at(9), at(99), 10_000).await.unwrap();
        assert_eq!(claimed.len(), count, "{lane:?}");
        for delivery in claimed {
            let Recipient::Requester { id, address, .. } = &delivery.to else {
                panic!("for a requester: {delivery:?}");
            };
            assert_eq!(delivery.id, format!("m1-{id}"));
            assert_eq!(address.contains('@'), lane == Lane::Email);
            assert_eq!((delivery.emergency, &delivery.message), (Some(number), &news()));
            assert!(seen.insert(id.clone()), "nobody hears it twice");
        }
    }
    assert_eq!(store.deliveries_of(number).await.unwrap().len(), 1_000, "a list has an end");
}

async fn stale_news_are_dropped_but_never_a_receipt(place: Place) {
    let store = place.open().await;
    let number = Number(1001);
    deliver(
        &store,
        &[
            word(number, "stale", nothing_new(), 0),
            word(number, "receipt", News::Receipt { joined: false }, 1),
            word(Number(1002), "of another", nothing_new(), 2),
            word(number, "fresh", nothing_new(), 8),
        ],
    )
    .await;
    let mut unit = Unit::new();
    unit.supersede(number, at(5), at(10));
    store.commit(unit).await.unwrap();
    let claimed = store.claim(Lane::Email, at(10), at(40), 10).await.unwrap();
    let left: Vec<_> = claimed.iter().map(|delivery| delivery.id.as_str()).collect();
    assert_eq!(left, ["receipt", "of another", "fresh"]);
}

async fn a_page_of_which_nothing_is_heard_is_given_up_once(place: Place) {
    let store = place.open().await;
    deliver(&store, &[page(Number(1001), "one", "ana", 0), page(Number(1001), "two", "ana", 0)])
        .await;
    let mut unit = Unit::new();
    unit.accepted("one", Some("SM1"), false, at(3)).accepted("two", None, true, at(3));
    store.commit(unit).await.unwrap();
    assert_eq!(store.take_unconfirmed(at(3), at(9), 9).await.unwrap(), []);
    let late = store.take_unconfirmed(at(4), at(9), 9).await.unwrap();
    assert_eq!(late.iter().map(|delivery| delivery.id.as_str()).collect::<Vec<_>>(), ["one"]);
    let view = &store.page_deliveries_of(Number(1001)).await.unwrap()[0];
    assert_eq!(view.provider_id.as_deref(), Some("SM1"));
    let again = store.take_unconfirmed(at(4), at(9), 9).await.unwrap();
    assert_eq!(again, [], "each is given to one node only");
}

async fn a_text_of_which_nothing_is_heard_is_given_once(place: Place) {
    let store = place.open().await;
    let text = |id: &str, news| Delivery { lane: Lane::Sms, ..word(Number(1001), id, news, 0) };
    let receipt = || News::Receipt { joined: false };
    let all = [
        text("receipt", receipt()),
        text("news", nothing_new()),
        text("heard", receipt()),
        word(Number(1001), "mail", receipt(), 0),
        page(Number(1001), "page", "ana", 0),
    ];
    deliver(&store, &all).await;
    let mut unit = Unit::new();
    for delivery in &all {
        unit.accepted(&delivery.id, Some("SM1"), false, at(3));
    }
    unit.arrived("heard", at(3));
    store.commit(unit).await.unwrap();
    assert_eq!(store.take_unheard_words(at(3), at(9), 9).await.unwrap(), []);
    let late = store.take_unheard_words(at(4), at(9), 9).await.unwrap();
    let mut late: Vec<_> = late.iter().map(|delivery| delivery.id.as_str()).collect();
    late.sort_unstable();
    assert_eq!(late, ["news", "receipt"]);
    assert_eq!(store.take_unheard_words(at(4), at(9), 9).await.unwrap(), []);
    assert_eq!(store.take_unconfirmed(at(4), at(9), 9).await.unwrap().len(), 1, "pages are apart");
}

async fn the_same_delivery_cannot_be_queued_twice(place: Place) {
    let store = place.open().await;
    deliver(&store, &[page(Number(1001), "one", "ana", 0)]).await;
    let mut unit = Unit::new();
    unit.deliver(&page(Number(1001), "one", "ben", 0), None);
    let twice = store.commit(unit).await;
    assert!(matches!(twice, Err(store::StoreError::Taken)), "{twice:?}");
}

/// What can be claimed at `seconds` past three, in order; it is leased for a second only.
async fn ids(store: &Store, seconds: i64) -> Vec<String> {
    let claimed =
        store.claim(Lane::Sms, at(seconds), at(seconds + 1), 10).await.expect("it can be claimed");
    claimed.into_iter().map(|delivery| delivery.id).collect()
}

async fn deliver(store: &Store, deliveries: &[Delivery]) {
    let mut unit = Unit::new();
    for delivery in deliveries {
        unit.deliver(delivery, None);
    }
    store.commit(unit).await.expect("they are new");
}

fn sms(delivery: Delivery) -> Delivery {
    Delivery { lane: Lane::Sms, ..delivery }
}

fn news() -> Message {
    Message { about: domain::message::Brief::default(), content: Content::News(nothing_new()) }
}
