//! Text that somebody else wrote, made safe to stand in a message of ours: it breaks no header and
//! fakes no line.

/// The longest text of somebody else's that a mail carries, in characters.
const MAIL_TEXT_MAX_CHARS: usize = 8_000;
/// The longest line of it.
const LINE_MAX_CHARS: usize = 2_000;

/// On one line: control characters and line breaks are spaces, runs of spaces are one.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LINE_MAX_CHARS));
    let mut is_apart = false;
    for c in text.chars().take(LINE_MAX_CHARS).filter(|c| !is_invisible(*c)) {
        if c.is_control() || c.is_whitespace() {
            is_apart = !line.is_empty();
            continue;
        }
        if std::mem::take(&mut is_apart) {
            line.push(' ');
        }
        line.push(c);
    }
    line
}

/// As lines, each safe, without empty ones at the ends or more than one in a row.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let short: String = text.chars().take(MAIL_TEXT_MAX_CHARS).collect();
    let mut lines: Vec<String> = Vec::new();
    for raw in short.split(['\n', '\r', '\u{0b}', '\u{0c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let clean = line(raw);
        if !clean.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(clean);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if short.len() < text.len() {
        lines.push("...".to_owned());
    }
    lines
}

/// On one line and at most `max` UTF-16 units long, cut at a word if one ends near.
pub(crate) fn cut(text: &str, max: usize) -> String {
    let whole = line(text);
    if units(&whole) <= max {
        return whole;
    }
    let room = max.saturating_sub(DOTS.len());
    let mut end = 0;
    let mut used = 0;
    for (at, c) in whole.char_indices() {
        used += c.len_utf16();
        if used > room {
            break;
        }
        end = at + c.len_utf8();
    }
    let kept = &whole[..end];
    let boundary = if whole[end..].starts_with(' ') { Some(end) } else { kept.rfind(' ') };
    let kept = match boundary.filter(|at| at * 2 >= end) {
        Some(at) => &kept[..at],
        None => without_half_a_cluster(&whole, end),
    };
    let kept = kept.trim_end_matches([' ', ',', ';', ':', '.', '-']);
    if kept.is_empty() { String::new() } else { format!("{kept}{DOTS}") }
}

/// The same, with a full stop if it ends without one, and not with a link.
pub(crate) fn sentence(text: &str) -> String {
    let text = line(text);
    let ends = text.ends_with(['.', '!', '?', ':', '。', '！', '？', '…']);
    let is_link = text.rsplit(' ').next().is_some_and(|word| word.contains("://"));
    if text.is_empty() || ends || is_link { text } else { format!("{text}.") }
}

/// Some text, if there is any to see.
pub(crate) fn some(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !line(text).is_empty())
}

const DOTS: &str = "...";

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Ends before a character whose marks or other half would be cut off, if it starts near.
fn without_half_a_cluster(whole: &str, end: usize) -> &str {
    const NEAR_BYTES: usize = 32;
    let mut end = end;
    let lowest = end.saturating_sub(NEAR_BYTES);
    while end > lowest && whole[end..].starts_with(joins_the_one_before) {
        end = whole[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    let after_joiner = whole[..end].strip_suffix('\u{200d}');
    after_joiner.unwrap_or(&whole[..end])
}

/// Combining marks, variation selectors, skin tones and the joiner of emoji.
fn joins_the_one_before(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// What turns the direction of a line or hides in it.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_elses_text_breaks_no_header_and_fakes_no_line() {
        assert_eq!(line("Down\r\nBcc: x@y.example\0\t!"), "Down Bcc: x@y.example !");
        assert_eq!(line("a\u{202e}b\u{2028}c\u{85}d"), "ab c d");
        assert_eq!(lines("\n\none\r\n\r\n\r\ntwo\n\n"), ["one", "", "two"]);
        assert_eq!(lines(&"x".repeat(9_000)).last().map(String::as_str), Some("..."));
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(cut("Checkout is down", 40), "Checkout is down");
        assert_eq!(cut("Checkout is down, and so is the rest", 20), "Checkout is down...");
        assert_eq!(cut("Donaudampfschifffahrtsgesellschaft", 12), "Donaudamp...");
        assert_eq!(cut("日本語日本語日本語", 6), "日本語...");
        assert_eq!(cut("anything", 2), "");
    }

    #[test]
    fn a_character_is_not_cut_in_half() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(cut(&format!("ab{family}{family}"), 10), "ab👨...");
        assert_eq!(cut("abcde\u{301}fghij", 8), "abcd...");
        let marks = format!("e{}", "\u{301}".repeat(500));
        assert!(units(&cut(&marks, 50)) <= 50);
    }
}
