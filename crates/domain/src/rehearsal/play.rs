//! One emergency after the other, each played by the real rules until somebody answers.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Plan, chance::Chance, habits::Habits, hours::OffHours, what_if::If};
use crate::{
    Directory, Emergency, Happening, Input, Number, Request, Settings, Transition,
    directory::Responder,
    effect::Effect,
    emergency::{Opening, World},
    gate,
    id::{ContactId, PolicyId, ResponderId},
    input::By,
    request::Impact,
    zone::Clock,
};

/// An emergency is not played for longer: nobody has answered then.
const PLAYED_FOR: SignedDuration = SignedDuration::from_hours(2);
/// Nor in more turns, however short the durations are set.
const MAX_TURNS: usize = 5_000;

/// How one emergency went.
#[derive(Clone, Debug)]
pub(super) struct Played {
    /// The place of its hour among those off-hours.
    pub(super) hour: usize,
    /// The place of its policy among those in use.
    pub(super) caller: usize,
    pub(super) answered_after: Option<SignedDuration>,
    /// Whom it called while it was not late yet.
    pub(super) called: Vec<ResponderId>,
    /// Targets of a policy behind which there was nobody.
    pub(super) holes: Vec<String>,
}

/// What stays the same from emergency to emergency.
pub(super) struct Stage<'a> {
    directory: &'a Directory,
    settings: &'a Settings,
    plan: &'a Plan,
    habits: Habits,
    clocks: BTreeMap<&'a ResponderId, Clock>,
    /// A request for each policy in use.
    callers: Vec<(PolicyId, Request)>,
    played: u64,
}

impl<'a> Stage<'a> {
    pub(super) fn new(directory: &'a Directory, settings: &'a Settings, plan: &'a Plan) -> Self {
        let clocks = directory.responders.iter().filter_map(|person| {
            let clock = Clock::of(&person.time_zone).or_else(|| Clock::of("UTC"))?;
            Some((&person.id, clock))
        });
        let (clocks, callers) = (clocks.collect(), callers(directory));
        let habits = Habits::usual();
        Self { directory, settings, plan, habits, clocks, callers, played: 0 }
    }

    /// How many were played in all.
    pub(super) fn played(&self) -> u64 {
        self.played
    }

    pub(super) fn policies(&self) -> impl Iterator<Item = &PolicyId> {
        self.callers.iter().map(|(policy, _)| policy)
    }

    /// Plays so many in each hour. An emergency begins with the same luck in each what-if.
    pub(super) fn play(&mut self, hours: &OffHours, each_hour: u32, what_if: &If) -> Vec<Played> {
        let mut played = Vec::with_capacity(hours.hours.len() * each_hour as usize);
        for (hour, off_hour) in hours.hours.iter().enumerate() {
            for turn in 0..each_hour {
                let mut chance = Chance::of([self.plan.seed, hour as u64, u64::from(turn)]);
                let at = off_hour.any_moment(&mut chance);
                let caller = turn as usize % self.callers.len();
                let night = Night::new(self, what_if, at, chance);
                let mut one = night.play(&self.callers[caller].1);
                (one.hour, one.caller) = (hour, caller);
                played.push(one);
            }
        }
        self.played += super::waits::count(played.len());
        played
    }
}

/// One request for each policy that some customer has; nobody's policy, if there is none.
fn callers(directory: &Directory) -> Vec<(PolicyId, Request)> {
    let customers = directory.organizations.iter().map(|customer| Some(&customer.id));
    let mut callers: Vec<(PolicyId, Request)> = Vec::new();
    for customer in [None].into_iter().chain(customers) {
        let policy = directory.policy_for(customer).map_or("none".into(), |it| it.id.clone());
        if callers.iter().all(|(known, _)| *known != policy) {
            let request = Request {
                summary: "Rehearsal".to_owned(),
                impact: Some(Impact::Outage),
                organization: customer.map(ToString::to_string),
                ..Request::default()
            };
            callers.push((policy, request));
        }
    }
    callers
}

/// One emergency while it is played.
struct Night<'a> {
    stage: &'a Stage<'a>,
    what_if: &'a If,
    opened_at: Timestamp,
    now: Timestamp,
    chance: Chance,
    /// How easily each person who was called wakes up; 0 for whoever cannot be reached.
    ears: Vec<(ResponderId, f64)>,
    /// Who will answer when, unless told to sleep before.
    answers: Vec<(Timestamp, ResponderId)>,
    called: Vec<ResponderId>,
    holes: Vec<String>,
}

impl<'a> Night<'a> {
    fn new(stage: &'a Stage<'a>, what_if: &'a If, at: Timestamp, chance: Chance) -> Self {
        Self {
            stage,
            what_if,
            opened_at: at,
            now: at,
            chance,
            ears: Vec::new(),
            answers: Vec::new(),
            called: Vec::new(),
            holes: Vec::new(),
        }
    }

    fn play(mut self, request: &Request) -> Played {
        let opening = Opening {
            number: Number::FIRST,
            requester: "rehearsal".into(),
            request,
            rule: gate::Rule::Definition,
        };
        let mut turn = Emergency::open(&opening, self.world());
        let end = self.opened_at.saturating_add(PLAYED_FOR).unwrap_or(Timestamp::MAX);
        for _ in 0..MAX_TURNS {
            self.see(&turn);
            let answer = self.answers.iter().min().cloned();
            let wake_at = turn.next.wake_at(self.stage.settings).unwrap_or(end);
            let input = match answer {
                Some((at, responder)) if at <= wake_at && at < end => {
                    self.now = at.max(self.now);
                    self.answers.retain(|(_, other)| *other != responder);
                    Input::Answer { by: self.by(responder), take_over: false }
                }
                _ if wake_at >= end => break,
                _ => {
                    self.now = wake_at.max(self.now);
                    Input::Woken
                }
            };
            if let Ok(next) = turn.next.handle(input, self.world()) {
                turn = next;
            }
            if turn.next.responder().is_some() {
                return self.over(true);
            }
        }
        self.over(false)
    }

    fn over(self, answered: bool) -> Played {
        let waited = self.opened_at.duration_until(self.now);
        let answered_after = answered.then_some(waited);
        let (called, holes) = (self.called, self.holes);
        Played { hour: 0, caller: 0, answered_after, called, holes }
    }

    fn world(&self) -> World<'a> {
        let (directory, settings) = (self.stage.directory, self.stage.settings);
        World { directory, settings, now: self.now, requesters: 1 }
    }

    fn by(&self, id: ResponderId) -> By {
        let name = self.stage.directory.responder(&id).map(|person| person.name.clone());
        By { name: name.unwrap_or_default(), id }
    }

    /// What the rules have done, and what it does to people.
    fn see(&mut self, turn: &Transition) {
        for fact in &turn.facts {
            if let Happening::Hole { place } = &fact.happening
                && !self.holes.contains(place)
            {
                self.holes.push(place.clone());
            }
        }
        for effect in &turn.effects {
            match effect {
                Effect::Ring { responder, contact, .. } => self.ring(responder, contact),
                Effect::Hush { responder } => {
                    self.answers.retain(|(_, other)| other != responder);
                }
                Effect::Notify { .. } | Effect::Tell { .. } | Effect::Announce(_) => {}
            }
        }
    }

    fn ring(&mut self, responder: &ResponderId, contact: &ContactId) {
        let Some(person) = self.stage.directory.responder(responder) else { return };
        let Some(kind) = person.contact(contact).map(|contact| contact.kind) else { return };
        let in_time = self.opened_at.duration_until(self.now) <= self.stage.plan.late_after;
        if in_time && !self.called.contains(responder) {
            self.called.push(responder.clone());
        }
        let ear = self.ear(person);
        let (habits, habit) = (&self.stage.habits, self.stage.habits.of(kind));
        let lost = self.chance.happens(habits.lost);
        let under_way = self.chance.between(habit.under_way_seconds);
        let hesitates = self.chance.between(habit.answered_after_seconds);
        let heard = if self.sleeps(person) { habit.heard_asleep } else { habit.heard_awake };
        let hears = self.chance.happens(heard * ear);
        if lost || !hears || !self.what_if.reaches(responder, kind) {
            return;
        }
        if let Ok(at) = self.now.checked_add(under_way + hesitates) {
            self.answers.push((at, responder.clone()));
        }
    }

    /// The same person sleeps the same sleep all night long.
    fn ear(&mut self, person: &Responder) -> f64 {
        if let Some((_, ear)) = self.ears.iter().find(|(id, _)| *id == person.id) {
            return *ear;
        }
        let away = self.chance.happens(self.stage.habits.out_of_reach);
        let ear = if away { 0.0 } else { 0.7 + 0.4 * self.chance.share() };
        self.ears.push((person.id.clone(), ear));
        ear
    }

    fn sleeps(&self, person: &Responder) -> bool {
        let clock = self.stage.clocks.get(&person.id);
        clock.is_some_and(|clock| self.stage.habits.sleeps_at(clock.shows(self.now).hour()))
    }
}
