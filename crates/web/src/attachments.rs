//! Pictures and files that requesters send: on disk, outside the database, and never able to run
//! in our origin.

use std::path::{Path, PathBuf};

use axum::{
    body::Body,
    extract::multipart::Field,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    attachment::{clean_name, media_type},
    id::RequesterId,
    input::From,
    ticket::Ticket,
};
use engine::{Case, FileOnDisk};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::Attachment;
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncWriteExt},
};
use uuid::Uuid;

use crate::{Web, error::PageError};

/// How many files one form may carry.
pub(crate) const MAX_FILES: usize = 5;
/// How large each may be.
pub(crate) const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;
/// A whole form with files, with some room for its fields.
pub(crate) const MAX_FORM_BYTES: usize = 52 * 1024 * 1024;
const CHUNK_BYTES: usize = 64 * 1024;

/// A file that has come in and belongs to nothing yet; it is deleted unless it is kept.
#[derive(Debug)]
pub(crate) struct Upload {
    id: String,
    name: String,
    media_type: &'static str,
    size_bytes: u64,
    path: PathBuf,
    is_kept: bool,
}

/// A file as a page lists it.
#[derive(Clone, Debug)]
pub(crate) struct FileLine {
    pub(crate) name: String,
    pub(crate) size: String,
    pub(crate) link: String,
}

impl Upload {
    /// Streams one part of a form to disk. `Ok(None)` if no file was chosen; the error is for the
    /// person who sent it.
    pub(crate) async fn receive(
        web: &Web,
        name: &str,
        part: &mut Field<'_>,
        may_be_taken: bool,
    ) -> Result<Option<Self>, String> {
        let name = clean_name(name);
        let id = Uuid::now_v7().to_string();
        let mut upload = Self {
            path: web.site.attachments.join(&id),
            id,
            name,
            media_type: "application/octet-stream",
            size_bytes: 0,
            is_kept: false,
        };
        let failed = |name: &str| format!("“{name}” could not be kept: please send it again");
        let mut file: Option<File> = None;
        loop {
            let chunk = part.chunk().await.map_err(|_| failed(&upload.name))?;
            let Some(chunk) = chunk.filter(|chunk| !chunk.is_empty()) else { break };
            if !may_be_taken {
                return Err(format!("“{}” was one too many: {MAX_FILES} at a time", upload.name));
            }
            upload.size_bytes += chunk.len() as u64;
            if upload.size_bytes > MAX_FILE_BYTES {
                return Err(format!("“{}” is larger than 10 MB", upload.name));
            }
            let open = match file.take() {
                Some(open) => open,
                None => {
                    upload.media_type = media_type(&chunk);
                    fs::create_dir_all(&web.site.attachments)
                        .await
                        .map_err(|_| failed(&upload.name))?;
                    File::create_new(&upload.path).await.map_err(|_| failed(&upload.name))?
                }
            };
            let open = file.insert(open);
            open.write_all(&chunk).await.map_err(|_| failed(&upload.name))?;
        }
        let Some(mut file) = file else { return Ok(None) };
        file.flush().await.map_err(|_| failed(&upload.name))?;
        file.sync_all().await.map_err(|_| failed(&upload.name))?;
        Ok(Some(upload))
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.is_kept {
            // What was never created cannot be deleted.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Web {
    /// Keeps files with the case of their requester, and says so in its journal.
    pub(crate) async fn keep_files(
        &self,
        files: Vec<Upload>,
        case: Case,
        from: &From,
    ) -> Result<(), PageError> {
        for mut upload in files {
            let file = FileOnDisk {
                id: upload.id.clone(),
                name: upload.name.clone(),
                media_type: upload.media_type,
                size_bytes: upload.size_bytes,
            };
            self.engine.keep_file(case, from, &file).await?;
            upload.is_kept = true;
            self.engine.file_came(case, from, file).await?;
        }
        Ok(())
    }

    /// Keeps files of a desk with a ticket: for its requester as well, or for our own desk only. Their
    /// names, for what is written beside them.
    pub(crate) async fn keep_desk_files(
        &self,
        files: Vec<Upload>,
        ticket: &Ticket,
        to_requester: bool,
    ) -> Result<Vec<String>, PageError> {
        let mut names = Vec::new();
        for mut upload in files {
            let file = FileOnDisk {
                id: upload.id.clone(),
                name: upload.name.clone(),
                media_type: upload.media_type,
                size_bytes: upload.size_bytes,
            };
            self.engine.keep_desk_file(ticket, to_requester, &file).await?;
            upload.is_kept = true;
            names.push(file.name);
        }
        Ok(names)
    }

    /// A file, for the requester who sent it or, with `requester: None`, for a responder.
    pub(crate) async fn file(
        &self,
        id: &str,
        requester: Option<&RequesterId>,
    ) -> Result<Response, PageError> {
        let found = self.engine.store().attachment(id).await?.ok_or(PageError::NotFound)?;
        if requester.is_some() && found.requester.as_ref() != requester {
            return Err(PageError::NotFound);
        }
        let is_plain_name =
            Path::new(&found.path).file_name().is_some_and(|name| *name == *found.path);
        if !is_plain_name {
            return Err(PageError::NotFound);
        }
        let path = self.site.attachments.join(&found.path);
        let file = File::open(path).await.map_err(|error| {
            tracing::error!(%error, attachment = found.id, "an attachment cannot be read");
            PageError::NotFound
        })?;
        Ok(served(&found, file))
    }
}

/// The answer that hands out a file so that it cannot do anything.
fn served(attachment: &Attachment, file: File) -> Response {
    let inline = is_safe_picture(&attachment.media_type);
    let disposition = format!(
        "{}; filename*=UTF-8''{}",
        if inline { "inline" } else { "attachment" },
        utf8_percent_encode(&attachment.file_name, NON_ALPHANUMERIC),
    );
    let kind = if inline { attachment.media_type.as_str() } else { "application/octet-stream" };
    let chunks = futures_util::stream::unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK_BYTES];
        match file.read(&mut chunk).await {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                Some((Ok::<_, std::io::Error>(chunk), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let value = |text: &str| {
        HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    let headers = [
        (header::CONTENT_TYPE, value(kind)),
        (header::CONTENT_LENGTH, HeaderValue::from(attachment.size_bytes)),
        (header::CONTENT_DISPOSITION, value(&disposition)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    (headers, Body::from_stream(chunks)).into_response()
}

pub(crate) fn lines(attachments: &[Attachment], below: &str) -> Vec<FileLine> {
    attachments
        .iter()
        .map(|one| FileLine {
            name: one.file_name.clone(),
            size: size(one.size_bytes),
            link: format!("{below}/{}", one.id),
        })
        .collect()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

fn is_safe_picture(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_pictures_are_shown() {
        assert!(is_safe_picture(media_type(b"\x89PNG\r\n\x1a\n....")));
        for other in [&b"<svg onload=alert(1)>"[..], b"<html>", b"%PDF-1.7", b""] {
            assert!(!is_safe_picture(media_type(other)));
        }
    }
}
