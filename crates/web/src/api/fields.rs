//! Reads JSON bodies field by field, so that an answer can name every field that is wrong at once.
//! Deliberately absent: what the fields mean.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::header,
};
use futures_util::StreamExt;
use serde_json::{Map, Value};

use super::problem::{FieldError, Kind, Problem};

/// The most that a body may have.
pub(crate) const BODY_MAX_BYTES: usize = 64 * 1024;

/// A body that is read with [`Fields`].
pub(crate) trait Body: Sized {
    fn read(fields: Fields) -> Result<Self, Problem>;
}

/// The body of a call. Nothing at all counts as `{}`, and so does `null`.
#[derive(Debug)]
pub(crate) struct Sent<T>(pub(crate) T);

/// An object whose fields are taken out one by one, with what was wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    values: Map<String, Value>,
    /// What stands before each name in an error, as in `requester.`.
    prefix: String,
    errors: Vec<FieldError>,
}

impl<S: Send + Sync, T: Body> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let is_json = is_json(&request);
        let bytes = to_bytes(request.into_body(), BODY_MAX_BYTES).await.map_err(|_| too_large())?;
        if bytes.is_empty() {
            return T::read(Fields::default()).map(Self);
        }
        if !is_json {
            let detail = "Send the body as JSON, with \"Content-Type: application/json\".";
            return Err(Problem::new(Kind::UnsupportedMediaType, detail));
        }
        T::read(Fields::parse(&bytes)?).map(Self)
    }
}

/// Whether the body says that it is JSON, or does not say what it is.
pub(crate) fn is_json(request: &Request) -> bool {
    let Some(kind) = request.headers().get(header::CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Reads a body up to a limit, and says whether that was all of it.
pub(crate) async fn read_some(request: Request, limit: usize) -> Result<(Bytes, bool), Problem> {
    let mut chunks = request.into_body().into_data_stream();
    let mut read = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let cut_off = |error| Problem::new(Kind::Unreadable, format!("It was cut off: {error}."));
        let chunk = chunk.map_err(cut_off)?;
        let room = limit - read.len();
        read.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Ok((read.into(), false));
        }
    }
    Ok((read.into(), true))
}

pub(crate) fn too_large() -> Problem {
    Problem::new(Kind::TooLarge, "Send at most 64 KiB; the long text can follow as an update.")
}

impl Fields {
    /// Reads a JSON object.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(values)) => Ok(Self { values, ..Self::default() }),
            Ok(Value::Null) => Ok(Self::default()),
            Ok(_) => Err(Problem::field("", "must be a JSON object, as in {\"summary\": \"...\"}")),
            Err(error) => {
                Err(Problem::new(Kind::Unreadable, format!("This is not JSON: {error}.")))
            }
        }
    }

    /// The field as errors and warnings name it.
    pub(crate) fn place(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Notes that a field is wrong.
    pub(crate) fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(self.place(name), message));
    }

    /// The value of a field as it was sent; `None` if it is missing or `null`.
    pub(crate) fn raw(&mut self, name: &str) -> Option<Value> {
        self.values.remove(name).filter(|value| !value.is_null())
    }

    /// A text of at most `max_chars`; `None` if it is missing or blank.
    pub(crate) fn text(&mut self, name: &str, max_chars: usize) -> Option<String> {
        let Value::String(text) = self.raw(name)? else {
            self.refuse(name, "must be a text");
            return None;
        };
        let text = printable(&text);
        if text.chars().count() > max_chars {
            self.refuse(name, format!("is too long: {max_chars} characters at most"));
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text that must be there; `missing` says what to write.
    pub(crate) fn required_text(
        &mut self,
        name: &str,
        max_chars: usize,
        missing: &str,
    ) -> Option<String> {
        let wrong_before = self.errors.len();
        let text = self.text(name, max_chars);
        if text.is_none() && self.errors.len() == wrong_before {
            self.refuse(name, format!("is missing: {missing}"));
        }
        text
    }

    /// Yes or no; `None` if it is missing.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let flag = self.raw(name)?;
        if !flag.is_boolean() {
            self.refuse(name, "must be true or false");
        }
        flag.as_bool()
    }

    /// A list of texts; missing is empty.
    pub(crate) fn texts(&mut self, name: &str, max_count: usize) -> Vec<String> {
        let values = match self.raw(name) {
            None => return Vec::new(),
            Some(Value::Array(values)) => values,
            Some(_) => {
                self.refuse(name, "must be a list of texts");
                return Vec::new();
            }
        };
        if values.len() > max_count {
            self.refuse(name, format!("is too long: {max_count} at most"));
            return Vec::new();
        }
        let mut texts = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            if let Value::String(text) = value {
                texts.push(text);
            } else {
                self.refuse(&format!("{name}[{index}]"), "must be a text");
            }
        }
        texts
    }

    /// Reads an object inside this one; what is wrong inside is named as `name.field`.
    pub(crate) fn object<T: Default>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let values = match self.raw(name) {
            None => return T::default(),
            Some(Value::Object(values)) => values,
            Some(_) => {
                self.refuse(name, "must be an object");
                return T::default();
            }
        };
        let prefix = format!("{}{name}.", self.prefix);
        let mut inner = Self { values, prefix, errors: Vec::new() };
        let read = read(&mut inner);
        self.errors.append(&mut inner.errors);
        read
    }

    /// Makes the body out of what was read, unless something was wrong. A required field that is
    /// missing is an error by then, so `build` may give up with `?`.
    pub(crate) fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Problem> {
        match build() {
            Some(built) if self.errors.is_empty() => Ok(built),
            _ => Err(Problem::invalid(self.errors)),
        }
    }
}

/// Without what no screen shows and some databases refuse, such as NUL; trimmed.
pub(crate) fn printable(text: &str) -> String {
    let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text = text.replace("\r\n", "\n");
    text.chars().filter(shown).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let body = br#"{"a": 5, "b": "12345", "c": "yes", "d": ["x", 1], "e": {"f": []}}"#;
        let mut fields = Fields::parse(body).unwrap();
        fields.text("a", 4);
        fields.text("b", 4);
        fields.flag("c");
        fields.texts("d", 4);
        fields.object("e", |inner| inner.text("f", 4));
        fields.required_text("g", 4, "say something");
        let named: Vec<_> = fields.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["a", "b", "c", "d[1]", "e.f", "g"]);
    }

    #[test]
    fn what_cannot_be_shown_is_left_out() {
        assert_eq!(printable(" a\0b\u{7}\r\nc\td\u{85} "), "ab\nc\td");
    }
}
