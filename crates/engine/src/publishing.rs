//! The signed documents of switches as files, for a web server or a CDN: written by themselves at each
//! change, each replaced whole, so that the last known state stands when Frontline does not.

mod file;

pub use file::replace_file;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::OrganizationId;
use jiff::{SignedDuration, Timestamp};

use crate::{Engine, running::Stopping};

/// New customers and new keys come so late at most.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// What was removed or altered by somebody else is written again.
const ALL_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// After a failure.
const AGAIN_AFTER: Duration = Duration::from_secs(5);
/// The public keys, beside the documents.
pub const KEYS_FILE: &str = "keys.json";

/// Why the last try failed, for whoever asks how we are.
#[derive(Debug, Default)]
pub(crate) struct Published(Mutex<Option<String>>);

/// What stands in the folder, as far as we have written it.
#[derive(Debug, Default)]
struct Folder {
    /// By customer: of which version of the switch.
    written: BTreeMap<OrganizationId, i64>,
    /// Of which version of the directory, and of which keys.
    of: Option<(i64, String)>,
    all_at: Option<Timestamp>,
}

impl Engine {
    /// Why the signed documents cannot be written; `None` if they can, or nobody wants them.
    pub fn documents_failing(&self) -> Option<String> {
        self.shared.published.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) async fn publish_documents(&self, folder: PathBuf, mut stopping: Stopping) {
        let mut changing = self.switches_changing();
        let mut known = Folder::default();
        while !stopping.is_asked() {
            changing.borrow_and_update();
            let wait = match self.publish(&folder, &mut known).await {
                Ok(()) => {
                    self.note_published(None);
                    LOOK_EVERY
                }
                Err(problem) => {
                    self.note_published(Some(problem));
                    AGAIN_AFTER
                }
            };
            tokio::select! {
                _ = changing.changed() => {}
                () = tokio::time::sleep(wait) => {}
                () = stopping.asked() => {}
            }
        }
    }

    fn note_published(&self, problem: Option<String>) {
        let mut last = self.shared.published.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(problem) = problem.as_ref().filter(|_| *last != problem) {
            tracing::error!(
                "the signed documents of switches cannot be written: {problem}; trying again"
            );
        }
        *last = problem;
    }

    /// Writes what is not there yet.
    async fn publish(&self, folder: &Path, known: &mut Folder) -> Result<(), String> {
        let keys = self.switch_keys().await.map_err(|error| error.to_string())?.to_string();
        let directory = self.directory();
        let of = (directory.0, keys.clone());
        let now = self.now();
        let is_old = known.all_at.is_none_or(|at| now.duration_since(at).abs() >= ALL_EVERY);
        if is_old || known.of.as_ref() != Some(&of) {
            known.written.clear();
            write(folder.join(KEYS_FILE), keys).await?;
            known.of = Some(of);
            known.all_at = Some(now);
        }
        let switches = self.switches();
        let named = directory.1.organizations.iter().map(|known| known.id.clone());
        let switched = switches.all().map(|switch| switch.organization.clone());
        let all: BTreeSet<_> = named.chain(switched).collect();
        for organization in all {
            let version = switches.of(&organization).map_or(0, |saved| saved.version);
            if known.written.get(&organization) == Some(&version) {
                continue;
            }
            let document = self.switch_document(&organization).await;
            let document = document.map_err(|error| error.to_string())?;
            write(folder.join(document_file(&organization)), document).await?;
            known.written.insert(organization, version);
        }
        Ok(())
    }
}

/// What the document of this customer is called in its folder. An id is anybody's text: what could
/// lead out of the folder, or hide, is written in figures.
pub fn document_file(organization: &OrganizationId) -> String {
    let mut name = String::new();
    for (at, byte) in organization.as_str().bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if is_plain || byte == b'.' && at > 0 {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{name}.jws")
}

async fn write(file: PathBuf, text: String) -> Result<(), String> {
    let file = Arc::new(file);
    let written = Arc::clone(&file);
    let done = tokio::task::spawn_blocking(move || replace_file(&written, &text)).await;
    let done = done.map_err(std::io::Error::other).flatten();
    done.map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, name) in [
            ("acme", "acme.jws"),
            ("Acme-2.eu", "Acme-2.eu.jws"),
            ("..", "%2E..jws"),
            ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd.jws"),
            (".hidden", "%2Ehidden.jws"),
            ("a\0b\\c", "a%00b%5Cc.jws"),
            ("bär", "b%C3%A4r.jws"),
            ("%2E", "%252E.jws"),
        ] {
            assert_eq!(document_file(&id.into()), name);
        }
    }
}
