//! The file of anchors: a line `number sequence hash` for the last entry of each journal, by
//! number, and as the last line `sha256` of all lines before.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use store::{Hash, Head};

/// A longer file is none of ours.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// A longer line is none of ours.
const MAX_LINE_BYTES: u64 = 200;

const DIGEST: &str = "sha256";

/// A file under way; it has its name only once it is finished.
pub(crate) struct Writing {
    file: PathBuf,
    unfinished: PathBuf,
    to: Option<BufWriter<File>>,
    digest: Sha256,
}

impl Writing {
    pub(crate) fn begin(file: &Path) -> anyhow::Result<Self> {
        if file.exists() {
            bail!("{} is there already: name a file that is not", file.display());
        }
        let mut unfinished = file.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let to = File::create(&unfinished)
            .with_context(|| format!("{} cannot be written", unfinished.display()))?;
        let to = Some(BufWriter::new(to));
        Ok(Self { file: file.to_owned(), unfinished, to, digest: Sha256::new() })
    }

    pub(crate) fn add(&mut self, heads: &[Head]) -> anyhow::Result<()> {
        for head in heads {
            let hash = HEXLOWER.encode(&head.hash);
            let line = format!("{} {} {hash}\n", head.number, head.sequence);
            self.digest.update(&line);
            self.write(&line)?;
        }
        Ok(())
    }

    /// Gives the digest.
    pub(crate) fn finish(mut self) -> anyhow::Result<String> {
        let digest = HEXLOWER.encode(&self.digest.clone().finalize());
        self.write(&format!("{DIGEST} {digest}\n"))?;
        let named = || format!("{} cannot be written", self.file.display());
        let to = self.to.take().ok_or_else(|| anyhow!("it is finished once"))?;
        let file = to.into_inner().map_err(|error| error.into_error()).with_context(named)?;
        file.sync_all().with_context(named)?;
        fs::rename(&self.unfinished, &self.file).with_context(named)?;
        Ok(digest)
    }

    fn write(&mut self, line: &str) -> anyhow::Result<()> {
        let to = self.to.as_mut().ok_or_else(|| anyhow!("it is finished already"))?;
        let written = to.write_all(line.as_bytes());
        written.with_context(|| format!("{} cannot be written", self.unfinished.display()))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // Once it is finished, there is nothing of that name.
        let _ = fs::remove_file(&self.unfinished);
    }
}

/// Reads all anchors of a file that is whole.
pub(crate) fn read(file: &Path) -> anyhow::Result<Vec<Head>> {
    let cannot = || format!("{} cannot be read", file.display());
    let opened = File::open(file).with_context(cannot)?;
    let mut from = BufReader::new(opened.take(MAX_FILE_BYTES));
    let (mut digest, mut heads) = (Sha256::new(), Vec::<Head>::new());
    for number in 1.. {
        let here = format!("{}:{number}", file.display());
        let mut line = String::new();
        let length =
            from.by_ref().take(MAX_LINE_BYTES).read_line(&mut line).context(here.clone())?;
        if length == 0 {
            bail!("{here}: the line {DIGEST} at the end is missing: the file is not whole");
        }
        if let Some(stated) = line.strip_prefix(DIGEST) {
            let is_last = from.fill_buf().with_context(cannot)?.is_empty();
            if !is_last || stated.trim() != HEXLOWER.encode(&digest.finalize()) {
                bail!(
                    "{here}: the digest does not fit what stands before it: the file was altered"
                );
            }
            return Ok(heads);
        }
        let head = head(&line).with_context(|| {
            format!("{here}: not a line \"number sequence hash\": is it a file of anchors?")
        })?;
        if heads.last().is_some_and(|before| before.number >= head.number) {
            bail!("{here}: E-{} does not stand in order: the file was altered", head.number);
        }
        digest.update(&line);
        heads.push(head);
    }
    unreachable!("lines end before numbers do")
}

fn head(line: &str) -> Option<Head> {
    let mut words = line.trim_end().split(' ');
    let (number, sequence) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let hash = HEXLOWER.decode(words.next()?.as_bytes()).ok()?;
    let hash = Hash::try_from(hash).ok()?;
    words.next().is_none().then_some(Head { number, sequence, hash })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(heads: &[Head]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("anchors");
        let mut writing = Writing::begin(&file).unwrap();
        writing.add(heads).unwrap();
        writing.finish().unwrap();
        (folder, file)
    }

    const HEADS: [Head; 2] = [
        Head { number: 1001, sequence: 6, hash: [7; 32] },
        Head { number: 1002, sequence: 1, hash: [255; 32] },
    ];

    #[test]
    fn what_was_written_is_read() {
        for heads in [&HEADS[..], &[]] {
            let (folder, file) = written(heads);
            assert_eq!(read(&file).unwrap(), heads);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing lies beside it");
        }
    }

    #[test]
    fn a_file_that_was_altered_or_cut_off_is_refused_at_its_line() {
        let (_folder, file) = written(&HEADS);
        let whole = fs::read_to_string(&file).unwrap();
        let lines: Vec<_> = whole.lines().collect();
        for (text, expected) in [
            (whole.replace("1001 6", "1001 5"), ":3: the digest does not fit"),
            (whole.clone() + "1003 1 00\n", ":3: the digest does not fit"),
            (lines[..2].join("\n") + "\n", ":3: the line sha256 at the end is missing"),
            (String::new(), ":1: the line sha256 at the end is missing"),
            ("Dear diary,\n".to_owned(), ":1: not a line"),
            ("x".repeat(5_000), ":1: not a line"),
            (whole.replace("1002 1", "1000 1"), ":2: E-1000 does not stand in order"),
            (whole.replace("ff", "f"), ":2: not a line"),
        ] {
            fs::write(&file, &text).unwrap();
            let error = format!("{:#}", read(&file).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        }
        fs::write(&file, [0xff, 0xfe]).unwrap();
        assert!(read(&file).is_err());
    }

    #[test]
    fn one_that_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut writing = Writing::begin(&folder.path().join("anchors")).unwrap();
        writing.add(&HEADS).unwrap();
        drop(writing);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
