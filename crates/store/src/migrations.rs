//! What brings a database's tables up to date, forwards only; the same steps for both databases.

use sha2::{Digest, Sha256};

use crate::StoreError;

/// A step's name and its SQL.
pub(crate) type Migration = (&'static str, &'static str);

/// In order; what was released is never changed. A step must leave the version before it working:
/// add first, take away a release later.
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        pub(crate) const SQLITE: &[Migration] =
            &[$(($name, include_str!(concat!("../migrations/sqlite/", $name, ".sql")))),*];
        pub(crate) const POSTGRES: &[Migration] =
            &[$(($name, include_str!(concat!("../migrations/postgres/", $name, ".sql")))),*];
    };
}

migrations![
    "0001_start",
    "0002_journal",
    "0003_nodes",
    "0004_switch",
    "0006_doors",
    "0007_switch_journal",
    "0008_unheard",
    "0012_swaps",
    "0014_feeds",
    "0015_calendars",
    "0016_desk",
    "0019_proofs",
    "0020_shifts",
    "0021_drills",
    "0022_forwards",
    "0024_spare",
    "0026_traces",
    "0029_devices",
    "0030_rooms",
    "0033_known",
    "0036_conferences",
    "0037_recordings",
    "0038_unheard_words",
];

/// What of `known` is not among `done`, the names and checksums of what was applied, in order.
/// [`StoreError::Damaged`] if the database was made by something else.
pub(crate) fn missing<'a, 'b>(
    done: &[(String, String)],
    known: &'b [(&'a str, &'a str)],
) -> Result<&'b [(&'a str, &'a str)], StoreError> {
    for (name, _) in done.iter().skip(known.len()) {
        tracing::warn!(name, "the database was already used by a newer version");
    }
    for ((name, checksum), (known, sql)) in done.iter().zip(known) {
        if name != known || *checksum != checksum_of(sql) {
            let problem = format!(
                "it was made by \"{name}\", which is not the \"{known}\" of this version: is it \
                 the database of another program?"
            );
            return Err(StoreError::Damaged { what: "schema", problem });
        }
    }
    Ok(known.get(done.len()..).unwrap_or_default())
}

pub(crate) fn checksum_of(sql: &str) -> String {
    Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn every_file_is_a_step_of_its_database() {
        for (folder, steps) in [("sqlite", SQLITE), ("postgres", POSTGRES)] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
            let files: BTreeSet<String> = fs::read_dir(&folder)
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            let known: BTreeSet<String> =
                steps.iter().map(|(name, _)| format!("{name}.sql")).collect();
            assert_eq!(files, known, "{}", folder.display());
        }
    }
}
