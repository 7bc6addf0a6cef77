//! Labels out of the JSON that callers attach to their calls.

use crate::usage::json::Value;

/// More labels on one call than anybody maps features by.
const MOST: usize = 8;
/// Longer values are texts, not labels.
const LONGEST: usize = 80;

/// The members of an object as `key=value`; JSON within a text is read too.
pub(super) fn tags(value: &Value<'_>) -> Vec<String> {
    match value {
        Value::Text(text) => Value::parse(text).map_or_else(
            || one(text),
            |inner| if inner.is_object() || !inner.list().is_empty() { tags(&inner) } else { one(text) },
        ),
        Value::List(values) => values.iter().flat_map(tags).take(MOST).collect(),
        Value::Object(members) => match (value.at("key").text(), value.at("value").text()) {
            (Some(key), Some(text)) if members.len() == 2 => one(&joined(key, text)),
            _ => members
                .iter()
                .filter_map(|(key, value)| value.text().map(|text| joined(key, text)))
                .filter(|tag| tag.len() <= LONGEST)
                .take(MOST)
                .collect(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

fn joined(key: &str, value: &str) -> String {
    let mut tag = key.to_owned();
    tag.push('=');
    tag.push_str(value);
    tag
}

fn one(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST { Vec::new() } else { vec![text.to_owned()] }
}

/// A user among the metadata that callers attach, by the usual names of the key.
pub(super) fn user_of(tags: &[String]) -> Option<&str> {
    tags.iter().find_map(|tag| {
        let (key, value) = tag.split_once('=')?;
        ["user", "_user", "user_id", "userid", "end_user"]
            .contains(&key.to_ascii_lowercase().as_str())
            .then_some(value)
    })
}

/// The tags without those that name a user.
pub(super) fn without_user(tags: &[String]) -> impl Iterator<Item = &str> {
    let is_user = |tag: &&String| user_of(std::slice::from_ref(*tag)).is_some();
    tags.iter().filter(move |tag| !is_user(tag)).map(String::as_str)
}
