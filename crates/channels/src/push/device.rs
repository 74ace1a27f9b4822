//! A browser that takes notifications: where its push service listens, and its keys.

use data_encoding::BASE64URL_NOPAD;
use reqwest::Url;

/// The longest address of a device, in bytes: those of today have some hundreds.
const ENDPOINT_MAX_BYTES: usize = 1_024;
/// An uncompressed point of P-256.
const PUBLIC_KEY_BYTES: usize = 65;
const SECRET_BYTES: usize = 16;

/// As `PushSubscription.toJSON()` names its parts; the keys are base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// Whoever knows it can reach the device, so it is never shown.
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

/// Why something is no device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoDevice(&'static str);

impl Device {
    /// What a browser says of itself, checked.
    pub fn read(endpoint: &str, p256dh: &str, auth: &str) -> Result<Self, NoDevice> {
        let url = Url::parse(endpoint).map_err(|_| NoDevice("its address is none"))?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        if endpoint.len() > ENDPOINT_MAX_BYTES || url.scheme() != "https" || !is_plain {
            return Err(NoDevice("its address must begin with https:// and be a short one"));
        }
        let device = Self {
            endpoint: endpoint.to_owned(),
            p256dh: p256dh.trim_end_matches('=').to_owned(),
            auth: auth.trim_end_matches('=').to_owned(),
        };
        device.public_key()?;
        device.secret()?;
        Ok(device)
    }

    pub(super) fn public_key(&self) -> Result<[u8; PUBLIC_KEY_BYTES], NoDevice> {
        let key = decoded::<PUBLIC_KEY_BYTES>(&self.p256dh);
        key.filter(|key| key[0] == 4).ok_or(NoDevice("its key p256dh is not a point of P-256"))
    }

    pub(super) fn secret(&self) -> Result<[u8; SECRET_BYTES], NoDevice> {
        decoded(&self.auth).ok_or(NoDevice("its secret auth has not 16 bytes"))
    }
}

fn decoded<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Device")
    }
}
