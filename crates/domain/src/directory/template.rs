//! A vendor's own words for a message to requesters. What they may contain, and whether they work, is
//! for `words` to say.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The message and its language, as in `receipt.de`.
    pub id: String,
    /// The subject of the mail. What is left out stays as it is built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text of the mail: paragraphs, with an empty line between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// The text message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
}
