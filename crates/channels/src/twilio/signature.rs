//! Twilio's signature of what it sends us (`X-Twilio-Signature`): Base64 of HMAC-SHA1 over the
//! address and the sorted parameters. <https://www.twilio.com/docs/usage/security>

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

/// Whether a form came from the provider. `url` is the address as the provider calls it, with
/// its query; a port that stands there, or does not, makes no difference.
pub fn verify(auth_token: &str, url: &str, params: &[(String, String)], signature: &str) -> bool {
    spellings(url).iter().any(|url| same(&sign(auth_token, url, params), signature))
}

/// Whether a request whose body is no form came from the provider: the address carries the
/// body's digest as `bodySHA256`, and the signature covers the address.
pub fn verify_body(auth_token: &str, url: &str, body: &[u8], signature: &str) -> bool {
    let Ok(parsed) = Url::parse(url) else {
        return false;
    };
    let claimed = parsed.query_pairs().find(|(name, _)| name == "bodySHA256");
    let Some((_, claimed)) = claimed else {
        return false;
    };
    let digest = Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect::<String>();
    same(&digest, &claimed) && verify(auth_token, url, &[], signature)
}

/// The signature that the provider makes.
pub fn sign(auth_token: &str, url: &str, params: &[(String, String)]) -> String {
    let mut sorted: Vec<&(String, String)> = params.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut mac =
        Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

fn same(expected: &str, given: &str) -> bool {
    expected.as_bytes().ct_eq(given.as_bytes()).into()
}

/// The address as it is, with the usual port and without one: proxies change that on the way.
fn spellings(url: &str) -> Vec<String> {
    let mut all = vec![url.to_owned()];
    let Some((scheme, rest)) = url.split_once("://") else {
        return all;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let usual = if scheme.eq_ignore_ascii_case("https") { "443" } else { "80" };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => {
            all.push(format!("{scheme}://{host}{path}"));
            return all;
        }
        Some(_) | None => authority,
    };
    all.push(format!("{scheme}://{host}:{usual}{path}"));
    all
}
