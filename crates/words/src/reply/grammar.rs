//! The grammar of replies. The first word that we are sure of wins; where there is doubt about
//! taking or refusing a page, or about telling requesters, nothing is guessed.

use domain::Number;

use super::{
    command::{Command, Reply},
    doubt,
    keyword::{self, Keyword},
    quoted,
    tokens::{self, Token},
};

/// What may stand before any keyword.
const GREETINGS: [&str; 7] = ["hi", "hello", "hey", "please", "pls", "plz", "frontline"];
/// What may stand before taking or refusing a page, besides.
const OPENINGS: [&str; 8] = ["i", "im", "ill", "sorry", "thanks", "thank", "you", "sure"];
/// A number between these is a time or an amount, not a code.
const BEFORE_AN_AMOUNT: [&str; 8] = ["in", "at", "for", "within", "about", "around", "by", "after"];
const UNITS: [&str; 12] =
    ["min", "mins", "minute", "minutes", "m", "h", "hr", "hrs", "hour", "hours", "sec", "seconds"];
/// How phones send a thumb over our message: nobody has said anything.
const REACTIONS: [&str; 7] =
    ["liked", "loved", "disliked", "laughed", "emphasized", "questioned", "reacted"];

/// Commands are not looked for behind so many words; what is said after them still belongs to one.
const MAX_WORDS: usize = 500;

/// Reads a text message as people really type it.
pub fn parse(text: &str) -> Reply {
    let (typed, quote) = quoted::split(text);
    let tokens = tokens::read(&typed);
    let mut reply = Typed::new(&typed, &tokens[..tokens.len().min(MAX_WORDS)]).read();
    if reply.code.is_none() {
        let numbers = tokens::read(&quote).into_iter().filter(|token| token.is_whole);
        reply.code = numbers.filter_map(|token| token.number).find(|n| *n >= Number::FIRST.0);
    }
    reply
}

struct Typed<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// For each word the first code at or behind it that a command follows, and whether that
    /// command is a "no". Found once, from the end: a "no" depends on what comes after it.
    later: Vec<Option<(usize, bool)>>,
}

impl<'a> Typed<'a> {
    fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let mut typed = Self { text, tokens, later: vec![None; tokens.len() + 1] };
        for at in (0..tokens.len()).rev() {
            let found = typed.coded_command(at);
            let found = found.map(|reply| (at, reply.command == Command::No));
            typed.later[at] = found.or(typed.later[at + 1]);
        }
        typed
    }

    fn read(&self) -> Reply {
        let is_reaction =
            self.tokens.first().is_some_and(|token| REACTIONS.contains(&token.word.as_str()));
        if is_reaction || self.is_several() {
            return self.unclear(None);
        }
        if self.tokens.is_empty() && self.text.contains('?') {
            return Reply { code: None, command: Command::Help };
        }
        let (start, code) = self.after_greeting();
        let found = self.command_at(start, code);
        let found = found.or_else(|| self.polite_answer(start, code));
        found.or_else(|| self.later_command(start)).unwrap_or_else(|| self.unclear(code))
    }

    /// Where the first word that counts stands, and the code before it.
    fn after_greeting(&self) -> (usize, Option<u32>) {
        let mut code = None;
        for (at, token) in self.tokens.iter().enumerate() {
            let is_code = code.is_none() && token.number.is_some() && !self.is_amount(at);
            if is_code {
                code = token.number;
            } else if !GREETINGS.contains(&token.word.as_str()) {
                return (at, code);
            }
        }
        (self.tokens.len(), code)
    }

    /// "I can't", "sorry, no", "thanks, ok".
    fn polite_answer(&self, start: usize, code: Option<u32>) -> Option<Reply> {
        let is_opening = |token: &&Token| OPENINGS.contains(&token.word.as_str());
        let skipped = self.tokens[start..].iter().take_while(is_opening).count();
        let at = start + skipped;
        let (keyword, _) = keyword::at_start(&self.tokens[at..])?;
        let answers = matches!(keyword, Keyword::Ok | Keyword::No);
        (skipped > 0 && answers).then(|| self.command_at(at, code)).flatten()
    }

    /// "no idea yet, 7 up looking": a code with a keyword right behind it is meant.
    fn later_command(&self, start: usize) -> Option<Reply> {
        let (at, _) = self.later.get(start).copied().flatten()?;
        self.coded_command(at)
    }

    fn coded_command(&self, at: usize) -> Option<Reply> {
        let code = self.tokens[at].number.filter(|_| !self.is_amount(at))?;
        self.command_at(at + 1, Some(code))
    }

    /// The command whose keyword stands at `at`, if it is beyond doubt.
    fn command_at(&self, at: usize, code: Option<u32>) -> Option<Reply> {
        let (keyword, length) = keyword::at_start(self.tokens.get(at..)?)?;
        let last = &self.tokens[at + length - 1];
        let next = at + length;
        let is_question = last.mark == Some('?') && keyword != Keyword::Help;
        if is_question && keyword != Keyword::State {
            return None;
        }
        let rest = &self.tokens[next..];
        let is_elsewhere = keyword::is_elsewhere(&self.tokens[at].word);
        match keyword {
            _ if is_elsewhere && !doubt::is_alone(rest) => None,
            Keyword::Ok if !doubt::is_yes(last, rest) => None,
            Keyword::No if !self.is_no(last, next) => None,
            Keyword::Call | Keyword::State if !doubt::only_fillers(rest) => None,
            // "Update, please" asks for one.
            Keyword::Update if !rest.is_empty() && doubt::is_plea(rest) => None,
            Keyword::Ok => self.plain(at, next, code, Command::Ok),
            Keyword::No => self.plain(at, next, code, Command::No),
            Keyword::Call => self.plain(at, next, code, Command::Call),
            Keyword::State => self.plain(at, next, code, Command::State),
            Keyword::Help => self.plain(at, next, code, Command::Help),
            Keyword::Escalate => Some(
                self.with_text(next, code, |words| Command::Escalate { words: without_to(&words) }),
            ),
            Keyword::Update => Some(self.with_text(next, code, |text| Command::Update { text })),
            Keyword::Investigating => {
                Some(self.milestone(next, code, |note| Command::Investigating { note }))
            }
            Keyword::Reproduced => self.reached(next, code, |note| Command::Reproduced { note }),
            Keyword::RootCause => self.reached(next, code, |note| Command::RootCause { note }),
            Keyword::FixDeveloped => {
                self.reached(next, code, |note| Command::FixDeveloped { note })
            }
            Keyword::FixDeployed => self.reached(next, code, |note| Command::FixDeployed { note }),
            Keyword::Restored => self.reached(next, code, |note| Command::Restored { note }),
        }
    }

    fn is_no(&self, said: &Token, next: usize) -> bool {
        let later = self.later.get(next).copied().flatten();
        later.is_none_or(|(_, is_no)| is_no) && doubt::is_no(said, &self.tokens[next..])
    }

    /// Several commands, a line each: which one is meant first is not ours to guess.
    fn is_several(&self) -> bool {
        let starts_line = |at: usize| {
            let before = at.checked_sub(1).map_or(0, |before| self.tokens[before].end);
            at == 0 || self.text[before..self.tokens[at].start].contains(['\n', '\r'])
        };
        let is_command = |at: &usize| {
            self.tokens[*at].number.is_some()
                && starts_line(*at)
                && keyword::at_start(&self.tokens[at + 1..]).is_some()
        };
        (0..self.tokens.len()).filter(is_command).count() > 1
    }

    /// A command without words of its own; its code may stand anywhere, but there is only one.
    fn plain(&self, at: usize, next: usize, code: Option<u32>, command: Command) -> Option<Reply> {
        let is_beside = |place: usize| {
            place + 1 == at || place == next || place == 0 || place + 1 == self.tokens.len()
        };
        let mut codes: Vec<u32> = Vec::new();
        for (place, token) in self.tokens.iter().enumerate() {
            let counts = token.is_whole || (is_beside(place) && !self.is_amount(place));
            if let Some(number) = token.number.filter(|_| counts) {
                codes.push(number);
            }
        }
        codes.extend(code);
        let first = codes.first().copied();
        let agrees =
            |one: u32, other: u32| Number(one).is_meant_by(other) || Number(other).is_meant_by(one);
        let all_agree = codes.iter().all(|other| agrees(first.unwrap_or(*other), *other));
        all_agree.then_some(Reply { code: first, command })
    }

    /// A milestone that can be claimed too early.
    fn reached(
        &self,
        next: usize,
        code: Option<u32>,
        command: impl Fn(Option<String>) -> Command,
    ) -> Option<Reply> {
        let is_not_yet = doubt::is_not_yet(&self.tokens[next - 1], &self.tokens[next..]);
        (!is_not_yet).then(|| self.milestone(next, code, command))
    }

    fn milestone(
        &self,
        next: usize,
        code: Option<u32>,
        command: impl Fn(Option<String>) -> Command,
    ) -> Reply {
        self.with_text(next, code, |text| command((!text.is_empty()).then_some(text)))
    }

    /// A command with the words behind it; a code may stand between.
    fn with_text(
        &self,
        next: usize,
        code: Option<u32>,
        command: impl Fn(String) -> Command,
    ) -> Reply {
        let mut code = code;
        let mut place = self.tokens.get(next - 1).map_or(0, |token| token.end);
        if let Some(token) = self.tokens.get(next)
            && code.is_none()
            && !self.is_amount(next)
            && let Some(number) = token.number
        {
            code = Some(number);
            place = token.end;
        }
        Reply { code, command: command(words_from(&self.text[place..])) }
    }

    /// "in 5 minutes", "at 7"
    fn is_amount(&self, at: usize) -> bool {
        if self.tokens[at].is_whole {
            return false;
        }
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let after = self.tokens.get(at + 1);
        before.is_some_and(|token| BEFORE_AN_AMOUNT.contains(&token.word.as_str()))
            || after.is_some_and(|token| UNITS.contains(&token.word.as_str()))
    }

    fn unclear(&self, code: Option<u32>) -> Reply {
        Reply { code, command: Command::Unclear { text: self.text.to_owned() } }
    }
}

/// The words behind a keyword, without the marks between.
fn words_from(rest: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '-' | '.' | '!');
    let words = rest.trim_start_matches(is_mark).trim();
    let says_something = words.chars().any(char::is_alphanumeric);
    if says_something { words.to_owned() } else { String::new() }
}

fn without_to(words: &str) -> String {
    let mut words = words;
    for filler in ["to ", "the "] {
        if words.get(..filler.len()).is_some_and(|start| start.eq_ignore_ascii_case(filler)) {
            words = words[filler.len()..].trim_start();
        }
    }
    words.to_owned()
}
