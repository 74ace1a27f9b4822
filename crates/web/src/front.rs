//! What all pages share: the vendor and its phone number, links to reach people, rendering.

use std::fmt;

use askama::{
    Template,
    filters::{Html as Escaper, HtmlSafe, escape},
};
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use words::{
    Language,
    pages::{self, Pages},
};

use crate::Site;

/// What a mail address may contain without being encoded in a link.
const IN_ADDRESS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');

/// The vendor, as pages for everybody show it.
#[derive(Clone, Debug)]
pub(crate) struct Front {
    pub(crate) vendor: String,
    pub(crate) phone: Option<Reach>,
    /// What stands on the page.
    pub(crate) t: &'static Pages,
    language: Language,
}

/// A mail address or a phone number that can be tapped; anything else is plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reach(pub(crate) Vec<String>);

impl Front {
    /// For responders, who read English.
    pub(crate) fn of(site: &Site) -> Self {
        Self::speaking(site, Language::English)
    }

    pub(crate) fn speaking(site: &Site, language: Language) -> Self {
        Self {
            vendor: site.vendor.clone(),
            phone: site.phone.clone().map(Reach::one),
            t: pages::pages(language),
            language,
        }
    }

    pub(crate) fn lang(&self) -> &'static str {
        self.language.tag()
    }

    /// How the script writes distances of time; English it knows.
    pub(crate) fn distances(&self) -> &'static str {
        pages::distances(self.language)
    }

    /// The other languages that one can choose.
    pub(crate) fn others(&self) -> impl Iterator<Item = Language> {
        let own = self.language;
        Language::ALL.into_iter().filter(move |language| *language != own)
    }
}

impl Reach {
    pub(crate) fn one(address: String) -> Self {
        Self(vec![address])
    }

    /// All that are there; `None` if there is none.
    pub(crate) fn any(addresses: impl IntoIterator<Item = Option<String>>) -> Option<Self> {
        let found: Vec<_> = addresses.into_iter().flatten().collect();
        (!found.is_empty()).then_some(Self(found))
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, address) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" · ")?;
            }
            let shown = escape(address, Escaper).map_err(|_| fmt::Error)?;
            match link(address) {
                Some(link) => write!(f, r#"<a href="{link}">{shown}</a>"#)?,
                None => write!(f, "{shown}")?,
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Reach {}

fn link(address: &str) -> Option<String> {
    let address = address.trim();
    let is_mail = address.contains('@') && !address.contains(char::is_whitespace);
    if is_mail {
        return Some(format!("mailto:{}", utf8_percent_encode(address, IN_ADDRESS)));
    }
    let digits: String =
        address.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect();
    let is_phone = digits.len() >= 3
        && address.chars().all(|one| one.is_ascii_digit() || " +-()./".contains(one));
    is_phone.then(|| format!("tel:{digits}"))
}

/// Renders a page.
pub(crate) fn page(template: &impl Template) -> Response {
    page_with(StatusCode::OK, template)
}

pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_link_that_cannot_break_out() {
        for (address, shown) in [
            ("+1 555 010-0199", r#"<a href="tel:+15550100199">+1 555 010-0199</a>"#),
            ("maria@acme.example", r#"<a href="mailto:maria@acme.example">maria@acme.example</a>"#),
            ("call me", "call me"),
        ] {
            assert_eq!(Reach::one(address.to_owned()).to_string(), shown);
        }
        let hostile = Reach::one(r#"a@b"><script>alert(1)</script>"#.to_owned()).to_string();
        assert!(!hostile.contains("<script") && !hostile.contains(r#""><"#), "{hostile}");
    }
}
