//! Finds what a contradiction of the directory names, as in `responder ana, rules[1].via`.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Where in the text it stands: as much of the place as there is in the file.
pub(super) fn offset(table: &DeTable<'_>, place: &str) -> Option<usize> {
    let mut parts = place.split(", ");
    let (kind, id) = parts.next()?.split_once(' ')?;
    let last = parts.clone().last() == Some("id");
    let mut found = entry(table.get(kind)?, id, last)?;
    for part in parts {
        found = match part.split_once(' ') {
            Some((key, id)) => found.get_ref().get(key).and_then(|list| entry(list, id, last)),
            None => follow(found, part),
        }?;
    }
    Some(found.span().start)
}

/// Where `email.inbound.listen` stands, or as much of it as there is.
pub(super) fn offset_of_key(table: &DeTable<'_>, path: &str) -> Option<usize> {
    let (section, rest) = path.split_once(['.', '[']).unwrap_or((path, ""));
    let found = table.get(section)?;
    let index = rest.split(']').next().and_then(|index| index.parse::<usize>().ok());
    let item = index.and_then(|index| found.get_ref().get(index));
    let rest = rest.split_once("].").map_or(rest, |(_, rest)| rest);
    follow(item.unwrap_or(found), rest).map(|found| found.span().start)
}

/// The element of a list that has this id: the last one if there are twins and they are meant.
fn entry<'t, 'i>(
    list: &'t Spanned<DeValue<'i>>,
    id: &str,
    last: bool,
) -> Option<&'t Spanned<DeValue<'i>>> {
    let mut items = list.get_ref().as_array()?.iter();
    let is_meant = |item: &&'t Spanned<DeValue<'i>>| {
        item.get_ref().get("id").and_then(|id| id.get_ref().as_str()) == Some(id)
    };
    if last { items.rfind(is_meant) } else { items.find(is_meant) }
}

/// Follows `rules[1].via` as far as it leads.
fn follow<'t, 'i>(from: &'t Spanned<DeValue<'i>>, path: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    let mut found = from;
    for step in path.split('.') {
        let (key, index) = step.split_once('[').unwrap_or((step, ""));
        let Some(next) = found.get_ref().get(key) else { break };
        found = next;
        let index = index.trim_end_matches(']').parse::<usize>().ok();
        if let Some(item) = index.and_then(|index| found.get_ref().get(index)) {
            found = item;
        }
    }
    Some(found)
}
