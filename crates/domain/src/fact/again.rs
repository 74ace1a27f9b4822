//! What a person did, as the input that does it once more: for an emergency that two nodes went on with
//! apart. What the rules did by themselves is not done again, nor what is only to be read.

use super::{Actor, Fact, Happening};
use crate::{
    Input,
    input::{By, From},
};

#[expect(clippy::wildcard_enum_match_arm, reason = "most of what happens is not done again")]
impl Fact {
    /// `None`, if nothing is to be done again.
    pub fn again(&self) -> Option<Input> {
        match &self.actor {
            Actor::System => None,
            Actor::Responder { id, name } => self.by(By { id: id.clone(), name: name.clone() }),
            Actor::Requester { id, name } => self.from(From { id: id.clone(), name: name.clone() }),
        }
    }

    fn by(&self, by: By) -> Option<Input> {
        Some(match self.happening.clone() {
            Happening::Answered { took_over_from } => {
                Input::Answer { by, take_over: took_over_from.is_some() }
            }
            Happening::CameIn => Input::Answer { by, take_over: false },
            Happening::Declined => Input::Decline { by },
            Happening::Milestone { milestone, note, .. } => {
                Input::Milestone { by, milestone, note }
            }
            Happening::Update { text, visible } => Input::Update { by, text, visible },
            Happening::Closed { resolution, note } => Input::Close { by, resolution, note },
            _ => return None,
        })
    }

    fn from(&self, from: From) -> Option<Input> {
        Some(match self.happening.clone() {
            Happening::Confirmed => Input::Confirm { from },
            Happening::StillBroken { note } => Input::StillBroken { from, note },
            Happening::HeardNothing => Input::HeardNothing { from },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestone::Milestone;

    #[test]
    fn what_a_person_did_can_be_done_again_and_what_the_rules_did_cannot() {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let ana = Actor::Responder { id: "ana".into(), name: "Ana".to_owned() };
        let by = By { id: "ana".into(), name: "Ana".to_owned() };
        let fact = |actor: &Actor, happening| Fact { at, actor: actor.clone(), happening };
        let answered = Happening::Answered { took_over_from: None };
        assert_eq!(
            fact(&ana, answered.clone()).again(),
            Some(Input::Answer { by: by.clone(), take_over: false })
        );
        let took_over = Happening::Answered { took_over_from: Some("ben".into()) };
        assert_eq!(
            fact(&ana, took_over).again(),
            Some(Input::Answer { by: by.clone(), take_over: true })
        );
        let (milestone, note) = (Milestone::Restored, Some("it runs".to_owned()));
        let told = Happening::Milestone { milestone, note: note.clone(), again: false };
        assert_eq!(fact(&ana, told).again(), Some(Input::Milestone { by, milestone, note }));
        assert_eq!(fact(&Actor::System, answered).again(), None);
        let nudged = Happening::Nudged { count: 1 };
        assert_eq!(fact(&ana, nudged).again(), None);
    }
}
