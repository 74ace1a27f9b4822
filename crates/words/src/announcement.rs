//! A message as the body of a webhook: `type`, `timestamp`, `data`, as Standard Webhooks has it.
//! Names here are the API's, in no language; what is not known is left out.

use domain::{
    Milestone,
    forward::{Forward, Forwarding},
    message::{Announcement, Brief, Content, Message, PageWhy},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::Reader;

/// The body for a message; `text` gives its words, which not every body has.
pub(crate) fn body(message: &Message, text: impl FnOnce() -> String, reader: &Reader) -> Value {
    let mut data = Data::of(&message.about);
    let kind = match &message.content {
        Content::Announcement(announcement) => {
            data.announce(announcement);
            announcement.kind()
        }
        Content::Page(why) => {
            data.page(why, &message.about, reader);
            "page.requested"
        }
        Content::Drill { answer_by, .. } => {
            data.put("text", text());
            data.put("link", reader.link.as_deref());
            data.moment("answer_by", Some(*answer_by));
            "page.test"
        }
        Content::Notice(_) | Content::JoinCall | Content::Reply(_) => {
            data.put("text", text());
            data.put("link", reader.link.as_deref());
            "responder.notice"
        }
        Content::News(_) => {
            data.put("text", text());
            "requester.news"
        }
        Content::Forward(forward) => {
            data.forward(forward, &message.about, reader);
            forward.what.kind()
        }
        Content::Ticket(_) => {
            data.put("text", text());
            "ticket.news"
        }
    };
    json!({ "type": kind, "timestamp": reader.now.to_string(), "data": data.0 })
}

struct Data(Map<String, Value>);

impl Data {
    fn of(brief: &Brief) -> Self {
        let mut data = Self(Map::new());
        data.put("number", brief.number.map(|number| number.to_string()));
        data.put("summary", brief.summary.as_str());
        data.put("impact", brief.impact.map(domain::request::Impact::name));
        data.put("organization", brief.organization.as_deref());
        data.put("service", brief.service.as_deref());
        data.put("responder", brief.responder.as_deref());
        data.put("requesters", (brief.requesters > 0).then_some(brief.requesters));
        data.moment("opened_at", brief.opened_at);
        data.moment("next_update_by", brief.next_update_by);
        data
    }

    fn announce(&mut self, announcement: &Announcement) {
        self.put("state", state_after(announcement));
        match announcement {
            Announcement::EmergencyReceived | Announcement::EmergencyAnswered => {}
            Announcement::EmergencyMilestone { milestone, note } => {
                self.put("milestone", milestone.name());
                self.put("note", note.as_deref());
            }
            Announcement::EmergencyClosed { resolution } => {
                self.put("resolution", resolution.as_str());
            }
            Announcement::PageDelivered { responder, contact } => {
                self.put("paged", responder.as_str());
                self.put("contact", contact.as_str());
            }
            Announcement::PageUnanswered { step, round } => {
                self.put("step", *step);
                self.put("round", *round);
            }
            Announcement::SwitchChanged {
                organization,
                service,
                disabled,
                reason,
                since,
                until,
            } => {
                // Here these are the switch's own, not those of the emergency.
                for key in ["service", "responder", "requesters", "impact"] {
                    self.0.remove(key);
                }
                let name = self.0.remove("organization").unwrap_or_default();
                self.put("organization_name", name);
                self.put("organization", organization.as_str());
                self.put("service", service.as_deref());
                self.put("state", if *disabled { "disabled" } else { "enabled" });
                self.put("reason", reason.as_deref());
                self.moment("since", *since);
                self.moment("until", *until);
            }
        }
    }

    fn forward(&mut self, forward: &Forward, brief: &Brief, reader: &Reader) {
        self.put("ticket", forward.ticket.to_string());
        self.put("link", reader.link.as_deref());
        self.put("requester", brief.reported_by.as_deref());
        match &forward.what {
            Forwarding::New { details, workaround, email, phone, pick_up_by } => {
                self.put("details", details.as_str());
                self.put("workaround", workaround.as_deref());
                self.put("email", email.as_deref());
                self.put("phone", phone.as_deref());
                self.moment("pick_up_by", *pick_up_by);
            }
            Forwarding::Word { by, text } | Forwarding::Answered { by, text } => {
                self.put("by", by.as_str());
                self.put("text", text.as_str());
            }
            Forwarding::PickedUp { by }
            | Forwarding::Solved { by }
            | Forwarding::Confirmed { by }
            | Forwarding::Reopened { by } => self.put("by", by.as_str()),
            Forwarding::BecameEmergency { number } => self.put("number", number.to_string()),
        }
    }

    fn page(&mut self, why: &PageWhy, brief: &Brief, reader: &Reader) {
        self.put("code", brief.number.map(domain::Number::code));
        self.put("reported_by", brief.reported_by.as_deref());
        self.put("call_back", brief.call_back.as_deref());
        self.put("link", reader.link.as_deref());
        let (name, round) = match why {
            PageWhy::Emergency { round } => ("emergency", round),
            PageWhy::Silence { of, round } => {
                self.put("silent", of.as_str());
                ("silence", round)
            }
            PageWhy::Invitation { by, note, round } => {
                self.put("invited_by", by.as_str());
                self.put("note", note.as_deref());
                ("invitation", round)
            }
            PageWhy::StillBroken { note, round } => {
                self.put("note", note.as_deref());
                ("still_broken", round)
            }
        };
        self.put("why", name);
        self.put("round", *round);
    }

    fn moment(&mut self, key: &str, at: Option<Timestamp>) {
        self.put(key, at.map(|at| at.to_string()));
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        if !value.is_null() {
            self.0.insert(key.to_owned(), value);
        }
    }
}

/// The state that it puts the emergency into, where it is certain.
fn state_after(announcement: &Announcement) -> Option<&'static str> {
    match announcement {
        Announcement::EmergencyReceived | Announcement::PageUnanswered { .. } => Some("unanswered"),
        Announcement::EmergencyAnswered => Some("answered"),
        Announcement::EmergencyClosed { .. } => Some("closed"),
        Announcement::PageDelivered { .. } | Announcement::SwitchChanged { .. } => None,
        Announcement::EmergencyMilestone { milestone, .. } => match milestone {
            Milestone::Investigating
            | Milestone::Reproduced
            | Milestone::RootCauseIdentified
            | Milestone::FixDeveloped
            | Milestone::FixDeployed => Some("investigating"),
            Milestone::Restored => Some("restored"),
            Milestone::Received
            | Milestone::Answered
            | Milestone::Escalated
            | Milestone::ServicesDisabled
            | Milestone::ServicesEnabled => None,
        },
    }
}
