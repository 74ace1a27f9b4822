//! What a parser says, in words that say what to do.

use crate::nearest::nearest;

/// Whoever writes more than that finds the line by its number.
const QUOTED_MAX_CHARS: usize = 100;

/// Rewords a message of `toml` or `serde`; what is not known here is passed on in one line.
pub(crate) fn explain(message: &str) -> String {
    let quoted: Vec<_> = message.split('`').skip(1).step_by(2).collect();
    if let [typed, known @ ..] = quoted.as_slice() {
        if message.starts_with("unknown field") {
            return unknown(&cut(typed), known);
        }
        if message.starts_with("unknown variant") {
            let typed = cut(typed);
            return format!("\"{typed}\" is not possible: write one of {}", listed(known));
        }
        if message.starts_with("missing field") {
            return format!("\"{typed}\" is missing: add it");
        }
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        return wrong_type(rest);
    }
    if message == "duplicate key" {
        return "is there twice: remove one of them".to_owned();
    }
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('`', "\"")
}

/// What somebody has typed, short enough to be read back.
pub(super) fn cut(typed: &str) -> String {
    match typed.char_indices().nth(QUOTED_MAX_CHARS) {
        Some((end, _)) => format!("{}...", &typed[..end]),
        None => typed.to_owned(),
    }
}

fn unknown(typed: &str, known: &[&str]) -> String {
    let what = "there is no such key";
    if let Some(meant) = nearest(typed, known) {
        return format!("{what}, \"{typed}\": did you mean \"{meant}\"?");
    }
    format!("{what}, \"{typed}\": write one of {}", listed(known))
}

fn listed(known: &[&str]) -> String {
    let mut known: Vec<_> = known.iter().map(|name| format!("\"{name}\"")).collect();
    known.sort_unstable();
    known.join(", ")
}

/// As in `integer 8080, expected a string`.
fn wrong_type(rest: &str) -> String {
    let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
    let found = found.replace('`', "");
    if expected.ends_with("string") || expected.contains("string ") {
        return "must be text: put it in quotes".to_owned();
    }
    let wanted = match expected {
        "a sequence" => "a list, as in [\"one\", \"two\"]",
        "a boolean" => "true or false, without quotes",
        number if is_number(number) => "a number, without quotes",
        section if section.starts_with("struct") => "a section with keys of its own",
        other => other,
    };
    format!("is {found}, but must be {wanted}")
}

fn is_number(expected: &str) -> bool {
    ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "f64"].contains(&expected)
}
