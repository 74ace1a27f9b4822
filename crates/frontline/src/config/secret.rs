//! Secrets that stand in the configuration itself or, better, in a file of their own.

use std::{fs, path::Path};

use anyhow::{Context, bail, ensure};
use channels::Secret;

use super::beside;

/// The secret of `key`, or what its file holds: the first line, as editors end a file with one.
pub(super) fn settle(
    key: &str,
    value: &mut Option<Secret>,
    file: Option<&Path>,
    folder: &Path,
) -> anyhow::Result<()> {
    let Some(file) = file else { return Ok(()) };
    if value.is_some() {
        bail!("{key} and {key}_file are both there: remove one of them");
    }
    let path = beside(folder, file);
    let text = fs::read_to_string(&path)
        .with_context(|| format!("{key}_file: {} cannot be read", path.display()))?;
    let secret = text.lines().next().unwrap_or_default().trim();
    ensure!(
        !secret.is_empty(),
        "{key}_file: {} is empty: write the secret into it",
        path.display()
    );
    *value = Some(Secret::new(secret));
    Ok(())
}
