//! What the server said, for a person.

use serde_json::Value;

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
    for (before, key) in [("Next word from us by", "next_update_by"), ("See", "status_url")] {
        if !text(key).is_empty() {
            told += &format!("\n{before} {}", text(key));
        }
    }
    told
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
