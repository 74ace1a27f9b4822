//! Reads what we tell a provider to say (TwiML), as far as the demo's phones need it.

/// What is heard, and where the next key goes if one is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spoken {
    pub(super) text: String,
    pub(super) next_url: Option<String>,
    /// The conference that the caller is put into.
    pub(super) conference: Option<Conference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conference {
    pub(super) room: String,
    /// Where the provider says who comes and leaves.
    pub(super) status_url: String,
}

pub(super) fn read(document: &str) -> Spoken {
    let said = document.split("<Say").skip(1).filter_map(|rest| between(rest, ">", "</Say>"));
    let text = said.map(unescape).collect::<Vec<_>>().join(" ");
    let gather = document.split_once("<Gather").map(|(_, rest)| rest);
    let next_url = gather.and_then(|rest| between(rest, "action=\"", "\"")).map(unescape);
    let conference = document.split_once("<Conference").and_then(|(_, rest)| {
        let status_url = between(rest, "statusCallback=\"", "\"").map(unescape)?;
        Some(Conference { room: between(rest, ">", "</Conference>").map(unescape)?, status_url })
    });
    Spoken { text, next_url, conference }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inner, _)| inner)
}

fn unescape(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#10;", "\n"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use channels::twiml::{self, Gather, Otherwise};

    use super::*;

    #[test]
    fn what_the_provider_is_told_is_heard() {
        let gather = twiml::gather(&Gather {
            text: "Acme & Sons: \"checkout\" is down",
            language: "en-US",
            action: "/hooks/twilio/voice/7?a=1&b=2",
            timeout_secs: 10,
            otherwise: Otherwise::Hangup,
        });
        let heard = read(&gather);
        assert_eq!(heard.text, "Acme & Sons: \"checkout\" is down");
        assert_eq!(heard.next_url.as_deref(), Some("/hooks/twilio/voice/7?a=1&b=2"));

        let inside = read(&twiml::conference(&twiml::Conference {
            text: "You are joining the call.",
            language: "en-US",
            room: "frontline-e-1001-a",
            wait_url: "/hooks/twilio/conference/wait",
            status_url: "/hooks/twilio/conference",
        }));
        let conference = inside.conference.expect("it leads into one");
        assert_eq!(conference.room, "frontline-e-1001-a");
        assert_eq!(conference.status_url, "/hooks/twilio/conference");

        let bye = read(&twiml::say("en-US", "You have it."));
        assert_eq!(bye, Spoken { text: "You have it.".to_owned(), ..Spoken::default() });
    }
}
