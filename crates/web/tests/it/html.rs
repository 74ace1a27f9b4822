//! Reads our pages, and checks that they are well-formed: every tag closed in order, every id
//! once, every label of something, nothing inline that the policy forbids.

use std::collections::BTreeSet;

#[derive(Default)]
pub(crate) struct Page {
    pub(crate) html: String,
    pub(crate) tags: Vec<Tag>,
}

pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) closes: bool,
    /// Of what is drawn: it ends where it begins.
    is_empty: bool,
    attributes: Vec<(String, String)>,
    /// Where the text behind it begins.
    end: usize,
}

const VOID: [&str; 6] = ["meta", "link", "input", "br", "img", "hr"];

impl Tag {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Page {
    pub(crate) fn read(html: &str) -> Self {
        let mut tags = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let at = html.len() - rest.len() + start;
            let length = tag_length(&html[at..]);
            let inside = &html[at + 1..at + length - 1];
            rest = &html[at + length..];
            if inside.starts_with('!') {
                continue;
            }
            let (closes, inside) =
                inside.strip_prefix('/').map_or((false, inside), |rest| (true, rest));
            let is_empty = inside.ends_with('/');
            let inside = inside.trim_end_matches('/');
            let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
            let attributes = attributes_of(attributes);
            let end = at + length;
            tags.push(Tag { name: name.to_owned(), closes, is_empty, attributes, end });
        }
        Self { html: html.to_owned(), tags }
    }

    /// The words of the page, without tags.
    pub(crate) fn text(&self) -> String {
        let pieces = (0..self.tags.len()).map(|index| self.text_of(index));
        pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text right behind a tag.
    pub(crate) fn text_of(&self, index: usize) -> String {
        let behind = &self.html[self.tags[index].end..];
        unescaped(behind.split('<').next().unwrap_or_default())
    }

    /// The target of the first link whose address contains `part`.
    pub(crate) fn link(&self, part: &str) -> String {
        let mut links = self.tags.iter().filter_map(|tag| tag.attribute("href"));
        let found = links.find(|link| link.contains(part));
        found.unwrap_or_else(|| panic!("no link with {part} in:\n{}", self.html)).to_owned()
    }

    #[track_caller]
    pub(crate) fn check(&self, path: &str) {
        assert!(self.html.starts_with("<!doctype html>"), "{path}");
        let (mut open, mut ids): (Vec<&str>, BTreeSet<&str>) = (Vec::new(), BTreeSet::new());
        for tag in &self.tags {
            let name = tag.name.as_str();
            assert!(name.chars().all(|one| one.is_ascii_alphanumeric()), "{path}: <{name}>");
            for forbidden in ["style", "onclick", "onload", "onerror", "onsubmit"] {
                assert!(tag.attribute(forbidden).is_none(), "{path}: {forbidden} on <{name}>");
            }
            if let Some(id) = tag.attribute("id") {
                assert!(ids.insert(id), "{path}: the id {id} is there twice");
            }
            if tag.closes {
                assert_eq!(open.pop(), Some(name), "{path}: </{name}> closes something else");
            } else if !VOID.contains(&name) && !tag.is_empty {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{path}: never closed: {open:?}");
        for reference in ["for", "aria-describedby", "aria-labelledby"] {
            for target in self.tags.iter().filter_map(|tag| tag.attribute(reference)) {
                assert!(ids.contains(target), "{path}: {reference}={target} leads nowhere");
            }
        }
        assert_eq!(
            self.tags.iter().filter(|tag| tag.name == "h1" && !tag.closes).count(),
            1,
            "{path}"
        );
    }
}

/// Up to the `>` that is not inside quotes.
fn tag_length(from: &str) -> usize {
    let mut quoted = false;
    for (index, one) in from.char_indices() {
        match one {
            '"' => quoted = !quoted,
            '>' if !quoted => return index + 1,
            _ => {}
        }
    }
    panic!("a tag without an end: {}", from.chars().take(80).collect::<String>());
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|one: char| one == '=' || one.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').expect("quotes are closed"),
            None => {
                let plain = after.strip_prefix('=').unwrap_or_default();
                let end = plain.find(char::is_whitespace).unwrap_or(plain.len());
                if plain.is_empty() { ("", after) } else { plain.split_at(end) }
            }
        };
        found.push((name.to_owned(), unescaped(value)));
        rest = after.trim_start();
    }
    found
}

fn unescaped(text: &str) -> String {
    let pairs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#8199;", " "),
        ("&#38;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
