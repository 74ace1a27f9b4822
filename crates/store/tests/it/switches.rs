//! Switches and their journal.

use domain::{
    fact::Actor,
    id::OrganizationId,
    switch::{Asked, Position, Scope, Switch, SwitchFact, SwitchHappening, Through},
};
use store::{Store, StoreError, Token, Unit};

use crate::sample::{Place, at, open};

contract! {
    a_switch_is_saved_by_whoever_read_it_last,
    a_switch_is_woken_when_its_time_has_come,
    its_journal_is_read_in_the_order_in_which_it_was_written,
    the_keys_of_an_organization_are_its_own,
}

fn asked(organization: &str, lapses_at: i64) -> Switch {
    let mut switch = Switch::new(OrganizationId::from(organization));
    let by = domain::emergency::Person { id: "ana".into(), name: "Ana".to_owned() };
    let asked = Asked {
        by,
        through: Through::Themselves,
        at: at(0),
        lapses_at: at(lapses_at),
        reason: "loss".to_owned(),
        until: at(lapses_at),
        emergency: None,
    };
    switch.positions.insert(Scope::All, Position { asked: Some(asked), ..Position::default() });
    switch
}

async fn save(store: &Store, switch: &Switch, version: i64) -> Result<(), StoreError> {
    let mut unit = Unit::new();
    unit.save_switch(switch, version);
    store.commit(unit).await
}

async fn a_switch_is_saved_by_whoever_read_it_last(place: Place) {
    let store = place.open().await;
    let acme = OrganizationId::from("acme");
    assert_eq!(store.switch(&acme).await.unwrap(), None);
    assert_eq!(store.switches_changed().await.unwrap(), 0);
    let early = save(&store, &asked("acme", 60), 3).await;
    assert!(matches!(early, Err(StoreError::Conflict)), "{early:?}");
    save(&store, &asked("acme", 60), 0).await.unwrap();
    for stale in [0, 2] {
        let stale = save(&store, &asked("acme", 90), stale).await;
        assert!(matches!(stale, Err(StoreError::Conflict)), "{stale:?}");
    }
    save(&store, &asked("acme", 90), 1).await.unwrap();
    save(&store, &asked("bolt", 90), 0).await.unwrap();
    let saved = store.switch(&acme).await.unwrap().unwrap();
    assert_eq!((saved.version, saved.switch), (2, asked("acme", 90)));
    assert_eq!(store.switches().await.unwrap().len(), 2);
    assert_eq!(store.switches_changed().await.unwrap(), 3);
}

async fn a_switch_is_woken_when_its_time_has_come(place: Place) {
    let store = place.open().await;
    save(&store, &asked("acme", 60), 0).await.unwrap();
    assert_eq!(store.earliest_wake().await.unwrap(), Some(at(60)));
    assert_eq!(store.due_switches(at(59), 10).await.unwrap(), []);
    assert_eq!(store.due_switches(at(60), 10).await.unwrap(), ["acme".into()]);
    save(&store, &Switch::new("acme".into()), 1).await.unwrap();
    assert_eq!(store.due_switches(at(99), 10).await.unwrap(), []);
}

async fn its_journal_is_read_in_the_order_in_which_it_was_written(place: Place) {
    let store = place.open().await;
    let acme = OrganizationId::from("acme");
    let fact = |happening| SwitchFact {
        at: at(1),
        actor: Actor::System,
        scope: Scope::Service("checkout".to_owned()),
        happening,
    };
    let facts = [fact(SwitchHappening::Lapsed), fact(SwitchHappening::Expired)];
    let mut unit = Unit::new();
    unit.append_switch(&acme, &facts).append_switch(&"bolt".into(), &facts[..1]);
    store.commit(unit).await.unwrap();
    let mut unit = Unit::new();
    unit.append_switch(&acme, &facts[..1]);
    store.commit(unit).await.unwrap();
    let all = [facts[0].clone(), facts[1].clone(), facts[0].clone()];
    assert_eq!(store.switch_journal(&acme).await.unwrap(), all);
    let opened = open(&store, 60).await;
    let of_it = opened.organization.clone().unwrap_or_else(|| "nobody".into());
    let found = store.open_of_organization(&of_it).await.unwrap();
    assert_eq!(found.len(), usize::from(opened.organization.is_some()));
}

async fn the_keys_of_an_organization_are_its_own(place: Place) {
    let store = place.open().await;
    let mut unit = Unit::new();
    for (index, (role, organization)) in
        [("organization", "acme"), ("monitoring", "acme"), ("organization", "bolt")]
            .into_iter()
            .enumerate()
    {
        unit.make_token(&Token {
            token_hash: [u8::try_from(index).unwrap(); 32],
            name: format!("key {index}"),
            role: role.to_owned(),
            organization: Some(organization.to_owned()),
            made_at: at(0),
            last_used_at: None,
        });
    }
    store.commit(unit).await.unwrap();
    let found = store.tokens_of(&"acme".into()).await.unwrap();
    assert_eq!(found.into_iter().map(|key| key.name).collect::<Vec<_>>(), ["key 0"]);
}
