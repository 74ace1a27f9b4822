//! Names of impacts, milestones, states and deadlines in English.

use domain::{Emergency, Milestone, emergency::Deadline, emergency::Phase, request::Impact};

use crate::sentence::Label;

pub(crate) fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "Outage",
        Impact::BrokenContent => "Broken content",
        Impact::RevenueBlocked => "Revenue blocked",
        Impact::DataOrSecurity => "Data or security",
        Impact::OtherMaterial => "Business harmed",
        Impact::Deadline => "Deadline",
        Impact::Priority => "Priority",
        Impact::Question => "Question",
        Impact::Change => "Change",
    }
}

pub(crate) fn impact_choice(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "It is down, or cannot be reached",
        Impact::BrokenContent => "What our customers see is broken",
        Impact::RevenueBlocked => "We cannot sell, or cannot take payment",
        Impact::DataOrSecurity => "Data, security or the law is at stake",
        Impact::OtherMaterial => "It harms our business in another way",
        Impact::Deadline => "A deadline is near",
        Impact::Priority => "An open request should go faster",
        Impact::Question => "I have a question",
        Impact::Change => "I wish for a change or something new",
    }
}

pub(crate) fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Received => "Received",
        Milestone::Answered => "Answered",
        Milestone::Investigating => "Investigating",
        Milestone::Reproduced => "Reproduced",
        Milestone::Escalated => "More people called in",
        Milestone::RootCauseIdentified => "Root cause identified",
        Milestone::FixDeveloped => "Fix developed",
        Milestone::FixDeployed => "Fix deployed",
        Milestone::Restored => "Restored",
        Milestone::ServicesDisabled => "Services switched off",
        Milestone::ServicesEnabled => "Services switched on",
    }
}

pub(crate) fn state(emergency: &Emergency) -> &'static str {
    match emergency.phase {
        Phase::Unanswered => "Unanswered",
        Phase::Answered { .. } => "Answered",
        Phase::Investigating { .. } => "Investigating",
        Phase::Restored { .. } => "Restored",
        Phase::Closed { .. } => "Closed",
    }
}

pub(crate) fn deadline(deadline: Deadline) -> &'static str {
    match deadline {
        Deadline::Ring => "Next call to a person",
        Deadline::Escalate => "Next people called",
        Deadline::Nudge => "Answered, but no word yet",
        Deadline::Remind => "Reminder that a word is due",
        Deadline::Cadence => "Next word to requesters",
        Deadline::Restore => "Reasonable time is over",
        Deadline::Close => "Closes by itself",
        Deadline::Handoff => "Stays, if the next person does not take it",
    }
}

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::FollowIt => "Follow it here",
        Label::OpenPage => "Open your page",
        Label::TellWhetherItWorks => "Tell us whether it works",
        Label::SayStillBroken => "Say that it is still broken",
        Label::ReadAndAnswer => "Read it and answer",
        Label::JoinCall => "Join the call",
        Label::AnswerHere => "Answer here",
        Label::TellWhetherSolved => "Tell us whether it is",
        Label::HurtingNow => "This is hurting us now",
        Label::Phone => "Phone",
        Label::Pin => "PIN",
        Label::Host => "Host",
        Label::ThisEmergency => "this emergency",
        Label::YourEmergency => "Your emergency",
        Label::YourRequest => "Your request",
        Label::YouWrote => "You wrote:",
        Label::OurDesk => "Our desk",
        Label::Somebody => "Somebody",
    }
}
