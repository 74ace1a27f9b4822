//! Whether the container file builds what is here. Where no container can be built, this is what can be held.

use toml::Table;

/// What does not fit together. `exists` says whether a path of the repository is there.
pub fn container_faults(
    container: &str,
    workspace: &Table,
    exists: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = instructions(container);
    let rust = workspace["workspace"]["package"]["rust-version"].as_str().unwrap_or_default();
    if !lines.iter().any(|line| line.starts_with(&format!("FROM docker.io/library/rust:{rust}-"))) {
        faults.push(format!("it does not build with Rust {rust}"));
    }
    let mut stages = Vec::new();
    for line in &lines {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["FROM", image] => check_image(image, &mut faults),
            ["FROM", image, "AS", stage] => {
                check_image(image, &mut faults);
                stages.push(stage);
            }
            ["COPY", ref paths @ .., _] => {
                for path in paths {
                    match path.strip_prefix("--from=") {
                        Some(stage) if !stages.contains(&stage) => {
                            faults.push(format!("there is no stage {stage}"));
                        }
                        None if !line.contains("--from=") && !exists(path) => {
                            faults.push(format!("there is no {path} to copy"));
                        }
                        Some(_) | None => {}
                    }
                }
            }
            ["RUN", ref words @ ..] => check_run(words, workspace, &exists, &mut faults),
            _ => {}
        }
    }
    if !lines.iter().any(|line| line.starts_with("USER ") && *line != "USER root") {
        faults.push("it runs as root".to_owned());
    }
    faults
}

fn check_image(image: &str, faults: &mut Vec<String>) {
    let (_, tag) = image.rsplit_once(':').unwrap_or((image, "latest"));
    if tag == "latest" {
        faults.push(format!("{image} is another one every day"));
    }
}

fn check_run(
    words: &[&str],
    workspace: &Table,
    exists: impl Fn(&str) -> bool,
    faults: &mut Vec<String>,
) {
    let after = |flag: &str| {
        let at = words.iter().position(|word| *word == flag)?;
        words.get(at + 1).copied()
    };
    if let Some(profile) = after("--profile") {
        if workspace["profile"].get(profile).is_none() {
            faults.push(format!("there is no profile {profile}"));
        }
        if !words.iter().any(|word| word.starts_with(&format!("target/{profile}/"))) {
            faults.push(format!("what profile {profile} builds is not installed"));
        }
    }
    if let Some(package) = after("--package").filter(|name| !exists(&format!("crates/{name}"))) {
        faults.push(format!("there is no package {package}"));
    }
}

/// Its lines, with those that go on joined.
fn instructions(container: &str) -> Vec<String> {
    let lines = container.lines().filter(|line| !line.trim_start().starts_with('#'));
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    joined.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_named() {
        let workspace =
            "[workspace.package]\nrust-version = \"1.95\"\n[profile.dist]\n".parse().unwrap();
        let container = "FROM docker.io/library/rust:1.94-slim AS build\nCOPY nothing here\n\
            RUN cargo build --profile fast \\\n --package nobody\nFROM debian\nCOPY --from=other /out /\n";
        let faults = container_faults(container, &workspace, |_| false);
        assert_eq!(
            faults,
            [
                "it does not build with Rust 1.95",
                "there is no nothing to copy",
                "there is no profile fast",
                "what profile fast builds is not installed",
                "there is no package nobody",
                "debian is another one every day",
                "there is no stage other",
                "it runs as root",
            ]
        );
    }
}
