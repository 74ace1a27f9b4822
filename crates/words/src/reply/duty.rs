//! The words about being on call. They concern no emergency, so nothing else may stand beside them:
//! "I'll take it" is not "ill".

use domain::{Number, duty::Refused, proof::CODE_DIGITS};
use jiff::Timestamp;

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyWord {
    /// Cannot be on call; once it was asked back, `sure`.
    Ill { sure: bool },
    /// Answers a test page.
    Here,
    /// Answers the question to swap a shift.
    Swap { accepts: bool },
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyDone {
    /// "Ill" would take them off call until then: do they mean it?
    ReallyIll {
        until: Timestamp,
    },
    /// They are off call; by schedule, who stands in, `None` where nobody can.
    TakenOff {
        until: Timestamp,
        covers: Vec<(String, Option<String>)>,
    },
    SwapAnswered {
        accepted: bool,
    },
    /// No swap waits for their answer, or several do.
    NoSwap {
        several: bool,
    },
    /// The code was the right one: this way is verified.
    Verified,
    /// The code was not taken.
    NotVerified {
        refused: domain::proof::Refused,
    },
    /// They are there.
    DrillAnswered {
        was_open: bool,
    },
    /// What is open stays with whoever has it.
    HandoffDeclined {
        number: Number,
    },
    /// The rules of swaps and cover say no.
    Refused {
        refused: Refused,
    },
}

const ILL: [&str; 20] = [
    "krank",
    "ich bin krank",
    "malade",
    "je suis malade",
    "enfermo",
    "enferma",
    "estoy enfermo",
    "estoy enferma",
    "病気",
    "病気です",
    "ill",
    "i am ill",
    "im ill",
    "sick",
    "i am sick",
    "im sick",
    "take me off",
    "i am ill take me off",
    "i am ill take me off now",
    "off sick",
];
const YES: [&str; 10] = ["yes", "y", "ok", "accept", "sure", "ja", "oui", "si", "sí", "はい"];
const NO: [&str; 7] = ["no", "n", "decline", "cannot", "nein", "non", "いいえ"];

/// `None` if it is about something else.
pub fn duty(text: &str) -> Option<DutyWord> {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    let words: Vec<_> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = words.join(" ");
    if ILL.contains(&said.as_str()) {
        return Some(DutyWord::Ill { sure: false });
    }
    let (first, rest) = said.split_once(' ')?;
    match first {
        "ill" | "sick" | "krank" | "malade" | "enfermo" | "enferma" | "病気"
            if YES.contains(&rest) =>
        {
            Some(DutyWord::Ill { sure: true })
        }
        "test" if YES.contains(&rest) => Some(DutyWord::Here),
        "swap" if YES.contains(&rest) => Some(DutyWord::Swap { accepts: true }),
        "swap" if NO.contains(&rest) => Some(DutyWord::Swap { accepts: false }),
        _ => None,
    }
}

/// The code that verifies a contact method, if the text is nothing else; however it is spaced.
pub fn code(text: &str) -> Option<String> {
    let said: Vec<_> = text.chars().filter(|c| !c.is_whitespace() && !"-.".contains(*c)).collect();
    let is_code = said.len() == CODE_DIGITS && said.iter().all(char::is_ascii_digit);
    is_code.then(|| said.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits_and_nothing_else() {
        for text in ["417203", " 417 203 ", "41-72-03", "417203."] {
            assert_eq!(code(text).as_deref(), Some("417203"), "{text}");
        }
        for text in ["", "41720", "4172033", "417203 ok", "4172o3", "٤١٧٢٠٣", "+417203"] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_is_meant_takes_somebody_off() {
        for text in
            ["ill", "ILL", " I'm ill. ", "sick!", "Take me off", "I am ill, take me off now"]
        {
            assert_eq!(duty(text), Some(DutyWord::Ill { sure: false }), "{text}");
        }
        for text in ["ill yes", "Ill, yes!", "sick ok", "krank ja", "Malade, oui", "病気 はい"]
        {
            assert_eq!(duty(text), Some(DutyWord::Ill { sure: true }), "{text}");
        }
        assert_eq!(duty("Test OK."), Some(DutyWord::Here));
        assert_eq!(duty("krank"), Some(DutyWord::Ill { sure: false }));
        assert_eq!(duty("test ja"), Some(DutyWord::Here));
        assert_eq!(duty("swap nein"), Some(DutyWord::Swap { accepts: false }));
        assert_eq!(duty("swap yes"), Some(DutyWord::Swap { accepts: true }));
        assert_eq!(duty("Swap: no."), Some(DutyWord::Swap { accepts: false }));
        for text in [
            "",
            "ok",
            "I'll take it",
            "ill take it",
            "7 ill",
            "ill no",
            "yes",
            "swap",
            "no swap",
            "swap yes please ask ben",
            "up customer is ill",
            "💊",
        ] {
            assert_eq!(duty(text), None, "{text}");
        }
    }
}
