//! Secrets that we hand out once and keep only as their SHA-256.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use store::TokenHash;

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
