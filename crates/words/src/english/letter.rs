//! What requesters write in English, as far as it decides something.

use crate::letter::Written;

pub(crate) const WRITTEN: &Written = &Written {
    broken: &[
        "still broken",
        "still down",
        "still not working",
        "still does not work",
        "still doesn't work",
        "still failing",
        "not fixed",
        "broken again",
        "down again",
        "is back again",
    ],
    thanks: &["thank", "thx", "cheers", "great work"],
    asks: &["?", "but ", "however", "still", "again", "not ", "n't"],
    alarm: &[
        "emergency",
        "outage",
        "is down",
        "are down",
        "urgent",
        "stopping our business",
        "hurting us",
        "cannot work",
    ],
    denied: &["no emergency", "not an emergency", "not urgent"],
    signature: &["Sent from my ", "Get Outlook for "],
    starts: &["On "],
    wrote: &["wrote:"],
    original: &["-----Original Message"],
    from: &["From: "],
    follows: &["Sent: ", "Date: "],
};
