//! No room where the data is: requests are refused with what to do, pages that are on disk still go
//! out, whoever has not answered is called on, and once there is room everything goes on.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use jiff::SignedDuration;

use super::{
    provider::Mood,
    trial::{PROVIDER_TAKES, Trial, WARMS_UP_WITHIN},
};

const FULL_FOR: Duration = Duration::from_secs(4);
/// Holds pages back for a moment, so that many are under way when the disk is full.
const SLOW_PROVIDER: Duration = Duration::from_millis(800);
const GOES_ON_WITHIN: Duration = Duration::from_secs(10);

pub(super) async fn prove(program: &Path) -> anyhow::Result<String> {
    let trial = Trial::set_up(program).await?;
    let disk = Disk::under(trial.place.folder())?;
    let running = trial.begin().await?;
    let load = trial.load();
    trial.takes_requests(200, WARMS_UP_WITHIN).await?;

    trial.pages.set(Mood::Takes(SLOW_PROVIDER));
    tokio::time::sleep(SLOW_PROVIDER / 2).await;
    let full_since = Instant::now();
    disk.fill()?;
    let on_their_way = trial.unpaged();
    ensure!(!on_their_way.is_empty(), "no page was on its way: the trial proves nothing");
    tokio::time::sleep(FULL_FOR).await;
    let refused = trial.book.unavailable();
    ensure!(refused > 0, "the disk was full and nothing was refused");
    let late = on_their_way.iter().filter(|one| trial.pages.arrivals.first(**one).is_none());
    ensure!(late.count() == 0, "pages that were on disk waited for room");
    trial
        .pages_go_on(&[], GOES_ON_WITHIN)
        .await
        .context("nobody was called while the disk was full")?;

    trial.pages.set(Mood::Takes(PROVIDER_TAKES));
    disk.make_room()?;
    trial.takes_requests(50, GOES_ON_WITHIN).await.context("after room was made")?;
    trial.pages_go_on(&[], GOES_ON_WITHIN).await.context("after room was made")?;
    trial.book.fault_since(full_since);
    trial.stop(load).await?;
    let verdict = trial.verdict(SignedDuration::ZERO).await?;
    running.kill().await?;
    Ok(format!(
        "{refused} times told that nothing can be written down, {} pages went out meanwhile; {verdict}",
        on_their_way.len()
    ))
}

/// A small disk of its own under a folder.
struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Puts what the folder holds onto it.
    fn under(folder: &Path) -> anyhow::Result<Self> {
        let kept = tempfile::tempdir()?;
        run("cp", &["-a".as_ref(), &folder.join("."), kept.path()])?;
        let tmpfs = ["-t", "tmpfs", "-o", "size=48m,mode=700", "frontline-trial"];
        let mut mount: Vec<&Path> = tmpfs.iter().map(Path::new).collect();
        mount.push(folder);
        run("mount", &mount)
            .context("a small disk needs the right to mount one: run it as root")?;
        let disk = Self { folder: folder.to_owned() };
        run("cp", &["-a".as_ref(), &kept.path().join("."), folder])?;
        Ok(disk)
    }

    fn fill(&self) -> anyhow::Result<()> {
        let mut file = File::create(self.filler())?;
        // The end comes as an error: there is no more room.
        while file.write_all(&[0; 1 << 16]).is_ok() {}
        while file.write_all(&[0; 1 << 9]).is_ok() {}
        Ok(())
    }

    fn make_room(&self) -> anyhow::Result<()> {
        Ok(fs::remove_file(self.filler())?)
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: the program may still have files open.
        let _ = run("umount", &["-l".as_ref(), &self.folder]);
    }
}

fn run(program: &str, arguments: &[&Path]) -> anyhow::Result<()> {
    let output = Command::new(program).args(arguments).output()?;
    if !output.status.success() {
        bail!("{program}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
