//! The protocol of several nodes, explored to the last state for small cases: how a deadline is
//! claimed, a state saved by its version, a delivery claimed, looked up and sent, while nodes die,
//! freeze and are taken over. Each action stands for one transaction of the store, named beside it.
//!
//! An explorer of our own and not `stateright`: a few thousand states need no framework, and it
//! would bring a web server and its runtime into every build of the tests.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// More deaths and lapses than this show nothing new in a house of three.
const MOST_DEATHS: u8 = 2;
const MOST_LAPSES: u8 = 3;

/// What a node that is alive holds in its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Nothing,
    /// It has claimed the deadline, and not read yet.
    Woken,
    /// It has read the state of this version, and decided.
    Decided(u8),
    /// It has claimed the delivery.
    Holds,
    /// It has looked up that it may send.
    MaySend,
    /// It has sent; nobody else knows.
    Sent,
    Dead,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Delivery {
    None,
    Waiting,
    Accepted,
    Dropped,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    nodes: Vec<Work>,
    version: u8,
    is_due: bool,
    is_answered: bool,
    woken_by: Option<usize>,
    delivery: Delivery,
    leased_by: Option<usize>,
    /// From which versions a state was saved.
    saved_from: Vec<u8>,
    sent: u8,
    /// How often somebody died or was taken for dead between its look-up and its note.
    excuses: u8,
    deaths: u8,
    lapses: u8,
}

/// What the store does; each can be left out, to see that it is needed.
#[derive(Clone, Copy)]
struct Rules {
    /// `Unit::save` compares the version.
    compares_versions: bool,
    /// `Store::claim` takes a lease.
    leases: bool,
    /// `Store::may_send` is asked before something is sent.
    asks_before_sending: bool,
    /// A lease lapses, or `Store::heartbeat` gives it back.
    gives_back: bool,
    /// The deadline goes only with the state that was decided, and not when it is claimed.
    keeps_deadline: bool,
}

const RULES: Rules = Rules {
    compares_versions: true,
    leases: true,
    asks_before_sending: true,
    gives_back: true,
    keeps_deadline: true,
};

impl State {
    fn start(nodes: usize) -> Self {
        Self {
            nodes: vec![Work::Nothing; nodes],
            version: 1,
            is_due: true,
            is_answered: false,
            woken_by: None,
            delivery: Delivery::None,
            leased_by: None,
            saved_from: Vec::new(),
            sent: 0,
            excuses: 0,
            deaths: 0,
            lapses: 0,
        }
    }

    /// All states that one step of anybody leads to.
    fn next(&self, rules: Rules) -> Vec<Self> {
        let mut all = self.does_by_itself(rules);
        all.extend((0..self.nodes.len()).filter_map(|node| self.dies(node)));
        all.extend(self.somebody_answers());
        all
    }

    /// Those of them that need no luck and no person.
    fn does_by_itself(&self, rules: Rules) -> Vec<Self> {
        let works = (0..self.nodes.len()).flat_map(|node| self.works(node, rules));
        works.chain(self.lapses(rules)).collect()
    }

    /// A node does the next thing; not being chosen for long is to be frozen.
    fn works(&self, node: usize, rules: Rules) -> Vec<Self> {
        let mut next = self.clone();
        next.nodes[node] = Work::Nothing;
        match self.nodes[node] {
            Work::Dead => {} // It starts anew, with nothing in its memory.
            Work::Nothing => {
                let mut all = Vec::new();
                // Store::claim_due
                if self.is_due && (self.woken_by.is_none() || !rules.leases) {
                    let mut woken = next.clone();
                    woken.nodes[node] = Work::Woken;
                    woken.woken_by = Some(node);
                    woken.is_due = rules.keeps_deadline;
                    all.push(woken);
                }
                // Store::claim
                let is_free = self.leased_by.is_none() || !rules.leases;
                if self.delivery == Delivery::Waiting && is_free {
                    next.nodes[node] = Work::Holds;
                    next.leased_by = Some(node);
                    all.push(next);
                }
                return all;
            }
            // Store::emergency
            Work::Woken => next.nodes[node] = Work::Decided(self.version),
            // Unit::save, with the delivery that the decision leads to
            Work::Decided(version) if version == self.version || !rules.compares_versions => {
                next.saved_from.push(version);
                next.version += 1;
                next.is_due = false;
                next.woken_by = None;
                if self.delivery == Delivery::None && !self.is_answered {
                    next.delivery = Delivery::Waiting;
                }
            }
            // StoreError::Conflict: it loads, and decides again.
            Work::Decided(_) => next.nodes[node] = Work::Woken,
            // Store::may_send
            Work::Holds => {
                let may = self.delivery == Delivery::Waiting && self.leased_by == Some(node);
                if may || !rules.asks_before_sending {
                    next.nodes[node] = Work::MaySend;
                }
            }
            Work::MaySend => {
                next.nodes[node] = Work::Sent;
                next.sent += 1;
            }
            // Unit::accepted
            Work::Sent => {
                if self.delivery == Delivery::Waiting {
                    next.delivery = Delivery::Accepted;
                    next.leased_by = None;
                }
            }
        }
        vec![next]
    }

    fn dies(&self, node: usize) -> Option<Self> {
        if self.nodes[node] == Work::Dead || self.deaths == MOST_DEATHS {
            return None;
        }
        let mut next = self.clone();
        next.excuses += u8::from(self.is_sending(node));
        next.nodes[node] = Work::Dead;
        next.deaths += 1;
        Some(next)
    }

    /// A lease runs out, or its holder is taken for dead: it may be dead, frozen, or only slow.
    fn lapses(&self, rules: Rules) -> Vec<Self> {
        let mut all = Vec::new();
        if !rules.gives_back {
            return all;
        }
        // Of those who are alive only a few are slow: else nothing would ever be done.
        let is_slow = |node: usize| self.nodes[node] != Work::Dead;
        for (holder, is_delivery) in [(self.leased_by, true), (self.woken_by, false)] {
            let Some(node) = holder else { continue };
            let held = match self.nodes[node] {
                Work::Holds | Work::MaySend | Work::Sent => is_delivery,
                Work::Woken | Work::Decided(_) => !is_delivery,
                Work::Nothing | Work::Dead => false,
            };
            let is_slow = is_slow(node) && held;
            if is_slow && self.lapses == MOST_LAPSES {
                continue;
            }
            let mut next = self.clone();
            next.lapses += u8::from(is_slow);
            if is_delivery {
                next.leased_by = None;
                next.excuses += u8::from(self.is_sending(node));
            } else {
                next.woken_by = None;
            }
            all.push(next);
        }
        all
    }

    /// An answer comes through any node: `Unit::save` and `Unit::hush` in one.
    fn somebody_answers(&self) -> Option<Self> {
        if self.is_answered {
            return None;
        }
        let mut next = self.clone();
        next.is_answered = true;
        next.saved_from.push(self.version);
        next.version += 1;
        if self.delivery == Delivery::Waiting {
            next.delivery = Delivery::Dropped;
        }
        Some(next)
    }

    fn is_sending(&self, node: usize) -> bool {
        matches!(self.nodes[node], Work::MaySend | Work::Sent)
    }

    /// The deadline was handled, and what it led to has gone out, or is not wanted any more.
    fn is_done(&self) -> bool {
        let is_open = matches!(self.delivery, Delivery::Waiting);
        let is_wanted = self.delivery == Delivery::None && !self.is_answered;
        !self.is_due && !is_open && !is_wanted
    }

    /// What is wrong in this state, whatever comes next.
    fn wrong(&self) -> Option<&'static str> {
        let versions: BTreeSet<_> = self.saved_from.iter().collect();
        if versions.len() < self.saved_from.len() {
            return Some("two saves from one version");
        }
        (self.sent > 1 + self.excuses).then_some("sent twice, and nobody died or was frozen")
    }
}

/// Every state that can be reached, or what is wrong with one of them.
fn explore(nodes: usize, rules: Rules) -> Result<usize, &'static str> {
    let mut known = BTreeMap::from([(State::start(nodes), 0)]);
    let mut states = vec![State::start(nodes)];
    let mut before: Vec<Vec<usize>> = vec![Vec::new()];
    let mut waiting = VecDeque::from([0]);
    while let Some(index) = waiting.pop_front() {
        if let Some(wrong) = states[index].wrong() {
            return Err(wrong);
        }
        let by_itself = states[index].does_by_itself(rules).len();
        for (step, next) in states[index].next(rules).into_iter().enumerate() {
            let fresh = states.len();
            let found = *known.entry(next.clone()).or_insert(fresh);
            if found == fresh {
                states.push(next);
                before.push(Vec::new());
                waiting.push_back(fresh);
            }
            if step < by_itself {
                before[found].push(index);
            }
        }
    }
    // From everywhere a way must lead to where all is done, without anybody's help.
    let done = (0..states.len()).filter(|index| states[*index].is_done());
    let mut leads: BTreeSet<usize> = done.collect();
    let mut waiting: VecDeque<_> = leads.iter().copied().collect();
    while let Some(index) = waiting.pop_front() {
        for earlier in &before[index] {
            if leads.insert(*earlier) {
                waiting.push_back(*earlier);
            }
        }
    }
    if leads.len() < states.len() { Err("something is never done") } else { Ok(states.len()) }
}

#[test]
fn no_order_of_events_loses_or_doubles_anything() {
    for nodes in [1, 2, 3] {
        let explored = explore(nodes, RULES).unwrap_or_else(|wrong| panic!("{nodes}: {wrong}"));
        assert!(explored > 100, "{nodes} nodes: only {explored} states");
    }
}

#[test]
fn each_rule_of_the_protocol_is_needed() {
    for (rules, expected) in [
        (Rules { compares_versions: false, ..RULES }, "two saves from one version"),
        (Rules { leases: false, ..RULES }, "sent twice, and nobody died or was frozen"),
        (
            Rules { asks_before_sending: false, ..RULES },
            "sent twice, and nobody died or was frozen",
        ),
        (Rules { gives_back: false, ..RULES }, "something is never done"),
        (Rules { keeps_deadline: false, ..RULES }, "something is never done"),
    ] {
        assert_eq!(explore(2, rules), Err(expected));
    }
}
