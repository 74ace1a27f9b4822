//! Bringing people together on the phone: conferences.
//! <https://www.twilio.com/docs/voice/twiml/conference>

use super::{Document, Ending};

/// No more people at once than can talk to each other.
const PEOPLE_MAX: &str = "50";

/// A conference that begins when the first person is there.
#[derive(Clone, Debug)]
pub struct Conference<'a> {
    /// What is said before.
    pub text: &'a str,
    pub language: &'a str,
    /// What the provider knows it by.
    pub room: &'a str,
    /// Where the provider asks what the first one hears.
    pub wait_url: &'a str,
    /// Where it says who came and left, and when it ends.
    pub status_url: &'a str,
}

/// Puts the caller into a conference.
pub fn conference(conference: &Conference<'_>) -> String {
    let mut document = Document::new();
    document.element("Say", &[("language", conference.language)], conference.text);
    document.open("Dial", &[], Ending::Content);
    let attributes = [
        ("startConferenceOnEnter", "true"),
        ("endConferenceOnExit", "false"),
        ("beep", "true"),
        ("maxParticipants", PEOPLE_MAX),
        ("waitUrl", conference.wait_url),
        ("waitMethod", "POST"),
        ("statusCallback", conference.status_url),
        ("statusCallbackMethod", "POST"),
        ("statusCallbackEvent", "end join leave"),
    ];
    document.element("Conference", &attributes, conference.room);
    document.close("Dial");
    document.open("Hangup", &[], Ending::Empty);
    document.finish()
}

/// One number that is called for somebody who is on the line.
#[derive(Clone, Debug)]
pub struct Dial<'a> {
    /// What whoever waits hears first.
    pub text: &'a str,
    pub language: &'a str,
    pub number: &'a str,
    /// The number that is shown to whoever is called.
    pub from: &'a str,
    /// Where the provider asks what to say to whoever picks up; the two are brought together only when
    /// that ends without hanging up.
    pub whisper_url: &'a str,
    /// Where it goes on for whoever waits, when that is over.
    pub action: &'a str,
    pub rings_secs: u32,
}

/// Calls somebody while the caller waits.
pub fn dial(dial: &Dial<'_>) -> String {
    let timeout = dial.rings_secs.to_string();
    let mut document = Document::new();
    document.element("Say", &[("language", dial.language)], dial.text);
    let attributes = [
        ("timeout", timeout.as_str()),
        ("action", dial.action),
        ("method", "POST"),
        ("callerId", dial.from),
    ];
    document.open("Dial", &attributes, Ending::Content);
    document.element("Number", &[("url", dial.whisper_url), ("method", "POST")], dial.number);
    document.close("Dial");
    document.finish()
}

/// What somebody hears who waits: a sentence, a silence, and the same again.
pub fn wait(language: &str, text: &str, silence_secs: u32, again: &str) -> String {
    let mut document = Document::new();
    document.element("Say", &[("language", language)], text);
    document.open("Pause", &[("length", &silence_secs.to_string())], Ending::Empty);
    document.element("Redirect", &[("method", "POST")], again);
    document.finish()
}
