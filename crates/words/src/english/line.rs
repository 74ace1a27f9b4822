//! What the emergency line says in English.

use crate::line::{Asked, End, Kept, name, spoken, until};

pub(crate) const KEPT: &Kept = &Kept {
    hidden: "A caller who hides their number",
    from: "A caller from {number}",
    says: "{who} says that it is an emergency",
    called: "{who} has called the emergency line",
    recording: "They spoke on the phone for {secs} s. The recording: {link}",
    transcript: "On the phone they said: {text}",
    other_number: "Please call back on {number}",
};

pub(crate) const OFFER: &str = "For English, press {key}.";

pub(crate) fn ask(asked: &Asked, closes: &str) -> String {
    match asked {
        Asked::Emergency { vendor, desk_is_open: false, .. } => format!(
            "This is the emergency line of {}. If something of ours is broken and it is hurting \
             your business now, press 1, and a person is called at once.",
            name(vendor)
        ),
        Asked::Emergency { vendor, desk_is_open: true, .. } => format!(
            "This is the emergency line of {}. Our support desk is open now{}. To leave a message \
             for the desk, press 2. If something is broken and hurting your business right now, \
             press 1, and a person is called at once.",
            name(vendor),
            until(", until ", closes, "")
        ),
        Asked::Report => "Thank you, we have your call. After the tone, please say your name, \
                          your company, and what is wrong. Press the hash key when you are done. \
                          You can also hang up: your report is with us already."
            .to_owned(),
        Asked::CallBack { number } => format!(
            "We will call you back on {}. If that is right, press 1. For another number, press 2.",
            spoken(number)
        ),
        Asked::OtherNumber => "Please type the number to call back, with the country code, and \
                               press the hash key."
            .to_owned(),
    }
}

pub(crate) fn goodbye(end: End) -> String {
    match end {
        End::Emergency(number) => format!(
            "Your number is E {}. A person is being called, again and again, until somebody \
             answers. We tell you as soon as they do. Goodbye.",
            spoken(&number.0.to_string())
        ),
        End::Ticket(number) => format!(
            "Your number is T {}. The desk has it now. Goodbye.",
            spoken(&number.0.to_string())
        ),
        End::Taken => "We have it. Thank you. Goodbye.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::Number;

    use super::*;

    #[test]
    fn a_caller_hears_in_one_breath_what_the_line_is_for() {
        let ask = |desk_is_open, closes| {
            let vendor = "Northwind".to_owned();
            ask(&Asked::Emergency { vendor, desk_is_open, until: None }, closes)
        };
        assert!(ask(false, "").len() < 200 && !ask(false, "").contains("desk"));
        assert!(ask(true, "").contains("desk is open now. To"));
        assert!(ask(true, "17:00, in 2 hours").contains("is open now, until 17:00, in 2 hours."));
    }

    #[test]
    fn numbers_are_said_digit_by_digit() {
        let asked = ask(&Asked::CallBack { number: "+15550100001".to_owned() }, "");
        assert!(asked.contains("on 1 5 5, 5 0 1, 0 0 0, 0 1."), "{asked}");
        assert!(goodbye(End::Emergency(Number(1042))).contains("E 1 0 4, 2."));
    }
}
