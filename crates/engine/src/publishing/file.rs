//! A file that is replaced whole: whoever reads it sees what was before or what is now.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

/// Writes `text` beside it, makes sure that it is on disk, and puts it in its place.
pub fn replace_file(file: &Path, text: &str) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = file.file_name().ok_or_else(|| io::Error::other("it names no file"))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // Nobody else's unfinished one: two may be at it at once.
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let unfinished = format!(".{}.{}-{count}", name.to_string_lossy(), std::process::id());
    let unfinished = folder.join(unfinished);
    let done = fill(&unfinished, text).and_then(|()| fs::rename(&unfinished, file));
    if done.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    done?;
    File::open(folder)?.sync_all()
}

fn fill(file: &Path, text: &str) -> io::Result<()> {
    let mut fresh = File::create(file)?;
    fresh.write_all(text.as_bytes())?;
    fresh.sync_all()
}
