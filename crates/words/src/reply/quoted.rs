//! Tells what somebody typed from the message of ours that they answer.

/// The most of a reply that is read, in characters.
const MAX_CHARS: usize = 2_000;
/// What a page of ours says in each language: whoever sends that back has quoted it.
const OUR_PAGES: [&str; 8] = [
    "ok」と返信",
    "ok to take it,",
    "ok = übernehmen,",
    "ok pour prendre,",
    "ok pour reprendre,",
    "ok para tomarla,",
    "ok=引き受ける、",
    "ok=引き継ぐ、",
];

/// What was typed, with plain quotes and digits, and what was quoted.
pub(super) fn split(text: &str) -> (String, String) {
    let text: String = text.chars().take(MAX_CHARS).map(plain).collect();
    let mut typed = String::new();
    let mut place = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if starts_a_quote(line) {
            break;
        }
        if let Some(inside) = inline_quote(line) {
            typed.push_str(&line[..inside]);
            place += inside;
            break;
        }
        typed.push_str(line);
        place += line.len();
    }
    (typed.trim().to_owned(), text[place..].to_owned())
}

fn starts_a_quote(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.starts_with('>')
        || line == "--"
        || line.starts_with("-----")
        || line.starts_with("sent from ")
        || line.starts_with("get outlook ")
        || (line.starts_with("on ") && line.ends_with("wrote:"))
        || (is_our_page(&line) && !line.contains('"'))
}

/// Where a quote of our page starts within a line.
fn inline_quote(line: &str) -> Option<usize> {
    is_our_page(&line.to_ascii_lowercase()).then(|| line.find('"')).flatten()
}

fn is_our_page(line: &str) -> bool {
    OUR_PAGES.iter().any(|page| line.contains(page))
}

/// What keyboards put in by themselves, as it was meant.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' | '´' => '\'',
        '\u{201c}'..='\u{201f}' | '«' | '»' => '"',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).expect("full-width forms mirror ASCII")
        }
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}
