//! What holds after each turn of the rules: a name, and a function that says what is wrong.

use domain::{
    Emergency, Fact, Phase, Settings,
    effect::{Audience, Effect},
    emergency::PageStatus,
    message::{News, PageWhy},
};
use jiff::Timestamp;

use super::night::Asked;

/// One turn, as somebody sees it who knows what went before.
pub(super) struct Turned<'a> {
    pub(super) now: Timestamp,
    pub(super) settings: &'a Settings,
    pub(super) asked: &'a Asked,
    /// `None` when it was opened.
    pub(super) before: Option<&'a Emergency>,
    pub(super) next: &'a Emergency,
    pub(super) facts: &'a [Fact],
    pub(super) effects: &'a [Effect],
    /// When everybody was last told something.
    pub(super) last_word_at: Timestamp,
    pub(super) people: usize,
}

pub(super) type Property = fn(&Turned<'_>) -> Result<(), String>;

pub(super) const PROPERTIES: [(&str, Property); 11] = [
    ("no open emergency is without a deadline", no_open_emergency_is_without_a_deadline),
    ("what was due is done", what_was_due_is_done),
    ("every accepted request has its receipt", every_accepted_request_has_its_receipt),
    ("somebody is called next for what nobody has answered", somebody_is_called_next),
    ("nobody waits longer than the cadence for news", nobody_waits_longer_than_the_cadence),
    ("nobody rings for what was answered", nobody_rings_for_what_was_answered),
    ("who is not called any more is hushed", who_is_not_called_any_more_is_hushed),
    ("only who asked hears what is for one", only_who_asked_hears_what_is_for_one),
    ("a closed emergency says nothing", a_closed_emergency_says_nothing),
    ("nothing happens without a fact", nothing_happens_without_a_fact),
    ("the state stays small", the_state_stays_small),
];

/// A person's rings that may wait at one time.
const MAX_PENDING: usize = 16;

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

fn no_open_emergency_is_without_a_deadline(turned: &Turned<'_>) -> Result<(), String> {
    let wake_at = turned.next.wake_at(turned.settings);
    ensure(wake_at.is_none() == turned.next.is_closed(), || format!("it wakes at {wake_at:?}"))
}

fn what_was_due_is_done(turned: &Turned<'_>) -> Result<(), String> {
    let next = turned.next.wake_at(turned.settings);
    let is_done = next.is_none_or(|at| at > turned.now);
    ensure(!matches!(turned.asked, Asked::Woken) || is_done, || format!("{next:?} is still due"))
}

fn every_accepted_request_has_its_receipt(turned: &Turned<'_>) -> Result<(), String> {
    let Asked::Reported(requester) = turned.asked else { return Ok(()) };
    let is_receipt = |effect: &Effect| {
        matches!(effect, Effect::Tell { whom: Audience::One(id), news: News::Receipt { .. } }
            if id.as_str() == requester)
    };
    ensure(turned.effects.iter().any(is_receipt), || format!("{requester} has none"))
}

fn somebody_is_called_next(turned: &Turned<'_>) -> Result<(), String> {
    let is_unanswered = turned.next.phase == Phase::Unanswered;
    let next_at = turned.next.ladder.next_at;
    ensure(!is_unanswered || next_at.is_some(), || "the ladder stands still".to_owned())
}

fn nobody_waits_longer_than_the_cadence(turned: &Turned<'_>) -> Result<(), String> {
    let is_over = matches!(turned.next.phase, Phase::Restored { .. } | Phase::Closed { .. });
    let Some(due) = turned.next.promise.due else {
        return ensure(is_over, || "no word is owed".to_owned());
    };
    let longest = turned.settings.emergency.cadence;
    let waits = due.duration_since(turned.last_word_at);
    ensure(waits <= longest, || format!("{waits:#} instead of {longest:#}"))
}

fn nobody_rings_for_what_was_answered(turned: &Turned<'_>) -> Result<(), String> {
    for effect in turned.effects {
        let Effect::Ring { responder, why, .. } = effect else { continue };
        let is_for_it = matches!(why, PageWhy::Emergency { .. } | PageWhy::StillBroken { .. });
        if is_for_it && turned.next.phase != Phase::Unanswered {
            return Err(format!("{responder} rings"));
        }
    }
    let rings = turned.next.pages.iter().find(|page| {
        let is_quiet = page.status != PageStatus::Ringing;
        (is_quiet && !page.pending.is_empty()) || (turned.next.is_closed() && !is_quiet)
    });
    rings.map_or(Ok(()), |page| Err(format!("{} will ring", page.responder)))
}

/// What waits in the outbox for somebody must not ring once somebody else has it.
fn who_is_not_called_any_more_is_hushed(turned: &Turned<'_>) -> Result<(), String> {
    let Some(before) = turned.before else { return Ok(()) };
    for page in before.pages.iter().filter(|page| page.status == PageStatus::Ringing) {
        let rings = turned.next.page(&page.responder);
        if rings.is_some_and(|page| page.status == PageStatus::Ringing) {
            continue;
        }
        // Whose every contact method failed has nothing that waits.
        let is_unreachable = rings.is_some_and(|page| page.status == PageStatus::Unreachable);
        let hushes = |effect: &Effect| matches!(effect, Effect::Hush { responder } if *responder == page.responder);
        if !is_unreachable && !turned.effects.iter().any(hushes) {
            return Err(format!("{} is not", page.responder));
        }
    }
    Ok(())
}

fn only_who_asked_hears_what_is_for_one(turned: &Turned<'_>) -> Result<(), String> {
    for effect in turned.effects {
        let Effect::Tell { whom: Audience::One(id), .. } = effect else { continue };
        if !matches!(turned.asked, Asked::Reported(requester) if requester == id.as_str()) {
            return Err(format!("{id} hears something: {}", turned.asked));
        }
    }
    Ok(())
}

fn a_closed_emergency_says_nothing(turned: &Turned<'_>) -> Result<(), String> {
    let was_closed = turned.before.is_some_and(Emergency::is_closed);
    let is_quiet = turned.effects.is_empty() && turned.facts.is_empty();
    ensure(!(was_closed && turned.next.is_closed()) || is_quiet, || format!("{:?}", turned.effects))
}

/// News and pages without a line in the journal could not be explained afterwards.
fn nothing_happens_without_a_fact(turned: &Turned<'_>) -> Result<(), String> {
    let needs = |effect: &&Effect| matches!(effect, Effect::Ring { .. } | Effect::Tell { .. });
    let rings = |effect: &&Effect| matches!(effect, Effect::Ring { .. });
    let paged = turned.facts.iter().filter(|fact| fact.happening.kind() == "paged").count();
    let is_told = turned.effects.iter().any(|effect| needs(&effect));
    ensure(!is_told || !turned.facts.is_empty(), || "no fact at all".to_owned())?;
    ensure(turned.effects.iter().filter(rings).count() == paged, || format!("{paged} pages"))?;
    let is_in_time = turned.facts.iter().all(|fact| fact.at == turned.now);
    ensure(is_in_time, || "a fact of another time".to_owned())
}

fn the_state_stays_small(turned: &Turned<'_>) -> Result<(), String> {
    let pages = &turned.next.pages;
    ensure(pages.len() <= turned.people, || format!("{} pages", pages.len()))?;
    let most = pages.iter().map(|page| page.pending.len()).max().unwrap_or(0);
    ensure(most <= MAX_PENDING, || format!("{most} rings wait"))
}
