//! The hash that ties each entry of a journal to the one before. `SQLite` calls it as `fact_hash`.

use sha2::{Digest, Sha256};

/// SHA-256 over the hash before, the place of the entry and its content; each text behind its
/// length, so that nothing can move from one into the next.
pub type Hash = [u8; 32];

/// What stands before the first entry.
pub(crate) const NOTHING: Hash = [0; 32];

/// The last entry of an emergency's journal at some moment, with which all before it is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub number: i64,
    pub sequence: i64,
    pub hash: Hash,
}

/// An entry as it is stored, whether or not it can be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) number: i64,
    pub(crate) sequence: i64,
    pub(crate) at_us: i64,
    pub(crate) kind: String,
    pub(crate) actor: String,
    pub(crate) body: String,
}

impl Link {
    /// Its hash, if it was written as `sequence`.
    pub(crate) fn hash_as(&self, previous: &Hash, sequence: i64) -> Hash {
        let texts = [&self.kind, &self.actor, &self.body].map(|text| text.as_bytes());
        hash(previous, [self.number, sequence, self.at_us], texts)
    }
}

pub(crate) fn hash(previous: &[u8], place: [i64; 3], texts: [&[u8]; 3]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    for number in place {
        hasher.update(number.to_be_bytes());
    }
    for text in texts {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_from_one_text_into_the_next_changes_the_hash() {
        let of = |kind, actor, body| hash(&NOTHING, [1, 1, 1], [kind, actor, body]);
        assert_ne!(of(b"ab", b"c", b""), of(b"a", b"bc", b""));
        assert_ne!(of(b"ab", b"c", b""), of(b"ab", b"", b"c"));
    }

    #[test]
    fn the_hash_is_what_it_was_when_it_was_first_released() {
        let hash =
            hash(&NOTHING, [1001, 1, 7], [b"received", b"\"system\"", "{\"ü\":1}".as_bytes()]);
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, "f381a63ff03623110a2ea21f718a933d3e6bd7df1ad4a08e19fc4191649ddcb2");
    }
}
