//! Whole nights by seed: whatever people, providers and the directory do, the promises hold after
//! each step. A failing seed is printed, and plays the same night again.

use domain::{
    Directory, Emergency, Input, Milestone, Number, Phase, Request, Settings, Transition,
    directory::{Contact, ContactKind, Policy, Responder, Role, Rule, Step, Target, Team},
    effect::{Audience, Effect},
    emergency::{Opening, PageStatus, World},
    input::{By, From},
    message::PageWhy,
};
use jiff::{SignedDuration, Timestamp};

const NIGHTS: u64 = 1_000;
const STEPS: u32 = 120;

#[test]
fn the_promises_hold_in_every_night() {
    for seed in 0..NIGHTS {
        Night::new(seed).play();
    }
}

#[test]
fn the_same_seed_plays_the_same_night() {
    for seed in 0..20 {
        assert_eq!(Night::new(seed).play(), Night::new(seed).play(), "seed {seed}");
    }
}

struct Night {
    seed: u64,
    random: fastrand::Rng,
    directory: Directory,
    settings: Settings,
    now: Timestamp,
    emergency: Emergency,
    requesters: u64,
    last_word_at: Timestamp,
}

impl Night {
    fn new(seed: u64) -> Self {
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
        let mut night = Self {
            seed,
            random,
            directory,
            settings,
            now,
            emergency: emergency.clone(),
            requesters: 1,
            last_word_at: now,
        };
        night.check(&emergency, &turn);
        night
    }

    fn play(mut self) -> Emergency {
        for _ in 0..STEPS {
            let wait = SignedDuration::from_secs(self.random.i64(0..600));
            self.pass_time(self.now + wait);
            let input = self.input();
            self.apply(input);
        }
        self.emergency
    }

    /// Every deadline on the way; now and then the machine sleeps through some.
    fn pass_time(&mut self, until: Timestamp) {
        let sleeps = self.random.u8(0..20) == 0;
        for _ in 0..10_000 {
            match self.emergency.wake_at(&self.settings) {
                Some(wake_at) if wake_at <= until => {
                    self.now = if sleeps { until } else { wake_at.max(self.now) };
                    self.apply(Input::Woken);
                    let next = self.emergency.wake_at(&self.settings);
                    assert!(next.is_none_or(|at| at > self.now), "{}: still due", self.seed);
                }
                _ => {
                    self.now = until;
                    return;
                }
            }
        }
        panic!("seed {}: it does not come to rest", self.seed);
    }

    fn apply(&mut self, input: Input) {
        let before = self.emergency.clone();
        let world = World {
            directory: &self.directory,
            settings: &self.settings,
            now: self.now,
            requesters: self.requesters,
        };
        if let Ok(turn) = before.handle(input, world) {
            self.emergency = turn.next.clone();
            self.check(&before, &turn);
        }
    }

    fn check(&mut self, before: &Emergency, turn: &Transition) {
        let seed = self.seed;
        let next = &turn.next;
        assert_eq!(next.wake_at(&self.settings).is_none(), next.is_closed(), "{seed}: silent");
        let is_told =
            |effect: &Effect| matches!(effect, Effect::Tell { whom: Audience::Everybody, .. });
        if turn.effects.iter().any(is_told) {
            self.last_word_at = self.now;
        }
        if next.phase == Phase::Unanswered {
            assert!(next.ladder.next_at.is_some(), "{seed}: nobody is called next");
        }
        if let Some(due) = next.promise.due {
            let longest = self.settings.emergency.cadence;
            assert!(due.duration_since(self.last_word_at) <= longest, "{seed}: silence");
        } else {
            let is_over = matches!(next.phase, Phase::Restored { .. } | Phase::Closed { .. });
            assert!(is_over, "{seed}: no word is owed");
        }
        for effect in &turn.effects {
            if let Effect::Ring { responder, why: PageWhy::Emergency { .. }, .. } = effect {
                assert_eq!(next.phase, Phase::Unanswered, "{seed}: {responder} rings for nothing");
            }
        }
        if before.is_closed() && next.is_closed() {
            assert!(turn.effects.is_empty(), "{seed}: a closed emergency spoke");
        }
        for page in &next.pages {
            let is_quiet = page.status != PageStatus::Ringing;
            assert!(!is_quiet || page.pending.is_empty(), "{seed}: a ghost rings");
            assert!(page.pending.len() <= 16, "{seed}: rings pile up");
            assert!(!next.is_closed() || is_quiet, "{seed}: rings after the end");
        }
        assert!(next.pages.len() <= self.directory.responders.len(), "{seed}: pages pile up");
    }

    fn input(&mut self) -> Input {
        let by = self.anybody();
        let from = From { id: "r1".into(), name: None };
        match self.random.u8(0..100) {
            0..6 => Input::Answer { by, take_over: self.random.bool() },
            6..10 => Input::Decline { by },
            10..12 => Input::CallNext { by },
            12..24 => Input::Milestone {
                by,
                milestone: Milestone::ALL[self.random.usize(..Milestone::ALL.len())],
                note: None,
            },
            24..28 => Input::Update { by, text: "news".to_owned(), visible: self.random.bool() },
            28..32 => {
                let target = self.target();
                Input::Escalate { by, targets: vec![target], note: None }
            }
            32..36 => {
                self.requesters += 1;
                Input::Joined { from, requesters: self.requesters }
            }
            36..38 => Input::StillBroken { from, note: None },
            38..40 => Input::Confirm { from },
            40 => Input::Close { by, resolution: "done".to_owned(), note: None },
            41..60 => self.failure(),
            _ => Input::Woken,
        }
    }

    /// A provider says no to somebody, who may not even be called.
    fn failure(&mut self) -> Input {
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
        let rule =
            |via: &str, after| Rule { via: via.into(), after: SignedDuration::from_secs(after) };
        Responder {
            id: format!("p{number}").as_str().into(),
            name: format!("p{number}"),
            time_zone: "UTC".to_owned(),
            roles: vec![Role::Responder],
            contact: contacts,
            rules: vec![rule("sms", 0), rule("voice", random.i64(0..1000))],
        }
    };
    let people = random.u8(0..5);
    let responders: Vec<_> = (0..people).map(|number| person(number, random)).collect();
    let members = responders.iter().map(|person| person.id.clone()).collect();
    let team = Team { id: "team".into(), name: "Team".to_owned(), members, lead: None };
    let steps = (0..random.u8(0..4)).map(|_| Step {
        page: vec![target(random)],
        answer_within: SignedDuration::from_secs(random.i64(0..600)),
    });
    let policy = Policy {
        id: "sev1".into(),
        default: true,
        steps: steps.collect(),
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
