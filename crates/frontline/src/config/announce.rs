//! `[[announce]]`: a channel of the team that is told what happens.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use channels::Secret;
use domain::directory::ContactKind;
use engine::Subscriber;
use serde::Deserialize;

use super::{secret, webhook::EVENTS};

/// What a team wants to read, if it does not say: all but what is only noise to people.
const USUAL: [&str; 6] = [
    "emergency.received",
    "emergency.answered",
    "emergency.milestone",
    "emergency.closed",
    "page.unanswered",
    "switch.changed",
];
const KINDS: [(&str, ContactKind); 6] = [
    ("teams", ContactKind::Teams),
    ("mattermost", ContactKind::Mattermost),
    ("slack", ContactKind::Slack),
    ("telegram", ContactKind::Telegram),
    ("ntfy", ContactKind::Ntfy),
    ("gotify", ContactKind::Gotify),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Announce {
    name: Option<String>,
    kind: Option<String>,
    /// As that of a contact of this kind; of a chat, the channel's.
    address: Option<String>,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    events: Vec<String>,
}

impl Announce {
    pub(super) fn settle(&mut self, index: usize, folder: &Path) -> anyhow::Result<()> {
        let key = format!("announce[{index}].secret");
        secret::settle(&key, &mut self.secret, self.secret_file.as_deref(), folder)?;
        for event in &self.events {
            let known = EVENTS.join(", ");
            ensure!(
                EVENTS.contains(&event.as_str()),
                "announce[{index}].events: \"{event}\" never happens: write one of {known}"
            );
        }
        let problem = self.subscriber().err();
        problem.map_or(Ok(()), |problem| bail!("announce[{index}].{problem}"))
    }

    pub(crate) fn subscriber(&self) -> anyhow::Result<Subscriber> {
        let name = self.name.clone().context("name is missing: write one that the log can show")?;
        let kinds = || KINDS.map(|(name, _)| name).join(", ");
        let kind = self
            .kind
            .as_deref()
            .with_context(|| format!("kind is missing: write one of {}", kinds()))?;
        let chat = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, kind)| *kind);
        ensure!(chat.is_some(), "kind: there is no \"{kind}\": write one of {}", kinds());
        let url = self.address.clone().filter(|address| !address.is_empty());
        let url = url.context("address is missing: write it as that of a contact of this kind")?;
        let usual = || USUAL.map(str::to_owned).to_vec();
        let events = if self.events.is_empty() { usual() } else { self.events.clone() };
        // Beside a webhook of the same name.
        let name = format!("{kind}:{name}");
        Ok(Subscriber { name, url, secret: self.secret.clone(), chat, events })
    }
}

/// Deliveries find their channel by its name.
pub(super) fn check_names(channels: &[Announce]) -> anyhow::Result<()> {
    let mut names = BTreeSet::new();
    for channel in channels {
        let name = channel.subscriber()?.name;
        ensure!(names.insert(name), "announce.name: two have the same: give one another name");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(text: &str) -> anyhow::Result<Subscriber> {
        let mut announce: Announce = toml::from_str(text).expect("it has these fields");
        announce.settle(0, Path::new("."))?;
        announce.subscriber()
    }

    #[test]
    fn a_channel_is_told_what_its_team_wants_to_read() {
        let whole = "name = \"team\"\nkind = \"ntfy\"\naddress = \"https://ntfy.example.com/team\"\nsecret = \"tk_1\"";
        let team = channel(whole).unwrap();
        assert_eq!((team.name.as_str(), team.chat), ("ntfy:team", Some(ContactKind::Ntfy)));
        assert!(team.events.iter().any(|event| event == "emergency.milestone"));
        assert!(!team.events.iter().any(|event| event == "page.delivered"), "that is noise");
        assert!(!format!("{team:?}").contains("tk_1"));
        let few = channel(&format!("{whole}\nevents = [\"emergency.closed\"]")).unwrap();
        assert_eq!(few.events, ["emergency.closed"]);
    }

    #[test]
    fn what_is_wrong_with_a_channel_is_said() {
        for (text, says) in [
            ("", "announce[0].name is missing"),
            ("name = \"a\"", "announce[0].kind is missing: write one of teams, "),
            ("name = \"a\"\nkind = \"sms\"", "announce[0].kind: there is no \"sms\""),
            ("name = \"a\"\nkind = \"teams\"", "announce[0].address is missing"),
            ("events = [\"x\"]", "announce[0].events: \"x\" never happens"),
        ] {
            let problem = channel(text).expect_err(text).to_string();
            assert!(problem.starts_with(says), "{text}: {problem}");
        }
        let two = || Announce {
            name: Some("a".to_owned()),
            kind: Some("teams".to_owned()),
            address: Some("https://a.example".to_owned()),
            ..Announce::default()
        };
        assert!(check_names(&[two(), two()]).is_err());
    }
}
