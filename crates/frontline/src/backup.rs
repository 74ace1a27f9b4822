//! `frontline backup`: a copy of everything, while the service runs.

use std::path::Path;

use anyhow::{Context, bail};
use store::Files;

use crate::{
    config::Configuration,
    serve::open_store,
    terminal::{complain, say},
};

pub(crate) async fn run(configuration: &Configuration, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} is there already: name a file that is not", file.display());
    }
    configuration.database.must_exist()?;
    let store = open_store(configuration).await?;
    let attachments = configuration.server.attachments();
    let copied = store.backup(&attachments, file).await;
    let files = copied.with_context(|| format!("{} cannot be written", file.display()))?;
    complain_of_missing(&files, &attachments);
    let attached = match files.copied {
        0 => String::new(),
        1 => ", with 1 attached file".to_owned(),
        count => format!(", with {count} attached files"),
    };
    say(&format!("{} holds everything{attached}, and passed its check", file.display()));
    Ok(())
}

fn complain_of_missing(files: &Files, folder: &Path) {
    if files.missing > 0 {
        complain(&format!(
            "frontline: {} attached files could not be read in {}, and are not in the copy: {}{}",
            files.missing,
            folder.display(),
            files.missing_names.join(", "),
            if files.missing > files.missing_names.len() as u64 { ", ..." } else { "" }
        ));
    }
}
