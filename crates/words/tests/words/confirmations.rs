//! What people are answered to what they text.

use domain::{Milestone, Number, Refused, message::Brief};
use words::{
    Reader,
    reply::{self, Confirmation, DutyDone, OpenPage, SwitchDone},
    sms_length,
};

use crate::{hostile, messages};

#[test]
fn every_outcome_is_confirmed_in_words() {
    let all: Vec<_> = confirmations()
        .into_iter()
        .chain(of_duty())
        .chain(of_switch())
        .map(|confirmation| {
            let text = reply::answer(&confirmation, &messages::responder());
            format!("{}\n  {text}", name(&confirmation))
        })
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn every_outcome_is_confirmed_in_every_language() {
    for language in words::Language::ALL.into_iter().skip(1) {
        let locale = language.tag().to_owned();
        let reader = Reader { locale, ..messages::responder() };
        let all: Vec<_> = confirmations()
            .into_iter()
            .chain(of_duty())
            .chain(of_switch())
            .map(|confirmation| {
                let text = reply::answer(&confirmation, &reader);
                assert!(sms_length::segments(&text) <= 2, "{}: {text}", name(&confirmation));
                format!("{}\n  {text}", name(&confirmation))
            })
            .collect();
        insta::assert_snapshot!(format!("confirmations_{}", language.tag()), all.join("\n"));
    }
}

#[test]
fn a_confirmation_fits_two_segments_whatever_is_in_it() {
    for (round, text) in hostile::hostile_texts().into_iter().enumerate() {
        let language = words::Language::ALL[round % words::Language::ALL.len()];
        let (phone, locale) = (Some(text.clone()), language.tag().to_owned());
        let reader = Reader { phone, locale, ..messages::responder() };
        let all = confirmations().into_iter().chain(of_duty()).chain(of_switch());
        for confirmation in all.map(|one| poisoned(one, &text)) {
            let answer = reply::answer(&confirmation, &reader);
            assert!(sms_length::segments(&answer) <= 2, "{}: {answer}", name(&confirmation));
            assert!(!answer.contains(char::is_control), "{answer}");
            assert!(!answer.is_empty());
        }
    }
}

const NUMBER: Number = Number(1007);

fn open_pages() -> Vec<OpenPage> {
    let page = |number, organization: Option<&str>| OpenPage {
        number: Number(number),
        organization: organization.map(str::to_owned),
        summary: "Search finds nothing at all".to_owned(),
    };
    vec![page(1007, Some("Acme Stores")), page(1009, Some("Bolt")), page(1012, None)]
}

fn confirmations() -> Vec<Confirmation> {
    let brief = messages::brief();
    let next_update_by = brief.next_update_by;
    let number = NUMBER;
    let open = open_pages();
    vec![
        Confirmation::Answered { brief: brief.clone() },
        Confirmation::Answered { brief: Brief { number: Some(number), ..Brief::default() } },
        Confirmation::AlreadyYours { number },
        Confirmation::CameIn { number, responder: Some("Ana Ruiz".to_owned()) },
        Confirmation::TakenBy {
            number,
            by: "Ben Okafor".to_owned(),
            since: Some(messages::at("2026-11-23T08:12:00Z")),
        },
        Confirmation::TakenBy { number, by: "Ben Okafor".to_owned(), since: None },
        Confirmation::Told {
            number,
            milestone: Milestone::Investigating,
            requesters: 3,
            next_update_by,
        },
        Confirmation::Told {
            number,
            milestone: Milestone::Restored,
            requesters: 1,
            next_update_by: None,
        },
        Confirmation::Updated { number, requesters: 3, next_update_by },
        Confirmation::Escalated { number, called: vec!["Databases".to_owned()] },
        Confirmation::NobodyOfThatName {
            number,
            words: "dba".to_owned(),
            known: vec!["db".to_owned(), "support".to_owned()],
        },
        Confirmation::BridgeOpened { number, bridge: brief.bridge.clone().expect("it has one") },
        Confirmation::CallingIn { number, bridge: brief.bridge.clone().expect("it has one") },
        Confirmation::NoBridge { number },
        Confirmation::Declined { number },
        Confirmation::State { brief, milestone: Milestone::Investigating },
        Confirmation::Which { open: open.clone() },
        Confirmation::Which { open: Vec::new() },
        Confirmation::NotOpen { code: 5, open: open[..1].to_vec() },
        Confirmation::NotOpen { code: 5, open: Vec::new() },
        Confirmation::NothingOpen,
        Confirmation::UnknownSender,
        Confirmation::Reported { number: "E-1007".to_owned(), is_emergency: true },
        Confirmation::Reported { number: "T-1007".to_owned(), is_emergency: false },
        Confirmation::Heard,
        Confirmation::Help { open: open[..1].to_vec() },
        Confirmation::Help { open: Vec::new() },
        Confirmation::NothingSaid { number, wanted: reply::Wanted::News },
        Confirmation::Unclear { open: open[..1].to_vec() },
        Confirmation::Unclear { open: Vec::new() },
        Confirmation::Refused { number, refused: Refused::Closed },
        Confirmation::Refused { number, refused: Refused::NotCalled },
        Confirmation::Refused {
            number,
            refused: Refused::AlreadyAnswered { id: "ben".into(), name: "Ben Okafor".to_owned() },
        },
        Confirmation::Refused { number, refused: Refused::NobodyThere("team:dba".to_owned()) },
        Confirmation::Refused { number, refused: Refused::NotByHand(Milestone::Received) },
        Confirmation::Refused { number, refused: Refused::IntoItself },
        Confirmation::Refused { number, refused: Refused::NotRestored },
        Confirmation::Refused { number, refused: Refused::Empty },
        Confirmation::Failed,
    ]
}

fn of_duty() -> Vec<Confirmation> {
    vec![
        Confirmation::Duty(DutyDone::ReallyIll { until: messages::at("2026-11-24T08:33:00Z") }),
        Confirmation::Duty(DutyDone::TakenOff {
            until: messages::at("2026-11-24T08:33:00Z"),
            covers: vec![
                ("primary".to_owned(), Some("Ben Okafor".to_owned())),
                ("second".to_owned(), None),
            ],
        }),
        Confirmation::Duty(DutyDone::SwapAnswered { accepted: true }),
        Confirmation::Duty(DutyDone::SwapAnswered { accepted: false }),
        Confirmation::Duty(DutyDone::NoSwap { several: false }),
        Confirmation::Duty(DutyDone::NoSwap { several: true }),
        Confirmation::Duty(DutyDone::Verified),
        Confirmation::Duty(DutyDone::DrillAnswered { was_open: true }),
        Confirmation::Duty(DutyDone::DrillAnswered { was_open: false }),
        Confirmation::Duty(DutyDone::HandoffDeclined { number: domain::Number(1007) }),
        Confirmation::Duty(DutyDone::NotVerified { refused: domain::proof::Refused::NoCode }),
        Confirmation::Duty(DutyDone::NotVerified {
            refused: domain::proof::Refused::Wrong { attempts: 3 },
        }),
        Confirmation::Duty(DutyDone::Refused { refused: domain::duty::Refused::IsOver }),
    ]
}

fn of_switch() -> Vec<Confirmation> {
    let acme = || "Acme Stores".to_owned();
    let until = messages::at("2026-11-23T10:00:00Z");
    let refused = domain::switch::Refused::SamePerson {
        by: "Ana Ruiz".to_owned(),
        who: "Cho Lin or Ben Okafor".to_owned(),
    };
    let done = [
        SwitchDone::Off {
            customer: acme(),
            service: None,
            until,
            asked_by: "Ana Ruiz".to_owned(),
            on: "switch on acme".to_owned(),
        },
        SwitchDone::StillAsked {
            customer: acme(),
            service: Some("checkout".to_owned()),
            lapses_at: until,
        },
        SwitchDone::On { customer: acme(), service: None, withdrawn: false },
        SwitchDone::On { customer: acme(), service: None, withdrawn: true },
        SwitchDone::WasOn { customer: acme() },
        SwitchDone::NothingAsked,
        SwitchDone::NotQuite,
        SwitchDone::Whose { off: vec!["acme".to_owned(), "bolt".to_owned()] },
        SwitchDone::Whose { off: Vec::new() },
        SwitchDone::NobodyOfThatName { words: "akme".to_owned(), off: vec!["acme".to_owned()] },
        SwitchDone::OnlyInConsole,
        SwitchDone::Refused { refused },
        SwitchDone::Denied { denied: domain::access::Denied::Needs("responder") },
    ];
    done.map(Confirmation::Switch).to_vec()
}

/// A kind that is missing here does not compile: then add it above as well.
fn name(confirmation: &Confirmation) -> &'static str {
    match confirmation {
        Confirmation::Answered { .. } => "answered",
        Confirmation::AlreadyYours { .. } => "already yours",
        Confirmation::CameIn { .. } => "came in",
        Confirmation::TakenBy { .. } => "taken by somebody else",
        Confirmation::Told { .. } => "a milestone",
        Confirmation::Updated { .. } => "an update",
        Confirmation::Escalated { .. } => "more people",
        Confirmation::NobodyOfThatName { .. } => "nobody of that name",
        Confirmation::BridgeOpened { .. } => "the call",
        Confirmation::CallingIn { .. } => "called into the call",
        Confirmation::NoBridge { .. } => "no call",
        Confirmation::Declined { .. } => "declined",
        Confirmation::State { .. } => "state",
        Confirmation::Which { .. } => "which one",
        Confirmation::NotOpen { .. } => "not open",
        Confirmation::NothingOpen => "nothing open",
        Confirmation::UnknownSender => "unknown sender",
        Confirmation::Reported { .. } => "reported",
        Confirmation::Heard => "heard",
        Confirmation::Help { .. } => "help",
        Confirmation::NothingSaid { .. } => "nothing said",
        Confirmation::Unclear { .. } => "unclear",
        Confirmation::Refused { .. } => "refused",
        Confirmation::Duty(_) => "about being on call",
        Confirmation::Switch(_) => "about the switch",
        Confirmation::Failed => "failed",
    }
}

fn poisoned(confirmation: Confirmation, text: &str) -> Confirmation {
    let some = || Some(text.to_owned());
    let poisoned = |brief: Brief| Brief {
        summary: text.to_owned(),
        organization: some(),
        reported_by: some(),
        call_back: some(),
        responder: some(),
        ..brief
    };
    let pages = |open: Vec<OpenPage>| {
        let page = |page| OpenPage { organization: some(), summary: text.to_owned(), ..page };
        open.into_iter().map(page).cycle().take(7).collect()
    };
    match confirmation {
        Confirmation::Answered { brief } => Confirmation::Answered { brief: poisoned(brief) },
        Confirmation::State { brief, milestone } => {
            Confirmation::State { brief: poisoned(brief), milestone }
        }
        Confirmation::TakenBy { number, since, .. } => {
            Confirmation::TakenBy { number, by: text.to_owned(), since }
        }
        Confirmation::CameIn { number, .. } => Confirmation::CameIn { number, responder: some() },
        Confirmation::Escalated { number, .. } => {
            Confirmation::Escalated { number, called: vec![text.to_owned(); 9] }
        }
        Confirmation::NobodyOfThatName { number, .. } => {
            let (words, known) = (text.to_owned(), vec![text.to_owned(); 9]);
            Confirmation::NobodyOfThatName { number, words, known }
        }
        Confirmation::Which { open } => Confirmation::Which { open: pages(open) },
        Confirmation::Help { open } => Confirmation::Help { open: pages(open) },
        Confirmation::Refused { number, refused: Refused::NobodyThere(_) } => {
            Confirmation::Refused { number, refused: Refused::NobodyThere(text.to_owned()) }
        }
        Confirmation::AlreadyYours { .. }
        | Confirmation::Told { .. }
        | Confirmation::Updated { .. }
        | Confirmation::BridgeOpened { .. }
        | Confirmation::CallingIn { .. }
        | Confirmation::NoBridge { .. }
        | Confirmation::Declined { .. }
        | Confirmation::NotOpen { .. }
        | Confirmation::NothingOpen
        | Confirmation::UnknownSender
        | Confirmation::Reported { .. }
        | Confirmation::Heard
        | Confirmation::NothingSaid { .. }
        | Confirmation::Unclear { .. }
        | Confirmation::Refused { .. }
        | Confirmation::Failed => confirmation,
        Confirmation::Duty(DutyDone::TakenOff { until, .. }) => {
            let covers = vec![(text.to_owned(), some()), (text.to_owned(), None)];
            Confirmation::Duty(DutyDone::TakenOff { until, covers })
        }
        Confirmation::Switch(done) => Confirmation::Switch(poisoned_switch(done, text)),
        Confirmation::Duty(_) => confirmation,
    }
}

fn poisoned_switch(done: SwitchDone, text: &str) -> SwitchDone {
    let some = || Some(text.to_owned());
    match done {
        SwitchDone::Off { until, .. } => SwitchDone::Off {
            customer: text.to_owned(),
            service: some(),
            until,
            asked_by: text.to_owned(),
            on: text.to_owned(),
        },
        SwitchDone::StillAsked { lapses_at, .. } => {
            SwitchDone::StillAsked { customer: text.to_owned(), service: some(), lapses_at }
        }
        SwitchDone::On { withdrawn, .. } => {
            SwitchDone::On { customer: text.to_owned(), service: some(), withdrawn }
        }
        SwitchDone::WasOn { .. } => SwitchDone::WasOn { customer: text.to_owned() },
        SwitchDone::Whose { off } if !off.is_empty() => {
            SwitchDone::Whose { off: vec![text.to_owned(); 9] }
        }
        SwitchDone::NobodyOfThatName { .. } => {
            SwitchDone::NobodyOfThatName { words: text.to_owned(), off: vec![text.to_owned(); 9] }
        }
        SwitchDone::Whose { .. }
        | SwitchDone::NothingAsked
        | SwitchDone::NotQuite
        | SwitchDone::OnlyInConsole
        | SwitchDone::Refused { .. }
        | SwitchDone::Denied { .. } => done,
    }
}
