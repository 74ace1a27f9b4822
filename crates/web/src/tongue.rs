//! Which language a page for requesters speaks: the one that they chose on a page, or the one that
//! their browser asks for.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::ResponderId;
use words::Language;

use crate::{Site, Web, moment::cookie};

/// A choice is remembered for a year.
const REMEMBERED_SECS: u32 = 31_536_000;
const COOKIE: &str = "lang";

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tongue {
    /// What was chosen by hand.
    chosen: Option<Language>,
    accepted: Option<Language>,
    /// The one of this installation.
    usual: Language,
}

impl Tongue {
    /// By headers alone, where there is no address to look at.
    pub(crate) fn of(headers: &HeaderMap, site: &Site) -> Self {
        let chosen = cookie(headers, COOKIE).and_then(|tag| Language::spoken(&tag));
        let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self { chosen, accepted: header.and_then(Language::accepted), usual: site.language }
    }

    fn asked(headers: &HeaderMap, query: Option<&str>, site: &Site) -> Self {
        let usual = Self::of(headers, site);
        Self { chosen: query.and_then(named).or(usual.chosen), ..usual }
    }

    pub(crate) fn language(self) -> Language {
        self.chosen.or(self.accepted).unwrap_or(self.usual)
    }

    /// For somebody whose language is known: only a choice by hand comes before it.
    pub(crate) fn language_for(self, locale: Option<&str>) -> Language {
        let known = locale.and_then(Language::spoken);
        self.chosen.or(known).unwrap_or_else(|| self.language())
    }

    /// What was chosen by hand, as a tag.
    pub(crate) fn chosen_tag(self) -> Option<&'static str> {
        self.chosen.map(Language::tag)
    }
}

impl Web {
    /// What this responder reads and hears.
    pub(crate) fn language_of(&self, id: &ResponderId) -> Language {
        let directory = self.engine.directory();
        let person = directory.1.responder(id);
        person.map_or(self.site.language, |person| Language::of(&self.engine.hearer(person)))
    }
}

impl FromRequestParts<Web> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(Self::asked(&parts.headers, parts.uri.query(), &web.site))
    }
}

/// `?lang=de`
fn named(query: &str) -> Option<Language> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, tag) = pairs.find(|(name, _)| name == COOKIE)?;
    Language::spoken(&tag)
}

/// Keeps what was chosen, and tells caches what the page depends on.
pub(crate) async fn remember(request: Request, next: Next) -> Response {
    let chosen = request.uri().query().and_then(named);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    if let Some(language) = chosen {
        let tag = language.tag();
        let kept = format!("{COOKIE}={tag}; Path=/; Max-Age={REMEMBERED_SECS}; SameSite=Lax");
        if let Ok(kept) = HeaderValue::from_str(&kept) {
            headers.append(header::SET_COOKIE, kept);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_first_then_what_is_known_then_the_browser() {
        let mut site = Site::at(url::Url::parse("https://e.example").unwrap());
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("fr-CH, en;q=0.8"));
        assert_eq!(Tongue::of(&headers, &site).language(), Language::French);
        assert_eq!(Tongue::of(&headers, &site).language_for(Some("ja")), Language::Japanese);
        assert_eq!(Tongue::of(&headers, &site).language_for(Some("tlh")), Language::French);
        headers.insert(header::COOKIE, HeaderValue::from_static("zone=x; lang=es"));
        assert_eq!(Tongue::of(&headers, &site).language_for(Some("ja")), Language::Spanish);
        let asked = |query| Tongue::asked(&headers, Some(query), &site).language();
        assert_eq!(asked("said=added&lang=de"), Language::German);
        assert_eq!(asked("lang=%3Cscript%3E"), Language::Spanish);
        assert_eq!(Tongue::of(&HeaderMap::new(), &site).language(), Language::English);
        site.language = Language::German;
        assert_eq!(Tongue::of(&HeaderMap::new(), &site).language(), Language::German);
        assert_eq!(Tongue::of(&HeaderMap::new(), &site).language_for(Some("fr")), Language::French);
        assert_eq!(Tongue::of(&headers, &site).language(), Language::Spanish);
    }
}
