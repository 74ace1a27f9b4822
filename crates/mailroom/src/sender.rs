//! What the mail server in front found out about the sender: its `Authentication-Results`
//! (RFC 8601). We ask no name server ourselves.

use domain::request::Sender;
use mail_parser::Message;

const METHODS: [&str; 3] = ["spf", "dkim", "dmarc"];

/// What is said of the sender. Believed is the server named `trusted`, wherever its word stands;
/// without one, the topmost word, which the server nearest to us has written.
pub(crate) fn read(message: &Message<'_>, trusted: Option<&str>) -> Sender {
    let mut said = message
        .headers_raw()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Authentication-Results"))
        .map(|(_, value)| uncommented(value));
    let word = match trusted {
        Some(server) => said.find(|value| server_of(value).eq_ignore_ascii_case(server)),
        None => said.next(),
    };
    let Some(word) = word else { return Sender::default() };
    let found = METHODS.map(|method| (method, result(&word, method)));
    let checks = found
        .iter()
        .filter_map(|(method, result)| result.as_ref().map(|result| format!("{method}={result}")));
    Sender {
        checks: checks.collect::<Vec<_>>().join(" "),
        unverified: found[2].1.as_deref() == Some("fail"),
    }
}

fn server_of(value: &str) -> &str {
    let first = value.split(';').next().unwrap_or_default();
    first.split_whitespace().next().unwrap_or_default()
}

/// The best result of a method: a mail may have several signatures.
fn result(value: &str, method: &str) -> Option<String> {
    let results = value.split(';').skip(1).filter_map(|part| {
        let (name, rest) = part.trim().split_once('=')?;
        let name = name.trim().split('/').next()?;
        let result = rest.split_whitespace().next()?;
        let is_word = !result.is_empty()
            && result.len() <= 12
            && result.bytes().all(|b| b.is_ascii_alphabetic());
        (name.eq_ignore_ascii_case(method) && is_word).then(|| result.to_ascii_lowercase())
    });
    let mut results: Vec<String> = results.collect();
    results.sort_by_key(|result| result != "pass");
    results.into_iter().next()
}

fn uncommented(value: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\r' | '\n' | '\t' if depth == 0 => kept.push(' '),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}
