//! What is known of contact methods.

use domain::{
    directory::ContactKind,
    proof::{Proof, ProvedBy, Way},
};
use jiff::SignedDuration;
use store::{Store, StoreError, Unit};

use crate::sample::{Place, at};

contract!(a_proof_is_kept_by_person_kind_and_address_and_changed_once);

async fn a_proof_is_kept_by_person_kind_and_address_and_changed_once(place: Place) {
    let store = place.open().await;
    let way = |responder: &str, kind, address: &str| Way {
        responder: responder.into(),
        kind,
        address: address.to_owned(),
    };
    let sms = way("ana", ContactKind::Sms, "+15550100001");
    let unknown = store.proof(&sms).await.unwrap();
    assert_eq!((unknown.version, unknown.proof.proved), (0, None));

    let asked = unknown.proof.ask("n".to_owned(), SignedDuration::from_mins(10), at(0)).unwrap();
    save(&store, &asked, 0).await.unwrap();
    assert!(matches!(save(&store, &asked, 0).await, Err(StoreError::Conflict)), "it is version 1");
    let proved = asked.prove(ProvedBy::Code, at(5));
    save(&store, &proved, 1).await.unwrap();
    assert!(matches!(save(&store, &proved, 1).await, Err(StoreError::Conflict)), "it is version 2");
    let saved = store.proof(&sms).await.unwrap();
    assert_eq!((saved.version, &saved.proof), (2, &proved));

    for other in [
        way("ana", ContactKind::Voice, "+15550100001"),
        way("ana", ContactKind::Sms, "+15550100002"),
        way("ben", ContactKind::Sms, "+15550100001"),
    ] {
        assert_eq!(store.proof(&other).await.unwrap().version, 0, "{other:?}");
        let unmade = Proof::new(other.clone());
        assert!(matches!(save(&store, &unmade, 3).await, Err(StoreError::Conflict)));
        save(&store, &unmade, 0).await.unwrap();
    }
    assert_eq!(store.proofs_of(&"ana".into()).await.unwrap().len(), 3);
    assert_eq!(store.proofs().await.unwrap().len(), 4);
}

async fn save(store: &Store, proof: &Proof, version: i64) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    unit.save_proof(proof, version);
    store.commit(unit).await
}
