//! The two forms in which figures are asked for: `OpenMetrics`, and the older text format that is
//! understood by everything.

use std::borrow::Cow;

use axum::http::{HeaderMap, header};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The form that was asked for, of what is written as `OpenMetrics`.
pub(super) fn wanted(headers: &HeaderMap, text: String) -> (&'static str, String) {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    if accepted.into_iter().any(|value| value.contains("application/openmetrics-text")) {
        (OPEN_METRICS, text)
    } else {
        (TEXT, plain(&text))
    }
}

/// In the text format a counter is described by the name that its values have, and there are neither
/// units nor an end.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("# UNIT ") || line == "# EOF" {
            continue;
        }
        let described = lines.peek().copied().filter(|_| line.starts_with("# HELP "));
        let line = if is_counter(line) || described.is_some_and(is_counter) {
            with_total(line)
        } else {
            Cow::Borrowed(line)
        };
        plain.push_str(&line);
        plain.push('\n');
    }
    plain
}

fn is_counter(line: &str) -> bool {
    line.starts_with("# TYPE ") && line.ends_with(" counter")
}

/// `# HELP name text` as `# HELP name_total text`.
fn with_total(line: &str) -> Cow<'_, str> {
    let mut parts = line.splitn(4, ' ');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(mark), Some(what), Some(name), Some(rest)) => {
            format!("{mark} {what} {name}_total {rest}").into()
        }
        _ => line.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_described_by_the_name_of_its_values() {
        let text = "# HELP a_seconds About a.\n# TYPE a_seconds histogram\n# UNIT a_seconds seconds\n\
                    a_seconds_count 0\n# HELP b About b.\n# TYPE b counter\nb_total 1\n# EOF\n";
        let expected = "# HELP a_seconds About a.\n# TYPE a_seconds histogram\na_seconds_count 0\n\
                        # HELP b_total About b.\n# TYPE b_total counter\nb_total 1\n";
        assert_eq!(plain(text), expected);
    }
}
