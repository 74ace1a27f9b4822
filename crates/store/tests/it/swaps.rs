//! Swaps of shifts.

use domain::duty::{Stretch, Swap, SwapState};
use store::{Store, StoreError, Unit};

use crate::sample::{Place, at};

contract!(a_swap_is_kept_found_and_changed_once);

async fn a_swap_is_kept_found_and_changed_once(place: Place) {
    let store = place.open().await;
    let swap = Swap {
        id: "s1".into(),
        schedule: "primary".into(),
        by: "ana".into(),
        of: "ben".into(),
        gives: Stretch { from: at(10_000), until: at(20_000) },
        takes: None,
        asked_at: at(0),
        lapses_at: at(900),
        state: SwapState::Asked,
    };
    let other = Swap { id: "s2".into(), by: "cho".into(), asked_at: at(5), ..swap.clone() };
    commit(&store, |unit| {
        unit.ask_swap(&swap).ask_swap(&other);
    })
    .await
    .unwrap();
    let twice = commit(&store, |unit| {
        unit.ask_swap(&swap);
    })
    .await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
    let ids =
        |found: Vec<store::SavedSwap>| found.into_iter().map(|it| it.swap.id.0).collect::<Vec<_>>();
    assert_eq!(ids(store.swaps(None).await.unwrap()), ["s2", "s1"]);
    assert_eq!(ids(store.swaps(Some(&"ana".into())).await.unwrap()), ["s1"]);
    assert_eq!(ids(store.swaps_asked_of(&"ben".into()).await.unwrap()), ["s2", "s1"]);
    assert_eq!(ids(store.swaps_asked_of(&"ana".into()).await.unwrap()), Vec::<String>::new());
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(900)));
    assert_eq!(store.due_swaps(at(899), 9).await.unwrap(), []);
    assert_eq!(store.due_swaps(at(900), 1).await.unwrap().len(), 1);

    let accepted = Swap { state: SwapState::Accepted { at: at(7) }, ..swap.clone() };
    let accept = |unit: &mut Unit| {
        unit.save_swap(&accepted, 1);
    };
    commit(&store, accept).await.unwrap();
    assert!(matches!(commit(&store, accept).await, Err(StoreError::Conflict)), "it is version 2");
    let saved = store.swap(&"s1".into()).await.unwrap().unwrap();
    assert_eq!((saved.swap, saved.version), (accepted, 2));
    assert_eq!(store.due_swaps(at(900), 9).await.unwrap(), ["s2".into()]);
}

async fn commit(store: &Store, fill: impl FnOnce(&mut Unit)) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    fill(&mut unit);
    store.commit(unit).await
}
