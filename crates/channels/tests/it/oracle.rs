//! Runs a Python script that asks somebody else's library.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::installed;

/// What the script prints. It must end well.
#[track_caller]
pub(crate) fn ask(script: &str, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(installed("target/venv/bin/python"))
        .arg(installed(&format!("crates/channels/tests/it/oracles/{script}")))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{script} failed; its error stands above");
    String::from_utf8(output.stdout).unwrap()
}
