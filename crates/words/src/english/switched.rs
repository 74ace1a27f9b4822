//! What a responder is answered to words about the switch: what is so now, and who could do more.

use crate::{Reader, foreign, reply::SwitchDone, sms_length::Piece};

use super::{name, time};

const CUSTOMER_MAX_UNITS: usize = 40;
const REFUSAL_MAX_UNITS: usize = 260;
/// How many customers are listed.
const LISTED_MAX: usize = 4;

pub(super) fn done(done: &SwitchDone, reader: &Reader) -> Vec<Piece> {
    let moment = |at| time::zoned_moment(at, reader);
    let said = match done {
        SwitchDone::Off { customer, service, until, asked_by, on } => format!(
            "Switched off: {} until {}, as {} asked. On again earlier: {}",
            what(customer, service.as_deref()),
            moment(*until),
            name(asked_by),
            foreign::cut(on, 90),
        ),
        SwitchDone::StillAsked { customer, service, lapses_at } => format!(
            "Nothing is off yet: {}. A program asked, so you are the first person. A second one is \
             asked now, and has to confirm by {}.",
            what(customer, service.as_deref()),
            moment(*lapses_at),
        ),
        SwitchDone::On { customer, service, withdrawn: true } => {
            let what = what(customer, service.as_deref());
            format!("Understood: {what} stay on. Nobody can confirm it any more.")
        }
        SwitchDone::On { customer, service, withdrawn: false } => {
            let what = what(customer, service.as_deref());
            format!("Switched on again: {what}. Everybody concerned is told.")
        }
        SwitchDone::WasOn { customer } => {
            format!("Nothing was changed: services for {} are on.", short(customer))
        }
        SwitchDone::NothingAsked => "Nothing was switched: no question waits under these figures. \
             Perhaps it was confirmed or taken back, or its time was over. Any responder can ask again."
            .to_owned(),
        SwitchDone::NotQuite => "Nothing was switched. To confirm, reply with the word confirm and the \
             six figures of our message, and nothing else."
            .to_owned(),
        SwitchDone::Whose { off } if off.is_empty() => {
            "Nothing was changed: all services are on, for every customer.".to_owned()
        }
        SwitchDone::Whose { off } => {
            let first = foreign::cut(&off[0], 60);
            format!("Nothing was changed. Whose? Off are {}. Reply: switch on {first}", listed(off))
        }
        SwitchDone::NobodyOfThatName { words, off } => {
            let words = foreign::cut(words, 40);
            let off = match off.as_slice() {
                [] => "All services are on, for every customer.".to_owned(),
                off => format!("Off are {}.", listed(off)),
            };
            format!("Nothing was changed: we know no customer or service called \"{words}\". {off}")
        }
        SwitchDone::OnlyInConsole => "Nothing was switched: services go off only in the console, under \
             Switches, where you see what would stop."
            .to_owned(),
        SwitchDone::Refused { refused } => {
            let refused = foreign::cut(&refused.to_string(), REFUSAL_MAX_UNITS);
            format!("Nothing was switched: {refused}.")
        }
        SwitchDone::Denied { denied } => format!("Nothing was switched: {denied}."),
    };
    vec![Piece::Ours(said)]
}

/// "all services for Acme Stores", "checkout for Acme Stores"
fn what(customer: &str, service: Option<&str>) -> String {
    let services = service.map_or_else(|| "all services".to_owned(), |it| foreign::cut(it, 40));
    format!("{services} for {}", short(customer))
}

fn short(customer: &str) -> String {
    foreign::cut(customer, CUSTOMER_MAX_UNITS)
}

fn listed(customers: &[String]) -> String {
    let shown: Vec<_> = customers.iter().take(LISTED_MAX).map(|it| foreign::cut(it, 24)).collect();
    let more = if customers.len() > LISTED_MAX { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}
