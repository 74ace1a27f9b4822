//! Slack's signature of what it sends us (`X-Slack-Signature`): HMAC-SHA256, in hexadecimal, over the
//! version, the moment and the body. <https://docs.slack.dev/authentication/verifying-requests-from-slack>

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// What is older, or comes from so far ahead, may be somebody's recording.
const WINDOW_SECS: i64 = 5 * 60;

/// Whether a request came from Slack, now. `timestamp` is `X-Slack-Request-Timestamp`.
pub fn verify(
    signing_secret: &str,
    timestamp: &str,
    body: &[u8],
    signature: &str,
    now: Timestamp,
) -> bool {
    let is_plain = timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let Some(at) = timestamp.parse::<i64>().ok().filter(|_| is_plain) else { return false };
    let is_fresh = now.as_second().saturating_sub(at).saturating_abs() <= WINDOW_SECS;
    let expected = sign(signing_secret, at, body);
    is_fresh && bool::from(expected.as_bytes().ct_eq(signature.as_bytes()))
}

/// The signature that Slack makes; `at` are seconds since the epoch.
pub fn sign(signing_secret: &str, at: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(signing_secret.as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(format!("v0:{at}:").as_bytes());
    mac.update(body);
    format!("v0={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}
