//! How a switch stands, signed, so that anybody can keep it and serve it: a JSON Web Signature (RFC
//! 7515) with Ed25519 (RFC 8037). The same state is the same bytes.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError},
};

use data_encoding::BASE64URL_NOPAD;
use domain::{OrganizationId, switch::Scope};
use ring::signature::{Ed25519KeyPair, KeyPair};
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
