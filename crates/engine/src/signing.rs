//! How a switch stands, signed, so that anybody can keep it and serve it: a JSON Web Signature (RFC
//! 7515) with Ed25519 (RFC 8037). The same state is the same bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError},
};

use data_encoding::BASE64URL_NOPAD;
use domain::{OrganizationId, switch::Scope};
use jiff::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::Unit;

use crate::{Engine, EngineError};

/// The flag that says how often the key was changed.
const ROTATED: &str = "switch_key";
/// Bytes of the hash that names a key.
const KEY_ID_BYTES: usize = 12;

/// The key that signs, and the one before it, whose signatures are still about.
#[derive(Debug)]
pub(crate) struct SigningKeys {
    rotated: u64,
    keys: Vec<SigningKey>,
}

#[derive(Debug)]
struct SigningKey {
    id: String,
    pair: Ed25519KeyPair,
}

/// What a signed document says, once its signature was found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedState {
    /// The address of the installation that signed it.
    pub issuer: String,
    pub organization: OrganizationId,
    pub version: i64,
    /// By flag: until when it is off; `None` while it is on.
    pub flags: BTreeMap<String, Option<Timestamp>>,
    pub key_id: String,
}

/// Why a document is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("it is no signed document of a switch: three parts of Base64 with dots between")]
    Unreadable,
    #[error("it is signed by another algorithm than EdDSA, which nobody should believe")]
    OtherAlgorithm,
    #[error("it names a key that is not among these: fetch the keys anew, at /switch/keys")]
    UnknownKey,
    #[error("the keys are no JSON Web Key Set, as /switch/keys and frontline switch keys give it")]
    NoKeys,
    #[error("THE SIGNATURE IS WRONG: it was altered, or somebody else wrote it")]
    Forged,
    #[error("it is signed, and is no state of a switch")]
    NoState,
}

/// Longer than any document of ours.
const DOCUMENT_MAX_BYTES: usize = 1 << 20;

/// Reads a document, if one of these keys has signed it.
pub fn read_document(document: &str, keys: &Value) -> Result<SignedState, DocumentError> {
    let document = document.trim();
    if document.len() > DOCUMENT_MAX_BYTES {
        return Err(DocumentError::Unreadable);
    }
    let (signed, signature) = document.rsplit_once('.').ok_or(DocumentError::Unreadable)?;
    let (header, payload) = signed.split_once('.').ok_or(DocumentError::Unreadable)?;
    let decoded =
        |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| DocumentError::Unreadable);
    let header: Value =
        serde_json::from_slice(&decoded(header)?).map_err(|_| DocumentError::Unreadable)?;
    if header["alg"] != "EdDSA" {
        return Err(DocumentError::OtherAlgorithm);
    }
    let key_id = header["kid"].as_str().ok_or(DocumentError::UnknownKey)?;
    let keys = keys["keys"].as_array().ok_or(DocumentError::NoKeys)?;
    let is_it = |key: &&Value| key["kid"] == key_id && key["crv"] == "Ed25519";
    let key = keys.iter().find(is_it).ok_or(DocumentError::UnknownKey)?;
    let public = key["x"].as_str().ok_or(DocumentError::NoKeys)?;
    let public = BASE64URL_NOPAD.decode(public.as_bytes()).map_err(|_| DocumentError::NoKeys)?;
    UnparsedPublicKey::new(&ED25519, &public)
        .verify(signed.as_bytes(), &decoded(signature)?)
        .map_err(|_| DocumentError::Forged)?;
    let state = serde_json::from_slice(&decoded(payload)?).map_err(|_| DocumentError::NoState)?;
    said(&state, key_id).ok_or(DocumentError::NoState)
}

fn said(state: &Value, key_id: &str) -> Option<SignedState> {
    let mut flags = BTreeMap::new();
    for (flag, position) in state["flags"].as_object()? {
        let until = match position["value"].as_bool()? {
            true => None,
            false => Some(position["until"].as_str()?.parse().ok()?),
        };
        flags.insert(flag.clone(), until);
    }
    Some(SignedState {
        issuer: state["iss"].as_str()?.to_owned(),
        organization: OrganizationId(state["sub"].as_str()?.to_owned()),
        version: state["version"].as_i64()?,
        flags,
        key_id: key_id.to_owned(),
    })
}

impl SigningKey {
    fn of(seed: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let digest = Sha256::digest(pair.public_key().as_ref());
        Some(Self { id: BASE64URL_NOPAD.encode(&digest[..KEY_ID_BYTES]), pair })
    }

    fn as_json(&self) -> Value {
        let public = BASE64URL_NOPAD.encode(self.pair.public_key().as_ref());
        json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.id, "x": public})
    }

    fn sign(&self, payload: &Value) -> String {
        let header = json!({"alg": "EdDSA", "kid": self.id, "typ": "JWT"});
        let encoded = [header, payload.clone()].map(|part| {
            let text = part.to_string();
            BASE64URL_NOPAD.encode(text.as_bytes())
        });
        let signed = encoded.join(".");
        let signature = self.pair.sign(signed.as_bytes());
        format!("{signed}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }
}

impl Engine {
    /// What can be asked about: all services, and each that the directory names or that was ever
    /// switched by itself.
    pub fn scopes_of(&self, organization: &OrganizationId) -> BTreeSet<Scope> {
        let directory = self.directory();
        let named = directory.1.organization(organization).into_iter().flat_map(|known| {
            known.services.iter().filter_map(|service| Scope::of(Some(service)).ok())
        });
        let switches = self.switches();
        let switched = switches.of(organization).into_iter();
        let switched = switched.flat_map(|saved| saved.switch.positions.keys().cloned());
        [Scope::All].into_iter().chain(named).chain(switched).collect()
    }

    /// The signed document of an organization, in the compact form.
    pub async fn switch_document(
        &self,
        organization: &OrganizationId,
    ) -> Result<String, EngineError> {
        let keys = self.signing_keys().await?;
        let current = keys.keys.first().ok_or(EngineError::NotFound)?;
        Ok(current.sign(&self.switch_payload(organization)))
    }

    /// The public keys, as a JSON Web Key Set (RFC 7517).
    pub async fn switch_keys(&self) -> Result<Value, EngineError> {
        let keys = self.signing_keys().await?;
        Ok(json!({ "keys": keys.keys.iter().map(SigningKey::as_json).collect::<Vec<_>>() }))
    }

    /// Signs with a new key from now on. The key before stays among the public ones until the next
    /// time.
    pub async fn rotate_switch_key(&self) -> Result<(), EngineError> {
        let rotated = self.signing_keys().await?.rotated;
        let mut unit = Unit::new();
        unit.set_flag(ROTATED, &(rotated + 1).to_string());
        Ok(self.shared.store.commit(unit).await?)
    }

    fn switch_payload(&self, organization: &OrganizationId) -> Value {
        let (switches, now) = (self.switches(), self.now());
        let saved = switches.of(organization);
        let mut flags = Map::new();
        for scope in self.scopes_of(organization) {
            let off = saved.and_then(|saved| saved.switch.off(scope.service()));
            let value = match off.filter(|off| off.until > now) {
                None => json!({ "value": true }),
                Some(off) => json!({ "value": false, "since": off.since, "until": off.until }),
            };
            flags.insert(domain::switch::flag_of(&scope), value);
        }
        json!({
            "iss": self.options().public_url,
            "sub": organization,
            "version": saved.map_or(0, |saved| saved.version),
            "flags": flags,
        })
    }

    /// The last known keys serve while the database is away.
    async fn signing_keys(&self) -> Result<Arc<SigningKeys>, EngineError> {
        let known = self.shared.signing.read().unwrap_or_else(PoisonError::into_inner).clone();
        let rotated = match (self.shared.store.flag(ROTATED).await, known) {
            (Ok(flag), known) => {
                let rotated = flag.and_then(|text| text.parse().ok()).unwrap_or(0);
                if let Some(known) = known.filter(|known| known.rotated == rotated) {
                    return Ok(known);
                }
                rotated
            }
            (Err(_), Some(known)) => return Ok(known),
            (Err(error), None) => return Err(error.into()),
        };
        let mut keys = Vec::new();
        for count in [Some(rotated), rotated.checked_sub(1)].into_iter().flatten() {
            let seed = self.shared.store.secret(&format!("{ROTATED}:{count}")).await?;
            keys.extend(SigningKey::of(&seed));
        }
        let fresh = Arc::new(SigningKeys { rotated, keys });
        let mut kept = self.shared.signing.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(fresh.clone());
        Ok(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> (String, Value) {
        let key = SigningKey::of(&[7; 32]).expect("a key");
        let state = json!({
            "iss": "https://emergency.example.com", "sub": "acme", "version": 2,
            "flags": {
                "services-enabled": { "value": false, "since": "2026-12-24T18:00:00Z",
                    "until": "2026-12-24T20:00:00Z" },
                "services-enabled.search": { "value": true },
            },
        });
        (key.sign(&state), json!({ "keys": [key.as_json()] }))
    }

    #[test]
    fn what_was_signed_is_read() {
        let (document, keys) = signed();
        let state = read_document(&format!("{document}\n"), &keys).expect("it is ours");
        assert_eq!((state.organization.as_str(), state.version), ("acme", 2));
        let until = "2026-12-24T20:00:00Z".parse().expect("a moment");
        let flags = [("services-enabled", Some(until)), ("services-enabled.search", None)];
        assert_eq!(state.flags, flags.map(|(flag, off)| (flag.to_owned(), off)).into());
    }

    #[test]
    fn every_altered_byte_is_noticed() {
        let (document, keys) = signed();
        for at in 0..document.len() {
            let mut altered = document.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).expect("it stays text");
            assert!(read_document(&altered, &keys).is_err(), "{at}: {altered}");
            assert!(read_document(&document[..at], &keys).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn nobody_elses_document_is_believed() {
        let (document, keys) = signed();
        let other = SigningKey::of(&[8; 32]).expect("a key");
        let theirs = json!({ "keys": [other.as_json()] });
        assert_eq!(read_document(&document, &theirs), Err(DocumentError::UnknownKey));
        // Another key that goes by our name.
        let mut renamed = other.as_json();
        renamed["kid"] = keys["keys"][0]["kid"].clone();
        let renamed = json!({ "keys": [renamed] });
        assert_eq!(read_document(&document, &renamed), Err(DocumentError::Forged));
        let header = BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
        let unsigned = format!("{header}.{}.", document.split('.').nth(1).expect("a payload"));
        assert_eq!(read_document(&unsigned, &keys), Err(DocumentError::OtherAlgorithm));
        for keys in [json!(null), json!([]), json!({"keys": 3}), json!({"keys": [{}]})] {
            assert!(read_document(&document, &keys).is_err(), "{keys}");
        }
        for text in ["", ".", "..", "...", "a.b.c", "\u{0}.\u{0}.\u{0}", &"a.".repeat(1 << 20)] {
            assert!(read_document(text, &keys).is_err());
        }
    }
}
