//! A mail as it goes over the wire. Whatever is in a field stays in that field: line breaks and
//! other control characters become spaces, and an address that holds one is refused.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Mailbox, MessageBuilder, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use url::Host;

use crate::{DeliveryError, SetupError, Thread};

/// Who the mail is from.
#[derive(Clone, Debug)]
pub(super) struct Sender(Mailbox);

impl Sender {
    pub(super) fn parse(from: &str) -> Result<Self, SetupError> {
        let mailbox = parse(from).map_err(|error| {
            SetupError(format!(
                "email.from is not a mail address ({error}): write Name <user@example.com>"
            ))
        })?;
        Ok(Self(mailbox))
    }
}

#[derive(Debug)]
pub(super) struct Letter {
    pub from: Address,
    pub return_path: Option<Address>,
    pub to: Address,
    /// The message with its dots doubled and its end marked (RFC 5321, 4.5.2).
    pub data: String,
}

impl Letter {
    pub(super) fn write(
        sender: &Sender,
        address: &str,
        mail: &words::Mail,
        thread: &Thread,
        now: Timestamp,
    ) -> Result<Self, DeliveryError> {
        let to = parse(address).map_err(|error| {
            DeliveryError::refused(format!("{} is not a mail address: {error}", one_line(address)))
        })?;
        let mut builder = Message::builder()
            .from(sender.0.clone())
            .to(to.clone())
            .date(at(now))
            .subject(one_line(&mail.subject))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .raw_header(header("X-Auto-Response-Suppress", "All".to_owned()));
        builder = mark(builder, thread)?;
        let body = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        let message = builder.multipart(body).map_err(DeliveryError::refused)?;
        let from = sender.0.email.clone();
        let return_path = thread.return_path.as_deref().and_then(|path| parse(path).ok());
        // Elsewhere it would not be allowed to send for this domain (SPF).
        let is_at_home = |path: &Address| path.domain().eq_ignore_ascii_case(from.domain());
        let return_path = return_path.map(|path| path.email).filter(is_at_home);
        Ok(Self { from, return_path, to: to.email, data: stuffed(&message)? })
    }
}

/// The headers of [`Thread`].
fn mark(mut builder: MessageBuilder, thread: &Thread) -> Result<MessageBuilder, DeliveryError> {
    builder = builder.message_id(Some(bracketed(&thread.message_id)));
    if let Some(first) = &thread.in_reply_to {
        builder = builder.in_reply_to(bracketed(first)).references(bracketed(first));
    }
    if let Some(address) = &thread.reply_to {
        let mailbox = parse(address).map_err(|error| {
            DeliveryError::refused(format!("the address for replies cannot be used: {error}"))
        })?;
        builder = builder.reply_to(mailbox);
    }
    for (name, value) in &thread.headers {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(DeliveryError::refused(
                "a header's name holds more than letters and dashes",
            ));
        }
        let name = HeaderName::new_from_ascii(name.clone()).map_err(DeliveryError::refused)?;
        builder = builder.raw_header(HeaderValue::new(name, one_line(value)));
    }
    Ok(builder)
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

fn parse(address: &str) -> Result<Mailbox, Box<dyn std::error::Error + Send + Sync>> {
    let Mailbox { name, email } = address.trim().parse()?;
    if !email.user().is_ascii() {
        return Err("what stands before the @ must be ASCII".into());
    }
    let domain = match email.domain() {
        ascii if ascii.is_ascii() => ascii.to_owned(),
        international => Host::parse(international)?.to_string(),
    };
    Ok(Mailbox::new(name, Address::new(email.user(), domain)?))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A message's id, in its angle brackets and without what would end it early.
fn bracketed(id: &str) -> String {
    let id = id.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'));
    format!("<{}>", id.collect::<String>())
}

fn at(now: Timestamp) -> SystemTime {
    let micros = u64::try_from(now.as_microsecond()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}

fn stuffed(message: &Message) -> Result<String, DeliveryError> {
    let text = String::from_utf8(message.formatted()).map_err(DeliveryError::refused)?;
    let mut data = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive("\r\n") {
        if line.starts_with('.') {
            data.push('.');
        }
        data.push_str(line);
    }
    if !data.ends_with("\r\n") {
        data.push_str("\r\n");
    }
    data.push_str(".\r\n");
    Ok(data)
}
