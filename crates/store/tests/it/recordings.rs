//! What callers said, until it is kept.

use domain::Number;
use store::{SavedRecording, Unit};

use crate::sample::{Place, at};

contract! {
    a_recording_is_owed_until_it_is_kept,
    a_recording_that_cannot_be_fetched_says_why,
}

fn owed(id: &str) -> SavedRecording {
    SavedRecording {
        id: id.to_owned(),
        emergency: Some(Number(1001)),
        ticket: None,
        requester: "r1".into(),
        name: None,
        url: "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1".to_owned(),
        secs: 12,
        made_at: at(0),
        due_at: Some(at(1)),
        attempts: 0,
        problem: None,
        kept_at: None,
    }
}

async fn a_recording_is_owed_until_it_is_kept(place: Place) {
    let store = place.open().await;
    let mut unit = Unit::new();
    unit.owe_recording(&owed("RE1"));
    store.commit(unit).await.unwrap();
    let mut again = Unit::new();
    again.owe_recording(&SavedRecording { secs: 99, ..owed("RE1") });
    store.commit(again).await.unwrap();
    assert_eq!(store.recordings_of(Number(1001)).await.unwrap(), [owed("RE1")]);

    let claim = |now, until| store.claim_recordings(at(now), at(until), 8);
    assert_eq!(claim(0, 60).await.unwrap(), [], "not yet");
    let claimed = claim(1, 60).await.unwrap();
    assert_eq!(claimed, [SavedRecording { attempts: 1, due_at: Some(at(60)), ..owed("RE1") }]);
    assert_eq!(claim(59, 120).await.unwrap(), [], "somebody has it");
    drop(store);
    let store = place.open().await;
    let taken_over = store.claim_recordings(at(60), at(120), 8).await.unwrap();
    assert_eq!(taken_over[0].attempts, 2, "that one died, and it is still owed");

    let mut unit = Unit::new();
    unit.recording_kept("RE1", at(61)).recording_failed("RE1", "too late", Some(at(62)));
    store.commit(unit).await.unwrap();
    assert_eq!(store.claim_recordings(at(999), at(1_000), 8).await.unwrap(), []);
    let kept = store.recordings_of(Number(1001)).await.unwrap().remove(0);
    assert_eq!((kept.kept_at, kept.due_at, kept.problem), (Some(at(61)), None, None));
}

async fn a_recording_that_cannot_be_fetched_says_why(place: Place) {
    let store = place.open().await;
    let mut unit = Unit::new();
    unit.owe_recording(&owed("RE1")).recording_failed("RE1", "answered 404", Some(at(10)));
    store.commit(unit).await.unwrap();
    assert_eq!(store.claim_recordings(at(9), at(60), 8).await.unwrap(), []);
    assert_eq!(store.claim_recordings(at(10), at(60), 8).await.unwrap().len(), 1);
    let mut unit = Unit::new();
    unit.recording_failed("RE1", "the file is too large", None);
    store.commit(unit).await.unwrap();
    assert_eq!(store.claim_recordings(at(999), at(1_000), 8).await.unwrap(), []);
    let given_up = store.recordings_of(Number(1001)).await.unwrap().remove(0);
    assert_eq!(given_up.problem.as_deref(), Some("the file is too large"));
    assert_eq!((given_up.due_at, given_up.kept_at), (None, None));
}
