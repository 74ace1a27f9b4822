//! A PostgreSQL server of our own that can be restarted and frozen. It keeps everything on disk, and is
//! gone once this is dropped.

use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;

use crate::{place::free_port, running::processor_time};

const STARTS_WITHIN: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(20);
const DATABASE: &str = "frontline";

#[derive(Debug)]
pub(crate) struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    pub(crate) port: u16,
    process: Child,
    settings: &'static [&'static str],
}

/// How it is told to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Connections are closed, and it writes down what it has in memory.
    Fast,
    /// At once; at the next start it reads its write-ahead log, as after a crash.
    Immediate,
}

impl Postgres {
    /// A server with an empty database.
    pub(crate) fn start() -> anyhow::Result<Self> {
        Self::start_with(&[])
    }

    /// The same, with settings as in `max_connections=100`.
    pub(crate) fn start_with(settings: &'static [&'static str]) -> anyhow::Result<Self> {
        let programs = programs()?;
        let folder = tempfile::tempdir()?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let data = folder.path().join("data");
        let initdb = programs.join("initdb");
        run(as_postgres(&initdb).args(["-A", "trust", "-U", "frontline", "-D"]).arg(&data))?;
        let port = free_port()?;
        let process = begin(&programs, folder.path(), port, settings)?;
        let server = Self { folder, programs, port, process, settings };
        server.answers()?;
        server.ask("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
        Ok(server)
    }

    pub(crate) fn url_of(&self, database: &str) -> String {
        format!("postgres://frontline@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    /// What it answers to a statement, a line a row.
    pub(crate) fn ask(&self, database: &str, sql: &str) -> anyhow::Result<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", sql]);
        psql.args(["-h", "127.0.0.1", "-U", "frontline", "-p", &self.port.to_string(), database]);
        let output = psql.current_dir("/").output().context("psql")?;
        ensure!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Its processes, each with its title and the processor time that it has used.
    pub(crate) fn processes(&self) -> anyhow::Result<Vec<(u32, String, Duration)>> {
        let of = |id: u32| {
            let title = fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
            let title = title.trim_end_matches(['\0', ' ']).to_owned();
            Ok((id, title, processor_time(&format!("/proc/{id}/stat"))?))
        };
        self.children()?.into_iter().map(of).collect()
    }

    /// Its address, reached through this port.
    pub(crate) fn url_through(port: u16) -> String {
        format!("postgres://frontline@127.0.0.1:{port}/{DATABASE}?sslmode=disable")
    }

    pub(crate) fn stop(&mut self, how: End) -> anyhow::Result<()> {
        let signal = match how {
            End::Fast => "-INT",
            End::Immediate => "-QUIT",
        };
        kill(signal, &[self.process.id()])?;
        self.process.wait()?;
        Ok(())
    }

    pub(crate) fn start_again(&mut self) -> anyhow::Result<()> {
        self.process = begin(&self.programs, self.folder.path(), self.port, self.settings)?;
        self.answers()
    }

    /// All its processes stand still; what is connected stays so.
    pub(crate) fn freeze(&self) -> anyhow::Result<()> {
        kill("-STOP", &[self.process.id()])?;
        kill("-STOP", &self.children()?)
    }

    pub(crate) fn thaw(&self) -> anyhow::Result<()> {
        kill("-CONT", &self.children()?)?;
        kill("-CONT", &[self.process.id()])
    }

    fn answers(&self) -> anyhow::Result<()> {
        let begin = Instant::now();
        let mut ready = Command::new(self.programs.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() || !ready.status()?.success() {
            ensure!(begin.elapsed() < STARTS_WITHIN, "PostgreSQL does not start: {}", self.log());
            std::thread::sleep(LOOK_EVERY);
        }
        Ok(())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Each connection has a process.
    fn children(&self) -> anyhow::Result<Vec<u32>> {
        let mut children = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
                continue;
            };
            // One that has just ended has no file any more.
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace());
            let parent = fields.and_then(|mut fields| fields.nth(1)?.parse::<u32>().ok());
            if parent == Some(self.process.id()) {
                children.push(id);
            }
        }
        Ok(children)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.thaw();
        let _ = kill("-QUIT", &[self.process.id()]);
        let _ = self.process.wait();
    }
}

fn begin(programs: &Path, folder: &Path, port: u16, settings: &[&str]) -> anyhow::Result<Child> {
    let log = fs::OpenOptions::new().create(true).append(true).open(folder.join("log"))?;
    let mut command = as_postgres(&programs.join("postgres"));
    command.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
    command.args(["-k", "", "-h", "127.0.0.1", "-c", "max_connections=100"]);
    for setting in settings {
        command.args(["-c", setting]);
    }
    // One that reads its log after a crash must not wait for us to look.
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).current_dir(folder);
    command.spawn().context("PostgreSQL does not start")
}

fn programs() -> anyhow::Result<PathBuf> {
    let mut found = Vec::new();
    for version in fs::read_dir("/usr/lib/postgresql").context("Debian's package postgresql")? {
        found.push(version?.path().join("bin"));
    }
    found.sort();
    found.pop().context("Debian's package postgresql is not there")
}

/// PostgreSQL does not run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0)
}

fn kill(signal: &str, processes: &[u32]) -> anyhow::Result<()> {
    let processes = processes.iter().map(u32::to_string);
    // Some may have ended meanwhile.
    Command::new("kill").arg(signal).args(processes).stderr(Stdio::null()).status()?;
    Ok(())
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let done = command.current_dir("/").output()?;
    if !done.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    Ok(())
}
