//! Whole nights by seed, with the real rules, engine and store: crashes, providers that fail,
//! people who sleep. A failing seed is printed and plays the same night again.

use channels::wall::Fault;
use domain::{Input, Milestone, Number, Phase, message::Urgency};
use engine::EngineError;
use jiff::SignedDuration;
use store::{DeliveryStatus, Recipient};

use crate::app::{ANA, ANAS_PHONE, App, BEN, CHO, by, emergency, outage};

/// Each night is some hundred real commits; the rules alone play a thousand in `domain`.
const NIGHTS: u64 = 8;
const STEPS: u32 = 15;

#[tokio::test]
async fn nothing_is_lost_on_a_bad_night() {
    for seed in 0..NIGHTS {
        Night::new(seed).await.play().await;
    }
}

struct Night {
    seed: u64,
    random: fastrand::Rng,
    app: App,
    open: Vec<Number>,
    accepted: u64,
}

impl Night {
    async fn new(seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { seed, random, app: App::start().await, open: Vec::new(), accepted: 0 }
    }

    async fn play(mut self) {
        for _ in 0..STEPS {
            let seconds = self.random.i64(1..600);
            self.app.advance(SignedDuration::from_secs(seconds)).await;
            self.step().await;
            self.check().await;
        }
        for address in [ANA, ANAS_PHONE, BEN, CHO] {
            self.app.wall.set_fault(address, None);
        }
        self.app.crash().await;
        self.app.minutes(10).await;
        self.check_receipts().await;
    }

    async fn step(&mut self) {
        match self.random.u8(0..100) {
            0..20 => self.report().await,
            20..40 => self.somebody_acts().await,
            40..55 => self.somebody_texts().await,
            55..65 => self.app.crash().await,
            65..85 => {
                let address = [ANA, ANAS_PHONE, BEN, CHO][self.random.usize(0..4)];
                let faults =
                    [None, Some(Fault::Unavailable), Some(Fault::Refused), Some(Fault::Busy(30))];
                self.app.wall.set_fault(address, faults[self.random.usize(0..4)]);
            }
            _ => {} // Everybody sleeps.
        }
    }

    async fn report(&mut self) {
        let mut request = outage();
        let organization = format!("Customer {}", self.random.u8(0..4));
        request.requester.email = Some(format!("{}@customer.example", self.accepted));
        request.organization = Some(organization);
        let accepted = self.app.submit(request).await.expect("a request is always taken");
        self.accepted += 1;
        let number = emergency(&accepted);
        if !self.open.contains(&number) {
            self.open.push(number);
        }
    }

    async fn somebody_acts(&mut self) {
        let Some(number) = self.random.choice(&self.open).copied() else { return };
        let by = by(["ana", "ben", "cho"][self.random.usize(0..3)]);
        let input = match self.random.u8(0..5) {
            0 => Input::Answer { by, take_over: self.random.bool() },
            1 => Input::Decline { by },
            2 => Input::Update { by, text: "still at it".to_owned(), visible: true },
            3 => Input::Close { by, resolution: "done".to_owned(), note: None },
            _ => Input::Milestone {
                by,
                milestone: Milestone::BY_HAND[self.random.usize(..Milestone::BY_HAND.len())],
                note: None,
            },
        };
        match self.app.engine.apply(number, input).await {
            Ok(_) | Err(EngineError::Refused(_)) => {}
            Err(error) => panic!("seed {}: {error}", self.seed),
        }
    }

    async fn somebody_texts(&mut self) {
        let from = [ANA, BEN][self.random.usize(0..2)];
        let text = ["ok", "1 ok", "2 inv", "no", "up on it", "nonsense"][self.random.usize(0..6)];
        self.app.engine.text_received(from, text, "").await.expect("a text is always answered");
    }

    async fn check(&mut self) {
        let now = self.app.clock.now();
        for number in &self.open {
            let saved = self.app.engine.store().emergency(*number).await.expect("it is read");
            let state =
                saved.unwrap_or_else(|| panic!("seed {}: {number} is lost", self.seed)).emergency;
            if state.is_closed() {
                continue;
            }
            let wake_at = state.wake_at(&self.app.engine.settings());
            assert!(wake_at.is_some_and(|at| at >= now), "seed {}: {number} overslept", self.seed);
            if state.phase == Phase::Unanswered {
                assert!(state.ladder.next_at.is_some(), "seed {}: nobody is called", self.seed);
            }
            if let Some(due) = state.promise.due {
                assert!(due >= now, "seed {}: {number} is silent beyond its promise", self.seed);
            }
            self.app.kinds(*number).await;
        }
    }

    /// Every accepted request has its receipt, and nobody else's.
    async fn check_receipts(&mut self) {
        let mut receipts = 0;
        for number in &self.open {
            let store = self.app.engine.store();
            let requesters = store.requesters_of(*number, 1000).await.expect("it is read");
            for view in store.deliveries_of(*number).await.expect("it is read") {
                if view.urgency == Urgency::Receipt {
                    assert_eq!(
                        view.status,
                        DeliveryStatus::Delivered,
                        "seed {}: a receipt",
                        self.seed
                    );
                    receipts += 1;
                }
                if let Recipient::Requester { id, .. } = &view.to {
                    let belongs = requesters.iter().any(|row| row.id == *id);
                    assert!(belongs, "seed {}: {id} learned of another's case", self.seed);
                }
            }
        }
        assert_eq!(receipts, self.accepted, "seed {}", self.seed);
    }
}
