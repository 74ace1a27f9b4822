//! Who we are to a push service: a key of this installation, and a token that it signs (RFC 8292).

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;

/// A token counts for so long; services take a day at most.
const TOKEN_LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Browsers subscribe to this very key: with another one, none of them can be reached.
#[derive(Clone)]
pub struct Key {
    pair: Arc<EcdsaKeyPair>,
    /// Where the service can complain, if it is an address of the web.
    contact: Arc<str>,
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoKey(&'static str);

impl Key {
    /// A fresh key, as it is stored (PKCS #8).
    pub fn make() -> Result<Vec<u8>, NoKey> {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        made.map(|made| made.as_ref().to_vec())
            .map_err(|_| NoKey("the machine gives no random bytes for a key"))
    }

    pub fn read(stored: &[u8], contact: &str) -> Result<Self, NoKey> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, stored, &random)
            .map_err(|_| NoKey("the stored key of notifications is damaged"))?;
        Ok(Self { pair: Arc::new(pair), contact: contact.into() })
    }

    /// What a browser subscribes to (`applicationServerKey`), in base64url.
    pub fn public(&self) -> String {
        BASE64URL_NOPAD.encode(self.pair.public_key().as_ref())
    }

    /// The header for a message to this address.
    pub(super) fn authorization(&self, to: &Url, now: Timestamp) -> Result<String, NoKey> {
        let until = now.saturating_add(TOKEN_LASTS).map_or(0, Timestamp::as_second);
        let mut claims = json!({ "aud": to.origin().ascii_serialization(), "exp": until });
        if self.contact.starts_with("https://") {
            claims["sub"] = json!(&*self.contact);
        }
        let header = json!({ "typ": "JWT", "alg": "ES256" });
        let parts =
            [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
        let signed = parts.join(".");
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| NoKey("the machine gives no random bytes"))?;
        let signature = BASE64URL_NOPAD.encode(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.pair.public_key().as_ref() == other.pair.public_key().as_ref()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}
