//! What the server said, for a person.

use jiff::tz::TimeZone;
use serde_json::Value;
use words::Reader;

/// The number, the private page, and when the next word comes.
pub(super) fn told(answer: &Value) -> String {
    let text = |key: &str| answer[key].as_str().unwrap_or_default();
    let mut told = match (text("kind"), text("reason")) {
        ("ticket", "not_an_emergency") => format!(
            "This is ticket {}: by what you told us it can wait for the regular desk. If it is \
             stopping your business, say so with --still-an-emergency.",
            text("number")
        ),
        ("ticket", _) => {
            format!("This is ticket {}: the regular desk is open and has it.", text("number"))
        }
        _ => format!("We have your report: {}. A person is being called.", text("number")),
    };
    if let Some(next_word) = next_word(answer) {
        told += &format!("\nNext word from us by {next_word}.");
    }
    if !text("status_url").is_empty() {
        told += &format!("\nSee {}", text("status_url"));
    }
    told
}

/// On the clock of this machine, and as a distance from when the request arrived.
fn next_word(answer: &Value) -> Option<String> {
    let moment = |key: &str| answer[key].as_str()?.parse().ok();
    let zone = TimeZone::system();
    let time_zone = zone.iana_name().unwrap_or("UTC").to_owned();
    let reader = Reader { now: moment("received_at")?, time_zone, ..Reader::default() };
    Some(words::time::moment(moment("next_update_by")?, &reader))
}

/// What a problem (RFC 9457) says, with the fields that are at fault.
pub(super) fn problem(problem: &Value) -> String {
    let mut told = Vec::new();
    for key in ["detail", "title"] {
        if told.is_empty() {
            told.extend(problem[key].as_str().map(str::to_owned));
        }
    }
    for error in problem["errors"].as_array().into_iter().flatten() {
        let parts = ["field", "detail", "message"].map(|key| error[key].as_str());
        told.push(parts.into_iter().flatten().collect::<Vec<_>>().join(": "));
    }
    if told.is_empty() { "no reason was given".to_owned() } else { told.join("; ") }
}
