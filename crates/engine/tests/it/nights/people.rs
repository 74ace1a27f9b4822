//! What people, providers and machines do in a night, each by chance.

use channels::wall::{Fault, Kind, Shown};
use domain::{Input, Milestone, Number, Request, input::By, request::Impact};
use engine::{Opened, Submission};
use jiff::SignedDuration;

use super::{
    night::{Failure, Night},
    node::Condition,
    seen::Report,
};

const ANA: &str = "+15550100001";
const ANAS_PHONE: &str = "+15550100011";
const BEN: &str = "+15550100002";
const CHO: &str = "cho@vendor.test";

/// Where responders are reached.
pub(super) const ADDRESSES: [&str; 4] = [ANA, ANAS_PHONE, BEN, CHO];

/// Each name is a word that stands in no message of ours.
pub(super) const ORGANIZATIONS: [&str; 4] = ["kestrel", "osprey", "merlin", "gannet"];

pub(super) const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana Ruiz", roles = ["responder", "admin"], contact = [
      { id = "sms", kind = "sms", address = "+15550100001" },
      { id = "voice", kind = "voice", address = "+15550100011" } ],
    rules = [{ via = "sms" }, { via = "voice", after = "1m" }] },
  { id = "ben", name = "Ben Okafor", contact = [{ id = "sms", kind = "sms", address = "+15550100002" }] },
  { id = "cho", name = "Cho Lin", contact = [{ id = "mail", kind = "email", address = "cho@vendor.test" }] },
]
team = [{ id = "support", name = "Support", members = ["ana", "ben", "cho"], lead = "cho" }]
organization = [
  { id = "kestrel", name = "Kestrel", domains = ["kestrel.example"] },
  { id = "osprey", name = "Osprey", domains = ["osprey.example"] },
]
policy = [{ id = "sev1", repeat_last_every = "5m", steps = [
  { page = ["responder:ana"], answer_within = "5m" },
  { page = ["responder:ben"], answer_within = "4m" },
  { page = ["team:support"], answer_within = "5m" },
] }]
"#;

impl Night {
    /// A report by one of few customers; now and then its answer gets lost, and it is sent again
    /// with the same key, to any node.
    pub(super) async fn somebody_reports(&mut self) -> Result<(), Failure> {
        let index = self.accepted.len();
        let organization = ORGANIZATIONS[self.random.usize(0..4)];
        let request = request(index, organization, self.random.bool());
        let email = request.requester.email.clone().expect("it has one");
        if self.random.u8(0..8) == 0 {
            self.set_fault(None, &email, Some(Fault::Unavailable));
        }
        let submission = Submission {
            request,
            raw: b"as it was sent".to_vec(),
            source: "192.0.2.1".to_owned(),
            idempotency_key: Some(format!("key-{index}")),
        };
        let mut answers = Vec::new();
        for _ in 0..self.random.usize(1..=2) {
            let node = self.any_node();
            let engine = self.nodes[node].engine.clone();
            let mut done = engine.submit(submission.clone()).await;
            while done.as_ref().is_err_and(|error| self.is_away(error)) {
                done = engine.submit(submission.clone()).await;
            }
            answers.extend(self.allow(done)?);
        }
        if answers.iter().any(|answer| *answer != answers[0]) {
            return Err(self.failure("one key has one answer", format!("{answers:?}")));
        }
        let Some(Opened::Emergency { number, joined }) =
            answers.first().map(|answer| answer.opened.clone())
        else {
            return Err(self.failure("a report at night pages", format!("{answers:?}")));
        };
        self.say(&format!("{email} reports: {number}, joined: {joined}"));
        self.numbers.insert(number);
        let requester = answers.swap_remove(0).requester;
        self.accepted.push(Report { email, requester, number, opened_as: number, joined });
        Ok(())
    }

    pub(super) async fn somebody_acts(&mut self) -> Result<(), Failure> {
        let Some(number) = self.some_number() else { return Ok(()) };
        let name = ["ana", "ben", "cho"][self.random.usize(0..3)];
        let by = By { id: name.into(), name: name.to_owned() };
        let input = match self.random.u8(0..7) {
            0 | 1 => Input::Answer { by, take_over: self.random.bool() },
            2 => Input::Decline { by },
            3 => Input::Update { by, text: "still at it".to_owned(), visible: true },
            4 => Input::Close { by, resolution: "done".to_owned(), note: None },
            _ => Input::Milestone {
                by,
                milestone: Milestone::BY_HAND[self.random.usize(..Milestone::BY_HAND.len())],
                note: None,
            },
        };
        let node = self.any_node();
        let said = format!("{name} at {number}: {input:?}");
        let done = self.nodes[node].engine.apply(number, input).await;
        let was_done = self.allow(done)?.is_some();
        self.say(&format!("{said}: {was_done}"));
        Ok(())
    }

    /// Some texts come twice.
    pub(super) async fn somebody_texts(&mut self) -> Result<(), Failure> {
        let from = [ANA, BEN][self.random.usize(0..2)];
        let text = ["ok", "1 ok", "2 inv", "no", "up on it", "nonsense"][self.random.usize(0..6)];
        for _ in 0..self.random.usize(1..=2) {
            let node = self.any_node();
            let done = self.nodes[node].engine.text_received(from, text, "SM1").await;
            self.allow(done)?;
        }
        self.say(&format!("{from} texts {text}"));
        Ok(())
    }

    pub(super) async fn somebody_merges(&mut self) -> Result<(), Failure> {
        let (Some(from), Some(into)) = (self.some_number(), self.some_number()) else {
            return Ok(());
        };
        let by = By { id: "ana".into(), name: "Ana Ruiz".to_owned() };
        let node = self.any_node();
        // Whether it was done must be known here.
        self.house.mishaps.clear();
        let done = self.nodes[node].engine.merge(from, into, by).await;
        if self.allow(done)?.is_some() {
            self.say(&format!("{from} goes on in {into}"));
            for report in self.accepted.iter_mut().filter(|report| report.number == from) {
                report.number = into;
            }
            let went_on: Vec<_> =
                self.merged.iter().filter(|(_, old)| *old == Some(from)).copied().collect();
            self.merged.extend(went_on.into_iter().map(|(first, _)| (first, Some(into))));
            self.merged.insert((from, Some(into)));
        }
        Ok(())
    }

    /// One way of all nodes, or all ways of one node, which is cut off from its providers.
    pub(super) fn a_provider_changes(&mut self) {
        let faults = [
            None,
            None,
            Some(Fault::Unavailable),
            Some(Fault::Refused),
            Some(Fault::Busy(30)),
            Some(Fault::Busy(500)),
            Some(Fault::Busy(500)),
            Some(Fault::Hangs),
            Some(Fault::TakesAndHangs),
            Some(Fault::TakesAndDenies),
        ];
        let fault = faults[self.random.usize(..faults.len())];
        if self.random.u8(0..4) == 0 {
            let node = self.random.usize(..self.nodes.len());
            let fault = fault.filter(|fault| *fault != Fault::Refused);
            for address in ADDRESSES {
                self.set_fault(Some(node), address, fault);
            }
            self.say(&format!("node {node} reaches providers so: {fault:?}"));
        } else {
            let address = ADDRESSES[self.random.usize(..ADDRESSES.len())];
            self.set_fault(None, address, fault);
            self.say(&format!("{address} is reached so: {fault:?}"));
        }
    }

    /// It dies between two things, or cannot reach the store for a while.
    pub(super) fn a_node_stops(&mut self) {
        let index = self.random.usize(..self.nodes.len());
        let until = self.now + SignedDuration::from_secs(self.random.i64(1..900));
        if !self.nodes[index].is_awake() || !self.others_are_awake(index) {
            return;
        }
        let is_cut_off = self.random.bool();
        self.nodes[index].condition = if is_cut_off {
            Condition::Frozen { until, at: Box::pin(async {}) }
        } else {
            Condition::Dead { until }
        };
        self.say(&format!("node {index} is away until {until}, cut off: {is_cut_off}"));
    }

    /// Another node has the right time, so that what is due is seen.
    pub(super) fn a_clock_jumps(&mut self) {
        let index = self.random.usize(..self.nodes.len());
        let skew = SignedDuration::from_secs(self.random.i64(-120..=120));
        self.nodes[index].skew = skew;
        self.nodes[index].set_time(self.now);
        self.slack = self.slack.max(skew.abs() * 2);
        self.say(&format!("the clock of node {index} is wrong by {skew:#}"));
    }

    /// Providers confirm at once, late, twice or never, and some messages never arrive.
    pub(super) fn a_provider_will_say(&mut self, shown: &Shown) {
        if !matches!(shown.kind, Kind::Sms | Kind::Call) {
            return;
        }
        let late = SignedDuration::from_secs(self.random.i64(1..600));
        let id = shown.id.clone();
        match self.random.u8(0..10) {
            0..4 => self.said_later.push((self.now, id, true)),
            4 => {
                self.said_later.extend([(self.now, id.clone(), true), (self.now + late, id, true)]);
            }
            5 => self.said_later.push((self.now + late, id, true)),
            6 => self.said_later.push((self.now + late, id, false)),
            // It lies: first the one, then the other.
            7 => {
                self.said_later
                    .extend([(self.now, id.clone(), false), (self.now + late, id, true)]);
            }
            _ => {}
        }
    }

    pub(super) async fn providers_say(&mut self) -> Result<(), Failure> {
        let now = self.now;
        let (due, later) = std::mem::take(&mut self.said_later)
            .into_iter()
            .partition::<Vec<_>, _>(|(at, ..)| *at <= now);
        self.said_later = later;
        for (_, id, arrived) in due {
            let node = self.any_node();
            let report = if arrived { Ok(()) } else { Err("unreachable".to_owned()) };
            let done = self.nodes[node].engine.delivery_reported(&id, report).await;
            self.allow(done)?;
        }
        Ok(())
    }

    fn some_number(&mut self) -> Option<Number> {
        self.random.choice(&self.numbers).copied()
    }
}

fn request(index: usize, organization: &str, has_phone: bool) -> Request {
    let mut request = Request {
        summary: format!("Checkout of {organization} is down"),
        impact: Some(Impact::Outage),
        organization: Some(organization.to_owned()),
        ..Request::default()
    };
    request.requester.name = Some(format!("Ria {index} of {organization}"));
    request.requester.email = Some(format!("r{index}@{organization}.example"));
    request.requester.phone = has_phone.then(|| format!("+1555020{index:04}"));
    request
}
