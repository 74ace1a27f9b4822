//! `frontline backup`: a copy of everything, while the service runs.

use std::path::Path;

use anyhow::{Context, bail};

use crate::{config::Configuration, serve::open_store, terminal::say};

pub(crate) async fn run(configuration: &Configuration, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} is there already: name a file that is not", file.display());
    }
    configuration.database.must_exist()?;
    let store = open_store(configuration).await?;
    store.backup(file).await.with_context(|| format!("{} cannot be written", file.display()))?;
    say(&format!("{} holds everything, and passed its check", file.display()));
    Ok(())
}
