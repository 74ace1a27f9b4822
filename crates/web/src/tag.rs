//! Entity tags (RFC 9110, 8.8.3): what has not changed is not sent again.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

const ETAG_BYTES: usize = 16;

/// The tag of a body.
pub(crate) fn tag_of(body: &[u8]) -> String {
    format!("\"{}\"", data_encoding::HEXLOWER.encode(&Sha256::digest(body)[..ETAG_BYTES]))
}

/// Whether whoever asks has it already.
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let sent = headers.get_all(header::IF_NONE_MATCH).iter();
    let tags = sent.filter_map(|sent| sent.to_str().ok()).flat_map(|sent| sent.split(','));
    tags.map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| {
        // Some clients send the tag without its quotes.
        tag == "*" || tag == etag || tag == etag.trim_matches('"')
    })
}
