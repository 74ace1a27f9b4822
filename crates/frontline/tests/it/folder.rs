//! A temporary folder in which the program is run.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Long enough for the slowest machine; nothing is timed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Folder {
    folder: TempDir,
}

/// What the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) problems: String,
    pub(crate) code: Option<i32>,
}

/// The service; it is stopped when this is dropped.
pub(crate) struct Service {
    child: Child,
    /// All lines up to the one that says where it listens.
    pub(crate) first_lines: Vec<String>,
    pub(crate) url: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let made = Self { folder };
        made.write("frontline.toml", "[server]\nlisten = \"127.0.0.1:0\"\n");
        made
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("a file can be written");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a file can be read")
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    pub(crate) fn run(&self, line: &str) -> Said {
        let output = self.command(line).stdin(Stdio::null()).output().expect("it can be started");
        said(output)
    }

    /// Starts the service and waits until it listens.
    pub(crate) fn serve(&self) -> Service {
        self.serve_with(&[])
    }

    /// The same, with more in its environment.
    pub(crate) fn serve_with(&self, environment: &[(&str, &str)]) -> Service {
        let mut command = self.command("serve");
        command.envs(environment.iter().copied()).stdin(Stdio::null());
        started(command)
    }

    /// The same, with what it logs in the file `log`.
    pub(crate) fn serve_logging(&self, environment: &[(&str, &str)]) -> Service {
        let mut command = self.command("serve");
        command.envs(environment.iter().copied()).stdin(Stdio::null());
        command.stderr(fs::File::create(self.path("log")).expect("a file can be made"));
        listening(command)
    }

    /// The same, behind a socket that we hold.
    pub(crate) fn serve_on(&self, socket: &TcpListener) -> Service {
        started(self.holding(socket, 1))
    }

    /// The service over as many sockets, which it may refuse.
    pub(crate) fn run_holding(&self, socket: &TcpListener, count: usize) -> Said {
        said(self.holding(socket, count).output().expect("it can be started"))
    }

    /// As systemd does it: sockets from file handle 3 on, and who they are meant for.
    fn holding(&self, socket: &TcpListener, count: usize) -> Command {
        let mut command = Command::new("sh");
        let script = "export LISTEN_PID=$$; exec \"$0\" serve 3<&0 4<&0 0</dev/null";
        command.args(["-c", script, env!("CARGO_BIN_EXE_frontline")]);
        let socket: OwnedFd = socket.try_clone().expect("it can be shared").into();
        command.current_dir(self.folder.path()).env_clear().env("RUST_LOG", "warn");
        command.env("LISTEN_FDS", count.to_string()).stdin(socket);
        command
    }

    /// Arguments are parted by spaces; what has spaces itself stands in quotes.
    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontline"));
        for (index, part) in line.split('"').enumerate() {
            if index % 2 == 0 {
                command.args(part.split_whitespace());
            } else {
                command.arg(part);
            }
        }
        command.current_dir(self.folder.path()).env_clear().env("RUST_LOG", "warn");
        command
    }
}

impl Service {
    /// One that was started in another way.
    pub(crate) fn of(child: Child) -> Self {
        Self { child, first_lines: Vec::new(), url: String::new() }
    }

    /// Asks it to stop, as an init system does; its exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("there is a kill").success());
        self.child.wait().expect("it was started").code()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn started(mut command: Command) -> Service {
    command.stderr(Stdio::null());
    listening(command)
}

/// Waits until it listens.
fn listening(mut command: Command) -> Service {
    command.stdout(Stdio::piped());
    let child = command.spawn().expect("it can be started");
    let mut service = Service::of(child);
    let out = service.child.stdout.take().expect("it was piped");
    for line in BufReader::new(out).lines() {
        let line = line.expect("it speaks UTF-8");
        service.first_lines.push(line.clone());
        if let Some((_, url)) = line.split_once("is listening on ") {
            url.clone_into(&mut service.url);
            return service;
        }
    }
    panic!("the service ended early: {:?}", service.first_lines);
}

/// Sends a request over a connection of its own; the whole answer.
pub(crate) fn ask(address: SocketAddr, request: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

pub(crate) fn get(address: SocketAddr, path: &str) -> io::Result<String> {
    ask(address, &format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n"))
}

/// Until it holds, without sleeping for luck.
pub(crate) fn wait_until(holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "it does not come to hold");
        thread::yield_now();
    }
}

fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).expect("it speaks UTF-8");
    Said { out: text(output.stdout), problems: text(output.stderr), code: output.status.code() }
}
