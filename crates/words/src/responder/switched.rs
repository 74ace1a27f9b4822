//! What a responder is answered to words about the switch: what is so now, and who could do more.

use super::{Speaker, name, refusal};
use crate::{foreign, phrases::fill, reply::SwitchDone, sms_length::Piece};

const CUSTOMER_MAX_UNITS: usize = 40;
/// How many customers are listed.
const LISTED_MAX: usize = 4;

pub(super) fn done(done: &SwitchDone, speaker: Speaker<'_>) -> Vec<Piece> {
    let t = &speaker.t.switched;
    let what =
        |customer: &str, service: &Option<String>| what(customer, service.as_deref(), speaker);
    let said = match done {
        SwitchDone::Off { customer, service, until, asked_by, on } => {
            let (what, due) = (what(customer, service), speaker.due(*until));
            let (by, words) = (name(asked_by), foreign::cut(on, 90));
            let values = [("what", what.as_str()), ("due", &due), ("by", &by), ("words", &words)];
            fill(t.off, &values)
        }
        SwitchDone::StillAsked { customer, service, lapses_at } => {
            let (what, due) = (what(customer, service), speaker.due(*lapses_at));
            fill(t.still_asked, &[("what", &what), ("due", &due)])
        }
        SwitchDone::On { customer, service, withdrawn } => {
            let phrase = if *withdrawn { t.stay_on } else { t.on_again };
            fill(phrase, &[("what", &what(customer, service))])
        }
        SwitchDone::WasOn { customer } => fill(t.was_on, &[("customer", &short(customer))]),
        SwitchDone::NothingAsked => t.nothing_asked.to_owned(),
        SwitchDone::NotQuite => t.not_quite.to_owned(),
        SwitchDone::Whose { off } if off.is_empty() => t.all_on.to_owned(),
        SwitchDone::Whose { off } => {
            let first = foreign::cut(&off[0], 60);
            fill(t.whose, &[("listed", &listed(off)), ("first", &first)])
        }
        SwitchDone::NobodyOfThatName { words, off } => {
            let off = match off.as_slice() {
                [] => t.nobody_all_on.to_owned(),
                off => fill(t.nobody_off, &[("listed", &listed(off))]),
            };
            fill(t.nobody, &[("words", &foreign::cut(words, 40)), ("off", &off)])
        }
        SwitchDone::OnlyInConsole => t.only_console.to_owned(),
        SwitchDone::Refused { refused } => {
            fill(t.refused, &[("refused", &refusal::foreign(&refused.to_string()))])
        }
        SwitchDone::Denied { denied } => {
            fill(t.refused, &[("refused", &refusal::foreign(&denied.to_string()))])
        }
    };
    vec![Piece::Ours(said)]
}

/// "all services for Acme Stores", "checkout for Acme Stores"
fn what(customer: &str, service: Option<&str>, speaker: Speaker<'_>) -> String {
    let t = &speaker.t.switched;
    let services = service.map_or_else(|| t.all.to_owned(), |it| foreign::cut(it, 40));
    fill(t.what, &[("services", &services), ("customer", &short(customer))])
}

fn short(customer: &str) -> String {
    foreign::cut(customer, CUSTOMER_MAX_UNITS)
}

fn listed(customers: &[String]) -> String {
    let shown: Vec<_> = customers.iter().take(LISTED_MAX).map(|it| foreign::cut(it, 24)).collect();
    let more = if customers.len() > LISTED_MAX { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}
