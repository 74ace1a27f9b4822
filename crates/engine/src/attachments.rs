//! Files that requesters send: on disk first, then with their case, then in its journal.

use std::{io, path::Path};

use domain::{
    Input,
    attachment::{clean_name, media_type},
    id::RequesterId,
    input::From,
    ticket::Ticket,
};
use store::{Attachment, StoreError, Unit};

use crate::{Case, Engine, EngineError};

/// A file that is on disk, below its id.
#[derive(Clone, Debug)]
pub struct FileOnDisk {
    pub id: String,
    pub name: String,
    pub media_type: &'static str,
    pub size_bytes: u64,
}

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
        let on_disk = self.put_on_disk(file).await?;
        match self.keep_file(case, from, &on_disk).await {
            Err(StoreError::Taken) => Ok(()),
            other => {
                other?;
                self.file_came(case, from, on_disk).await
            }
        }
    }

    /// Keeps a file that a desk sends to the requester of a ticket. Sent twice, it is kept once.
    pub async fn attach_of_desk(&self, ticket: &Ticket, file: NewFile) -> Result<(), EngineError> {
        let on_disk = self.put_on_disk(file).await?;
        match self.keep_desk_file(ticket, true, &on_disk).await {
            Err(StoreError::Taken) => Ok(()),
            other => Ok(other?),
        }
    }

    async fn put_on_disk(&self, file: NewFile) -> Result<FileOnDisk, EngineError> {
        let folder = self.options().attachments.clone();
        let on_disk = FileOnDisk {
            id: file.id.clone(),
            name: clean_name(&file.name),
            media_type: media_type(&file.bytes),
            size_bytes: file.bytes.len() as u64,
        };
        let written = tokio::task::spawn_blocking(move || write(&folder, &file.id, &file.bytes));
        let written = written.await.unwrap_or_else(|error| Err(io::Error::other(error)));
        written.map_err(|error| StoreError::Unavailable(error.into()))?;
        Ok(on_disk)
    }

    /// Keeps a file that is on disk with its case; [`StoreError::Taken`] if it is there already.
    pub async fn keep_file(
        &self,
        case: Case,
        from: &From,
        file: &FileOnDisk,
    ) -> Result<(), StoreError> {
        self.keep_attachment(case, Some(from.id.clone()), file).await
    }

    /// Keeps a file of a desk with a ticket: for its requester as well, or for our own desk only.
    pub async fn keep_desk_file(
        &self,
        ticket: &Ticket,
        to_requester: bool,
        file: &FileOnDisk,
    ) -> Result<(), StoreError> {
        let reader = to_requester.then(|| ticket.requester.clone());
        self.keep_attachment(Case::Ticket(ticket.number), reader, file).await
    }

    async fn keep_attachment(
        &self,
        case: Case,
        requester: Option<RequesterId>,
        file: &FileOnDisk,
    ) -> Result<(), StoreError> {
        let (emergency, ticket) = case.numbers();
        let mut unit = Unit::new();
        unit.attach(&Attachment {
            id: file.id.clone(),
            emergency,
            ticket,
            requester,
            file_name: file.name.clone(),
            media_type: file.media_type.to_owned(),
            size_bytes: file.size_bytes,
            path: file.id.clone(),
            at: self.now(),
        });
        self.shared.store.commit(unit).await
    }

    /// Says in the case that a file came.
    pub async fn file_came(
        &self,
        case: Case,
        from: &From,
        file: FileOnDisk,
    ) -> Result<(), EngineError> {
        match case {
            Case::Emergency(number) => {
                let input = Input::Attached { from: from.clone(), name: file.name, file: file.id };
                self.apply(number, input).await.map(drop)
            }
            Case::Ticket(number) => {
                let text = words::letter::attached(&file.name);
                self.requester_said(number, from.name.clone(), text).await
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
