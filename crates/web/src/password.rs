//! Passwords: Argon2id, computed beside the runtime and a few at a time.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// Each computation takes 19 MiB and a core for some ten milliseconds.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// The shortest password that a person may choose.
pub(crate) const MIN_CHARS: usize = 12;
/// The longest that is looked at.
const MAX_BYTES: usize = 1024;

/// The password in PHC form, as it is stored.
pub(crate) async fn hash(password: String) -> String {
    beside(move || {
        let hash: PasswordHash =
            Argon2::default().hash_password(cut(&password)).expect("any password can be hashed");
        hash.to_string()
    })
    .await
}

/// Whether a password is the stored one. Without one stored it takes just as long to say no.
pub(crate) async fn is_right(password: String, stored: Option<String>) -> bool {
    beside(move || {
        let Some(stored) = stored else {
            let _: Result<PasswordHash, _> = Argon2::default().hash_password(cut(&password));
            return false;
        };
        PasswordHash::new(&stored)
            .is_ok_and(|stored| Argon2::default().verify_password(cut(&password), &stored).is_ok())
    })
    .await
}

fn cut(password: &str) -> &[u8] {
    &password.as_bytes()[..password.len().min(MAX_BYTES)]
}

async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let _permit = AT_ONCE.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let stored = hash("correct horse battery".to_owned()).await;
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(is_right("correct horse battery".to_owned(), Some(stored.clone())).await);
        assert!(!is_right("correct horse batterz".to_owned(), Some(stored)).await);
        assert!(!is_right("anything".to_owned(), None).await);
        assert!(!is_right("anything".to_owned(), Some("not a hash".to_owned())).await);
    }
}
