//! What we tell Twilio to say, ask and reply (TwiML): complete documents, escaped.
//! <https://www.twilio.com/docs/voice/twiml>

mod dial;

pub use dial::{Conference, Dial, conference, dial, wait};

/// A question that is answered with one key.
#[derive(Clone, Debug)]
pub struct Gather<'a> {
    /// What is said while waiting for the key.
    pub text: &'a str,
    /// A language that the provider speaks, such as `en-US`.
    pub language: &'a str,
    /// Where the key goes, as `Digits`.
    pub action: &'a str,
    /// How long silence may last after the text, in seconds.
    pub timeout_secs: u32,
    pub otherwise: Otherwise<'a>,
}

/// A message that is spoken after a tone; the provider may write it down as well.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    pub text: &'a str,
    pub language: &'a str,
    /// Where it goes on, with `RecordingUrl`: also when nothing was said, or the caller hung up.
    pub action: &'a str,
    /// Where what was understood goes, as `TranscriptionText`.
    pub transcribed: &'a str,
    pub max_secs: u32,
}

/// What happens when no key is pressed.
#[derive(Clone, Debug)]
pub enum Otherwise<'a> {
    Hangup,
    /// The provider asks there what to do next.
    Redirect(&'a str),
}

/// No reply, nothing said.
pub fn empty() -> String {
    Document::new().finish()
}

/// Replies to a text message with one.
pub fn message(text: &str) -> String {
    let mut document = Document::new();
    document.element("Message", &[], text);
    document.finish()
}

/// Says something and hangs up.
pub fn say(language: &str, text: &str) -> String {
    let mut document = Document::new();
    document.element("Say", &[("language", language)], text);
    document.open("Hangup", &[], Ending::Empty);
    document.finish()
}

/// Says something, then goes on at another address.
pub fn say_then(language: &str, text: &str, url: &str) -> String {
    let mut document = Document::new();
    document.element("Say", &[("language", language)], text);
    document.element("Redirect", &[("method", "POST")], url);
    document.finish()
}

/// Asks for a message, and goes on if there is none.
pub fn record(record: &Record<'_>) -> String {
    let max = record.max_secs.to_string();
    let mut document = Document::new();
    document.element("Say", &[("language", record.language)], record.text);
    let attributes = [
        ("action", record.action),
        ("method", "POST"),
        ("maxLength", max.as_str()),
        ("finishOnKey", "#"),
        ("playBeep", "true"),
        // Who is frightened thinks before they speak.
        ("timeout", "10"),
        ("transcribe", "true"),
        ("transcribeCallback", record.transcribed),
    ];
    document.open("Record", &attributes, Ending::Empty);
    document.element("Redirect", &[("method", "POST")], record.action);
    document.finish()
}

/// Asks for one key.
pub fn gather(gather: &Gather<'_>) -> String {
    keys(&[], gather, ("numDigits", "1"))
}

/// Asks for one key, and says before it, each in its language, what others would choose.
pub fn gather_offering(offers: &[(&str, String)], gather: &Gather<'_>) -> String {
    keys(offers, gather, ("numDigits", "1"))
}

/// Asks for as many keys as a number has.
pub fn ask_number(gather: &Gather<'_>) -> String {
    keys(&[], gather, ("finishOnKey", "#"))
}

fn keys(offers: &[(&str, String)], gather: &Gather<'_>, until: (&str, &str)) -> String {
    let timeout = gather.timeout_secs.to_string();
    let attributes = [
        ("input", "dtmf"),
        until,
        ("timeout", timeout.as_str()),
        ("action", gather.action),
        ("method", "POST"),
    ];
    let mut document = Document::new();
    document.open("Gather", &attributes, Ending::Content);
    for (language, text) in offers {
        document.element("Say", &[("language", language)], text);
    }
    document.element("Say", &[("language", gather.language)], gather.text);
    document.close("Gather");
    match gather.otherwise {
        Otherwise::Hangup => document.open("Hangup", &[], Ending::Empty),
        Otherwise::Redirect(url) => document.element("Redirect", &[("method", "POST")], url),
    }
    document.finish()
}

struct Document(String);

#[derive(Clone, Copy)]
enum Ending {
    Content,
    Empty,
}

impl Document {
    fn new() -> Self {
        Self(r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#.to_owned())
    }

    fn finish(mut self) -> String {
        self.close("Response");
        self.0
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes, Ending::Content);
        self.escaped(text);
        self.close(name);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)], ending: Ending) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
        self.0.push_str(match ending {
            Ending::Content => ">",
            Ending::Empty => "/>",
        });
    }

    fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// Characters that XML 1.0 has no way to write are left out.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\n' => self.0.push_str("&#10;"),
                '\r' => self.0.push_str("&#13;"),
                '\t' => self.0.push_str("&#9;"),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
                _ => self.0.push(c),
            }
        }
    }
}
