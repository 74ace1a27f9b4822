//! What a call says in English after somebody pressed a key.

use domain::Number;

use crate::keys::Pressed;

pub(crate) fn after(pressed: &Pressed) -> String {
    match pressed {
        Pressed::Answered { number } => format!(
            "Thank you. {} is yours, and the requester is told so. Text back i n v once you are \
             investigating. Goodbye.",
            spoken(*number)
        ),
        Pressed::TakenBy { name } => {
            format!("{} has it already. You can go back to sleep. Goodbye.", super::name(name))
        }
        Pressed::Declined => {
            "All right. The next person is being called. Go back to sleep. Goodbye.".to_owned()
        }
        Pressed::CalledNext => "The next person is being called now. Goodbye.".to_owned(),
        Pressed::Here => {
            "Thank you: this test page has reached you. There is nothing else to do. Goodbye."
                .to_owned()
        }
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
