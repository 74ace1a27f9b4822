//! What has happened, in English, as requesters read it.

use super::{news::engineer, time};
use crate::sentence::Happened;

pub(crate) fn sentence(happened: &Happened<'_>) -> String {
    let plain = match happened {
        Happened::Received => "We received your report.",
        Happened::Joined => "Others reported the same problem.",
        Happened::Wrote { by } => return format!("{} wrote:", by.unwrap_or("We")),
        Happened::YouWrote => "You wrote:",
        Happened::YouAdded => "You added:",
        Happened::MoreCalled { by } => return format!("{} called in more people.", engineer(*by)),
        Happened::OneMoreCameIn => "One more engineer came in.",
        Happened::NothingNew => "We had nothing new to report.",
        Happened::NobodyYet => "Nobody had answered yet; we kept calling.",
        Happened::HeardNothing => "You told us that you had heard nothing.",
        Happened::CallOpened => "We opened a call.",
        Happened::Confirmed => "You confirmed that it works again.",
        Happened::StillBroken => "We were told that it is still broken.",
        Happened::WentOnAs(number) => return format!("Your report went on as {number}."),
        Happened::AnotherJoined => "Another report of the same problem joined.",
        Happened::BecameTicket(ticket) => return format!("This went on as ticket {ticket}."),
        Happened::Closed => "This emergency was closed.",
        Happened::StayOff(until) => {
            return format!("Our services stay off until {}.", time::clock(&until.local));
        }
        Happened::ConsentAsked { by } => {
            return format!("{} asked for consent to switch services off.", engineer(*by));
        }
        Happened::Agreed => "You agreed to it.",
        Happened::NotAgreed => "You did not agree to it.",
        Happened::KeptWorking => "We kept working on it.",
    };
    plain.to_owned()
}
