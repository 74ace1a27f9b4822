//! What responders are told of being on call, and of what changes hands.

use domain::{
    Milestone, Number,
    duty::{DutyNotice, Stretch},
    message::Content,
    shift::OpenCase,
};
use jiff::SignedDuration;

use super::now;

fn open_case() -> OpenCase {
    OpenCase {
        number: Number(1007),
        organization: Some("Acme Stores".to_owned()),
        summary: "Checkout is down".to_owned(),
        responder: Some("Ana Ruiz".to_owned()),
        milestone: Milestone::Investigating,
        next_update_by: Some(now() + SignedDuration::from_mins(37)),
        switch_off: true,
    }
}

fn comes(open: Vec<OpenCase>, more: usize) -> DutyNotice {
    DutyNotice::ShiftComes {
        schedule: "primary".into(),
        from: now() + SignedDuration::from_mins(30),
        until: now() + SignedDuration::from_hours(24),
        open,
        more,
    }
}

pub(super) fn handoffs() -> Vec<DutyNotice> {
    let lapses_at = now() + SignedDuration::from_mins(15);
    let stays = |to_you, declined| DutyNotice::HandoffStays {
        with: "Ben Okafor".to_owned(),
        to_you,
        declined,
    };
    vec![
        DutyNotice::HandoffOffered { by: "Ana Ruiz".to_owned(), lapses_at },
        DutyNotice::HandoffAsked { of: "Ben Okafor".to_owned(), lapses_at },
        stays(true, true),
        stays(true, false),
        stays(false, false),
    ]
}

fn unanswered(kept: Option<&str>) -> DutyNotice {
    DutyNotice::DrillUnanswered {
        name: "Ben Okafor".to_owned(),
        schedule: "primary".into(),
        kept: kept.map(str::to_owned),
    }
}

/// Test pages: somebody was on call before, or nobody.
pub(super) fn drills() -> Vec<Content> {
    let drill = |keeps| Content::Drill {
        id: "0192aa".to_owned(),
        schedule: "primary".into(),
        answer_by: now() + SignedDuration::from_mins(15),
        keeps,
    };
    vec![drill(true), drill(false)]
}

pub(super) fn of_duty() -> Vec<DutyNotice> {
    let hours = |from, until| Stretch {
        from: now() + SignedDuration::from_hours(from),
        until: now() + SignedDuration::from_hours(until),
    };
    let (by, schedule) = ("Ana Ruiz".to_owned(), "primary".into());
    let taken_off = |by: Option<&str>| DutyNotice::TakenOff {
        name: "Ana Ruiz".to_owned(),
        until: now() + SignedDuration::from_hours(24),
        covers: vec![("primary".into(), by.map(str::to_owned))],
    };
    let asked = |takes| DutyNotice::SwapAsked {
        by: by.clone(),
        schedule: "primary".into(),
        gives: hours(24, 48),
        takes,
        lapses_at: now() + SignedDuration::from_hours(24),
    };
    let answered = |accepted| DutyNotice::SwapAnswered {
        by: "Ben Okafor".to_owned(),
        schedule: "primary".into(),
        gives: hours(24, 48),
        accepted,
    };
    vec![
        asked(None),
        asked(Some(hours(48, 72))),
        answered(true),
        answered(false),
        DutyNotice::SwapLapsed {
            of: "Ben Okafor".to_owned(),
            schedule: "primary".into(),
            gives: hours(24, 48),
        },
        unanswered(Some("Ana Ruiz")),
        unanswered(None),
        DutyNotice::DrillMissed { schedule: "primary".into(), kept: Some("Ana Ruiz".to_owned()) },
        DutyNotice::DrillMissed { schedule: "primary".into(), kept: None },
        DutyNotice::Relieved { schedule: "primary".into(), by: "Ben Okafor".to_owned() },
        comes(vec![open_case()], 2),
        comes(Vec::new(), 0),
        DutyNotice::ShiftIsNotYours { schedule: "primary".into(), from: now() },
        DutyNotice::ContactCode {
            nonce: "0192aa".to_owned(),
            lapses_at: now() + SignedDuration::from_mins(10),
        },
        DutyNotice::PutOnCall {
            schedule,
            from: now(),
            until: now() + SignedDuration::from_hours(24),
            note: "you stand in for Ana Ruiz".to_owned(),
            why: Some(domain::duty::PutOnCallWhy::StandsInFor("Ana Ruiz".to_owned())),
        },
        taken_off(Some("Ben Okafor")),
        taken_off(None),
    ]
}
