//! One night from a seed: nodes on one store, providers and people with all their faults, and after
//! each step a look at everything that must hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    sync::Arc,
};

use channels::wall::{Fault, Shown};
use domain::{Directory, Number, Settings};
use engine::{EngineError, Ids, NewDirectory};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use store::{DeliveryStatus, GONE_AFTER, Lane, Mishaps, Store};

use super::{
    broken::Broken,
    node::{Condition, House, Node, Work},
    people::{ADDRESSES, DIRECTORY, ORGANIZATIONS},
    place::Place,
    properties::PROPERTIES,
    seen::{Case, Report, Seen},
};

const STEPS: u32 = 12;
/// Longer than any lease, any wait before another attempt, and any step of the policy.
const AFTERWARDS: SignedDuration = SignedDuration::from_mins(20);
/// A node that hears of nothing looks again after so long, a little later each time.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(1);
const LOOK_AGAIN_MAX: SignedDuration = SignedDuration::from_secs(30);

pub(super) struct Night {
    pub(super) random: Rng,
    pub(super) now: Timestamp,
    pub(super) nodes: Vec<Node>,
    pub(super) accepted: Vec<Report>,
    pub(super) numbers: BTreeSet<Number>,
    pub(super) merged: BTreeSet<(Number, Option<Number>)>,
    /// What providers say later: the delivery, and whether it arrived.
    pub(super) said_later: Vec<(Timestamp, String, bool)>,
    /// How wrong clocks were so far, and how long nobody was there to do anything.
    pub(super) slack: SignedDuration,
    pub(super) broken: Option<&'static Broken>,
    /// Nodes that died and are not yet taken over from, and since when.
    pub(super) died: Vec<(String, Timestamp)>,
    /// Broken on purpose.
    pub(super) the_dead_seem_alive: bool,
    pub(super) held_by_the_dead: Vec<String>,
    pub(super) house: House,
    pub(super) place: Place,
    store: Store,
    seed: u64,
    log: String,
    dropped: BTreeSet<String>,
    sent: Vec<Arc<Shown>>,
    sent_after_drop: Vec<String>,
}

/// What is wrong with a night, and how it came to it.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) seed: u64,
    /// Each property that does not hold, and why.
    pub(super) wrong: Vec<(&'static str, String)>,
    pub(super) log: String,
}

impl Night {
    pub(super) async fn new(seed: u64, place: Place) -> Self {
        let mut random = Rng::with_seed(seed);
        let now: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
        let settings = settings(&mut random);
        let mishaps = Mishaps::default();
        let house = House { url: place.url(), settings, ids: Ids::counted(), mishaps };
        let mut nodes = Vec::new();
        let mut slack = SignedDuration::ZERO;
        for _ in 0..random.usize(1..=3) {
            let skew = SignedDuration::from_millis(random.i64(-3_000..=3_000));
            let skew = if random.bool() { SignedDuration::ZERO } else { skew };
            slack = slack.max(skew.abs());
            nodes.push(Node::start(&house, now, skew).await);
        }
        let directory: Directory = toml::from_str(DIRECTORY).expect("the directory is right");
        let by = "test".to_owned();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        nodes[0].engine.replace_directory(new).await.expect("the directory is applied");
        for node in &mut nodes[1..] {
            node.restart(&house).await;
        }
        // On a shared store a deadline that a node died with is free again after two seconds.
        let slack = slack * 2 + SignedDuration::from_secs(if place.is_shared() { 3 } else { 0 });
        Self {
            random,
            now,
            nodes,
            accepted: Vec::new(),
            numbers: BTreeSet::new(),
            merged: BTreeSet::new(),
            said_later: Vec::new(),
            slack,
            broken: None,
            died: Vec::new(),
            the_dead_seem_alive: false,
            held_by_the_dead: Vec::new(),
            store: Store::open(&house.url).await.expect("the store opens"),
            house,
            place,
            seed,
            log: String::new(),
            dropped: BTreeSet::new(),
            sent: Vec::new(),
            sent_after_drop: Vec::new(),
        }
    }

    /// Plays it to its end; gives what happened.
    pub(super) async fn play(mut self) -> Result<String, Failure> {
        for step in 0..STEPS {
            let wait = SignedDuration::from_secs(self.random.i64(1..600));
            self.pass_time(self.now + wait).await?;
            self.step().await?;
            self.work().await?;
            self.look(false).await?;
            if let Some(broken) = self.broken.filter(|_| step >= 4) {
                broken.strike(&mut self);
            }
        }
        self.heal().await?;
        self.pass_time(self.now + AFTERWARDS).await?;
        self.look(true).await?;
        Ok(self.log)
    }

    async fn step(&mut self) -> Result<(), Failure> {
        match self.random.u8(0..100) {
            0..22 => self.somebody_reports().await,
            22..45 => self.somebody_acts().await,
            45..58 => self.somebody_texts().await,
            58..64 => self.somebody_merges().await,
            64..85 => {
                self.a_provider_changes();
                Ok(())
            }
            85..93 => {
                self.a_node_stops();
                Ok(())
            }
            93..97 => {
                self.a_clock_jumps();
                Ok(())
            }
            // A file of one's own goes wrong in other ways: `full_disk`.
            _ if self.place.is_shared() => {
                self.the_store_fails();
                Ok(())
            }
            _ => Ok(()), // Everybody sleeps.
        }
    }

    /// From deadline to deadline.
    async fn pass_time(&mut self, until: Timestamp) -> Result<(), Failure> {
        let mut patience = LOOK_AGAIN;
        self.work().await?;
        while let Some(next) = self.next_event().await.filter(|at| *at <= until) {
            let next = if next > self.now {
                patience = LOOK_AGAIN;
                next
            } else {
                // Nobody who is awake may do it, or think that it is time.
                patience = (patience * 2).min(LOOK_AGAIN_MAX);
                (self.now + patience).min(until)
            };
            self.set_time(next);
            self.come_back().await;
            self.providers_say().await?;
            self.work().await?;
            if next >= until {
                return Ok(());
            }
        }
        self.set_time(until);
        self.come_back().await;
        self.work().await
    }

    fn set_time(&mut self, now: Timestamp) {
        self.now = now;
        for node in &self.nodes {
            node.set_time(now);
        }
    }

    async fn next_event(&self) -> Option<Timestamp> {
        let mut next = self.store.earliest_wake().await.expect("deadlines are read");
        for lane in Lane::ALL {
            let due = self.store.earliest_due(lane).await.expect("the outbox is read");
            next = next.into_iter().chain(due).min();
        }
        let back = self.nodes.iter().filter_map(Node::back_at);
        let said = self.said_later.iter().map(|(at, ..)| *at);
        let gone = self.died.iter().map(|(_, at)| *at + GONE_AFTER);
        next.into_iter().chain(back).chain(said).chain(gone).min()
    }

    /// Every node that is awake does what is due: on a shared store all at once.
    async fn work(&mut self) -> Result<(), Failure> {
        if self.place.is_shared() {
            return self.race().await;
        }
        let mut order: Vec<_> = (0..self.nodes.len()).collect();
        self.random.shuffle(&mut order);
        for index in order {
            if !self.nodes[index].is_awake() {
                continue;
            }
            if let Some(work) = self.nodes[index].work().await {
                self.stops_in_the_middle(index, work).await;
            }
        }
        self.gather()
    }

    /// A provider does not answer: the node waits, dies or freezes meanwhile.
    pub(super) async fn stops_in_the_middle(&mut self, index: usize, work: Work) {
        let away = SignedDuration::from_secs(self.random.i64(5..400));
        let until = self.now + away;
        match self.random.u8(0..4) {
            0 if self.others_are_awake(index) => {
                self.nodes[index].condition = Condition::Frozen { until, at: work };
                self.say(&format!("node {index} freezes while it sends, until {until}"));
            }
            1 if self.others_are_awake(index) => {
                drop(work);
                if self.place.is_shared() {
                    let name = self.nodes[index].engine.store().node().as_str().to_owned();
                    self.died.push((name, self.now));
                }
                self.nodes[index].condition = Condition::Dead { until };
                self.say(&format!("node {index} dies while it sends, until {until}"));
            }
            2 if !self.place.is_shared() => {
                drop(work);
                self.nodes[index].restart(&self.house).await;
                self.say(&format!("node {index} dies while it sends, and is there again"));
            }
            _ => {
                self.nodes[index].give_up_waiting(&ADDRESSES, work).await;
                self.say(&format!("node {index} gives up waiting for providers"));
            }
        }
    }

    pub(super) fn others_are_awake(&self, index: usize) -> bool {
        self.nodes.iter().enumerate().any(|(other, node)| other != index && node.is_awake())
    }

    /// Nodes whose time has come.
    async fn come_back(&mut self) {
        for index in 0..self.nodes.len() {
            if self.nodes[index].back_at().is_none_or(|at| at > self.now) {
                continue;
            }
            self.say(&format!("node {index} is back"));
            match std::mem::replace(&mut self.nodes[index].condition, Condition::Awake) {
                Condition::Frozen { at, .. } => {
                    self.nodes[index].give_up_waiting(&ADDRESSES, at).await;
                }
                Condition::Dead { .. } => self.nodes[index].restart(&self.house).await,
                Condition::Awake => {}
            }
        }
    }

    /// Whatever was broken works again.
    async fn heal(&mut self) -> Result<(), Failure> {
        self.say("everything heals");
        self.house.mishaps.clear();
        let until = self.nodes.iter().filter_map(Node::back_at).max().unwrap_or(self.now);
        self.pass_time(until.max(self.now)).await?;
        for node in &mut self.nodes {
            for address in ADDRESSES {
                node.wall.set_fault(address, None);
            }
            for report in &self.accepted {
                node.wall.set_fault(&report.email, None);
            }
        }
        Ok(())
    }

    /// Looks up what left the nodes, and lets the providers say what became of it.
    pub(super) fn gather(&mut self) -> Result<(), Failure> {
        for index in 0..self.nodes.len() {
            for shown in self.nodes[index].sent() {
                let about = shown.text.lines().next().unwrap_or_default();
                let about = about.split("https").next().unwrap_or_default().to_owned();
                self.say(&format!("node {index} sends {:?} to {}: {about}", shown.kind, shown.to));
                if self.dropped.contains(&shown.id) {
                    self.sent_after_drop.push(shown.id.clone());
                }
                self.a_provider_will_say(&shown);
                self.sent.push(shown);
            }
        }
        Ok(())
    }

    /// Looks at everything.
    async fn look(&mut self, is_over: bool) -> Result<(), Failure> {
        let mut cases = Vec::new();
        for number in &self.numbers {
            cases.extend(Case::read(&self.store, *number).await);
        }
        let mut requesters = BTreeMap::new();
        for report in &self.accepted {
            let row = self.store.requester(&report.requester).await.expect("it is read");
            requesters.extend(row.map(|row| (row.id.clone(), row)));
        }
        let seen = Seen {
            now: self.now,
            slack: self.slack,
            settings: &self.house.settings,
            is_over,
            accepted: &self.accepted,
            cases,
            requesters,
            sent: &self.sent,
            sent_after_drop: &self.sent_after_drop,
            held_by_the_dead: &self.held_by_the_dead,
            merged: &self.merged,
            organizations: &ORGANIZATIONS,
        };
        let wrong =
            PROPERTIES.iter().filter_map(|(name, holds)| Some((*name, holds(&seen).err()?)));
        let wrong: Vec<_> = wrong.collect();
        if !wrong.is_empty() {
            return Err(Failure { seed: self.seed, wrong, log: self.log.clone() });
        }
        let dropped = seen.cases.iter().flat_map(|case| &case.deliveries);
        let dropped = dropped.filter(|delivery| delivery.status == DeliveryStatus::Dropped);
        self.dropped.extend(dropped.map(|delivery| delivery.id.clone()));
        self.sent.clear();
        Ok(())
    }

    pub(super) fn failure(&self, property: &'static str, what: String) -> Failure {
        Failure { seed: self.seed, wrong: vec![(property, what)], log: self.log.clone() }
    }

    /// What a door may say, and nothing else.
    pub(super) fn allow<T>(&self, done: Result<T, EngineError>) -> Result<Option<T>, Failure> {
        match done {
            Ok(value) => Ok(Some(value)),
            Err(EngineError::Refused(_)) => Ok(None),
            Err(error) if self.is_away(&error) => Ok(None),
            Err(error) => Err(self.failure("every door answers", error.to_string())),
        }
    }

    pub(super) fn say(&mut self, what: &str) {
        writeln!(self.log, "{} {what}", self.now).expect("text is written");
    }

    /// One of the nodes that are awake.
    pub(super) fn any_node(&mut self) -> usize {
        let awake: Vec<_> =
            (0..self.nodes.len()).filter(|index| self.nodes[*index].is_awake()).collect();
        self.random.choice(awake).expect("somebody is always awake")
    }

    pub(super) fn strike(&self, sql: &str) {
        self.place.break_with(sql);
    }

    pub(super) fn set_fault(&self, node: Option<usize>, address: &str, fault: Option<Fault>) {
        for (index, each) in self.nodes.iter().enumerate() {
            if node.is_none_or(|only| only == index) {
                each.wall.set_fault(address, fault);
            }
        }
    }
}

fn settings(random: &mut Rng) -> Settings {
    let mut settings = Settings::default();
    let mut minutes = |least, most| SignedDuration::from_mins(random.i64(least..most));
    settings.emergency.cadence = minutes(10, 90);
    settings.emergency.remind_before = vec![minutes(1, 30), minutes(1, 9)];
    settings.emergency.investigate_within = minutes(2, 20);
    settings.emergency.nudge_every = minutes(1, 5);
    settings.emergency.join_window = minutes(5, 40);
    settings.emergency.restore_within = minutes(20, 180);
    settings
}
