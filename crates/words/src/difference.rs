//! What changes from one directory to another, in words.

use domain::Directory;
use serde_json::{Map, Value};

/// Lists of the directory whose elements have ids; everything else is told as a change of its
/// owner.
const KINDS: [&str; 7] =
    ["responder", "team", "schedule", "policy", "region", "organization", "template"];

/// One line for each thing that is added, removed or changed.
pub fn difference(before: &Directory, after: &Directory) -> Vec<String> {
    let (before, after) = (tree(before), tree(after));
    let mut lines = Vec::new();
    let (old, new) = (list(&before, "accept"), list(&after, "accept"));
    let named = |hole: &Value| hole.as_str().unwrap_or_default().to_owned();
    let added = new.iter().filter(|hole| !old.contains(hole));
    lines.extend(added.map(|hole| format!("accept {}: added", named(hole))));
    let gone = old.iter().filter(|hole| !new.contains(hole));
    lines.extend(gone.map(|hole| format!("accept {}: removed", named(hole))));
    for kind in KINDS {
        let (old, new) = (list(&before, kind), list(&after, kind));
        for item in &new {
            let id = id_of(item);
            match old.iter().find(|other| id_of(other) == id) {
                None => lines.push(format!("{kind} {id}: added")),
                Some(other) => {
                    let mut changes = Vec::new();
                    compare("", other, item, &mut changes);
                    lines.extend(changes.iter().map(|change| format!("{kind} {id}: {change}")));
                }
            }
        }
        let gone = old.iter().filter(|item| new.iter().all(|other| id_of(other) != id_of(item)));
        lines.extend(gone.map(|item| format!("{kind} {}: removed", id_of(item))));
        let (old, new) = (ids(&old), ids(&new));
        if old != new && old.len() == new.len() && new.iter().all(|id| old.contains(id)) {
            lines.push(format!("{kind}: in another order"));
        }
    }
    lines
}

fn compare(path: &str, before: &Value, after: &Value, changes: &mut Vec<String>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(old), Value::Object(new)) => {
            for key in keys(old, new) {
                let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                let part = |of: &Map<String, Value>| of.get(key).cloned().unwrap_or_default();
                compare(&path, &part(old), &part(new), changes);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                compare(&format!("{path}[{index}]"), old, new, changes);
            }
        }
        _ if path.ends_with("secret") => changes.push(format!("{path} changed")),
        (Value::Null, new) => changes.push(format!("{path} is {} now", shown(new))),
        (old, Value::Null) => changes.push(format!("{path} is not {} any more", shown(old))),
        (old, new) => changes.push(format!("{path} changed from {} to {}", shown(old), shown(new))),
    }
}

/// A value in one line; a long one or one with a secret in it by its size only.
fn shown(value: &Value) -> String {
    const MAX_CHARS: usize = 80;
    let text = value.to_string();
    if text.chars().count() <= MAX_CHARS && !text.contains("\"secret\"") {
        return text;
    }
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "something else".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            format!("{}...", text.chars().take(MAX_CHARS).collect::<String>())
        }
    }
}

fn keys<'a>(old: &'a Map<String, Value>, new: &'a Map<String, Value>) -> Vec<&'a str> {
    let mut keys: Vec<_> = old.keys().chain(new.keys()).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn tree(directory: &Directory) -> Value {
    serde_json::to_value(directory).expect("a directory is plain data")
}

fn list<'a>(tree: &'a Value, kind: &str) -> Vec<&'a Value> {
    tree.get(kind).and_then(Value::as_array).into_iter().flatten().collect()
}

fn ids<'a>(items: &[&'a Value]) -> Vec<&'a str> {
    items.iter().map(|item| id_of(item)).collect()
}

fn id_of(item: &Value) -> &str {
    item.get("id").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_told_in_words() {
        let team = "[[team]]\nid = \"db\"\nname = \"Database\"\nmembers = [\"ana\"]\n";
        let hook = "contact = [{ id = \"h\", kind = \"webhook\", address = \"https://a.example\", secret = \"S1\" }]";
        let ana = format!("[[responder]]\nid = \"ana\"\nname = \"Ana\"\n{hook}\n");
        let read = |text: &str| toml::from_str::<Directory>(text).unwrap();
        for (what, before, after, expected) in [
            ("nothing", ana.clone(), ana.clone(), ""),
            ("more", String::new(), team.to_owned(), "team db: added"),
            ("less", team.to_owned(), String::new(), "team db: removed"),
            (
                "a name",
                ana.clone(),
                ana.replace("\"Ana\"", "\"Ann\""),
                "responder ana: name changed from \"Ana\" to \"Ann\"",
            ),
            (
                "a secret",
                ana.clone(),
                ana.replace("S1", "S2"),
                "responder ana: contact[0].secret changed",
            ),
            (
                "all contacts",
                ana.clone(),
                ana.replace(hook, ""),
                "responder ana: contact changed from a list of 1 to []",
            ),
            (
                "a lead",
                team.to_owned(),
                format!("{team}lead = \"ana\""),
                "team db: lead is \"ana\" now",
            ),
            (
                "no lead",
                format!("{team}lead = \"ana\""),
                team.to_owned(),
                "team db: lead is not \"ana\" any more",
            ),
            (
                "one more",
                team.to_owned(),
                team.replace("\"ana\"", "\"ana\", \"ben\""),
                "team db: members changed from [\"ana\"] to [\"ana\",\"ben\"]",
            ),
            (
                "the order",
                format!("{team}{}", team.replace("db", "web")),
                format!("{}{team}", team.replace("db", "web")),
                "team: in another order",
            ),
        ] {
            assert_eq!(difference(&read(&before), &read(&after)).join("; "), expected, "{what}");
        }
    }
}
