//! What holds at every moment of every night, whatever happens: a name, and a function that says
//! what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Phase, message::Urgency};
use jiff::{SignedDuration, Timestamp};
use store::{DeliveryStatus, DeliveryView, Recipient};

use super::seen::{Case, Seen};

pub(super) type Property = fn(&Seen<'_>) -> Result<(), String>;

pub(super) const PROPERTIES: [(&str, Property); 11] = [
    ("no open emergency is without a deadline", no_open_emergency_is_without_a_deadline),
    ("nothing that was accepted is lost", nothing_that_was_accepted_is_lost),
    ("nobody is taken in twice", nobody_is_taken_in_twice),
    ("every accepted request has its receipt", every_accepted_request_has_its_receipt),
    ("somebody is being called for what nobody has answered", somebody_is_being_called),
    ("nobody waits longer than the cadence for news", nobody_waits_longer_than_the_cadence),
    ("a page that was dropped is never sent", a_page_that_was_dropped_is_never_sent),
    ("nobody learns of another's case", nobody_learns_of_anothers_case),
    ("numbers are unique", numbers_are_unique),
    ("the timeline has no gaps", the_timeline_has_no_gaps),
    ("what a dead node was sending goes on elsewhere", nothing_waits_for_a_dead_node),
];

/// The longest that a policy of these nights waits before it calls somebody again.
const LONGEST_STEP: SignedDuration = SignedDuration::from_mins(5);

fn no_open_emergency_is_without_a_deadline(seen: &Seen<'_>) -> Result<(), String> {
    for case in &seen.cases {
        let state = &case.saved.emergency;
        match state.wake_at(seen.settings) {
            None if state.is_closed() => {}
            None => return Err(format!("{} is open and silent for ever", state.number)),
            Some(at) if at + seen.slack < seen.now => {
                return Err(format!("{} overslept {at}", state.number));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn nothing_that_was_accepted_is_lost(seen: &Seen<'_>) -> Result<(), String> {
    for report in seen.accepted {
        if seen.case(report.number).is_none() {
            return Err(format!("{}, told to {}, is not stored", report.number, report.email));
        }
        if !seen.requesters.contains_key(&report.requester) {
            return Err(format!("{} is no requester of {}", report.email, report.number));
        }
    }
    Ok(())
}

/// Each report of a night comes from an address of its own, and may be sent again.
fn nobody_is_taken_in_twice(seen: &Seen<'_>) -> Result<(), String> {
    let mut taken = BTreeSet::new();
    for row in seen.cases.iter().flat_map(|case| &case.requesters) {
        if !taken.insert(&row.requester.email) {
            return Err(format!("{:?} was taken in twice", row.requester.email));
        }
    }
    Ok(())
}

fn every_accepted_request_has_its_receipt(seen: &Seen<'_>) -> Result<(), String> {
    let mut receipts = BTreeMap::new();
    for delivery in seen.cases.iter().flat_map(|case| &case.deliveries) {
        if let (Urgency::Receipt, Recipient::Requester { id, .. }) =
            (delivery.urgency, &delivery.to)
        {
            receipts.entry(id.clone()).or_insert_with(Vec::new).push(delivery.status);
        }
    }
    for report in seen.accepted {
        let Some(all) = receipts.get(&report.requester) else {
            return Err(format!("{} has no receipt", report.email));
        };
        let arrived = all
            .iter()
            .any(|status| matches!(status, DeliveryStatus::Delivered | DeliveryStatus::Accepted));
        if seen.is_over && !arrived {
            return Err(format!("the receipt of {} did not arrive: {all:?}", report.email));
        }
    }
    Ok(())
}

fn somebody_is_being_called(seen: &Seen<'_>) -> Result<(), String> {
    for case in seen.open().filter(|case| case.saved.emergency.phase == Phase::Unanswered) {
        let state = &case.saved.emergency;
        let next_at = state.ladder.next_at;
        if next_at.is_none_or(|at| at + seen.slack < seen.now) {
            return Err(format!("nobody is called next for {}: {next_at:?}", state.number));
        }
        let last = case.deliveries.iter().filter(|delivery| delivery.urgency == Urgency::Page);
        let last = last.map(|page| page.queued_at).max();
        if last.is_none_or(|at| at + LONGEST_STEP + seen.slack < seen.now) {
            return Err(format!("nobody was called for {} since {last:?}", state.number));
        }
    }
    Ok(())
}

fn nobody_waits_longer_than_the_cadence(seen: &Seen<'_>) -> Result<(), String> {
    let cadence = seen.settings.emergency.cadence;
    for case in seen.open() {
        let state = &case.saved.emergency;
        if matches!(state.phase, Phase::Restored { .. }) {
            continue;
        }
        let last_words = last_words(case);
        for requester in case.requesters.iter().filter(|row| row.hears_by.is_some()) {
            let last = last_words.get(requester.id.0.as_str()).copied();
            // Who came with another emergency heard of that one before.
            let last = last.unwrap_or(requester.joined_at).max(state.promise.last_word_at);
            if last + cadence + seen.slack < seen.now {
                return Err(format!("{:?} hears nothing since {last}", requester.requester.email));
            }
        }
        if let Some(told) = last_words.values().max()
            && *told + cadence + seen.slack < seen.now
        {
            return Err(format!("nobody of {} hears anything since {told}", state.number));
        }
    }
    Ok(())
}

/// When each requester of a case was last told something about it.
fn last_words(case: &Case) -> BTreeMap<&str, Timestamp> {
    let mut last = BTreeMap::new();
    for delivery in &case.deliveries {
        if let Recipient::Requester { id, .. } = &delivery.to {
            let told = last.entry(id.0.as_str()).or_insert(delivery.queued_at);
            *told = delivery.queued_at.max(*told);
        }
    }
    last
}

fn a_page_that_was_dropped_is_never_sent(seen: &Seen<'_>) -> Result<(), String> {
    match seen.sent_after_drop {
        [] => Ok(()),
        [first, ..] => Err(format!("{first} was sent after it was dropped")),
    }
}

fn nobody_learns_of_anothers_case(seen: &Seen<'_>) -> Result<(), String> {
    for case in &seen.cases {
        for delivery in &case.deliveries {
            belongs(seen, case, delivery)?;
        }
    }
    for message in seen.sent {
        let (Some(theirs), others) = (seen.organization_of(&message.to), seen.organizations) else {
            continue;
        };
        let text = format!("{} {:?}", message.text, message.subject).to_lowercase();
        if let Some(other) = others.iter().find(|other| **other != theirs && text.contains(**other))
        {
            return Err(format!("{} was told of {other}: {}", message.to, message.text));
        }
    }
    Ok(())
}

fn belongs(seen: &Seen<'_>, case: &Case, delivery: &DeliveryView) -> Result<(), String> {
    let number = case.saved.emergency.number;
    let Recipient::Requester { id, address, .. } = &delivery.to else { return Ok(()) };
    let Some(row) = seen.requesters.get(id) else {
        return Err(format!("{number} told {address}, who reported nothing"));
    };
    let theirs = [&row.requester.email, &row.requester.phone];
    if !theirs.contains(&&Some(address.clone())) {
        return Err(format!("{number} told {address} what is for {theirs:?}"));
    }
    // A merged emergency told its people while they were still its own.
    let is_merged = seen.merged.contains(&(number, row.emergency));
    if row.emergency != Some(number) && !is_merged {
        return Err(format!("{number} told {address}, who is in {:?}", row.emergency));
    }
    Ok(())
}

fn numbers_are_unique(seen: &Seen<'_>) -> Result<(), String> {
    let mut opened = BTreeSet::new();
    for report in seen.accepted.iter().filter(|report| !report.joined) {
        if !opened.insert(report.opened_as) {
            return Err(format!("{} was opened twice", report.opened_as));
        }
    }
    Ok(())
}

fn the_timeline_has_no_gaps(seen: &Seen<'_>) -> Result<(), String> {
    for case in &seen.cases {
        for (index, entry) in case.timeline.iter().enumerate() {
            if entry.sequence != index as u64 + 1 {
                return Err(format!("{} has no fact {}", case.saved.emergency.number, index + 1));
            }
        }
        if case.timeline.first().is_none_or(|first| first.fact.happening.kind() != "received") {
            return Err(format!("{} does not begin with a request", case.saved.emergency.number));
        }
    }
    Ok(())
}

fn nothing_waits_for_a_dead_node(seen: &Seen<'_>) -> Result<(), String> {
    seen.held_by_the_dead.first().map_or(Ok(()), |held| Err(held.clone()))
}
