//! Secrets that we hand out once and keep only as their SHA-256.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use store::TokenHash;

/// Eight letters and digits.
const CHECKSUM_BYTES: usize = 5;

/// A new secret of 256 bits, in letters and digits.
pub fn new_secret() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    BASE32_NOPAD.encode(&bytes).to_lowercase()
}

/// The form in which a secret is stored and looked up.
pub fn digest(secret: &str) -> TokenHash {
    Sha256::digest(secret.as_bytes()).into()
}

/// A new token for a program: `fl_`, a secret, and a checksum by which a mistyped or cut one can
/// be told from a wrong one.
pub fn new_token() -> String {
    let secret = new_secret();
    let checksum = BASE32_NOPAD.encode(&Sha256::digest(secret.as_bytes())[..CHECKSUM_BYTES]);
    format!("fl_{secret}{}", checksum.to_lowercase())
}
