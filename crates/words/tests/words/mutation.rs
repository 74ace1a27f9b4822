//! Fuzzing from a seed: samples are cut, repeated, mixed and salted, without end, until the time is
//! up. `FUZZ_SECONDS=60` gives each target a minute, `FUZZ_SEED=7` other chances. What breaks a
//! target is printed. It does not measure coverage: on this toolchain that needs a sanitizer of nightly.

use std::time::{Duration, Instant};

use fastrand::Rng;

/// In every run, so that each is the same; `bin/soak fuzz` gives a minute instead.
const INPUTS: u64 = 2_000;
/// What is slow ends earlier.
const SECONDS: f64 = 0.7;
/// No input is longer: what is huge has tests of its own.
const MOST_BYTES: usize = 20_000;

/// What parsers stumble over.
const SALT: [&str; 32] = [
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\t",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[[",
    "]",
    "=",
    ":",
    ";",
    "--",
    ".",
    "..",
    "../",
    "%00",
    "%ff",
    "=?utf-8?q?",
    "\u{feff}",
    "\u{202e}",
    "\u{1d7d9}",
    "é",
    "-1",
    "0",
    "99999999999999999999",
    "1e999",
    "null",
];

pub(crate) struct Mutation {
    name: &'static str,
    seed: u64,
    random: Rng,
    corpus: Vec<Vec<u8>>,
    until: Instant,
    runs: u64,
    most: u64,
    last: Vec<u8>,
}

impl Mutation {
    pub(crate) fn of(name: &'static str, corpus: &[&str]) -> Self {
        let given = |name: &str| std::env::var(name).ok();
        let seconds = given("FUZZ_SECONDS").map_or(SECONDS, |text| text.parse().expect("seconds"));
        let seed = given("FUZZ_SEED").map_or(1, |text| text.parse().expect("a number"));
        Self {
            name,
            seed,
            random: Rng::with_seed(seed),
            corpus: corpus.iter().map(|text| text.as_bytes().to_vec()).collect(),
            until: Instant::now() + Duration::from_secs_f64(seconds),
            runs: 0,
            most: if given("FUZZ_SECONDS").is_some() { u64::MAX } else { INPUTS },
            last: Vec::new(),
        }
    }

    /// The samples first, each as it is, and then what becomes of them; `None` when time is up.
    pub(crate) fn bytes(&mut self) -> Option<Vec<u8>> {
        let index = usize::try_from(self.runs).unwrap_or(usize::MAX);
        if let Some(sample) = self.corpus.get(index) {
            self.last.clone_from(sample);
        } else if self.runs < self.most && Instant::now() < self.until {
            self.last = self.mutated();
        } else {
            return None;
        }
        self.runs += 1;
        Some(self.last.clone())
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        self.bytes().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn mutated(&mut self) -> Vec<u8> {
        let mut bytes = self.any().clone();
        for _ in 0..self.random.usize(1..=4) {
            self.mutate(&mut bytes);
            bytes.truncate(MOST_BYTES);
        }
        bytes
    }

    fn any(&mut self) -> &Vec<u8> {
        let index = self.random.usize(..self.corpus.len());
        &self.corpus[index]
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let at = self.random.usize(..=bytes.len());
        let end = (at + self.random.usize(1..=16)).min(bytes.len());
        match self.random.u8(0..8) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let part = bytes[at..end].to_vec();
                for _ in 0..self.random.usize(1..=100) {
                    bytes.splice(at..at, part.iter().copied());
                    if bytes.len() > MOST_BYTES {
                        break;
                    }
                }
            }
            3 => {
                let other = self.any().clone();
                let from = self.random.usize(..=other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            4 => bytes[at..end].iter_mut().for_each(|byte| *byte ^= self.random.u8(..)),
            5 => {
                let digit = bytes.iter().position(u8::is_ascii_digit);
                if let Some(digit) = digit {
                    bytes.splice(digit..=digit, SALT[self.random.usize(27..31)].bytes());
                }
            }
            _ => {
                let salt = SALT[self.random.usize(..SALT.len())];
                bytes.splice(at..at, salt.bytes());
            }
        }
    }
}

impl Drop for Mutation {
    #[expect(clippy::print_stderr, reason = "the long run shows what it did, a failure its input")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let (name, seed, last) = (self.name, self.seed, self.last.escape_ascii());
            eprintln!("{name}: broken by FUZZ_SEED={seed}, input {}: {last}", self.runs);
        } else {
            eprintln!("{}: {} inputs", self.name, self.runs);
        }
    }
}
