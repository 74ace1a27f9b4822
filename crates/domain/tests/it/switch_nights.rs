//! Thousands of nights of one switch, each from a seed: people and programs ask, confirm, extend and
//! take back at random moments, two at a time, with a clock that is late. Each promise is also held
//! against rules that are broken on purpose: a promise that nothing can break proves nothing.

use std::collections::BTreeMap;

use domain::{
    Directory, Settings,
    directory::MayDisable,
    id::OrganizationId,
    input::By,
    switch::{
        Agreement, Asker, Authority, Scope, Switch, SwitchFact, SwitchHappening, SwitchInput,
        SwitchTransition, SwitchWorld, Through, Wish,
    },
};
use jiff::{SignedDuration, Timestamp};

const NIGHTS: u64 = 3_000;
const STEPS: u32 = 60;
/// The limit that the directory sets.
const LIMIT: SignedDuration = SignedDuration::from_hours(4);
const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana", contact = [{ id = "sms", kind = "sms", address = "+1" }] },
  { id = "ben", name = "Ben", contact = [{ id = "sms", kind = "sms", address = "+2" }] },
  { id = "cho", name = "Cho", roles = ["lead"] },
]
organization = [{ id = "acme", name = "Acme Stores", services = ["checkout"],
    switch = { may_disable = "responder", limit = "4h" } }]
"#;

/// What is deliberately wrong with the rules or with how they are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// An hour more than the directory allows.
    TooLong,
    /// The clock never wakes it.
    Overslept,
    /// What is decided is not written into the journal.
    Unwritten,
    /// Anybody may, whatever the directory says.
    AnybodyMay,
    /// A person's second hand counts as a second person.
    TwoHands,
    /// The customer need not agree.
    NoConsent,
    /// The later of two changes wins, whatever it was decided on.
    LastOneWins,
}

struct Night {
    random: fastrand::Rng,
    fault: Fault,
    directory: Directory,
    settings: Settings,
    switch: Switch,
    version: u64,
    journal: Vec<SwitchFact>,
    /// Whose hands asked for what is asked now.
    asked_by: BTreeMap<Scope, String>,
    agreement: Option<Agreement>,
    now: Timestamp,
}

/// Something that somebody wants, with whose hand it really is.
struct Act {
    hand: String,
    input: SwitchInput,
}

fn play(seed: u64, fault: Fault) -> Result<String, String> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut directory: Directory = toml::from_str(DIRECTORY).expect("a directory");
    let rule = directory.organizations[0].switch.as_mut().expect("a rule");
    let rules = [MayDisable::Responder, MayDisable::Lead, MayDisable::TwoPeople];
    rule.may_disable = rules[random.usize(0..3)];
    rule.consent = random.bool();
    let mut night = Night {
        fault,
        directory,
        settings: Settings::default(),
        switch: Switch::new(OrganizationId::from("acme")),
        version: 0,
        journal: Vec::new(),
        asked_by: BTreeMap::new(),
        agreement: None,
        now: "2026-11-23T07:00:00Z".parse().expect("a moment"),
        random,
    };
    for _ in 0..STEPS {
        night.step()?;
    }
    Ok(format!("{:?} {:?}", night.switch, night.journal))
}

impl Night {
    fn step(&mut self) -> Result<(), String> {
        self.pass();
        self.agreement = self
            .random
            .bool()
            .then_some(Agreement::PreAuthorized { emergency: domain::Number(1001) });
        // Two people act on what both have seen; the second decides anew.
        let (first, second) = (self.act(), self.act());
        let seen = (self.switch.clone(), self.version);
        self.take(&first, &seen)?;
        if !self.take(&second, &seen)? {
            let fresh = (self.switch.clone(), self.version);
            self.take(&second, &fresh)?;
        }
        self.check()
    }

    /// Time passes; the clock wakes the switch, and is at times a little late.
    fn pass(&mut self) {
        let until = self.now + SignedDuration::from_mins(self.random.i64(1..90));
        while let Some(wake_at) = self.switch.wake_at().filter(|at| *at <= until) {
            if self.fault == Fault::Overslept {
                break;
            }
            let late = SignedDuration::from_millis(self.random.i64(0..900));
            self.now = self.now.max(wake_at + late);
            let woken = self.decide(&SwitchInput::Woken, &self.switch.clone());
            self.store(woken.expect("a wake-up is never refused"));
        }
        self.now = self.now.max(until);
    }

    fn act(&mut self) -> Act {
        let people = ["ana", "ben", "cho"];
        let person = people[self.random.usize(0..3)];
        let named = people[self.random.usize(0..3)];
        let (hand, id, through) = match self.random.u8(0..4) {
            // The program is Ana's, and names whom it likes.
            0 => ("ana", named, Through::Token("robot".to_owned())),
            1 => (person, person, Through::Address(format!("+{}", person.len()))),
            _ => (person, person, Through::Themselves),
        };
        let by = By { id: id.into(), name: id.to_owned() };
        let scope =
            if self.random.bool() { Scope::All } else { Scope::Service("checkout".to_owned()) };
        let who = Asker { by: by.clone(), leads: id == "cho", through };
        let minutes = self.random.i64(-20..600);
        let until = self.random.bool().then(|| self.now + SignedDuration::from_mins(minutes));
        let agreement = self.agreement.clone();
        let input = match self.random.u8(0..10) {
            0 => SwitchInput::Enable { by, scope, note: None },
            1..4 => SwitchInput::Confirm { who, scope, question: None, agreement },
            _ => {
                let reason = "Orders are lost".to_owned();
                let wish = Wish { reason, until, emergency: None, agreement };
                SwitchInput::Disable { who, scope, wish }
            }
        };
        Act { hand: hand.to_owned(), input }
    }

    /// Decides and stores; whether it was stored.
    fn take(&mut self, act: &Act, seen: &(Switch, u64)) -> Result<bool, String> {
        let Ok(turn) = self.decide(&act.input, &seen.0) else { return Ok(true) };
        if seen.1 != self.version && self.fault != Fault::LastOneWins {
            return Ok(false);
        }
        let facts = turn.facts.clone();
        self.store(turn);
        for fact in &facts {
            match &fact.happening {
                SwitchHappening::Asked { .. } => {
                    self.asked_by.insert(fact.scope.clone(), act.hand.clone());
                }
                SwitchHappening::Disabled { authority, agreement, .. } => {
                    self.check_agreement(agreement.as_ref())?;
                    self.check_hands(&fact.scope, authority, &act.hand)?;
                }
                SwitchHappening::Moved { authority, .. } => {
                    self.check_hands(&fact.scope, authority, &act.hand)?;
                }
                SwitchHappening::Withdrawn
                | SwitchHappening::Lapsed
                | SwitchHappening::Warned { .. }
                | SwitchHappening::Enabled { .. }
                | SwitchHappening::Expired => {}
            }
        }
        Ok(true)
    }

    fn decide(
        &self,
        input: &SwitchInput,
        seen: &Switch,
    ) -> Result<SwitchTransition, domain::switch::Refused> {
        let mut directory = self.directory.clone();
        let mut input = input.clone();
        let rule = directory.organizations[0].switch.as_mut().expect("a rule");
        match self.fault {
            Fault::TooLong => rule.limit = LIMIT + SignedDuration::from_hours(1),
            Fault::AnybodyMay => rule.may_disable = MayDisable::Responder,
            Fault::NoConsent => rule.consent = false,
            Fault::TwoHands => {
                if let SwitchInput::Confirm { who, .. } = &mut input {
                    who.by.id = "other".into();
                }
            }
            Fault::None | Fault::Overslept | Fault::Unwritten | Fault::LastOneWins => {}
        }
        let settings = &self.settings;
        let world = SwitchWorld { directory: &directory, settings, now: self.now };
        seen.handle(input, world)
    }

    fn store(&mut self, turn: SwitchTransition) {
        if turn.next != self.switch || !turn.facts.is_empty() {
            self.version += 1;
        }
        self.switch = turn.next;
        if self.fault != Fault::Unwritten {
            self.journal.extend(turn.facts);
        }
    }

    fn rule(&self) -> MayDisable {
        self.directory.organizations[0].switch.as_ref().expect("a rule").may_disable
    }

    fn check_agreement(&self, agreement: Option<&Agreement>) -> Result<(), String> {
        let rule = self.directory.organizations[0].switch.as_ref().expect("a rule");
        if rule.consent && agreement.is_none() {
            return Err("off without the customer's word".to_owned());
        }
        Ok(())
    }

    /// The authority is the one that the directory asks for, and two people are two.
    fn check_hands(&self, scope: &Scope, authority: &Authority, hand: &str) -> Result<(), String> {
        match (self.rule(), authority) {
            (MayDisable::Responder, Authority::Responder) => Ok(()),
            (MayDisable::Lead, Authority::Lead) => Ok(()),
            (MayDisable::TwoPeople, Authority::TwoPeople { .. }) => {
                let first = self.asked_by.get(scope).ok_or("confirmed what nobody asked")?;
                if first == hand {
                    return Err(format!("two people were one: {hand}"));
                }
                Ok(())
            }
            (rule, authority) => Err(format!("{authority:?} where {rule:?} is needed")),
        }
    }

    /// What must be true at any moment.
    fn check(&self) -> Result<(), String> {
        for (scope, position) in &self.switch.positions {
            let told = truth(&self.journal, scope);
            let off = position.off.as_ref().map(|off| off.until);
            if off != told.map(|(_, until)| until) {
                return Err(format!("{scope}: it is {off:?}, and the journal says {told:?}"));
            }
            let Some((decided_at, until)) = told else { continue };
            if until > decided_at + LIMIT {
                return Err(format!("{scope}: off beyond its limit"));
            }
            if self.now > until + SignedDuration::from_secs(1) {
                return Err(format!("{scope}: off after its end"));
            }
        }
        Ok(())
    }
}

/// What the journal alone says: when it was decided how long it is off, and the end.
fn truth(journal: &[SwitchFact], scope: &Scope) -> Option<(Timestamp, Timestamp)> {
    let mut off = None;
    for fact in journal.iter().filter(|fact| fact.scope == *scope) {
        match &fact.happening {
            SwitchHappening::Disabled { until, .. } => off = Some((fact.at, *until)),
            SwitchHappening::Moved { until, .. } => off = off.map(|_| (fact.at, *until)),
            SwitchHappening::Enabled { .. } | SwitchHappening::Expired => off = None,
            SwitchHappening::Asked { .. }
            | SwitchHappening::Withdrawn
            | SwitchHappening::Lapsed
            | SwitchHappening::Warned { .. } => {}
        }
    }
    off
}

#[test]
fn every_night_keeps_every_promise() {
    for seed in 0..NIGHTS {
        if let Err(broken) = play(seed, Fault::None) {
            panic!("seed {seed}: {broken}");
        }
    }
}

#[test]
fn a_night_plays_the_same_twice() {
    for seed in 0..20 {
        assert_eq!(play(seed, Fault::None), play(seed, Fault::None), "seed {seed}");
    }
}

#[test]
fn each_promise_notices_a_rule_that_is_broken_on_purpose() {
    for (fault, promise) in [
        (Fault::TooLong, "off beyond its limit"),
        (Fault::Overslept, "off after its end"),
        (Fault::Unwritten, "and the journal says"),
        (Fault::AnybodyMay, "is needed"),
        (Fault::TwoHands, "two people were one"),
        (Fault::NoConsent, "without the customer's word"),
        (Fault::LastOneWins, "and the journal says"),
    ] {
        let noticed = (0..NIGHTS).filter_map(|seed| play(seed, fault).err());
        let found = noticed.take(200).any(|broken| broken.contains(promise));
        assert!(found, "{fault:?} was not noticed as \"{promise}\"");
    }
}
