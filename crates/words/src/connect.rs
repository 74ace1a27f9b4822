//! What is said while a caller waits for the responder on call, and to that responder.

use domain::Number;

use crate::{
    Language, foreign,
    line::{name, spoken},
    phrases::fill,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// To the caller: they may hold.
    Hold { number: Number },
    /// The next person is tried.
    HoldOn,
    /// To the responder, before a key is pressed.
    Take { number: Number, organization: Option<String> },
    /// The responder's key came too late.
    TakenBy { name: String },
    /// The responder's key could not be carried out, or it is over.
    NotTaken,
    /// To the caller: this person has it.
    Has { number: Number, name: String },
    /// To the caller: nobody took the call.
    Nobody { number: Number },
}

pub fn said(said: &Said, language: Language) -> String {
    let t = &language.phrases().calls;
    match said {
        Said::Hold { number } => fill(t.hold, &[("number", &letter(*number))]),
        Said::HoldOn => t.hold_on.to_owned(),
        Said::Take { number, organization } => {
            let who =
                foreign::some(organization.as_deref()).map_or_else(|| t.somebody.to_owned(), name);
            fill(t.take, &[("who", &who), ("number", &letter(*number))])
        }
        Said::TakenBy { name: by } => fill(t.taken_by, &[("by", &name(by))]),
        Said::NotTaken => t.not_put_through.to_owned(),
        Said::Has { number, name: by } => {
            fill(t.has, &[("by", &name(by)), ("number", &letter(*number))])
        }
        Said::Nobody { number } => fill(t.nobody, &[("number", &letter(*number))]),
    }
}

fn letter(number: Number) -> String {
    format!("E {}", spoken(&number.0.to_string()))
}
