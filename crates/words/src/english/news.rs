//! What requesters are told of their emergency, in English.

use domain::Milestone;

use super::{people, time};
use crate::sentence::Sentence;

#[expect(clippy::too_many_lines, reason = "an arm a sentence")]
pub(crate) fn sentence(sentence: &Sentence<'_>) -> String {
    let plain = match sentence {
        Sentence::About(number) => return format!("About {number}."),
        Sentence::Received(number) => {
            return format!("We have your report. Its number is {number}.");
        }
        Sentence::ReceivedShort(number) => return format!("We have your report: {number}."),
        Sentence::HasIt { by } => return format!("{} has it.", engineer(Some(by))),
        Sentence::BeingCalled => {
            "A person is being called, again and again until somebody answers."
        }
        Sentence::OthersReport => "Others report the same problem.",
        Sentence::YouHear => {
            "You hear from us at every step. Add what you know, or a picture, on your page."
        }
        Sentence::CallUs { phone, number } => {
            return format!("You can also call {phone}: say {number}.");
        }
        Sentence::Milestone { milestone, again, by, customer } => {
            return reached(*milestone, *again, *by, *customer);
        }
        Sentence::CauseUnknown => "We do not know the cause yet.",
        Sentence::NoFixYet => "A fix is not ready yet.",
        Sentence::NotInPlaceYet => "It is not in place yet.",
        Sentence::ToldWhenItWorks => "We tell you when everything works again.",
        Sentence::PleaseCheck => {
            "Please check, and tell us. If it is still broken, we are back at once."
        }
        Sentence::ToldWhenOn => "We tell you when they are on again.",
        Sentence::HasNews { by: None } => "We have news for you.",
        Sentence::HasNews { by } => return format!("{} has news for you.", engineer(*by)),
        Sentence::NobodyYet => "We are sorry: nobody has answered yet.",
        Sentence::NobodyToCall => "We have found nobody to call yet, and keep trying.",
        Sentence::KeepCalling { called, rounds } => return keep_calling(*called, *rounds),
        Sentence::NothingNewSince { by, since } => {
            let since = time::clock(&since.local);
            return format!("There is nothing new to report. {by} has been on it since {since}.");
        }
        Sentence::NothingNew { by } => {
            return format!("There is nothing new to report. {by} is on it.");
        }
        Sentence::NothingNewUnanswered => {
            "There is nothing new to report. Nobody has answered yet; we keep calling."
        }
        Sentence::NextWordDue => "The next word from us is due now.",
        Sentence::NextWord(by) => return format!("Next word from us by {}.", time::at_moment(by)),
        Sentence::Off { service, until, moved } => {
            let (until, is_moved) = (time::at_moment(until), *moved);
            let (what, are) = match service {
                Some(service) => (format!("Our service {service}"), "is"),
                None => ("Our services".to_owned(), "are"),
            };
            return if is_moved {
                format!("{what} {are} off until {until}: that is another time than we told you.")
            } else {
                format!("{what} {are} switched off for now, until {until} at the latest.")
            };
        }
        Sentence::ConsentAsked { by, customer } => {
            let customer = customer.unwrap_or("this customer");
            return format!(
                "{by} asks for your consent: may we switch services off for {customer} for a while?"
            );
        }
        Sentence::Stops { services: "", .. } => {
            "While they are off, nothing that we do for you works."
        }
        Sentence::Stops { all: true, services } => {
            return format!("While they are off, all of this stops working for you: {services}.");
        }
        Sentence::Stops { all: false, services } => {
            return format!("While it is off, this stops working for you: {services}.");
        }
        Sentence::EndsByItself(limit) => {
            return format!(
                "It ends by itself after {} at most, and any of us can end it earlier. We tell you \
                 when it begins, until when it lasts, and when it is over.",
                time::length(*limit)
            );
        }
        Sentence::OpeningChangesNothing => {
            "Nothing is switched by opening the page: there you say yes or no."
        }
        Sentence::CallOpenOnPage => "A call is open. How to join it stands on your page.",
        Sentence::CallOpen => "A call is open, and you can join it now.",
        Sentence::StillBroken => "We heard that it is still broken.",
        Sentence::CallingAgain => "We are calling our on-call engineers again.",
        Sentence::Closed => "This emergency is closed.",
        Sentence::IfStillBroken => "If it is still broken, say so and we call a person at once.",
        Sentence::GoesOnAs(number) => return format!("Your report goes on as {number}."),
        Sentence::SameProblem => {
            "It is the same problem. Nothing is lost; all news comes from there."
        }
        Sentence::BecameTicket(ticket) => {
            return format!("Thank you. This goes on as ticket {ticket}.");
        }
        Sentence::HeadStillBroken => {
            "We heard that it is still broken, and are calling our on-call engineers again."
        }
        Sentence::HeadNobodyYet => "Nobody has answered yet. We keep calling until somebody does.",
        Sentence::HeadCalling => "We have your report and are calling our on-call engineer.",
        Sentence::HeadCauseKnown { by } => {
            return format!("We know the cause. {} is on it.", engineer(Some(by)));
        }
        Sentence::HeadFixWaits { by } => {
            let by = engineer(Some(by));
            return format!("A fix is developed, and not in place yet. {by} is on it.");
        }
        Sentence::HeadFixInPlace { by } => {
            return format!("The fix is in place. {} is still on it.", engineer(Some(by)));
        }
        Sentence::HeadRestored => {
            "As far as we can see, everything works again. Please check, and tell us."
        }
        Sentence::HeadMerged => "Your report goes on in another emergency, with all its news.",
        Sentence::HeadTicket => "Thank you. This goes on as a ticket with our regular desk.",
        Sentence::HeadConfirmed => "It works again, as was confirmed. This emergency is closed.",
        Sentence::HeadWasRestored => "It was restored. This emergency is closed.",
    };
    plain.to_owned()
}

fn reached(milestone: Milestone, again: bool, by: Option<&str>, customer: Option<&str>) -> String {
    const STEP_BACK: &str = "A step back: what we told you before does not hold.";
    let who = engineer(by);
    let at_whom = customer.map(|customer| format!(" for {customer}")).unwrap_or_default();
    let plain = match (milestone, again) {
        (Milestone::Received, _) => "We have your report.",
        (Milestone::Answered, false) => return format!("{who} has answered and has your report."),
        (Milestone::Answered, true) => return format!("{who} has taken over."),
        (Milestone::Investigating, false) => return format!("{who} is investigating."),
        (Milestone::Investigating, true) => {
            return format!("{STEP_BACK} {who} is investigating again.");
        }
        (Milestone::Reproduced, false) => return format!("{who} has reproduced the problem."),
        (Milestone::Reproduced, true) => {
            return format!("{STEP_BACK} {who} has reproduced the problem again.");
        }
        (Milestone::Escalated, _) => return format!("{who} has called in more people."),
        (Milestone::RootCauseIdentified, false) => "We know the cause.",
        (Milestone::RootCauseIdentified, true) => {
            "A step back: the cause was another than we thought. We know it now."
        }
        (Milestone::FixDeveloped, false) => "We have developed a fix.",
        (Milestone::FixDeveloped, true) => {
            "A step back: the fix before did not hold. We have developed another."
        }
        (Milestone::FixDeployed, false) => "The fix is in place.",
        (Milestone::FixDeployed, true) => "The fix before did not hold. Another one is in place.",
        (Milestone::Restored, _) => "As far as we can see, everything works again.",
        (Milestone::ServicesDisabled, _) => {
            return format!("Our services are switched off{at_whom} for now.");
        }
        (Milestone::ServicesEnabled, _) => {
            return format!("Our services are switched on again{at_whom}.");
        }
    };
    plain.to_owned()
}

/// What was tried while nobody answered.
fn keep_calling(called: u32, rounds: u32) -> String {
    let rounds = if rounds > 1 { format!(" in {rounds} rounds") } else { String::new() };
    let called = people(u64::from(called));
    format!("We have called {called}{rounds} and keep calling until somebody answers.")
}

pub(crate) fn writes(by: Option<&str>) -> String {
    by.map_or_else(|| "We write:".to_owned(), |by| format!("{by} writes:"))
}

pub(crate) fn emergency_at(who: &str) -> String {
    format!("Emergency at {who}")
}

pub(crate) fn list(names: &[String], more: usize) -> String {
    match (names.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => only.clone(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        (Some(_), more) => format!("{} and {more} more", names.join(", ")),
    }
}

/// "Ana Ruiz, our on-call engineer,"
pub(super) fn engineer(by: Option<&str>) -> String {
    let named = |by| format!("{by}, our on-call engineer,");
    by.map_or_else(|| "Our on-call engineer".to_owned(), named)
}
