//! Forms as browsers send them: plain or with files, read with limits, given back filled.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request},
    http::header,
};

use crate::{
    Web,
    attachments::{MAX_FILES, Upload},
    secret::new_secret,
};

/// The longest text of one field; the rest is cut off, and the sender is told.
const MAX_FIELD_BYTES: usize = 64 * 1024;
/// The largest plain form.
const MAX_PLAIN_BYTES: usize = 1024 * 1024;
/// More fields than any form of ours has.
const MAX_FIELDS: usize = 200;

/// A form: what was written, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    pub(crate) problems: Vec<Problem>,
    /// The same key gives the same answer: a form that is sent twice counts once.
    pub(crate) key: String,
}

/// What is wrong with a field, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// A form as it came in.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) form: Form,
    pub(crate) files: Vec<Upload>,
    /// Files that could not be taken, and why.
    pub(crate) left_out: Vec<String>,
    /// What was sent: the plain form exactly; of one with files, the fields as JSON.
    pub(crate) raw: Vec<u8>,
}

impl Form {
    pub(crate) fn empty() -> Self {
        Self { key: new_secret(), ..Self::default() }
    }

    fn new(fields: Vec<(String, String)>) -> Self {
        let key = fields.iter().find(|(name, _)| name == "key").map(|(_, value)| value.clone());
        let key = key.filter(|key| !key.is_empty() && key.len() <= 100);
        Self { fields, problems: Vec::new(), key: key.unwrap_or_else(new_secret) }
    }

    /// What was written in a field; empty if nothing was.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The same without space around it; `None` if that leaves nothing.
    pub(crate) fn filled(&self, name: &str) -> Option<String> {
        let text = self.text(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Every value of a field that can be there more than once.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let matching = self.fields.iter().filter(move |(key, _)| key == name);
        matching.map(|(_, value)| value.as_str())
    }

    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|one| one == value)
    }

    /// Fills a field that was left empty.
    pub(crate) fn default_to(&mut self, name: &str, value: &str) {
        if self.filled(name).is_none() {
            self.fields.push((name.to_owned(), value.to_owned()));
        }
    }

    pub(crate) fn problem(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.field == name).map(|one| one.text.as_str())
    }

    pub(crate) fn complain(&mut self, field: &'static str, text: &str) {
        self.problems.push(Problem { field, text: text.to_owned() });
    }

    pub(crate) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Whether anything was written that should not be lost.
    pub(crate) fn has_words(&self) -> bool {
        let of_ours = ["key", "time_zone"];
        self.fields
            .iter()
            .any(|(name, value)| !of_ours.contains(&name.as_str()) && !value.trim().is_empty())
    }

    /// Whether the folded part of the form holds something.
    pub(crate) fn has_more(&self) -> bool {
        self.filled("details").is_some()
    }
}

impl Received {
    /// Reads whatever arrives: what cannot be understood is left out, and what was understood
    /// before it still counts.
    pub(crate) async fn read(web: &Web, request: Request) -> Self {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return Self::with_files(web, request).await;
        }
        let read = axum::body::to_bytes(request.into_body(), MAX_PLAIN_BYTES).await;
        Self::plain(&read.unwrap_or_default())
    }

    fn plain(body: &Bytes) -> Self {
        let pairs = url::form_urlencoded::parse(body).take(MAX_FIELDS);
        let mut left_out = Vec::new();
        let fields = pairs
            .map(|(name, value)| (name.into_owned(), cut(value.into_owned(), &mut left_out)))
            .collect();
        Self { form: Form::new(fields), files: Vec::new(), left_out, raw: body.to_vec() }
    }

    async fn with_files(web: &Web, request: Request<Body>) -> Self {
        let (mut fields, mut files, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        if let Ok(mut parts) = Multipart::from_request(request, &()).await {
            while let Ok(Some(mut part)) = parts.next_field().await {
                let Some(name) = part.name().map(str::to_owned) else { continue };
                if let Some(file_name) = part.file_name().map(str::to_owned) {
                    let may_be_taken = files.len() < MAX_FILES;
                    match Upload::receive(web, &file_name, &mut part, may_be_taken).await {
                        Ok(Some(upload)) => files.push(upload),
                        Ok(None) => {}
                        Err(why) => left_out.push(why),
                    }
                } else if fields.len() < MAX_FIELDS {
                    let mut value = Vec::new();
                    while let Ok(Some(chunk)) = part.chunk().await {
                        let room = (MAX_FIELD_BYTES + 1).saturating_sub(value.len());
                        value.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    }
                    let value = String::from_utf8_lossy(&value).into_owned();
                    fields.push((name, cut(value, &mut left_out)));
                }
            }
        }
        let raw = serde_json::to_vec(&fields).unwrap_or_default();
        Self { form: Form::new(fields), files, left_out, raw }
    }
}

/// Cuts off what is too long, at a character.
fn cut(mut value: String, left_out: &mut Vec<String>) -> String {
    if value.len() > MAX_FIELD_BYTES {
        value.truncate(value.floor_char_boundary(MAX_FIELD_BYTES));
        left_out.push("a text was too long and was cut: send the rest as a file".to_owned());
    }
    value
}
