//! Whether own words work, before they count.

use std::collections::BTreeSet;

use domain::directory::Template;

use super::{Broken, Kind, mail, read_id, render, sample, sms};
use crate::Language;

/// The longest template, in characters.
const SOURCE_MAX_CHARS: usize = 4_000;

/// What is wrong with a template, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// As in `template receipt.de, sms`.
    pub place: String,
    pub problem: String,
}

/// Everything that is wrong with these.
pub fn check(templates: &[Template]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for template in templates {
        let mut add = |part: &str, problem: String| {
            let place = format!("template {}{part}", template.id);
            problems.push(Problem { place, problem });
        };
        if !seen.insert(&template.id) {
            add("", "stands there twice: leave one of them".to_owned());
        }
        let Some((kind, language)) = read_id(&template.id) else {
            add("", unknown());
            continue;
        };
        if template.subject.is_none() && template.mail.is_none() && template.sms.is_none() {
            add("", "says nothing: give it a subject, mail or sms, or remove it".to_owned());
        }
        let parts =
            [("subject", &template.subject), ("mail", &template.mail), ("sms", &template.sms)];
        for (part, source) in parts {
            if let Some(source) = source
                && let Some(problem) = in_source(kind, part, source)
            {
                add(&format!(", {part}"), problem);
            }
        }
        for (part, broken) in with_samples(kind, language, template) {
            add(&format!(", {part}"), broken.to_string());
        }
    }
    problems.dedup();
    problems
}

fn unknown() -> String {
    let kinds = Kind::ALL.map(Kind::name).join(", ");
    let languages = Language::ALL.map(Language::tag).join(", ");
    format!("there is no such message: write KIND.LANGUAGE, with one of {kinds}; and {languages}")
}

fn in_source(kind: Kind, part: &str, source: &str) -> Option<String> {
    if source.chars().count() > SOURCE_MAX_CHARS {
        return Some(format!("is longer than {SOURCE_MAX_CHARS} characters"));
    }
    // What cannot be read at all is told with the samples.
    let names = render::names(source).ok()?;
    let known = super::VARIABLES.map(|(name, _)| name);
    if let Some(stranger) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Some(format!("there is no {stranger}; there are: {}", render::known()));
    }
    let has_quote = names.contains("quote") || (part == "sms" && names.contains("text"));
    if part != "subject" && kind.carries_words() && !has_quote {
        return Some("would leave out what a person wrote: say {{ quote }} somewhere".to_owned());
    }
    None
}

/// Rendered with all samples of its kind: full, and with as little as there may be.
fn with_samples(
    kind: Kind,
    language: Language,
    template: &Template,
) -> Vec<(&'static str, Broken)> {
    let mut broken = Vec::new();
    for (message, reader) in sample::all(kind, language) {
        let found = [
            mail(template, &message, &reader).err().map(|it| ("mail", it)),
            sms(template, &message, &reader).err().map(|it| ("sms", it)),
        ];
        for it in found.into_iter().flatten() {
            if !broken.contains(&it) {
                broken.push(it);
            }
        }
    }
    broken
}
