//! Said while a caller waits for the responder on call, in English.

use domain::Number;

use super::name;
use crate::{connect::Said, foreign, line::spoken};

pub(crate) fn said(said: &Said) -> String {
    match said {
        Said::Hold { number } => format!(
            "Your number is {}. A person is being called, again and again, until somebody answers. \
             If you like, stay on the line: we try to put you through. You can also hang up. \
             The calls go on either way.",
            letter(*number)
        ),
        Said::HoldOn => {
            "Nobody has taken your call yet. We try the next person. You can also hang \
                         up: the calls go on."
                .to_owned()
        }
        Said::Take { number, organization } => {
            let who =
                foreign::some(organization.as_deref()).map_or_else(|| "Somebody".to_owned(), name);
            format!(
                "{who} is on the line, about {}. Press 1 to take it and talk to them.",
                letter(*number)
            )
        }
        Said::TakenBy { name: by } => {
            format!("{} has it already. You can go back to sleep. Goodbye.", name(by))
        }
        Said::NotTaken => "You were not put through. Goodbye.".to_owned(),
        Said::Has { number, name: by } => format!(
            "{} has your emergency, {}. You hear from us at every step. Goodbye.",
            name(by),
            letter(*number)
        ),
        Said::Nobody { number } => format!(
            "Nobody has taken your call yet. Your number is {}. We go on calling, again and again, \
             until somebody answers, and tell you as soon as they do. Goodbye.",
            letter(*number)
        ),
    }
}

fn letter(number: Number) -> String {
    format!("E {}", spoken(&number.0.to_string()))
}
