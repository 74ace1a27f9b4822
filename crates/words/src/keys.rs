//! What a call says after somebody pressed a key.

use domain::Number;

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// 1: the page is theirs.
    Answered { number: Number },
    /// 1, but somebody else was faster.
    TakenBy { name: String },
    /// 2: cannot take it.
    Declined,
    /// 9: the next person is called now.
    CalledNext,
    /// It is closed, or was not theirs any more.
    Over,
    /// It could not be carried out.
    Failed,
}

/// What is said, before the call ends.
pub fn after(pressed: &Pressed) -> String {
    match pressed {
        Pressed::Answered { number } => format!(
            "Thank you. {} is yours, and the requester is told so. Text back i n v once you are \
             investigating. Goodbye.",
            spoken(*number)
        ),
        Pressed::TakenBy { name } => {
            format!("{name} has it already. You can go back to sleep. Goodbye.")
        }
        Pressed::Declined => {
            "All right. The next person is being called. Go back to sleep. Goodbye.".to_owned()
        }
        Pressed::CalledNext => "The next person is being called now. Goodbye.".to_owned(),
        Pressed::Over => {
            "This one is over, or not yours any more. There is nothing to do. Goodbye.".to_owned()
        }
        Pressed::Failed => {
            "That did not work on our side. Please answer by text message. Goodbye.".to_owned()
        }
    }
}

/// Digit by digit.
fn spoken(number: Number) -> String {
    let digits: Vec<_> = number.0.to_string().chars().map(String::from).collect();
    format!("Emergency {}", digits.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_answers_hears_the_number_digit_by_digit() {
        let said = after(&Pressed::Answered { number: Number(1042) });
        assert!(said.starts_with("Thank you. Emergency 1 0 4 2 is yours"), "{said}");
    }
}
