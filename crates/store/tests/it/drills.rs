//! Test pages.

use domain::{
    drill::{Drill, DrillState},
    emergency::Ring,
};
use store::{Store, StoreError, Unit};

use crate::sample::{Place, at};

contract!(a_drill_is_kept_wakes_and_is_found_while_it_is_open);

async fn a_drill_is_kept_wakes_and_is_found_while_it_is_open(place: Place) {
    let store = place.open().await;
    let drill = Drill {
        id: "d1".to_owned(),
        schedule: "primary".into(),
        responder: "ben".into(),
        before: Some("ana".into()),
        started_at: at(0),
        answer_by: at(900),
        shift_until: at(9_000),
        pending: vec![Ring { at: at(60), contact: "voice".into() }],
        state: DrillState::Ringing,
    };
    commit(&store, |unit| unit.start_drill(&drill)).await.unwrap();
    let twice = commit(&store, |unit| unit.start_drill(&drill)).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(60)));
    assert_eq!(store.due_drills(at(59), 9).await.unwrap(), [""; 0]);
    assert_eq!(store.due_drills(at(60), 9).await.unwrap(), ["d1"]);
    assert_eq!(store.open_drills_of(&"ben".into()).await.unwrap().len(), 1);
    assert_eq!(store.open_drills_of(&"ana".into()).await.unwrap(), []);
    let (answered, _) = drill.answer(at(70)).unwrap();
    commit(&store, |unit| unit.save_drill(&answered, 1)).await.unwrap();
    let again = commit(&store, |unit| unit.save_drill(&answered, 1)).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let saved = store.drill("d1").await.unwrap().unwrap();
    assert_eq!((saved.drill, saved.version), (answered, 2));
    assert_eq!(store.open_drills_of(&"ben".into()).await.unwrap(), []);
    assert_eq!(store.earliest_wake().await.unwrap(), None);
}

async fn commit(
    store: &Store,
    fill: impl FnOnce(&mut Unit) -> &mut Unit,
) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    fill(&mut unit);
    store.commit(unit).await
}
