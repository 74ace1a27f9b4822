//! What was once stored can be read for ever: one sample of every form, kept as it was written.
//!
//! A new kind needs a sample in the newest folder. An old sample that cannot be read any more
//! means that a form was changed: give a new field a default, and never rename one.

use std::{collections::BTreeSet, fmt::Debug};

use domain::{
    Emergency, Happening, Phase, Request,
    drill::{Drill, DrillState},
    duty::{DutyNotice, Swap, SwapState},
    fact::Actor,
    forward::Forwarding,
    message::{Announcement, Content, Message, News, Notice, PageWhy, TicketNews},
    proof::{Proof, ProvedBy},
    request::{Channel, Impact, Requester},
    shift::ShiftWatch,
    switch::{Switch, SwitchHappening},
    ticket::{Deed, Ticket, TicketReply, TicketStatus},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use store::Recipient;

macro_rules! samples {
    ($name:literal) => {
        include_str!(concat!("../stored/v1/", $name, ".json"))
    };
}

#[test]
fn every_fact_can_be_read() {
    let facts = read::<Happening>(samples!("facts"));
    let kinds = named_by(&facts, |fact| fact["kind"].as_str());
    assert_complete::<Happening>(&json!({ "kind": "?" }), &kinds);
    for (happening, stored) in &facts {
        assert_eq!(happening.kind(), stored["kind"], "its name is the one that is stored");
    }
    let actors = read::<Actor>(samples!("actors"));
    assert_complete::<Actor>(&json!("?"), &named_by(&actors, tag));
}

#[test]
fn every_state_can_be_read() {
    let states = read::<Emergency>(samples!("states"));
    let phases = named_by(&states, |state| state["phase"]["is"].as_str());
    assert_complete::<Phase>(&json!({ "is": "?" }), &phases);
    for (emergency, stored) in &states {
        assert_eq!(emergency.state_name(), stored["phase"]["is"]);
    }
}

#[test]
fn every_switch_can_be_read() {
    read::<Switch>(samples!("switches"));
    let facts = read::<SwitchHappening>(samples!("switch_facts"));
    let kinds = named_by(&facts, |fact| fact["kind"].as_str());
    assert_complete::<SwitchHappening>(&json!({ "kind": "?" }), &kinds);
    for (happening, stored) in &facts {
        assert_eq!(happening.kind(), stored["kind"], "its name is the one that is stored");
    }
}

#[test]
fn every_message_can_be_read() {
    let messages = read::<Message>(samples!("messages"));
    assert_complete::<Content>(&json!("?"), &named_by(&messages, |it| tag(&it["content"])));
    let inner = |content: &str| named_by(&messages, |it| tag(it["content"].get(content)?));
    assert_complete::<PageWhy>(&json!("?"), &inner("page"));
    assert_complete::<Notice>(&json!("?"), &inner("notice"));
    let of_duty = named_by(&messages, |it| tag(it["content"].get("notice")?.get("duty")?));
    assert_complete::<DutyNotice>(&json!("?"), &of_duty);
    assert_complete::<News>(&json!("?"), &inner("news"));
    assert_complete::<TicketNews>(&json!("?"), &inner("ticket"));
    assert_complete::<Announcement>(&json!("?"), &inner("announcement"));
    let forwarded = named_by(&messages, |it| tag(it["content"].get("forward")?.get("what")?));
    assert_complete::<Forwarding>(&json!("?"), &forwarded);
    let recipients = read::<Recipient>(samples!("recipients"));
    assert_complete::<Recipient>(&json!("?"), &named_by(&recipients, tag));
}

#[test]
fn every_swap_can_be_read() {
    let swaps = read::<Swap>(samples!("swaps"));
    assert_complete::<SwapState>(&json!("?"), &named_by(&swaps, |it| tag(&it["state"])));
}

#[test]
fn every_watch_over_shifts_can_be_read() {
    read::<ShiftWatch>(samples!("shifts"));
}

#[test]
fn every_drill_can_be_read() {
    let drills = read::<Drill>(samples!("drills"));
    assert_complete::<DrillState>(&json!("?"), &named_by(&drills, |it| tag(&it["state"])));
}

#[test]
fn every_proof_can_be_read() {
    let proofs = read::<Proof>(samples!("proofs"));
    let by = named_by(&proofs, |it| it["proved"]["by"].as_str());
    assert_complete::<ProvedBy>(&json!("?"), &by);
}

#[test]
fn every_request_and_ticket_can_be_read() {
    let requests = read::<Request>(samples!("requests"));
    assert_complete::<Impact>(&json!("?"), &named_by(&requests, |it| it["impact"].as_str()));
    assert_complete::<Channel>(&json!("?"), &named_by(&requests, |it| it["channel"].as_str()));
    read::<Requester>(samples!("requesters"));
    let tickets = read::<Ticket>(samples!("tickets"));
    assert_complete::<TicketStatus>(&json!("?"), &named_by(&tickets, |it| it["status"].as_str()));
    let entries = read::<TicketReply>(samples!("replies"));
    assert_complete::<Deed>(&json!("?"), &named_by(&entries, |it| tag(&it["deed"])));
}

/// Reads samples, and again what is written of them now.
fn read<T: Serialize + DeserializeOwned + PartialEq + Debug>(samples: &str) -> Vec<(T, Value)> {
    let samples: Vec<Value> = serde_json::from_str(samples).expect("the samples are JSON");
    let read = samples.into_iter().map(|sample| {
        let value: T = serde_json::from_value(sample.clone())
            .unwrap_or_else(|problem| panic!("{sample} was stored once: {problem}"));
        let written = serde_json::to_value(&value).expect("it can be stored");
        assert_eq!(serde_json::from_value::<T>(written).ok().as_ref(), Some(&value));
        (value, sample)
    });
    read.collect()
}

fn named_by<'a, T>(
    samples: &'a [(T, Value)],
    name: impl Fn(&'a Value) -> Option<&'a str>,
) -> BTreeSet<String> {
    samples.iter().filter_map(|(_, sample)| name(sample)).map(str::to_owned).collect()
}

/// The name of a variant that stands alone or before its content.
fn tag(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| Some(value.as_object()?.keys().next()?.as_str()))
}

/// Every kind that `T` knows has a sample. `unknown` is a `T` of a kind that it does not know:
/// the error lists all that it does.
fn assert_complete<T: DeserializeOwned + Debug>(unknown: &Value, sampled: &BTreeSet<String>) {
    let error = serde_json::from_value::<T>(unknown.clone()).expect_err("there is no such kind");
    let error = error.to_string();
    let (_, known) = error.split_once("expected").expect("the error lists the kinds");
    let known: BTreeSet<_> = known.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(known.len() > 2, "{error}");
    let missing: Vec<_> = known.difference(sampled).collect();
    assert!(missing.is_empty(), "no sample of {missing:?} in tests/stored: write one");
}
