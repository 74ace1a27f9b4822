//! Files that requesters send by other ways than a form: on disk first, then in the journal.

use std::{io, path::Path};

use domain::{
    Input,
    attachment::{clean_name, media_type},
    input::From,
};
use store::{Attachment, StoreError, Unit};

use crate::{Case, Engine, EngineError};

/// A file as it came in.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The same id is kept once.
    pub id: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Engine {
    /// Keeps a file with the case of its requester. Sent twice, it is kept once.
    pub async fn attach(&self, case: Case, from: &From, file: NewFile) -> Result<(), EngineError> {
        let (emergency, ticket) = case.numbers();
        let folder = self.options().attachments.clone();
        let attachment = Attachment {
            id: file.id.clone(),
            emergency,
            ticket,
            requester: Some(from.id.clone()),
            file_name: clean_name(&file.name),
            media_type: media_type(&file.bytes).to_owned(),
            size_bytes: file.bytes.len() as u64,
            path: file.id.clone(),
            at: self.now(),
        };
        let written = tokio::task::spawn_blocking(move || write(&folder, &file.id, &file.bytes));
        let written = written.await.unwrap_or_else(|error| Err(io::Error::other(error)));
        written.map_err(|error| StoreError::Unavailable(error.into()))?;
        let name = attachment.file_name.clone();
        let mut unit = Unit::new();
        unit.attach(&attachment);
        match self.shared.store.commit(unit).await {
            Err(StoreError::Taken) => return Ok(()),
            other => other?,
        }
        match case {
            Case::Emergency(number) => {
                let input = Input::Attached { from: from.clone(), name, file: attachment.id };
                self.apply(number, input).await.map(drop)
            }
            Case::Ticket(number) => {
                let by = from.name.clone().unwrap_or_else(|| "Requester".to_owned());
                self.ticket_reply(number, by, false, format!("Attached: {name}")).await
            }
        }
    }
}

/// A file is whole and on disk before its name is there.
fn write(folder: &Path, id: &str, bytes: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let part = folder.join(format!("{id}.part"));
    std::fs::write(&part, bytes)?;
    std::fs::File::open(&part)?.sync_all()?;
    std::fs::rename(&part, folder.join(id))?;
    std::fs::File::open(folder)?.sync_all()
}
