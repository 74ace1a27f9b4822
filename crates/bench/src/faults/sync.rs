//! A disk that loses what it was told to keep, says so once, and then behaves as if nothing had
//! been; in the end the power goes, and only what was really kept is left.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::trial::Trial;

const ROUNDS: u32 = 12;
const GOOD_MS: std::ops::Range<u64> = 300..1200;
const BAD_MS: std::ops::Range<u64> = 20..400;
const GOES_ON_WITHIN: Duration = Duration::from_secs(3);
const SHIM: &str = include_str!("sync/forgetful_disk.c");

pub(super) async fn prove(program: &Path, mut random: fastrand::Rng) -> anyhow::Result<String> {
    let mut trial = Trial::set_up(program).await?;
    let disk = Disk::under(&mut trial)?;
    let mut running = trial.begin().await?;
    let load = trial.load();
    for round in 1..=ROUNDS {
        tokio::time::sleep(Duration::from_millis(random.u64(GOOD_MS))).await;
        let since = Instant::now();
        fs::write(&disk.fails, "")?;
        tokio::time::sleep(Duration::from_millis(random.u64(BAD_MS))).await;
        let ends = random.u8(0..3);
        if ends > 0 {
            // The failure and then the end, before anything could be written once more.
            running.kill().await?;
            fs::remove_file(&disk.fails)?;
            if ends == 2 {
                disk.loses_power()?;
            }
            running = trial.start().await?;
        } else {
            fs::remove_file(&disk.fails)?;
        }
        trial.book.fault_since(since);
        trial.takes_requests(20, GOES_ON_WITHIN).await.with_context(|| format!("round {round}"))?;
        trial.pages_go_on(&[], GOES_ON_WITHIN).await.with_context(|| format!("round {round}"))?;
    }
    let refused = trial.book.unavailable();
    ensure!(refused > 0, "no failure hit a request: the trial proves nothing");
    let since = Instant::now();
    running.kill().await?;
    disk.loses_power()?;
    let running = trial.start().await?;
    trial.book.fault_since(since);
    trial.takes_requests(20, GOES_ON_WITHIN).await?;
    trial.stop(load).await?;
    let verdict = trial.verdict(SignedDuration::ZERO).await?;
    running.kill().await?;
    Ok(format!("{ROUNDS} failures, {refused} times nothing was taken in; {verdict}"))
}

/// The library that stands between the program and the disk.
struct Disk {
    folder: PathBuf,
    /// While this file is there, nothing can be kept.
    fails: PathBuf,
}

impl Disk {
    fn under(trial: &mut Trial) -> anyhow::Result<Self> {
        let folder = trial.place.folder().to_owned();
        let (source, library) = (folder.join("disk.c"), folder.join("disk.so"));
        fs::write(&source, SHIM)?;
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-o"]).args([&library, &source]).arg("-ldl");
        let compiled = compiler.output().context("cc")?;
        ensure!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        let fails = folder.join("fails");
        let text = |path: &Path| path.to_string_lossy().into_owned();
        trial.place.environment = vec![
            ("LD_PRELOAD".to_owned(), text(&library)),
            ("FORGETFUL_DISK_FAILS".to_owned(), text(&fails)),
        ];
        let disk = Self { folder, fails };
        for file in ["frontline.db", "frontline.db-wal"] {
            let path = disk.folder.join(file);
            if path.exists() {
                fs::copy(&path, disk.folder.join(format!("{file}.kept")))?;
            }
        }
        Ok(disk)
    }

    /// Only what was kept is left. The program must have ended.
    fn loses_power(&self) -> anyhow::Result<()> {
        for file in ["frontline.db", "frontline.db-wal"] {
            let kept = self.folder.join(format!("{file}.kept"));
            if kept.exists() {
                fs::copy(&kept, self.folder.join(file))?;
            } else {
                let _ = fs::remove_file(self.folder.join(file));
            }
            let _ = fs::remove_file(self.folder.join(format!("{file}.dirty")));
        }
        let _ = fs::remove_file(self.folder.join("frontline.db-shm"));
        Ok(())
    }
}
