//! A text message as words and numbers, with the places where they stand.

use super::keyword;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// In lower case, without apostrophes.
    pub(super) word: String,
    /// A number that can be a code.
    pub(super) number: Option<u32>,
    /// Written `E-1007`: surely the number of an emergency.
    pub(super) is_whole: bool,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The mark right behind it.
    pub(super) mark: Option<char>,
}

impl Token {
    pub(super) fn is(&self, word: &str) -> bool {
        self.word == word
    }

    pub(super) fn is_in(&self, words: &[&str]) -> bool {
        words.contains(&self.word.as_str())
    }
}

/// The longest number that can be a code or the number of an emergency.
const NUMBER_MAX_DIGITS: usize = 6;

pub(super) fn read(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if !c.is_alphanumeric() {
            at += c.len_utf8();
            continue;
        }
        let end = at + run(&text[at..]);
        tokens.extend(split(text, at, end));
        at = end;
    }
    for token in &mut tokens {
        let mark = text[token.end..].chars().next();
        token.mark = mark.filter(|c| c.is_ascii_punctuation());
        let measures = |c: char| matches!(c, '%' | '/' | '$' | '€' | '°' | '+' | '*');
        let before = text[..token.start].chars().next_back();
        if token.mark.is_some_and(measures) || before.is_some_and(measures) {
            token.number = token.number.filter(|_| token.is_whole);
        }
    }
    tokens
}

/// The length of a word: letters, digits, apostrophes, the dash of `E-1007`, and what stands inside
/// a number such as `04:10` or `1.5`.
fn run(text: &str) -> usize {
    let mut end = 0;
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let inside_number = before.is_ascii_digit() && next.is_ascii_digit();
        let is_part = c.is_alphanumeric()
            || c == '\''
            || (matches!(c, ':' | '.' | ',') && inside_number)
            || (matches!(c, '-' | '#') && matches!(&text[..end], "e" | "E"))
                && next.is_ascii_digit();
        if !is_part {
            break;
        }
        end += c.len_utf8();
        before = c;
    }
    end
}

/// One token, or two for `7ok` and `ok7`.
fn split(text: &str, start: usize, end: usize) -> Vec<Token> {
    let raw = &text[start..end];
    if let Some(number) = whole_number(raw) {
        return vec![token(raw, start, end, Some(number), true)];
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let first_is_digit = raw.starts_with(is_digit);
    let border = raw.find(|c: char| c.is_ascii_digit() != first_is_digit);
    let Some(border) = border else {
        return vec![token(raw, start, end, code(raw), false)];
    };
    let (left, right) = raw.split_at(border);
    let (digits, letters) = if first_is_digit { (left, right) } else { (right, left) };
    if digits.chars().all(is_digit) && keyword::is_one(&folded(letters)) {
        let middle = start + border;
        return vec![
            token(left, start, middle, code(left), false),
            token(right, middle, end, code(right), false),
        ];
    }
    vec![token(raw, start, end, None, false)]
}

fn token(raw: &str, start: usize, end: usize, number: Option<u32>, is_whole: bool) -> Token {
    Token { word: folded(raw), number, is_whole, start, end, mark: None }
}

fn folded(raw: &str) -> String {
    raw.to_lowercase().replace('\'', "")
}

fn code(raw: &str) -> Option<u32> {
    let plain = raw.len() <= NUMBER_MAX_DIGITS && raw.bytes().all(|byte| byte.is_ascii_digit());
    if plain { raw.parse().ok() } else { None }
}

/// `E-1007`, `e1007`, `E#1007`
fn whole_number(raw: &str) -> Option<u32> {
    let rest = raw.strip_prefix(['e', 'E'])?;
    code(rest.strip_prefix(['-', '#']).unwrap_or(rest))
}
