//! The text messages that a responder would send next, as buttons.

use domain::{Emergency, Milestone, Phase};

/// The messages for an emergency, each with what it means.
pub(super) fn replies(emergency: &Emergency) -> Vec<(String, &'static str)> {
    let words: &[(&str, &str)] = match &emergency.phase {
        Phase::Unanswered => &[("ok", "I take it"), ("no", "I cannot")],
        Phase::Answered { .. } => &[("inv", "I am looking"), ("no", "I cannot after all")],
        Phase::Investigating { .. } => next_milestones(emergency.reached),
        Phase::Restored { .. } | Phase::Closed { .. } => &[("st", "how does it stand?")],
    };
    let code = emergency.number.code();
    words.iter().map(|(word, meaning)| (format!("{code} {word}"), *meaning)).collect()
}

fn next_milestones(reached: Milestone) -> &'static [(&'static str, &'static str)] {
    match reached {
        Milestone::RootCauseIdentified => &[("fix", "a fix is made"), ("res", "it works")],
        Milestone::FixDeveloped => &[("dep", "the fix is out"), ("res", "it works")],
        Milestone::FixDeployed => &[("res", "it works"), ("up We watch it", "news")],
        Milestone::Received
        | Milestone::Answered
        | Milestone::Investigating
        | Milestone::Reproduced
        | Milestone::Escalated
        | Milestone::Restored
        | Milestone::ServicesDisabled
        | Milestone::ServicesEnabled => {
            &[("rc A full disk", "the cause is found"), ("up Still looking", "news")]
        }
    }
}
