//! The address that mail comes to, and the token that a reply's address carries.

/// Where mail is received: `emergency@example.com`, and `emergency+TOKEN@example.com` for replies.
#[derive(Clone, Debug)]
pub struct Address {
    local: String,
    domain: String,
}

/// Whom a mail is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mailbox {
    /// New mail.
    Requests,
    /// A reply.
    Reply(String),
}

impl Address {
    /// `None` if it is not an address.
    pub fn parse(address: &str) -> Option<Self> {
        let (local, domain) = address.trim().rsplit_once('@')?;
        let is_whole = !local.is_empty() && !domain.is_empty() && !address.contains(['<', ' ']);
        is_whole.then(|| Self { local: local.to_lowercase(), domain: domain.to_lowercase() })
    }

    /// `None` if this recipient is none of ours.
    pub(crate) fn mailbox(&self, recipient: &str) -> Option<Mailbox> {
        let recipient = recipient.to_lowercase();
        let (local, domain) = recipient.rsplit_once('@')?;
        if domain != self.domain {
            return None;
        }
        match local.strip_prefix(&self.local)? {
            "" => Some(Mailbox::Requests),
            token => Some(Mailbox::Reply(token.strip_prefix('+')?.to_owned())),
        }
    }

    pub(crate) fn domain(&self) -> &str {
        &self.domain
    }

    pub(crate) fn is_ours(&self, address: &str) -> bool {
        self.mailbox(address).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_address_is_ours() {
        let address = Address::parse("Emergency@Example.com").unwrap();
        let reply = |token: &str| Some(Mailbox::Reply(token.to_owned()));
        for (recipient, mailbox) in [
            ("emergency@example.com", Some(Mailbox::Requests)),
            ("EMERGENCY@EXAMPLE.COM", Some(Mailbox::Requests)),
            ("emergency+AB2@example.com", reply("ab2")),
            ("emergencyx@example.com", None),
            ("emergency@example.com.evil.example", None),
            ("x@emergency@example.com", None),
            ("", None),
            ("@", None),
        ] {
            assert_eq!(address.mailbox(recipient), mailbox, "{recipient}");
        }
        for wrong in ["", "example.com", "@example.com", "a@", "A <a@example.com>"] {
            assert!(Address::parse(wrong).is_none(), "{wrong}");
        }
    }
}
