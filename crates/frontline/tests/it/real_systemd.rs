//! The files for systemd, by systemd's own programs.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
};

use crate::folder::{Folder, Service, get, wait_until};

const UNITS: [&str; 2] = ["frontline.service", "frontline.socket"];

#[test]
fn real_systemd_finds_no_fault_in_our_units() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let units = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist/systemd");
    let mut command = Command::new("systemd-analyze");
    command.arg("verify");
    for name in UNITS {
        let unit = fs::read_to_string(units.join(name)).expect("the unit is there");
        // It wants the program to be where the unit says.
        let unit = unit.replace("/usr/local/bin/frontline", env!("CARGO_BIN_EXE_frontline"));
        let copy = folder.path().join(name);
        fs::write(&copy, unit).expect("a file can be written");
        command.arg(copy);
    }
    let said = command.output().expect("systemd-analyze is installed (Debian: systemd)");
    let problems = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success() && problems.is_empty(), "{problems}");
}

#[test]
fn real_systemd_hands_its_socket_over() {
    let folder = Folder::new();
    // The port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let mut command = Command::new("systemd-socket-activate");
    command.args(["--listen", &free.to_string(), env!("CARGO_BIN_EXE_frontline"), "serve"]);
    command.current_dir(folder.path("")).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().expect("systemd-socket-activate is installed (Debian: systemd)");
    let service = Service::of(child);
    wait_until(|| TcpStream::connect(free).is_ok());
    // It is started by the first who calls in, and answers that one.
    assert!(get(free, "/healthz").expect("an answer").starts_with("HTTP/1.1 200"));
    assert!(folder.has("frontline.db"));
    assert_eq!(service.stop(), Some(0));
}
