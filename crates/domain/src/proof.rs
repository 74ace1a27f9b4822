//! Whether a contact method is known to reach its person: a code that was sent over it came back, or
//! a page over it was answered. What nobody has proved pages all the same.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    directory::{Contact, ContactKind, Responder},
    id::ResponderId,
};

/// How many digits a code has.
pub const CODE_DIGITS: usize = 6;
/// How often a code may be entered wrongly before it counts no more.
pub const MAX_ATTEMPTS: u32 = 5;
/// Between two codes over one way.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(30);
/// How many codes one way may be sent within [`RECENT`].
const MAX_RECENT: usize = 5;
const RECENT: SignedDuration = SignedDuration::from_hours(1);

/// An address at which a person is reached. Another address is another way: nothing is known of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Way {
    pub responder: ResponderId,
    pub kind: ContactKind,
    pub address: String,
}

/// What is known of a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub way: Way,
    #[serde(default)]
    pub proved: Option<Proved>,
    #[serde(default)]
    pub asked: Option<Asked>,
    /// When codes were sent lately.
    #[serde(default)]
    pub sent_at: Vec<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    pub at: Timestamp,
    pub by: ProvedBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvedBy {
    /// A code that was sent over it came back.
    Code,
    /// A page that was sent over it was answered from it.
    Answer,
    /// Whoever set the program up says so, as the demo does.
    Word,
}

/// A code that is on its way. The code itself stands nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What the code is made from, with a key.
    pub nonce: String,
    pub lapses_at: Timestamp,
    /// How often it may still be entered.
    pub attempts: u32,
}

/// What became of a code that was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    Proved,
    Wrong { attempts: u32 },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("there is no such contact method in the directory: ask an admin to add it")]
    NoSuchWay,
    #[error("a code was sent a moment ago: wait until {0:.0}, then ask for another")]
    TooSoon(Timestamp),
    #[error("no code is waiting to be entered, or its time is over: ask for one")]
    NoCode,
    #[error("that is not the code (tries left: {attempts})")]
    Wrong { attempts: u32 },
    #[error("that is not the code, and it counts no more: ask for a new one")]
    WrongTooOften,
}

impl Way {
    pub fn of(person: &Responder, contact: &Contact) -> Self {
        Self {
            responder: person.id.clone(),
            kind: contact.kind,
            address: contact.address.trim().to_owned(),
        }
    }
}

impl Proof {
    /// Of a way of which nothing is known yet.
    pub fn new(way: Way) -> Self {
        Self { way, proved: None, asked: None, sent_at: Vec::new() }
    }

    /// A code is to be sent; one before it counts no more.
    pub fn ask(
        &self,
        nonce: String,
        valid_for: SignedDuration,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let mut sent_at = self.sent_at.clone();
        sent_at.retain(|at| now.duration_since(*at) < RECENT);
        if let Some(again_at) = again_at(&sent_at)
            && now < again_at
        {
            return Err(Refused::TooSoon(again_at));
        }
        sent_at.push(now);
        let lapses_at = now.saturating_add(valid_for).unwrap_or(Timestamp::MAX);
        let asked = Some(Asked { nonce, lapses_at, attempts: MAX_ATTEMPTS });
        Ok(Self { asked, sent_at, ..self.clone() })
    }

    /// The code that may be entered now.
    pub fn waits(&self, now: Timestamp) -> Option<&Asked> {
        self.asked.as_ref().filter(|asked| now < asked.lapses_at && asked.attempts > 0)
    }

    /// A code was entered; whether it is the one was found out elsewhere.
    pub fn enter(&self, is_it: bool, now: Timestamp) -> Result<(Self, Entered), Refused> {
        let asked = self.waits(now).ok_or(Refused::NoCode)?;
        if is_it {
            let next = self.prove(ProvedBy::Code, now);
            return Ok((next, Entered::Proved));
        }
        let attempts = asked.attempts.saturating_sub(1);
        let left = Asked { attempts, ..asked.clone() };
        let asked = (attempts > 0).then_some(left);
        Ok((Self { asked, ..self.clone() }, Entered::Wrong { attempts }))
    }

    /// It reaches its person. The first proof stays.
    pub fn prove(&self, by: ProvedBy, at: Timestamp) -> Self {
        let proved = self.proved.or(Some(Proved { at, by }));
        Self { proved, asked: None, ..self.clone() }
    }
}

impl From<Entered> for Result<(), Refused> {
    fn from(entered: Entered) -> Self {
        match entered {
            Entered::Proved => Ok(()),
            Entered::Wrong { attempts: 0 } => Err(Refused::WrongTooOften),
            Entered::Wrong { attempts } => Err(Refused::Wrong { attempts }),
        }
    }
}

/// When the next code may be sent.
fn again_at(sent_at: &[Timestamp]) -> Option<Timestamp> {
    let soon = sent_at.last()?.saturating_add(AGAIN_AFTER).ok()?;
    let room = sent_at.iter().rev().nth(MAX_RECENT - 1);
    let room = room.and_then(|first| first.saturating_add(RECENT).ok());
    Some(room.map_or(soon, |room| room.max(soon)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: SignedDuration = SignedDuration::from_mins(10);

    fn at(secs: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secs)
    }

    fn fresh() -> Proof {
        let (responder, address) = ("ana".into(), "+15550100001".to_owned());
        Proof::new(Way { responder, kind: ContactKind::Sms, address })
    }

    fn asked(now: i64) -> Proof {
        fresh().ask("n".to_owned(), VALID, at(now)).unwrap()
    }

    #[test]
    fn the_right_code_proves_it_once() {
        let (proof, entered) = asked(0).enter(true, at(5)).unwrap();
        assert_eq!(entered, Entered::Proved);
        assert_eq!(proof.proved, Some(Proved { at: at(5), by: ProvedBy::Code }));
        assert_eq!(proof.enter(true, at(6)), Err(Refused::NoCode), "a code counts once");
        let later = proof.prove(ProvedBy::Answer, at(99));
        assert_eq!(later.proved, proof.proved, "the first proof stays");
    }

    #[test]
    fn a_code_dies_of_its_age_and_of_wrong_guesses() {
        assert_eq!(fresh().enter(true, at(0)), Err(Refused::NoCode));
        assert!(asked(0).enter(true, at(599)).is_ok());
        assert_eq!(asked(0).enter(true, at(600)), Err(Refused::NoCode));
        let mut proof = asked(0);
        for left in (0..MAX_ATTEMPTS).rev() {
            let (next, entered) = proof.enter(false, at(1)).unwrap();
            assert_eq!(entered, Entered::Wrong { attempts: left });
            proof = next;
        }
        assert_eq!(proof.enter(true, at(2)), Err(Refused::NoCode), "the right one comes too late");
        assert_eq!(proof.proved, None);
    }

    #[test]
    fn codes_are_few_so_that_nobody_is_called_all_night_and_nobody_guesses_on() {
        let mut proof = fresh();
        let mut sent = Vec::new();
        for now in 0..7_300 {
            match proof.ask("n".to_owned(), VALID, at(now)) {
                Ok(next) => {
                    sent.push(now);
                    proof = next;
                }
                Err(Refused::TooSoon(again)) => assert!(again > at(now)),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(
            sent,
            [0, 30, 60, 90, 120, 3600, 3630, 3660, 3690, 3720, 7200, 7230, 7260, 7290]
        );
        // With five guesses each, that is one in 40,000 an hour.
        assert!(proof.sent_at.len() <= MAX_RECENT);
    }

    #[test]
    fn a_new_code_ends_the_one_before_and_a_proof_outlives_both() {
        let proof = asked(0).prove(ProvedBy::Answer, at(1));
        let again = proof.ask("m".to_owned(), VALID, at(40)).unwrap();
        assert_eq!(again.asked.as_ref().unwrap().nonce, "m");
        assert!(again.proved.is_some());
        let (wrong, _) = again.enter(false, at(41)).unwrap();
        assert!(wrong.proved.is_some(), "a wrong guess takes no proof away");
    }
}
