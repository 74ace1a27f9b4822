//! One night of the rules alone: a directory that is often wrong, people, providers, and deadlines.

use domain::{
    Directory, Emergency, Input, Milestone, Number, Request, Settings, Transition,
    directory::{Contact, ContactKind, Policy, Responder, Role, Rule, Step, Target, Team},
    effect::{Audience, Effect},
    emergency::{Bridge, Opening, World},
    input::{By, From},
};
use jiff::{SignedDuration, Timestamp};

use super::{
    broken::Broken,
    properties::{PROPERTIES, Turned},
};

const STEPS: u32 = 120;

pub(super) struct Night {
    random: fastrand::Rng,
    directory: Directory,
    settings: Settings,
    now: Timestamp,
    emergency: Emergency,
    requesters: u64,
    last_word_at: Timestamp,
    broken: Option<&'static Broken>,
    log: Vec<String>,
}

/// What a turn was asked for, as far as the properties care.
#[derive(Debug)]
pub(super) enum Asked {
    Reported(String),
    Woken,
    Other(String),
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reported(requester) => write!(f, "{requester} reports"),
            Self::Woken => f.write_str("woken"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

/// Which property does not hold, why, and how it came to it.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) property: &'static str,
    pub(super) what: String,
    pub(super) log: Vec<String>,
}

impl Night {
    /// Plays it to its end; gives what happened.
    pub(super) fn play(seed: u64, broken: Option<&'static Broken>) -> Result<Vec<String>, Failure> {
        let mut random = fastrand::Rng::with_seed(seed);
        let directory = directory(&mut random);
        let settings = settings(&mut random);
        let now = Timestamp::UNIX_EPOCH;
        let request = Request { summary: "Checkout is down".to_owned(), ..Request::default() };
        let world = World { directory: &directory, settings: &settings, now, requesters: 1 };
        let opening = Opening {
            number: Number(1001),
            requester: "r1".into(),
            request: &request,
            rule: domain::gate::Rule::Definition,
        };
        let turn = Emergency::open(&opening, world);
        let emergency = turn.next.clone();
        let (requesters, last_word_at, log) = (1, now, Vec::new());
        let mut night = Self {
            random,
            directory,
            settings,
            now,
            emergency,
            requesters,
            last_word_at,
            broken,
            log,
        };
        night.took(None, turn, &Asked::Reported("r1".to_owned()))?;
        for _ in 0..STEPS {
            let wait = SignedDuration::from_secs(night.random.i64(0..600));
            night.pass_time(night.now + wait)?;
            let (asked, input) = night.input();
            night.apply(&asked, input)?;
        }
        Ok(night.log)
    }

    /// Every deadline on the way; now and then the machine sleeps through some.
    fn pass_time(&mut self, until: Timestamp) -> Result<(), Failure> {
        let sleeps = self.random.u8(0..20) == 0;
        for _ in 0..10_000 {
            match self.emergency.wake_at(&self.settings) {
                Some(wake_at) if wake_at <= until => {
                    self.now = if sleeps { until } else { wake_at.max(self.now) };
                    self.apply(&Asked::Woken, Input::Woken)?;
                }
                _ => {
                    self.now = until;
                    return Ok(());
                }
            }
        }
        Err(self.failure("it comes to rest", "10,000 deadlines in one step".to_owned()))
    }

    fn apply(&mut self, asked: &Asked, input: Input) -> Result<(), Failure> {
        let before = self.emergency.clone();
        let world = World {
            directory: &self.directory,
            settings: &self.settings,
            now: self.now,
            requesters: self.requesters,
        };
        match before.handle(input, world) {
            Ok(turn) => self.took(Some(&before), turn, asked),
            Err(_) => Ok(()),
        }
    }

    fn took(
        &mut self,
        before: Option<&Emergency>,
        mut turn: Transition,
        asked: &Asked,
    ) -> Result<(), Failure> {
        if let Some(broken) = self.broken {
            (broken.bend)(before, &mut turn);
        }
        let effects = turn.effects.len();
        self.log.push(format!("{} {asked}: {effects} effects, {:?}", self.now, turn.next.phase));
        let is_told =
            |effect: &Effect| matches!(effect, Effect::Tell { whom: Audience::Everybody, .. });
        if turn.effects.iter().any(is_told) {
            self.last_word_at = self.now;
        }
        let turned = Turned {
            now: self.now,
            settings: &self.settings,
            asked,
            before,
            next: &turn.next,
            facts: &turn.facts,
            effects: &turn.effects,
            last_word_at: self.last_word_at,
            people: self.directory.responders.len(),
        };
        for (name, property) in PROPERTIES {
            if let Err(what) = property(&turned) {
                return Err(self.failure(name, what));
            }
        }
        self.emergency = turn.next;
        Ok(())
    }

    fn failure(&self, property: &'static str, what: String) -> Failure {
        Failure { property, what, log: self.log.clone() }
    }

    fn input(&mut self) -> (Asked, Input) {
        let input = match self.random.u8(0..100) {
            0..45 => self.by_a_responder(),
            45..65 => return self.by_a_requester(),
            65..84 => self.failure_of_a_page(),
            _ => return (Asked::Woken, Input::Woken),
        };
        (Asked::Other(format!("{input:?}")), input)
    }

    fn by_a_responder(&mut self) -> Input {
        let by = self.anybody();
        match self.random.u8(0..45) {
            0..6 => Input::Answer { by, take_over: self.random.bool() },
            6..10 => Input::Decline { by },
            10..12 => Input::CallNext { by },
            12..26 => Input::Milestone {
                by,
                milestone: Milestone::ALL[self.random.usize(..Milestone::ALL.len())],
                note: None,
            },
            26..31 => Input::Update { by, text: "news".to_owned(), visible: self.random.bool() },
            31..36 => {
                let target = self.target();
                Input::Escalate { by, targets: vec![target], note: None }
            }
            36..38 => {
                let link = "https://call.example".to_owned();
                let bridge = Bridge { link, ..Bridge::default() };
                let host = self.random.bool().then(|| self.target());
                Input::OpenBridge { by, bridge, host }
            }
            38..42 => {
                self.requesters += 2;
                let organization = self.random.bool().then(|| "Bolt".to_owned());
                let requesters = self.requesters;
                Input::Absorb { by, from: Number(1002), organization, requesters }
            }
            42 => Input::Merge { by, into: Number(self.random.u32(1001..=1002)) },
            43 => Input::BecomeTicket { by, ticket: domain::TicketNumber(1), note: None },
            _ => Input::Close { by, resolution: "done".to_owned(), note: None },
        }
    }

    fn by_a_requester(&mut self) -> (Asked, Input) {
        let id = format!("r{}", self.random.u64(1..=self.requesters));
        let from = From { id: id.as_str().into(), name: None };
        let input = match self.random.u8(0..20) {
            0..4 => {
                self.requesters += 1;
                let id = format!("r{}", self.requesters);
                let from = From { id: id.as_str().into(), name: None };
                let input = Input::Joined { from, requesters: self.requesters };
                return (Asked::Reported(id), input);
            }
            4..8 => Input::StillBroken { from, note: None },
            8..10 => Input::Confirm { from },
            10..13 => {
                Input::Said { from, text: ["it is worse", " "][self.random.usize(0..2)].to_owned() }
            }
            13..15 => Input::HeardNothing { from },
            15 => Input::Attached { from, name: "a.png".to_owned(), file: "f".to_owned() },
            16..18 => Input::FiresAgain { from },
            _ => Input::Resolved { from },
        };
        (Asked::Other(format!("{input:?}")), input)
    }

    /// A provider says no to somebody, who may not even be called.
    fn failure_of_a_page(&mut self) -> Input {
        let responder = self.anybody().id;
        let contact = if self.random.bool() { "sms" } else { "voice" };
        if self.random.u8(0..4) == 0 {
            return Input::PageUnconfirmed { responder, contact: contact.into() };
        }
        Input::PageFailed { responder, contact: contact.into(), problem: "no".to_owned() }
    }

    fn anybody(&mut self) -> By {
        let name = format!("p{}", self.random.u8(0..6));
        By { id: name.as_str().into(), name }
    }

    fn target(&mut self) -> Target {
        target(&mut self.random)
    }
}

fn target(random: &mut fastrand::Rng) -> Target {
    match random.u8(0..4) {
        0 => Target::Team("team".into()),
        1 => Target::Schedule("gone".into()),
        _ => Target::Responder(format!("p{}", random.u8(0..6)).as_str().into()),
    }
}

/// Small and often wrong: people without contacts, steps that lead nowhere, no policy at all.
fn directory(random: &mut fastrand::Rng) -> Directory {
    let person = |number: u8, random: &mut fastrand::Rng| {
        let contact = |id: &str, kind| Contact {
            id: id.into(),
            kind,
            address: format!("+{number}"),
            secret: None,
        };
        let mut contacts =
            vec![contact("sms", ContactKind::Sms), contact("voice", ContactKind::Voice)];
        contacts.truncate(random.usize(0..=2));
        let rule = |via: &str, after| Rule {
            via: via.into(),
            after: SignedDuration::from_secs(after),
            during: Vec::new(),
        };
        Responder {
            id: format!("p{number}").as_str().into(),
            name: format!("p{number}"),
            time_zone: "UTC".to_owned(),
            language: None,
            roles: vec![Role::Responder],
            contact: contacts,
            rules: vec![rule("sms", 0), rule("voice", random.i64(0..1000))],
        }
    };
    let people = random.u8(0..5);
    let responders: Vec<_> = (0..people).map(|number| person(number, random)).collect();
    let members = responders.iter().map(|person| person.id.clone()).collect();
    let team =
        Team { id: "team".into(), name: "Team".to_owned(), members, lead: None, bridge: None };
    let steps = (0..random.u8(0..4)).map(|_| Step {
        page: vec![target(random)],
        answer_within: SignedDuration::from_secs(random.i64(0..600)),
    });
    let policy = Policy {
        id: "sev1".into(),
        default: true,
        steps: steps.collect(),
        last_resort: None,
        repeat_last_every: SignedDuration::from_secs(random.i64(1..600)),
    };
    let policies = if random.u8(0..10) == 0 { Vec::new() } else { vec![policy] };
    Directory { responders, teams: vec![team], policies, ..Directory::default() }
}

fn settings(random: &mut fastrand::Rng) -> Settings {
    let mut settings = Settings::default();
    let mut seconds = |most| SignedDuration::from_secs(random.i64(1..most));
    settings.emergency.cadence = seconds(7200);
    settings.emergency.remind_before = vec![seconds(3600), seconds(3600)];
    settings.emergency.investigate_within = seconds(1200);
    settings.emergency.nudge_every = seconds(600);
    settings.emergency.close_after = seconds(90_000);
    settings.emergency.restore_within = seconds(9000);
    settings
}
