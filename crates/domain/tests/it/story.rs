//! Plays a story, a line an event, with every deadline between them, and writes down what each
//! led to.

use std::fmt::Write;

use domain::{
    Actor, Directory, Emergency, Input, Milestone, Number, Request, Settings, Transition,
    duty::DutyNotice,
    effect::{Audience, Effect},
    emergency::{Bridge, Opening, World},
    gate::Rule,
    input::{By, From},
    message::{Announcement, News, Notice, PageWhy},
    number::TicketNumber,
};
use expect_test::Expect;
use jiff::{SignedDuration, Timestamp};

/// Ana is called first (text message, after a minute by phone), then Ben, then the team with Cho,
/// who leads it.
const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana", rules = [{ via = "sms" }, { via = "voice", after = "1m" }], contact = [
    { id = "sms", kind = "sms", address = "+1" }, { id = "voice", kind = "voice", address = "+1" } ] },
  { id = "ben", name = "Ben", contact = [{ id = "sms", kind = "sms", address = "+2" }] },
  { id = "cho", name = "Cho", contact = [{ id = "mail", kind = "email", address = "c@v.example" }] },
  { id = "mute", name = "Mute" },
]
team = [{ id = "support", name = "Support", members = ["ana", "ben", "cho"], lead = "cho" }]
organization = [{ id = "acme", name = "Acme Stores", domains = ["acme.example"] }]

[[policy]]
id = "sev1"
repeat_last_every = "5m"
steps = [
  { page = ["responder:ana"], answer_within = "5m" },
  { page = ["responder:ben"], answer_within = "5m" },
  { page = ["team:support"], answer_within = "5m" },
]
"#;

pub(crate) struct Night {
    pub(crate) directory: Directory,
    pub(crate) settings: Settings,
    emergency: Option<Emergency>,
    requesters: u64,
    told: String,
}

impl Night {
    pub(crate) fn new() -> Self {
        Self::with(DIRECTORY)
    }

    pub(crate) fn with(directory: &str) -> Self {
        Self {
            directory: toml::from_str(directory).expect("the story's directory is right"),
            settings: Settings::default(),
            emergency: None,
            requesters: 1,
            told: String::new(),
        }
    }

    /// Plays the story and compares.
    #[track_caller]
    pub(crate) fn check(mut self, story: &str, expected: &Expect) {
        for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (time, event) = line.split_once(' ').expect("a time and an event");
            let now = at(time);
            self.wake_until(now);
            if event != "..." {
                self.play(event, now);
            }
        }
        expected.assert_eq(&self.told);
    }

    fn wake_until(&mut self, until: Timestamp) {
        for _ in 0..1000 {
            let Some(emergency) = &self.emergency else { return };
            let Some((deadline, wake_at)) = emergency.next_deadline(&self.settings) else { return };
            if wake_at >= until {
                return;
            }
            let turn = emergency.handle(Input::Woken, self.world(wake_at)).expect("a wake-up");
            let name = format!("({deadline:?})").to_lowercase();
            self.write(wake_at, &name, Ok(turn));
        }
        panic!("the emergency does not come to rest:\n{}", self.told);
    }

    fn play(&mut self, event: &str, now: Timestamp) {
        let outcome = match &self.emergency {
            None => {
                let request = Request {
                    summary: "Checkout is down".to_owned(),
                    organization: Some("acme".to_owned()),
                    ..Request::default()
                };
                let opening = Opening {
                    number: Number(1007),
                    requester: "r1".into(),
                    request: &request,
                    rule: Rule::Definition,
                };
                Ok(Emergency::open(&opening, self.world(now)))
            }
            Some(emergency) => emergency.clone().handle(self.input(event), self.world(now)),
        };
        self.write(now, event, outcome);
    }

    fn input(&mut self, event: &str) -> Input {
        let (who, what) = event.split_once(' ').expect("who and what");
        let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
        let by = By { id: who.into(), name: capital(who) };
        let from = From { id: who.into(), name: Some(capital(who)) };
        let note = (!rest.is_empty()).then(|| rest.to_owned());
        if let Some(input) = in_conference(verb, by.clone()) {
            return input;
        }
        match verb {
            "joins" => {
                self.requesters += 1;
                Input::Joined { from, requesters: self.requesters }
            }
            "answers" => Input::Answer { by, take_over: false },
            "takes" => Input::Answer { by, take_over: true },
            "declines" => Input::Decline { by },
            // `ana offers ben`: her shift has ended, his begins.
            "offers" => {
                let shift_at = at("00:00");
                Input::Offer { from: by.id, to: rest.into(), shift_at }
            }
            "calls-next" => Input::CallNext { by },
            "says" => Input::Update { by, text: rest.to_owned(), visible: true },
            "notes" => Input::Update { by, text: rest.to_owned(), visible: false },
            "calls" => {
                let targets = rest.split(' ').map(|word| word.parse().expect("a target")).collect();
                Input::Escalate { by, targets, note: None }
            }
            "opens-call" => {
                let link = "https://call.example".to_owned();
                let bridge = Bridge { link, ..Bridge::default() };
                Input::OpenBridge { by, bridge, host: rest.parse().ok() }
            }
            "merges" => Input::Merge { by, into: rest.parse().expect("a number") },
            "absorbs" => {
                self.requesters += 5;
                let organization = Some("Bolt".to_owned());
                let requesters = self.requesters;
                Input::Absorb { by, from: Number(1008), organization, requesters }
            }
            "tickets" => Input::BecomeTicket { by, ticket: TicketNumber(1), note },
            "closes" => Input::Close { by, resolution: rest.to_owned(), note: None },
            "adds" => Input::Said { from, text: rest.to_owned() },
            "heard-nothing" => Input::HeardNothing { from },
            "confirms" => Input::Confirm { from },
            "still-broken" => Input::StillBroken { from, note },
            "fires-again" => Input::FiresAgain { from },
            "resolves" => Input::Resolved { from },
            "unconfirmed" => Input::PageUnconfirmed { responder: who.into(), contact: rest.into() },
            "unreachable" => Input::PageFailed {
                responder: who.into(),
                contact: rest.into(),
                problem: "no such number".to_owned(),
            },
            milestone => Input::Milestone {
                by,
                milestone: milestone.parse::<Milestone>().expect("a milestone"),
                note,
            },
        }
    }

    fn world(&self, now: Timestamp) -> World<'_> {
        World {
            directory: &self.directory,
            settings: &self.settings,
            now,
            requesters: self.requesters,
        }
    }

    fn write(&mut self, now: Timestamp, event: &str, turn: Result<Transition, domain::Refused>) {
        let answer = match turn {
            Ok(turn) => {
                let effects: Vec<_> = turn.effects.iter().filter_map(effect).collect();
                if let Some(wake_at) = turn.next.wake_at(&self.settings) {
                    let was_woken = event.starts_with('(');
                    assert!(!was_woken || wake_at > now, "still due after {event}: {wake_at}");
                } else {
                    assert!(turn.next.is_closed(), "open, and silent for ever after {event}");
                }
                self.emergency = Some(turn.next);
                if effects.is_empty() { "-".to_owned() } else { effects.join(", ") }
            }
            Err(refused) => format!("refused: {refused}"),
        };
        let seconds = now.as_second();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        writeln!(self.told, "{hours:02}:{minutes:02}:{seconds:02} {event} -> {answer}")
            .expect("text can be written");
    }
}

/// `HH:MM` or `HH:MM:SS` after the request.
fn at(time: &str) -> Timestamp {
    let parts: Vec<i64> = time.split(':').map(|part| part.parse().expect("a time")).collect();
    let seconds = parts[0] * 3600 + parts[1] * 60 + parts.get(2).copied().unwrap_or(0);
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
}

/// What happens around a conference into which people are dialled.
fn in_conference(verb: &str, by: By) -> Option<Input> {
    Some(match verb {
        "opens-conference" => {
            let phone = Some("+15550100000".to_owned());
            let (pin, conference) = (Some("471100".to_owned()), Some("room".to_owned()));
            let bridge = Bridge { phone, pin, conference, ..Bridge::default() };
            Input::OpenBridge { by, bridge, host: None }
        }
        "takes-call" => Input::TakeCall { by },
        "is-in-call" => Input::CameToCall { who: responder(by) },
        "left-call" => Input::LeftCall { who: responder(by) },
        "ends-call" => Input::CallEnded,
        "is-not-dialled" => {
            Input::NotDialled { who: responder(by), problem: "the line was busy".to_owned() }
        }
        "loses-conference" => {
            let link = "https://meet.example/room".to_owned();
            let instead = Bridge { link, ..Bridge::default() };
            Input::BridgeFailed { problem: "answered 503".to_owned(), instead }
        }
        _ => return None,
    })
}

fn responder(by: By) -> Actor {
    Actor::Responder { id: by.id, name: by.name }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn effect(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::Ring { responder, contact, why } => {
            let why = match why {
                PageWhy::Emergency { round: 1 } => String::new(),
                PageWhy::Emergency { round } => format!(" (round {round})"),
                PageWhy::Silence { of, .. } => format!(" (silence of {of})"),
                PageWhy::Invitation { by, .. } => format!(" (asked by {by})"),
                PageWhy::StillBroken { .. } => " (still broken)".to_owned(),
            };
            format!("ring {responder} {contact}{why}")
        }
        Effect::Hush { responder } => format!("hush {responder}"),
        Effect::Notify { responder, contacts, notice } => {
            let over: Vec<_> = contacts.iter().map(domain::ContactId::as_str).collect();
            format!("{} {responder} {}", notice_name(notice), over.join("+"))
        }
        Effect::Tell { whom: Audience::Everybody, news } => format!("tell {}", news_name(news)),
        Effect::Tell { whom: Audience::One(id), news } => format!("tell {id} {}", news_name(news)),
        Effect::Announce(Announcement::PageUnanswered { step, round }) => {
            format!("announce unanswered {step}/{round}")
        }
        Effect::Announce(_) => return None,
    })
}

fn news_name(news: &News) -> String {
    match news {
        News::Receipt { joined: false } => "receipt".to_owned(),
        News::Receipt { joined: true } => "receipt (joined)".to_owned(),
        News::Milestone { milestone, again, .. } => {
            format!("{milestone}{}", if *again { " again" } else { "" })
        }
        News::Update { text, .. } => format!("\"{text}\""),
        News::StillUnanswered { called, rounds } => {
            format!("still unanswered ({called} called, {rounds} rounds)")
        }
        News::NothingNew { .. } => "nothing new".to_owned(),
        News::ServicesOff { moved, .. } => {
            if *moved { "off until another time" } else { "services_disabled" }.to_owned()
        }
        News::ConsentAsked { .. } => "may we switch off".to_owned(),
        News::Bridge => "the call".to_owned(),
        News::Reopened { .. } => "reopened".to_owned(),
        News::Closed { .. } => "closed".to_owned(),
        News::Merged { into } => format!("merged into {into}"),
        News::BecameTicket { ticket, .. } => format!("became {ticket}"),
    }
}

fn notice_name(notice: &Notice) -> &'static str {
    match notice {
        Notice::StandDown { .. } => "stand-down",
        Notice::NoLongerNeeded => "no-longer-needed",
        Notice::Nudge { .. } => "nudge",
        Notice::WentOn => "went-on",
        Notice::Reminder { .. } => "remind",
        Notice::SilenceFilled { .. } => "silence-filled",
        Notice::MoreReports { .. } => "more-reports",
        Notice::RequesterSaid { .. } => "requester-said",
        Notice::HeardNothing { .. } => "heard-nothing",
        Notice::CallMoved => "call-moved",
        Notice::Confirmed { .. } => "confirmed",
        Notice::CameIn { .. } => "came-in",
        Notice::TakenOver { .. } => "taken-over",
        Notice::Hole { .. } => "hole",
        Notice::NothingWritten => "nothing-written",
        Notice::NotRestored => "not-restored",
        Notice::SwitchProposed { .. } => "switch-proposed",
        Notice::ConsentAnswered { .. } => "consent-answered",
        Notice::SwitchAsked { .. } => "switch-asked",
        Notice::SwitchNotConfirmed { .. } => "switch-not-confirmed",
        Notice::SwitchedOff { .. } => "switched-off",
        Notice::SwitchEnds { .. } => "switch-ends",
        Notice::Duty(DutyNotice::HandoffOffered { .. }) => "handoff-offered",
        Notice::Duty(DutyNotice::HandoffAsked { .. }) => "handoff-asked",
        Notice::Duty(DutyNotice::HandoffStays { to_you: true, .. }) => "stays-yours",
        Notice::Duty(DutyNotice::HandoffStays { .. }) => "stays",
        Notice::Duty(_) => "duty",
        Notice::SwitchedOn { .. } => "switched-on",
        Notice::TicketAssigned { .. } => "ticket-assigned",
        Notice::TicketWord { .. } => "ticket-word",
        Notice::TicketOverdue { .. } => "ticket-overdue",
        Notice::TicketNotForwarded { .. } => "ticket-not-forwarded",
    }
}
