//! A temporary folder in which the program is run.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

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
        let mut command = self.command("serve");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().expect("it can be started");
        let mut service = Service { child, first_lines: Vec::new(), url: String::new() };
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

fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).expect("it speaks UTF-8");
    Said { out: text(output.stdout), problems: text(output.stderr), code: output.status.code() }
}
