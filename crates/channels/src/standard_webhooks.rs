//! Signatures of outgoing webhooks (Standard Webhooks 1.0).
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Secret;

const PREFIX: &str = "whsec_";

/// The secret is not one of this standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the webhook's secret must be {PREFIX} followed by a key in Base64")]
pub struct InvalidSecret;

/// The value of `webhook-signature`. `timestamp_secs` counts from 1970, UTC.
pub fn sign(
    secret: &Secret,
    id: &str,
    timestamp_secs: i64,
    body: &[u8],
) -> Result<String, InvalidSecret> {
    let encoded = secret.expose();
    let encoded = encoded.strip_prefix(PREFIX).unwrap_or(encoded);
    let key = BASE64_STANDARD.decode(encoded).map_err(|_| InvalidSecret)?;
    if key.is_empty() {
        return Err(InvalidSecret);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of any length");
    mac.update(id.as_bytes());
    mac.update(b".");
    mac.update(timestamp_secs.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    Ok(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
}
