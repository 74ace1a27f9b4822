//! The form of one file: lengths, leftovers, first lines, paths of somebody's machine.

const LINE_MAX_CHARS: usize = 120;
const FILE_MAX_LINES: usize = 400;

/// Written apart, so that this file does not hold what it looks for.
const LEFTOVERS: [&str; 5] = [
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unim", "plemented!("),
    concat!("db", "g!("),
    concat!("#[ig", "nore"),
];

/// Top folders that exist on one machine and not on another.
const MACHINE_FOLDERS: [&str; 3] = ["work", "root", "farm"];

/// Everything that is wrong with a file of ours, as `path:line: what to do`.
pub fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let problems = [
            (has_short_lines(path) && line.chars().count() > LINE_MAX_CHARS)
                .then(|| format!("longer than {LINE_MAX_CHARS} characters: break the line")),
            leftover(path, line).map(|word| format!("\"{word}\" is left over: finish it")),
            names_a_machine(line).then(|| "a path of one machine: make it relative".to_owned()),
        ];
        let said = |problem: String| format!("{path}:{number}: {problem}");
        faults.extend(problems.into_iter().flatten().map(said));
    }
    if is_code(path) && text.lines().count() > FILE_MAX_LINES {
        faults.push(format!("{path}: more than {FILE_MAX_LINES} lines: split it by its nouns"));
    }
    if path.ends_with("/mod.rs") {
        faults.push(format!("{path}: name it after its folder and put it beside the folder"));
    }
    if is_rust_source(path) && !text.starts_with("//! ") {
        faults.push(format!("{path}: open it with `//! `: what it is, and what it is not"));
    }
    faults
}

/// Files that people write and read line by line; not data, not what a tool generates.
fn is_code(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let is_script = path.starts_with("bin/") || path.starts_with("tests/end-to-end/");
    is_script || (["rs", "mjs", "js", "css", "py", "sh"].contains(&ending) && !is_vendored(path))
}

/// Tests quote what is expected as it is, and a stylesheet reads best with a rule a line.
fn has_short_lines(path: &str) -> bool {
    is_code(path) && !path.ends_with(".css") && !(path.ends_with(".rs") && is_test(path))
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn is_vendored(path: &str) -> bool {
    path.contains("/vendor/") || path.contains(".min.")
}

fn is_rust_source(path: &str) -> bool {
    path.ends_with(".rs") && path.contains("/src/") && !is_test(path)
}

fn leftover(path: &str, line: &str) -> Option<&'static str> {
    LEFTOVERS.into_iter().find(|word| is_code(path) && line.contains(word))
}

/// `/folder/`, not preceded by something that makes it the inside of another path or of an address.
fn names_a_machine(line: &str) -> bool {
    MACHINE_FOLDERS.iter().map(|folder| format!("/{folder}/")).any(|folder| {
        line.match_indices(&folder).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && !"._-}*".contains(c))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_found() {
        let long = format!("//! {}", "x".repeat(LINE_MAX_CHARS));
        let many = format!("//! Doc.\n{}", "\n".repeat(FILE_MAX_LINES));
        for (path, text, expected) in [
            ("crates/a/src/lib.rs", long.as_str(), "break the line"),
            ("crates/a/src/lib.rs", many.as_str(), "split it"),
            ("crates/a/src/lib.rs", "fn main() {}", "open it with"),
            ("crates/a/src/b/mod.rs", "//! Doc.", "name it after"),
            ("crates/a/src/lib.rs", concat!("//! FIX", "ME later"), "finish it"),
            ("README.md", concat!("see /wo", "rk/main"), "make it relative"),
        ] {
            let found = faults(path, text);
            assert_eq!(found.len(), 1, "{path} {expected}: {found:?}");
            assert!(found[0].contains(expected), "{found:?}");
        }
    }

    #[test]
    fn what_is_fine_is_left_alone() {
        let long = "x".repeat(LINE_MAX_CHARS + 1);
        for (path, text) in [
            ("crates/a/src/lib.rs", "//! Doc.\nfn main() {}\n"),
            ("crates/a/tests/it/main.rs", "fn main() {}\n"),
            ("Cargo.toml", long.as_str()),
            ("README.md", "https://a.example/work/b and ./root/c"),
        ] {
            assert_eq!(faults(path, text), Vec::<String>::new(), "{path}");
        }
    }
}
