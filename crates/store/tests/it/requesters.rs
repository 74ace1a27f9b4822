use store::{HearsBy, Lane, RequesterRow, Store, Unit};

use crate::sample::{Place, at, open, requester};

contract! {
    when_an_address_dies_the_next_one_is_used,
    requesters_are_found_by_id_and_by_address,
    a_merge_moves_everybody_and_counts_and_tells_nobody_twice,
}

async fn requesters_are_found_by_id_and_by_address(place: Place) {
    let store = place.open().await;
    let number = open(&store, 60).await.number;
    let rows: Vec<_> = (0..5).map(|index| requester(number, index)).collect();
    let mut unit = Unit::new();
    for row in &rows {
        unit.requester(row);
    }
    store.commit(unit).await.unwrap();
    assert_eq!(store.requester(&rows[3].id).await.unwrap().as_ref(), Some(&rows[3]));
    assert_eq!(store.requesters_of(number, 2).await.unwrap(), rows[..2]);

    let by_email = store.find_requester(number, Some(" ROSA.2@acme.example"), None).await;
    assert_eq!(by_email.unwrap().as_ref(), Some(&rows[2]));
    let by_phone = store.find_requester(number, Some("x@y.example"), Some("+15550000004")).await;
    assert_eq!(by_phone.unwrap().as_ref(), Some(&rows[4]));
    assert_eq!(store.find_requester(number, None, None).await.unwrap(), None);
    let elsewhere = open(&store, 60).await.number;
    let found = store.find_requester(elsewhere, Some("rosa.2@acme.example"), None).await;
    assert_eq!(found.unwrap(), None, "somebody else's emergency");
}

async fn when_an_address_dies_the_next_one_is_used(place: Place) {
    use HearsBy::{Email, Sms};
    let both = requester(domain::Number(1001), 1);
    let mut without_phone = both.clone();
    without_phone.requester.phone = None;
    let by_sms = RequesterRow { hears_by: Some(Sms), ..both.clone() };
    for (row, died, left) in [
        (&both, vec![Email], Some(Sms)),
        (&both, vec![Sms], Some(Email)),
        (&both, vec![Email, Sms], None),
        (&both, vec![Sms, Email], None),
        (&both, vec![Email, Email], Some(Sms)),
        (&by_sms, vec![Sms], Some(Email)),
        (&by_sms, vec![Email, Sms], None),
        (&without_phone, vec![Email], None),
    ] {
        let another = place.another();
        let store = another.open().await;
        let mut unit = Unit::new();
        unit.requester(row);
        for died in &died {
            unit.address_died(row, *died, at(5));
        }
        store.commit(unit).await.unwrap();
        let stored = store.requester(&row.id).await.unwrap().unwrap();
        assert_eq!(stored.hears_by, left, "{:?} after {died:?}", row.hears_by);
        let told = told(&store, row.emergency.unwrap()).await;
        let address = stored.recipient().into_iter().collect::<Vec<_>>();
        assert_eq!(told, address, "what is spread goes there too");
    }
}

async fn a_merge_moves_everybody_and_counts_and_tells_nobody_twice(place: Place) {
    let store = place.open().await;
    let (from, into) = (open(&store, 60).await.number, open(&store, 61).await.number);
    let mut twin = requester(from, 9);
    twin.requester = requester(into, 1).requester;
    let mut unit = Unit::new();
    unit.requester(&requester(into, 1)).requester(&requester(into, 2));
    unit.requester(&requester(from, 3)).requester(&twin);
    unit.move_requesters(from, into);
    store.commit(unit).await.unwrap();
    assert_eq!(store.emergency(into).await.unwrap().unwrap().requesters, 3);
    assert_eq!(store.emergency(from).await.unwrap().unwrap().requesters, 0);
    assert_eq!(store.requesters_of(into, 9).await.unwrap().len(), 3);
    assert_eq!(store.requester(&twin.id).await.unwrap().unwrap().emergency, Some(into));
    assert_eq!(told(&store, into).await.len(), 3);
}

/// To whom news of this emergency go.
async fn told(store: &Store, number: domain::Number) -> Vec<store::Recipient> {
    let message = domain::message::Message {
        about: domain::message::Brief::default(),
        content: domain::message::Content::News(crate::sample::nothing_new()),
    };
    let mut unit = Unit::new();
    unit.spread(number, &message, at(10), "m");
    store.commit(unit).await.expect("it is new");
    let mut told = store.claim(Lane::Email, at(10), at(40), 9).await.expect("it can be claimed");
    told.extend(store.claim(Lane::Sms, at(10), at(40), 9).await.expect("it can be claimed"));
    told.into_iter().map(|delivery| delivery.to).collect()
}
