//! The chat room of an emergency, where responders and whoever helps them write.

use domain::{Number, message::Brief};

use crate::foreign;

/// Stands before the words that requesters were sent.
pub const TOLD: &str = "All requesters were just told:";
/// The button that leads to the console.
pub const OPEN: &str = "Open the console";

/// How it stands, in one line.
pub fn topic(state: &str, brief: &Brief) -> String {
    let number = brief.number.map(|number| number.to_string()).unwrap_or_default();
    let who = match &brief.responder {
        Some(name) => format!("{} has it", foreign::cut(name, 60)),
        None => "nobody has it yet".to_owned(),
    };
    let customer = brief.organization.as_deref().map(|name| foreign::cut(name, 60));
    let what = [customer, Some(foreign::cut(&brief.summary, 100))];
    let what: Vec<_> = what.into_iter().flatten().collect();
    format!("{number}: {state}, {who}. {}", what.join(": "))
}

/// What can be told with one tap: a label and the text message that says the same.
pub fn choices(number: Number) -> [(&'static str, String); 3] {
    let code = number.code();
    [
        ("Investigating", format!("{code} inv")),
        ("Fix deployed", format!("{code} dep")),
        ("Restored", format!("{code} res")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_one_line_whatever_others_wrote() {
        let brief = Brief {
            number: Some(Number(1042)),
            summary: "Checkout\nis <!channel> down".to_owned(),
            organization: Some("Acme".to_owned()),
            ..Brief::default()
        };
        assert_eq!(
            topic("unanswered", &brief),
            "E-1042: unanswered, nobody has it yet. Acme: Checkout is <!channel> down"
        );
    }
}
