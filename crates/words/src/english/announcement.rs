//! What other software is told, should a person read it.

use domain::message::{Announcement, Brief};

use super::{name, name_or, names, number, switch};
use crate::{
    Language, foreign,
    responder::subject,
    wording::{Quote, Wording},
};

pub(super) fn wording(announcement: &Announcement, brief: &Brief) -> Wording {
    let number = number(brief);
    let lead = match announcement {
        Announcement::EmergencyReceived => format!("{number} was received."),
        Announcement::EmergencyAnswered => {
            format!("{} has answered {number}.", name_or(brief.responder.as_deref(), "Somebody"))
        }
        Announcement::EmergencyMilestone { milestone, .. } => {
            format!("{number}: {}.", names::milestone(*milestone))
        }
        Announcement::EmergencyClosed { resolution } => {
            format!("{number} is closed: {}.", foreign::cut(resolution, 60))
        }
        Announcement::PageDelivered { responder, contact } => {
            format!("The page to {} over {} has arrived.", name(responder), name(contact))
        }
        Announcement::PageUnanswered { step, round } => {
            format!("{number}: nobody has answered step {step} of round {round}.")
        }
        Announcement::SwitchChanged { .. } => {
            switch::announcement(announcement, brief).unwrap_or_default()
        }
    };
    let mut wording =
        Wording { subject: subject(brief, Language::English), lead, ..Wording::default() };
    wording.text(wording.lead.clone());
    if let Announcement::EmergencyMilestone { note: Some(note), .. } = announcement {
        let intro = format!("{} writes:", name_or(brief.responder.as_deref(), "Somebody"));
        wording.quote = Some(Quote { intro, text: note.clone() });
    }
    wording
}
