//! When the regular desk is open: the union of regions. Everything else is off-hours.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::{Directory, directory::Window, id::RegionId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    pub id: RegionId,
    /// An IANA name.
    pub time_zone: String,
    pub hours: Vec<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Holidays>,
    /// Single days on which the desk is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<civil::Date>,
    /// Single days on which it is open although they are holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<civil::Date>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Holidays {
    Dates(Vec<civil::Date>),
    /// `us-federal`, `england`, or the name of an `.ics` file.
    Calendar(String),
}

/// The desk at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub open: bool,
    /// The regions that are open.
    pub regions: Vec<RegionId>,
    /// When `open` next changes, if it does within a year.
    pub changes_at: Option<Timestamp>,
}

impl Directory {
    pub fn coverage(&self, _now: Timestamp) -> Coverage {
        Coverage { open: false, regions: Vec::new(), changes_at: None }
    }
}
