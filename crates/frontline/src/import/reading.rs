//! Looking into JSON whose form is somebody else's: what is not there is not there.

use serde_json::Value;

/// The list of this name, at the top or inside `data`, with or without the pages around it.
pub(super) fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    let found = value.get(name).or_else(|| value.get("data").and_then(|data| data.get(name)));
    found.map_or(&[], items)
}

/// The elements, also of `{ nodes: [..] }`, `{ results: [..] }` and `{ data: [..] }`.
fn items(value: &Value) -> &[Value] {
    let inner = ["nodes", "results", "data"].iter().find_map(|key| value.get(key)?.as_array());
    value.as_array().or(inner).map_or(&[], Vec::as_slice)
}

/// What stands at the end of `user.id`, if it is text or a number.
pub(super) fn text(value: &Value, path: &str) -> Option<String> {
    let found = path.split('.').try_fold(value, |inner, key| inner.get(key))?;
    match found {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

pub(super) fn number(value: &Value, path: &str) -> Option<i64> {
    let found = path.split('.').try_fold(value, |inner, key| inner.get(key))?;
    found.as_i64().or_else(|| found.as_str()?.trim().parse().ok())
}

/// A list of texts, as in `["MO", "TU"]`.
pub(super) fn texts(value: &Value, key: &str) -> Vec<String> {
    let items = value.get(key).map_or(&[][..], items);
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
