//! The started program: when it was ready, what it uses, and its sudden end.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tokio::process::Child;

use crate::wire::Wire;

const READY_WITHIN: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(2);

#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    port: u16,
    log: PathBuf,
    pub(crate) started: Instant,
}

impl Running {
    pub(crate) fn start(command: Command, port: u16, log: &Path) -> anyhow::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(log)?;
        let mut command = tokio::process::Command::from(command);
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).kill_on_drop(true);
        let started = Instant::now();
        Ok(Self { child: command.spawn()?, port, log: log.to_owned(), started })
    }

    /// Waits until it says that it can store and page; how long that took since the start.
    pub(crate) async fn ready(&mut self) -> anyhow::Result<Duration> {
        self.answers("/readyz").await
    }

    /// Waits until this path is answered with 200.
    pub(crate) async fn answers(&mut self, path: &str) -> anyhow::Result<Duration> {
        while self.started.elapsed() < READY_WITHIN {
            if self.says_ready(path).await.is_some() {
                return Ok(self.started.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended with {status}:\n{}", self.last_words());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        bail!("the program was not ready within {READY_WITHIN:?}:\n{}", self.last_words());
    }

    async fn says_ready(&self, path: &str) -> Option<()> {
        let mut wire = Wire::connect(self.port).await.ok()?;
        wire.send(format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n").as_bytes()).await.ok()?;
        let answer = wire.receive().await.ok()??;
        (answer.status() == Some(200)).then_some(())
    }

    /// SIGKILL: nothing can be tidied up.
    pub(crate) async fn kill(mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }

    /// SIGTERM: it finishes what it is at.
    pub(crate) async fn stop(mut self, within: Duration) -> anyhow::Result<()> {
        let id = self.id()?;
        Command::new("kill").args(["-TERM", &id.to_string()]).status()?;
        let ended = tokio::time::timeout(within, self.child.wait()).await;
        let status = ended.with_context(|| format!("it did not stop within {within:?}"))??;
        if !status.success() {
            bail!("the program ended with {status}:\n{}", self.last_words());
        }
        Ok(())
    }

    /// What stays in memory, in bytes.
    pub(crate) fn resident_bytes(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(self.proc("status")?)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()).context("VmRSS")?;
        Ok(kilobytes.parse::<u64>()? * 1024)
    }

    /// The processor time used so far.
    pub(crate) fn processor_time(&self) -> anyhow::Result<Duration> {
        processor_time(&self.proc("stat")?)
    }

    /// The same of its threads, those of one name together.
    pub(crate) fn threads(&self) -> anyhow::Result<BTreeMap<String, Duration>> {
        let mut threads = BTreeMap::new();
        for thread in fs::read_dir(self.proc("task")?)? {
            let path = thread?.path();
            // One that has just ended has no files any more.
            let Ok(name) = fs::read_to_string(path.join("comm")) else { continue };
            let spent = processor_time(&path.join("stat").to_string_lossy())?;
            *threads.entry(name.trim().to_owned()).or_default() += spent;
        }
        Ok(threads)
    }

    pub(crate) fn id(&self) -> anyhow::Result<u32> {
        self.child.id().context("the program has ended")
    }

    fn proc(&self, file: &str) -> anyhow::Result<String> {
        Ok(format!("/proc/{}/{file}", self.id()?))
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

/// What a process or a thread has used, as its `stat` in `/proc` says.
pub(crate) fn processor_time(stat: &str) -> anyhow::Result<Duration> {
    const TICKS_PER_SECOND: f64 = 100.0; // What Linux tells user programs, everywhere.
    let stat = fs::read_to_string(stat)?;
    let after_name = stat.rsplit_once(')').context("a process has a name")?.1;
    let fields: Vec<_> = after_name.split_whitespace().collect();
    let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
    Ok(Duration::from_secs_f64(ticks / TICKS_PER_SECOND))
}
