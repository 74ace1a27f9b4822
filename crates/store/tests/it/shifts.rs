//! What is watched of shifts.

use domain::{directory::Schedule, shift::ShiftWatch};
use store::{Store, StoreError, Unit};

use crate::sample::{Place, at};

contract!(a_watch_is_kept_once_a_schedule_and_wakes);

async fn a_watch_is_kept_once_a_schedule_and_wakes(place: Place) {
    let store = place.open().await;
    let schedule = Schedule {
        id: "primary".into(),
        time_zone: "UTC".to_owned(),
        rotations: Vec::new(),
        overrides: Vec::new(),
        drill: None,
    };
    let watch = ShiftWatch::new(&schedule, at(0));
    save(&store, &watch, 0, 900).await.unwrap();
    assert!(matches!(save(&store, &watch, 0, 900).await, Err(StoreError::Conflict)));
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(900)));
    assert_eq!(store.due_shifts(at(899), 9).await.unwrap(), []);
    assert_eq!(store.due_shifts(at(900), 9).await.unwrap(), ["primary".into()]);
    save(&store, &watch, 1, 1_000).await.unwrap();
    assert_eq!(store.due_shifts(at(900), 9).await.unwrap(), []);
    let saved = store.shift(&"primary".into()).await.unwrap().unwrap();
    assert_eq!((saved.watch, saved.version), (watch, 2));
    let mut unit = Unit::new();
    unit.forget_shift(&"primary".into());
    store.commit(unit).await.unwrap();
    assert_eq!(store.watched_schedules().await.unwrap(), []);
}

async fn save(
    store: &Store,
    watch: &ShiftWatch,
    version: i64,
    wake_in: i64,
) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    unit.save_shift(watch, version, Some(at(wake_in)));
    store.commit(unit).await
}
