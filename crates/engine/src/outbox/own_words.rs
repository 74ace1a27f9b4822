//! Messages to requesters in the vendor's own words, where there are any and they work. They never
//! keep a message back: what fails is said in the built-in words, and counted.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
};

use domain::{
    Directory,
    directory::{Invalid, Template},
    message::Message,
};
use jiff::Timestamp;
use words::{
    Mail, Reader,
    template::{self, Broken},
};

use crate::Engine;

/// Templates that failed and have not worked since.
#[derive(Debug, Default)]
pub(crate) struct FailedTemplates(Mutex<BTreeMap<String, FailedTemplate>>);

/// Own words that a message had to do without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedTemplate {
    pub at: Timestamp,
    pub problem: String,
}

/// Everything that a directory is refused for: what contradicts itself, and own words that do not
/// work.
pub fn contradictions(directory: &Directory) -> Vec<Invalid> {
    let templates = template::check(&directory.templates).into_iter();
    let templates = templates.map(|found| Invalid { place: found.place, problem: found.problem });
    directory.contradictions().into_iter().chain(templates).collect()
}

impl Engine {
    /// Own words that failed lately, by the template's id.
    pub fn failed_templates(&self) -> BTreeMap<String, FailedTemplate> {
        let failed = self.shared.failed_templates.0.lock();
        failed.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn sms(&self, message: &Message, reader: &Reader) -> String {
        let own = self.own_words(message, reader, template::sms);
        own.unwrap_or_else(|| words::sms(message, reader))
    }

    pub(super) fn mail(&self, message: &Message, reader: &Reader) -> Mail {
        let own = self.own_words(message, reader, template::mail);
        own.unwrap_or_else(|| words::mail(message, reader))
    }

    fn own_words<T>(
        &self,
        message: &Message,
        reader: &Reader,
        say: impl Fn(&Template, &Message, &Reader) -> Result<T, Broken>,
    ) -> Option<T> {
        let directory = self.directory();
        if directory.1.templates.is_empty() {
            return None;
        }
        let id = template::id_of(message, reader)?;
        let template = directory.1.template(&id)?;
        // Whatever happens in there, the message goes out.
        let said = catch_unwind(AssertUnwindSafe(|| say(template, message, reader)));
        let problem = match said {
            Ok(Ok(said)) => {
                self.with_failed(|failed| failed.remove(&id));
                return Some(said);
            }
            Ok(Err(broken)) => broken.to_string(),
            Err(_) => "it broke".to_owned(),
        };
        tracing::warn!(template = id, problem, "own words failed: the built-in ones were sent");
        self.shared.figures.template_failed();
        let at = self.now();
        self.with_failed(|failed| failed.insert(id, FailedTemplate { at, problem }));
        None
    }

    fn with_failed<T>(&self, act: impl FnOnce(&mut BTreeMap<String, FailedTemplate>) -> T) -> T {
        let failed = self.shared.failed_templates.0.lock();
        act(&mut failed.unwrap_or_else(PoisonError::into_inner))
    }
}
