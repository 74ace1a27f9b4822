//! Private links: a name and a seal. Nothing is stored for them, so every message can carry them.

use data_encoding::BASE64URL_NOPAD;
use domain::{Number, ResponderId, id::RequesterId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes of HMAC-SHA256 that seal a link: 96 bits cannot be guessed over a network.
const SEAL_BYTES: usize = 12;

/// Whom a private link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// `/r/{token}`: a requester's page.
    Requester(RequesterId),
    /// `/a/{token}`: where a responder answers a page with one tap, without signing in.
    Page { number: Number, responder: ResponderId },
}

#[derive(Clone)]
pub(crate) struct Links {
    key: Vec<u8>,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Links")
    }
}

impl Links {
    pub(crate) fn new(key: Vec<u8>) -> Self {
        Self { key }
    }

    pub(crate) fn token(&self, link: &Link) -> String {
        let mut bytes = match link {
            Link::Requester(id) => [b"r".as_slice(), id.as_str().as_bytes()].concat(),
            Link::Page { number, responder } => {
                [b"p", number.0.to_be_bytes().as_slice(), responder.as_str().as_bytes()].concat()
            }
        };
        let seal = self.seal(&bytes);
        bytes.extend(seal);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// `None` if it is not one of ours.
    pub(crate) fn read(&self, token: &str) -> Option<Link> {
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        let (name, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL_BYTES)?)?;
        if !bool::from(self.seal(name).ct_eq(seal)) {
            return None;
        }
        let (kind, rest) = name.split_first()?;
        match kind {
            b'r' => Some(Link::Requester(RequesterId(String::from_utf8(rest.to_vec()).ok()?))),
            b'p' => {
                let (number, responder) = rest.split_first_chunk::<4>()?;
                let responder = ResponderId(String::from_utf8(responder.to_vec()).ok()?);
                Some(Link::Page { number: Number(u32::from_be_bytes(*number)), responder })
            }
            _ => None,
        }
    }

    /// The name of an emergency's call, which cannot be guessed.
    pub(crate) fn room(&self, number: Number) -> String {
        let seal = self.seal(&[b"b", number.0.to_be_bytes().as_slice()].concat());
        format!("frontline-{number}-{}", data_encoding::BASE32_NOPAD.encode(&seal).to_lowercase())
            .to_lowercase()
    }

    fn seal(&self, name: &[u8]) -> Vec<u8> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(name);
        mac.finalize().into_bytes()[..SEAL_BYTES].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_and_a_changed_one_nowhere() {
        let links = Links::new(b"key".to_vec());
        for link in [
            Link::Requester("0192aa".into()),
            Link::Page { number: Number(1007), responder: "ana".into() },
        ] {
            let token = links.token(&link);
            assert_eq!(links.read(&token), Some(link));
            assert_eq!(Links::new(b"other".to_vec()).read(&token), None);
            for at in 0..token.len() {
                let mut changed = token.clone().into_bytes();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).unwrap();
                if changed != token {
                    assert_eq!(links.read(&changed), None, "{changed}");
                }
            }
        }
        for token in ["", "A", "!!!!", "cmFuZG9t", "äöü"] {
            assert_eq!(links.read(token), None, "{token}");
        }
    }
}
