//! The form of an address. Whether it can be reached, only a page shows.

use crate::directory::ContactKind;

/// What is wrong with an address of this kind, and how it is written.
pub(super) fn problem(kind: ContactKind, address: &str) -> Option<String> {
    let (is_right, form) = match kind {
        ContactKind::Sms | ContactKind::Voice => {
            (is_e164(address), "a phone number as +15550100001, with its country and no spaces")
        }
        ContactKind::Email => (is_mail(address), "a mail address as ana@vendor.example"),
        ContactKind::Webhook => (is_web(address), "an address as https://chat.vendor.example/hook"),
        ContactKind::Slack => {
            (is_slack_id(address), "the member ID that Slack shows, as U024BE7LH")
        }
        ContactKind::Teams => {
            (is_web(address), "the address of the workflow that posts to the chat, as https://...")
        }
        ContactKind::Mattermost => (
            is_web(address),
            "the address of the incoming webhook, as https://chat.example.com/hooks/xxx",
        ),
        ContactKind::Telegram => (is_chat_id(address), "the number of the chat, as 123456789"),
        ContactKind::Ntfy => {
            (is_topic(address), "the address of the topic, as https://ntfy.example.com/ana-9f3k")
        }
        ContactKind::Gotify => {
            (is_web(address), "the address of the server, as https://push.example.com")
        }
        ContactKind::Push => (
            address.is_empty(),
            "no address: each person turns notifications on in the console, under Devices",
        ),
    };
    let shown: String = address.chars().take(80).collect();
    (!is_right).then(|| format!("\"{shown}\" cannot be reached: write {form}"))
}

/// ITU-T E.164: at most 15 digits, of which the first are the country's.
fn is_e164(address: &str) -> bool {
    address.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

fn is_mail(address: &str) -> bool {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;".contains(c);
    address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && is_host(domain) && address.chars().all(is_plain)
    })
}

fn is_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let is_literal = host.starts_with('[') && host.contains(']');
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        let is_named = is_host(name) && port.parse::<u16>().is_ok();
        (is_literal || is_named) && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// A user, or a channel or conversation that the app was invited into.
fn is_slack_id(address: &str) -> bool {
    let is_id = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    (2..=32).contains(&address.len())
        && address.starts_with(['U', 'W', 'C', 'G', 'D'])
        && address.chars().all(is_id)
}

/// Groups have negative numbers.
fn is_chat_id(address: &str) -> bool {
    let digits = address.strip_prefix('-').unwrap_or(address);
    (1..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A server and one topic on it: letters, digits, `-` and `_`, at most 64.
fn is_topic(address: &str) -> bool {
    let Some((_, topic)) = address.rsplit_once('/') else { return false };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    is_web(address)
        && address.matches('/').count() > 2
        && (1..=64).contains(&topic.len())
        && topic.chars().all(is_plain)
}

pub(super) fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
    };
    name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_their_form() {
        use ContactKind::{
            Email, Gotify, Mattermost, Ntfy, Slack, Sms, Teams, Telegram, Voice, Webhook,
        };
        for (kind, good, bad) in [
            (
                Sms,
                "+15550100001 +4420794600000",
                "15550100001 +1-555-010 +1555 + +0155501000 +1234567890123456",
            ),
            (Voice, "+15550100001", "555 tel:+15550100001"),
            (
                Email,
                "ana@vendor.example a+b@c",
                "ana @vendor.example ana@ a@b@c ana@ven,dor ana@.example",
            ),
            (
                Webhook,
                "https://chat.example/hook http://127.0.0.1:9000/a?b=c http://[::1]:80/ http://localhost",
                "chat.example ftp://chat.example https:// https:///hook http://a:b:c http://host:99999",
            ),
            (Slack, "U024BE7LH W012A3CDE C061EG9T2", "ana @ana u024be7lh X024BE7LH U U02-4"),
            (Teams, "https://flows.example/workflows/1?sig=x", "flows.example/1"),
            (Mattermost, "https://chat.example/hooks/x1", "chat.example"),
            (Telegram, "123456789 -1001234567890", "@ana 12x - --1 123456789012345678901"),
            (
                Ntfy,
                "https://ntfy.example/ana-9f3k http://127.0.0.1:8080/Ana_1",
                "https://ntfy.example https://ntfy.example/ https://ntfy.example/a.b ntfy.example/a",
            ),
            (Gotify, "https://push.example", "push.example"),
        ] {
            for address in good.split(' ') {
                assert_eq!(problem(kind, address), None, "{address}");
            }
            for address in bad.split(' ') {
                assert!(problem(kind, address).is_some(), "{address}");
            }
            for address in ["", "a b@c.example", "https://a b/"] {
                assert!(problem(kind, address).is_some(), "{address}");
            }
        }
        assert_eq!(problem(ContactKind::Push, ""), None);
        assert!(problem(ContactKind::Push, "https://push.example").is_some());
    }
}
