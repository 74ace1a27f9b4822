//! Whom somebody means who texts "esc db".

use std::mem::discriminant;

use domain::{Directory, directory::Target};

use crate::foreign;

/// Whom the words of [`super::Command::Escalate`] mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub target: Target,
    /// The target's name, for people.
    pub name: String,
    /// The words after it.
    pub note: Option<String>,
}

/// Finds whom the words start with: `team:db`, else the id or name of a team, a schedule or a
/// person, else somebody's first name. `None` if that is nobody, or more than one.
pub fn find_target(words: &str, directory: &Directory) -> Option<Found> {
    let words = foreign::line(words);
    let mut matching: Vec<_> = names(directory)
        .into_iter()
        .filter_map(|name| Some((name.rank(), rest_after(&words, &name.written)?.to_owned(), name)))
        .collect();
    let best = matching.iter().map(|(rank, ..)| *rank).max()?;
    matching.retain(|(rank, ..)| *rank == best);
    let (_, rest, Name { target, name, .. }) = matching.first()?.clone();
    // Two of one kind are a doubt; between kinds a team goes before a schedule and a person.
    let is_twin = |other: &Target| discriminant(other) == discriminant(&target) && *other != target;
    if matching.iter().any(|(.., other)| is_twin(&other.target)) {
        return None;
    }
    let note = rest.trim_start_matches([',', ':', ';', '.', '-', ' ']).to_owned();
    Some(Found { target, name, note: (!note.is_empty()).then_some(note) })
}

/// Something that can be written, whom it means, and their name.
#[derive(Clone)]
struct Name {
    written: String,
    target: Target,
    name: String,
    is_first_name: bool,
}

impl Name {
    /// The longest wins; what somebody is called wins over a first name.
    fn rank(&self) -> (usize, bool) {
        (self.written.chars().count(), !self.is_first_name)
    }
}

fn names(directory: &Directory) -> Vec<Name> {
    let mut names = Vec::new();
    let mut add = |written: &[&str], target: Target, name: &str, is_first_name: bool| {
        names.extend(written.iter().map(|written| Name {
            written: foreign::line(written),
            target: target.clone(),
            name: name.to_owned(),
            is_first_name,
        }));
    };
    for team in &directory.teams {
        let target = Target::Team(team.id.clone());
        let full = target.to_string();
        add(&[team.id.as_str(), &team.name, &full], target, &team.name, false);
    }
    for schedule in &directory.schedules {
        let target = Target::Schedule(schedule.id.clone());
        let full = target.to_string();
        add(&[schedule.id.as_str(), &full], target, schedule.id.as_str(), false);
    }
    for person in &directory.responders {
        let target = Target::Responder(person.id.clone());
        let full = target.to_string();
        let first = person.name.split_whitespace().next().unwrap_or_default();
        add(&[person.id.as_str(), &person.name, &full], target.clone(), &person.name, false);
        add(&[first], target, &person.name, true);
    }
    names
}

/// What follows `written` at the start of `words`, in any case, if it ends at a word's end.
fn rest_after<'a>(words: &'a str, written: &str) -> Option<&'a str> {
    if written.is_empty() {
        return None;
    }
    let mut rest = words.chars();
    for expected in written.chars() {
        let typed = rest.next()?;
        if !typed.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    let rest = rest.as_str();
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let is_prefix =
        rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let ends = !goes_on && !is_prefix;
    ends.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let mut directory = Directory::default();
        for (id, name) in [("db", "Databases"), ("support", "Technical Support")] {
            directory.teams.push(domain::directory::Team {
                id: id.into(),
                name: name.to_owned(),
                members: Vec::new(),
                lead: None,
                bridge: None,
            });
        }
        for (id, name) in [("ana", "Ana Ruiz"), ("ben", "Ben Okafor"), ("b2", "Ben Stone")] {
            directory.responders.push(domain::directory::Responder {
                id: id.into(),
                name: name.to_owned(),
                time_zone: "UTC".to_owned(),
                language: None,
                roles: Vec::new(),
                contact: Vec::new(),
                rules: Vec::new(),
            });
        }
        directory
    }

    #[test]
    fn people_are_found_as_one_types_them() {
        for (words, target, note) in [
            ("db", "team:db", None),
            ("DB please look at the replica", "team:db", Some("please look at the replica")),
            ("databases: replica", "team:db", Some("replica")),
            ("technical support", "team:support", None),
            ("team:support now", "team:support", Some("now")),
            ("ana", "responder:ana", None),
            ("ana ruiz, please", "responder:ana", Some("please")),
            ("Ben Stone", "responder:b2", None),
            ("ben", "responder:ben", None),
        ] {
            let found = find_target(words, &directory());
            let found = found.unwrap_or_else(|| panic!("{words}"));
            assert_eq!((found.target.to_string().as_str(), found.note.as_deref()), (target, note));
        }
        for words in ["", "dba", "anab", "nobody", "team:", "technical"] {
            assert_eq!(find_target(words, &directory()), None, "{words}");
        }
    }
}
