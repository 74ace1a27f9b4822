//! Holds every file of the repository to the conventions.

use std::{fs, path::PathBuf, process::Command};

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What git keeps, and what it would: new files count before they are added.
fn our_files() -> Vec<String> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(list).current_dir(root()).output().expect("git runs");
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("names in UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn every_file_keeps_the_conventions() {
    let files = our_files();
    assert!(files.len() > 50, "git knows only {} files: is this the repository?", files.len());
    let mut faults = Vec::new();
    for path in files {
        // What is no text (a picture), or was deleted and not yet committed, has no lines to check.
        if let Ok(text) = fs::read_to_string(root().join(&path)) {
            faults.extend(tidy::faults(&path, &text));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_container_file_builds_what_is_here() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("it is there");
    let workspace = read("Cargo.toml").parse().expect("a manifest");
    let exists = |path: &str| root().join(path).exists();
    let faults = tidy::container_faults(&read("dist/container/Containerfile"), &workspace, exists);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn arrows_between_crates_go_down_only() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root().join("crates")).expect("the crates folder") {
        let folder = entry.expect("a folder of the crates").path();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        wrong.extend(tidy::wrong_arrows(&name, &manifest));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
