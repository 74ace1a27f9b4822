//! Private links: a name and a seal. Nothing is stored for them, so every message can carry them.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use domain::{
    Number, OrganizationId, ResponderId, TicketNumber,
    id::{ContactId, RequesterId},
    proof::{CODE_DIGITS, Way},
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes of HMAC-SHA256 that seal a link: 96 bits cannot be guessed over a network.
const SEAL_BYTES: usize = 12;
/// The same in a mail address, which has little room: 64 bits.
const MAIL_SEAL_BYTES: usize = 8;

/// How many codes of [`CODE_DIGITS`] there are.
const CODES: u64 = 1_000_000;

/// Whom a private link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// `/r/{token}`: a requester's page.
    Requester(RequesterId),
    /// `/a/{token}`: where a responder answers a page with one tap, without signing in.
    Page {
        number: Number,
        responder: ResponderId,
        /// Over which contact method it was sent: a tap proves that this one arrives.
        via: Option<ContactId>,
    },
    /// `/t/{token}`: where a test page is answered; by its id, and over which contact method it came.
    Drill { id: String, via: ContactId },
    /// `/ofrep/v1/events/{token}`: where software listens for changes of its switch.
    Events(OrganizationId),
    /// `/d/{token}`: a responder's own duty: what they are on call for, swaps, "I am ill".
    Duty(ResponderId),
    /// `/calendar/{token}.ics`: a calendar feed, by its id; it counts until it is revoked.
    Feed(String),
    /// `/switch/{token}`: the signed document of a switch, which anybody may keep.
    Document(OrganizationId),
    /// `/f/{token}`: where a desk outside works on a ticket.
    Desk { ticket: TicketNumber, desk: String },
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
            Link::Page { number, responder, via } => {
                let mut bytes = [b"p", number.0.to_be_bytes().as_slice()].concat();
                bytes.extend(responder.as_str().as_bytes());
                if let Some(via) = via {
                    bytes.push(0);
                    bytes.extend(via.as_str().as_bytes());
                }
                bytes
            }
            Link::Drill { id, via } => {
                [b"t", id.as_bytes(), b"\0", via.as_str().as_bytes()].concat()
            }
            Link::Duty(responder) => [b"d".as_slice(), responder.as_str().as_bytes()].concat(),
            Link::Events(organization) => {
                [b"e".as_slice(), organization.as_str().as_bytes()].concat()
            }
            Link::Feed(id) => [b"c".as_slice(), id.as_bytes()].concat(),
            Link::Document(organization) => {
                [b"s".as_slice(), organization.as_str().as_bytes()].concat()
            }
            Link::Desk { ticket, desk } => {
                [b"f", ticket.0.to_be_bytes().as_slice(), desk.as_bytes()].concat()
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
                let named = String::from_utf8(responder.to_vec()).ok()?;
                let (responder, via) = match named.split_once('\0') {
                    Some((responder, via)) => (responder, Some(ContactId::from(via))),
                    None => (named.as_str(), None),
                };
                let (number, responder) = (Number(u32::from_be_bytes(*number)), responder.into());
                Some(Link::Page { number, responder, via })
            }
            b't' => {
                let named = String::from_utf8(rest.to_vec()).ok()?;
                let (id, via) = named.split_once('\0')?;
                Some(Link::Drill { id: id.to_owned(), via: via.into() })
            }
            b'd' => Some(Link::Duty(ResponderId(String::from_utf8(rest.to_vec()).ok()?))),
            b'e' => Some(Link::Events(OrganizationId(String::from_utf8(rest.to_vec()).ok()?))),
            b'c' => Some(Link::Feed(String::from_utf8(rest.to_vec()).ok()?)),
            b'f' => {
                let (ticket, desk) = rest.split_first_chunk::<4>()?;
                let desk = String::from_utf8(desk.to_vec()).ok()?;
                Some(Link::Desk { ticket: TicketNumber(u32::from_be_bytes(*ticket)), desk })
            }
            b's' => Some(Link::Document(OrganizationId(String::from_utf8(rest.to_vec()).ok()?))),
            _ => None,
        }
    }

    /// A token that survives mail servers that fold case, short enough to stand before an @.
    pub(crate) fn mail_token(&self, link: &Link) -> String {
        let mut bytes = match link {
            Link::Requester(id) => match uuid::Uuid::try_parse(id.as_str()) {
                Ok(id) => [b"u".as_slice(), id.as_bytes()].concat(),
                Err(_) => [b"r".as_slice(), id.as_str().as_bytes()].concat(),
            },
            // Whose it is, the seal tells: a name may be long.
            Link::Page { number, .. } => [b"p".as_slice(), &number.0.to_be_bytes()].concat(),
            Link::Desk { ticket, .. } => [b"f".as_slice(), &ticket.0.to_be_bytes()].concat(),
            // None of them is written to by mail: these lead nowhere.
            Link::Events(_)
            | Link::Drill { .. }
            | Link::Duty(_)
            | Link::Feed(_)
            | Link::Document(_) => b"e".to_vec(),
        };
        bytes.extend(self.mail_seal(link));
        BASE32_NOPAD.encode(&bytes).to_lowercase()
    }

    /// As [`Links::mail_token`], for where a mail comes back to: it names the mail.
    pub(crate) fn return_token(&self, delivery: &str) -> Option<String> {
        let id = uuid::Uuid::try_parse(delivery).ok()?;
        let name = [b"b".as_slice(), id.as_bytes()].concat();
        let bytes =
            [name.as_slice(), &self.seal(&[b"v", name.as_slice()].concat())[..MAIL_SEAL_BYTES]];
        Some(BASE32_NOPAD.encode(&bytes.concat()).to_lowercase())
    }

    pub(crate) fn read_return(&self, token: &str) -> Option<String> {
        let bytes = BASE32_NOPAD.decode(token.to_uppercase().as_bytes()).ok()?;
        let id = uuid::Uuid::from_slice(bytes.get(1..17)?).ok()?.simple().to_string();
        let ours = self.return_token(&id)?;
        bool::from(ours.as_bytes().ct_eq(token.to_lowercase().as_bytes())).then_some(id)
    }

    /// Reads a token of a mail address; a page's belongs to one of `responders`, a desk's to one of
    /// `desks`.
    pub(crate) fn read_mail<'a>(
        &self,
        token: &str,
        mut responders: impl Iterator<Item = &'a ResponderId>,
        mut desks: impl Iterator<Item = &'a str>,
    ) -> Option<Link> {
        let bytes = BASE32_NOPAD.decode(token.to_uppercase().as_bytes()).ok()?;
        let (name, seal) = bytes.split_at_checked(bytes.len().checked_sub(MAIL_SEAL_BYTES)?)?;
        let (kind, rest) = name.split_first()?;
        let is_sealed = |link: &Link| bool::from(self.mail_seal(link).ct_eq(seal));
        let link = match kind {
            b'u' => {
                let id = uuid::Uuid::from_slice(rest).ok()?;
                Link::Requester(RequesterId(id.simple().to_string()))
            }
            b'r' => Link::Requester(RequesterId(String::from_utf8(rest.to_vec()).ok()?)),
            b'p' => {
                let number = Number(u32::from_be_bytes(rest.try_into().ok()?));
                let page =
                    |id: &ResponderId| Link::Page { number, responder: id.clone(), via: None };
                page(responders.find(|id| is_sealed(&page(id)))?)
            }
            b'f' => {
                let ticket = TicketNumber(u32::from_be_bytes(rest.try_into().ok()?));
                let of = |desk: &str| Link::Desk { ticket, desk: desk.to_owned() };
                of(desks.find(|desk| is_sealed(&of(desk)))?)
            }
            _ => return None,
        };
        is_sealed(&link).then_some(link)
    }

    fn mail_seal(&self, link: &Link) -> Vec<u8> {
        let token = [b"m".as_slice(), self.token(link).as_bytes()].concat();
        self.seal(&token)[..MAIL_SEAL_BYTES].to_vec()
    }

    /// The name of an emergency's call, which cannot be guessed.
    pub(crate) fn room(&self, number: Number) -> String {
        let seal = self.seal(&[b"b", number.0.to_be_bytes().as_slice()].concat());
        format!("frontline-{number}-{}", BASE32_NOPAD.encode(&seal).to_lowercase()).to_lowercase()
    }

    /// The PIN of a conference; another one for each attempt.
    pub(crate) fn pin(&self, room: &str, attempt: u32) -> String {
        let name = [b"i".as_slice(), &attempt.to_be_bytes(), room.as_bytes()].concat();
        let seal = self.seal(&name);
        let number = seal.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        format!("{:0width$}", number % CODES, width = CODE_DIGITS)
    }

    /// The code that proves a way: nobody can make it without the key.
    pub(crate) fn code(&self, way: &Way, nonce: &str) -> String {
        let (kind, id) = (way.kind.name(), way.responder.as_str());
        let parts = [id, kind, way.address.as_str(), nonce].join("\0");
        let seal = self.seal(&[b"k".as_slice(), parts.as_bytes()].concat());
        let number = seal.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        format!("{:0width$}", number % CODES, width = CODE_DIGITS)
    }

    /// The six figures by which a second person confirms what was asked of a switch: they are in no
    /// message but those that ask, and count for this question only.
    pub(crate) fn confirm_code(
        &self,
        organization: &OrganizationId,
        service: Option<&str>,
        lapses_at: Timestamp,
    ) -> String {
        let mut name = b"w".to_vec();
        for part in [organization.as_str(), service.unwrap_or("*")] {
            name.extend((part.len() as u64).to_be_bytes());
            name.extend(part.as_bytes());
        }
        name.extend(lapses_at.as_microsecond().to_be_bytes());
        let seal = self.seal(&name);
        let number = seal.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        format!("{:0width$}", number % CODES, width = CODE_DIGITS)
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
    fn where_a_mail_comes_back_to_names_it_and_cannot_be_guessed() {
        let (links, id) = (Links::new(b"key".to_vec()), "0199aa00112233445566778899aabbcc");
        let token = links.return_token(id).unwrap();
        assert!(token.len() <= 42, "{token}");
        assert_eq!(links.read_return(&token.to_uppercase()).as_deref(), Some(id));
        assert_eq!(links.read_mail(&token, [].iter(), std::iter::empty()), None, "it is no reply");
        assert_eq!(Links::new(b"other".to_vec()).read_return(&token), None);
        for wrong in ["", "a", "äöü", &token[2..], &links.mail_token(&Link::Requester(id.into()))]
        {
            assert_eq!(links.read_return(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_link_leads_back_and_a_changed_one_nowhere() {
        let links = Links::new(b"key".to_vec());
        for link in [
            Link::Requester("0192aa".into()),
            Link::Page { number: Number(1007), responder: "ana".into(), via: None },
            Link::Page { number: Number(1007), responder: "ana".into(), via: Some("sms".into()) },
            Link::Drill { id: "0192ab".to_owned(), via: "sms".into() },
            Link::Events("acme".into()),
            Link::Duty("ana".into()),
            Link::Feed("k3".to_owned()),
            Link::Document("acme".into()),
            Link::Desk { ticket: TicketNumber(1007), desk: "Contoso, 24×7".to_owned() },
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
        for link in [
            Link::Requester("0192aa".into()),
            Link::Requester("019acbd3c0de7a51b1f0123456789abc".into()),
            Link::Page { number: Number(1007), responder: "ana".into(), via: None },
            Link::Desk { ticket: TicketNumber(1007), desk: "Contoso, 24×7".to_owned() },
        ] {
            let token = links.mail_token(&link);
            assert!(token.len() <= 40, "{token}");
            let team: [ResponderId; 2] = ["ben".into(), "ana".into()];
            let read = |links: &Links, token: &str| {
                links.read_mail(token, team.iter(), ["Other", "Contoso, 24×7"].into_iter())
            };
            assert_eq!(read(&links, &token.to_uppercase()), Some(link));
            assert_eq!(read(&Links::new(b"other".to_vec()), &token), None);
            assert_eq!(read(&links, &token[..token.len() - 2]), None);
        }
        for token in ["", "A", "!!!!", "cmFuZG9t", "äöü"] {
            assert_eq!(links.read(token), None, "{token}");
        }
    }
}
