//! How long a text message is, as the network counts it (GSM 03.38, else UCS-2).

/// The most segments that a message of ours may have.
pub const MAX_SEGMENTS: usize = 3;

/// How many segments the network cuts `text` into; an empty text is one.
pub fn segments(_text: &str) -> usize {
    todo!()
}
