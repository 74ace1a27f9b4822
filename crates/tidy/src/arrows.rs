//! The map of the crates: arrows go down only, and each kind of library has one room.

use toml::{Table, Value};

/// Every crate, with those of ours that it may use. Tools about the project use none of them.
const MAY_USE: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("traces", &[]),
    ("words", &["domain"]),
    ("store", &["domain", "traces"]),
    ("channels", &["domain", "words"]),
    ("engine", &["domain", "traces", "words", "store", "channels"]),
    ("mailroom", &["domain", "traces", "words", "store", "channels", "engine"]),
    ("web", &["domain", "traces", "words", "store", "channels", "engine"]),
    ("frontline", &["domain", "traces", "words", "store", "channels", "engine", "mailroom", "web"]),
    ("bench", &[]),
    ("tidy", &[]),
];

/// Libraries that only these crates may use.
const ONE_ROOM: [(&str, &[&str]); 10] = [
    ("rusqlite", &["store"]),
    ("rustix", &["store"]),
    ("tokio-postgres", &["store"]),
    ("lettre", &["channels"]),
    ("reqwest", &["channels", "frontline"]),
    ("axum", &["web"]),
    ("tower-http", &["web"]),
    ("mail-parser", &["mailroom"]),
    ("argon2", &["web"]),
    ("opentelemetry", &["traces", "frontline"]),
];

/// All that the rules may know.
const OF_DOMAIN: [&str; 3] = ["jiff", "serde", "thiserror"];

/// What is wrong in one crate's manifest. Dependencies of tests are free.
pub fn wrong_arrows(crate_name: &str, manifest: &str) -> Vec<String> {
    let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == crate_name) else {
        return vec![format!("{crate_name} has no place in the map: give it one in MAY_USE")];
    };
    let used = match manifest.parse::<Table>() {
        Ok(table) => names(table.get("dependencies")),
        Err(problem) => return vec![format!("{crate_name}: {problem}")],
    };
    let wrong = used.iter().filter(|name| {
        let is_ours = MAY_USE.iter().any(|(ours, _)| ours == name);
        let is_up = is_ours && !may_use.contains(&name.as_str());
        let room = ONE_ROOM.iter().find(|(library, _)| library == name);
        let is_elsewhere = room.is_some_and(|(_, rooms)| !rooms.contains(&crate_name));
        let is_impure = crate_name == "domain" && !is_ours && !OF_DOMAIN.contains(&name.as_str());
        is_up || (is_elsewhere && !is_tool(crate_name)) || is_impure
    });
    wrong.map(|name| format!("{crate_name} must not use {name}: see ARCHITECTURE.md")).collect()
}

fn is_tool(crate_name: &str) -> bool {
    ["bench", "tidy"].contains(&crate_name)
}

fn names(dependencies: Option<&Value>) -> Vec<String> {
    let table = dependencies.and_then(Value::as_table);
    table.map_or_else(Vec::new, |table| table.keys().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_up_is_found() {
        for (name, uses, is_wrong) in [
            ("engine", "store", false),
            ("store", "engine", true),
            ("channels", "store", true),
            ("web", "rusqlite", true),
            ("store", "rusqlite", false),
            ("domain", "tokio", true),
            ("domain", "jiff", false),
            ("bench", "axum", false),
            ("cellar", "domain", true),
        ] {
            let manifest = format!("[dependencies]\n{uses}.workspace = true\n");
            let found = wrong_arrows(name, &manifest);
            assert_eq!(!found.is_empty(), is_wrong, "{name} -> {uses}: {found:?}");
        }
    }
}
