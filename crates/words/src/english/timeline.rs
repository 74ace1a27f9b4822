//! What happened, in English, for the console. What requesters read is in `requester`.

use domain::{Actor, Fact, Happening, fact::NewsWay, message::PageWhy};

use super::{name, name_or, names, people, time};
use crate::{Reader, foreign};

/// Somebody's text in a sentence, in UTF-16 units.
const TEXT_MAX_UNITS: usize = 2_000;

/// Everything.
#[expect(clippy::too_many_lines, reason = "one sentence a happening")]
pub(crate) fn for_responder(fact: &Fact, reader: &Reader) -> String {
    let who = actor(&fact.actor);
    match &fact.happening {
        Happening::Received { rule, pre_authorized } => {
            let agreed = if *pre_authorized { " Switching services off is agreed to." } else { "" };
            format!("{who} reported it ({}).{agreed}", gate_rule(rule))
        }
        Happening::Joined { requesters } => {
            format!("{who} reported the same: {} now.", people(*requesters))
        }
        Happening::Answered { took_over_from: Some(before) } => {
            format!("{who} took over from {before}.")
        }
        Happening::Answered { took_over_from: None } => format!("{who} answered."),
        Happening::CameIn => format!("{who} came in to help."),
        Happening::Declined => format!("{who} cannot take it."),
        Happening::CalledNext => format!("{who} asked for the next person."),
        Happening::Milestone { milestone, note, again } => {
            let again = if *again { " (a step back)" } else { "" };
            let milestone = names::milestone(*milestone);
            with_note(format!("{who}: {milestone}{again}."), note.as_deref())
        }
        Happening::Update { text, visible: true } => said(&who, "told requesters", text),
        Happening::Update { text, visible: false } => said(&who, "noted, for us only", text),
        Happening::MoreCalled { targets, note } => {
            let targets: Vec<_> = targets.iter().map(|target| name(target)).collect();
            let targets = targets.join(", ");
            with_note(format!("{who} called in {targets}."), note.as_deref())
        }
        Happening::RequesterSaid { text } => said(&who, "wrote", text),
        Happening::HeardNothing => format!("{who} said that nothing was heard."),
        Happening::Attached { name, .. } => said(&who, "added", name),
        Happening::BridgeOpened { link } => format!("{who} opened the call: {link}"),
        Happening::TookCall => format!("{who} took their call, by telephone."),
        Happening::CameToCall => format!("{} is in the call.", in_call(&fact.actor)),
        Happening::LeftCall => format!("{} left the call.", in_call(&fact.actor)),
        Happening::CallEnded => "The call is over.".to_owned(),
        Happening::NotDialled { problem } => {
            let problem = foreign::sentence(&foreign::cut(problem, 300));
            format!("{} could not be called into the call: {problem}", in_call(&fact.actor))
        }
        Happening::BridgeFailed { problem, instead } => {
            let problem = foreign::sentence(&foreign::cut(problem, 300));
            let instead = foreign::cut(instead, 300);
            format!(
                "The conference could not be used: {problem} Everybody was told instead: {instead}"
            )
        }
        Happening::Confirmed => format!("{who} confirmed that it works again."),
        Happening::StillBroken { note } => {
            with_note(format!("{who} said that it is still broken."), note.as_deref())
        }
        Happening::MergedInto { number } => format!("{who} merged it into {number}."),
        Happening::MergedFrom { number } => format!("{who} merged {number} into it."),
        Happening::BecameTicket { ticket, note } => {
            with_note(format!("{who} turned it into ticket {ticket}."), note.as_deref())
        }
        Happening::Closed { resolution, note } => {
            let resolution = foreign::cut(resolution, 60);
            let sentence = match fact.actor {
                Actor::System => format!("It closed: {resolution}."),
                Actor::Requester { .. } | Actor::Responder { .. } => {
                    format!("{who} closed it: {resolution}.")
                }
            };
            with_note(sentence, note.as_deref())
        }
        Happening::Escalation { step, round: 0 | 1 } => format!("Step {step} is called."),
        Happening::Escalation { step, round } => format!("Step {step} is called, round {round}."),
        Happening::Paged { responder, contact, why } => {
            format!("{responder} is called over {contact}{}.", why_called(why))
        }
        Happening::PageDelivered { responder, contact } => {
            format!("The page reached {responder} over {contact}.")
        }
        Happening::PageFailed { responder, contact, problem } => {
            let problem = foreign::sentence(&foreign::cut(problem, 300));
            format!("The page did not reach {responder} over {contact}: {problem}")
        }
        Happening::NewsMissed { name, over, problem, instead, .. } => {
            let whose = foreign::some(name.as_deref())
                .map_or_else(|| "A requester".to_owned(), |name| foreign::cut(name, 80));
            let problem = foreign::sentence(&foreign::cut(problem, 300));
            let missed = format!("{whose} did not get the news by {}: {problem}", way(*over));
            match instead {
                Some(other) => format!("{missed} It goes by {} instead.", way(*other)),
                None => format!("{missed} No other way to reach them is known."),
            }
        }
        Happening::Hole { place } => {
            format!("Nobody was there to call: {}.", foreign::cut(place, 120))
        }
        Happening::Nudged { count: 0 | 1 } => "The responder was nudged for a word.".to_owned(),
        Happening::Nudged { count } => {
            format!("The responder was nudged for a word, time {count}.")
        }
        Happening::WentOn => "No word came, so the next people are called.".to_owned(),
        Happening::StoodDown { responder } => {
            format!("{responder} was told to go back to sleep.")
        }
        Happening::Reminded { due } => {
            format!("The responder was reminded: a word is due by {}.", time::when(*due, reader))
        }
        Happening::SilenceFilled { misses } => {
            format!("No word came in time, so requesters were told the truth. Miss {misses}.")
        }
        Happening::ToldUnanswered { rounds } => {
            let rounds =
                if *rounds == 1 { "1 round".to_owned() } else { format!("{rounds} rounds") };
            format!("Requesters were told that nobody has answered yet, after {rounds}.")
        }
        Happening::SwitchProposed => {
            "Reasonable time is over and it is not restored; the leads were told.".to_owned()
        }
        Happening::SwitchMoved { until } => {
            format!("{who} moved the end of services being off to {}.", time::when(*until, reader))
        }
        Happening::ConsentAsked { service, reason } => {
            let what = service.as_deref().unwrap_or("all services");
            let asked = format!("asked for consent to switch off {}", foreign::cut(what, 60));
            said(&who, &asked, reason)
        }
        Happening::HandoffOffered { to, until } => {
            let until = time::when(*until, reader);
            format!("{to} came on call and was asked to take it over, until {until}.")
        }
        Happening::HandoffDeclined => format!("{who} does not take it over: it stays."),
        Happening::HandoffLapsed { to } => {
            format!("{to} said nothing about taking it over: it stays.")
        }
        Happening::ConsentAnswered { granted, name, service } => {
            super::switch::consented(*granted, name, service.as_deref())
        }
    }
}

fn way(way: NewsWay) -> &'static str {
    match way {
        NewsWay::Email => "mail",
        NewsWay::Sms => "text message",
    }
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::System => "Frontline".to_owned(),
        Actor::Requester { name, .. } => name_or(name.as_deref(), "A requester"),
        Actor::Responder { id, name } => name_or(Some(name), id.as_str()),
    }
}

/// Somebody in the call, or a caller whom we do not know.
fn in_call(who: &Actor) -> String {
    match who {
        Actor::System => "A caller".to_owned(),
        Actor::Requester { .. } | Actor::Responder { .. } => actor(who),
    }
}

fn why_called(why: &PageWhy) -> String {
    match why {
        PageWhy::Emergency { round: 0 | 1 } => String::new(),
        PageWhy::Emergency { round } => format!(", time {round}"),
        PageWhy::Silence { of, .. } => format!(", because {} fell silent", name(of)),
        PageWhy::Invitation { by, .. } => format!(", because {} asks for help", name(by)),
        PageWhy::StillBroken { .. } => ", because it is still broken".to_owned(),
    }
}

/// The rule of the gate that it met, by its stored name.
fn gate_rule(rule: &str) -> &str {
    match rule {
        "definition" => "a material impact on production",
        "in_doubt" => "in doubt, it counts",
        "requesters_word" => "they say that it is one",
        "monitoring" => "found by monitoring",
        "not_picked_up" => "a ticket that the desk did not pick up in time",
        "from_ticket" => "made from a ticket",
        other => other,
    }
}

fn with_note(sentence: String, note: Option<&str>) -> String {
    match foreign::some(note) {
        Some(note) => {
            let note = foreign::sentence(&foreign::cut(note, TEXT_MAX_UNITS));
            format!("{sentence} {note}")
        }
        None => sentence,
    }
}

fn said(who: &str, how: &str, text: &str) -> String {
    format!("{who} {how}: {}", foreign::sentence(&foreign::cut(text, TEXT_MAX_UNITS)))
}
