//! `[[forward]]`: desks outside, to which tickets are forwarded.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use channels::{Secret, standard_webhooks};
use domain::{
    OrganizationId,
    forward::{OutsideDesk, Way},
};
use engine::DeskAddress;
use serde::Deserialize;
use url::Url;

use super::secret;

/// It stands in mails and on pages.
const NAME_MAX_CHARS: usize = 60;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Forward {
    /// As people read it.
    name: Option<String>,
    /// Where the webhook goes.
    url: Option<String>,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    email: Option<String>,
    /// Whose tickets, by ids of the directory; those that no other desk is named for, if empty.
    organizations: Vec<OrganizationId>,
}

impl Forward {
    pub(super) fn settle(
        &mut self,
        index: usize,
        folder: &Path,
        speaks_mail: bool,
    ) -> anyhow::Result<()> {
        let key = format!("forward[{index}].secret");
        secret::settle(&key, &mut self.secret, self.secret_file.as_deref(), folder)?;
        let problem = self.check(speaks_mail).err();
        problem.map_or(Ok(()), |problem| bail!("forward[{index}].{problem}"))
    }

    fn check(&self, speaks_mail: bool) -> anyhow::Result<()> {
        let name = self.name.as_deref().map(str::trim).unwrap_or_default();
        ensure!(!name.is_empty(), "name is missing: write one that requesters may read");
        let is_short = name.chars().count() <= NAME_MAX_CHARS && !name.contains(char::is_control);
        ensure!(is_short, "name is too long: {NAME_MAX_CHARS} letters on one line are possible");
        ensure!(
            self.url.is_some() || self.email.is_some(),
            "url or email is missing: write where tickets go"
        );
        if let Some(url) = &self.url {
            let is_web = Url::parse(url).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
            ensure!(
                is_web,
                "url is no address of the web: write it as https://desk.example.com/hook"
            );
            let secret = self.secret.as_ref().context(
                "secret is missing: the desk knows by it that a ticket comes from here; write one as \
                 whsec_ and a key in Base64",
            )?;
            standard_webhooks::sign(secret, "msg", 0, b"")
                .map_err(|problem| anyhow::anyhow!("secret is none: {problem}"))?;
        }
        if let Some(email) = &self.email {
            let is_whole = email.split_once('@').is_some_and(|(one, other)| {
                !one.is_empty() && other.contains('.') && !email.contains([' ', '<', ','])
            });
            ensure!(is_whole, "email is no address: write it as support@desk.example.com");
            ensure!(speaks_mail, "email needs a mail server: set smtp_url below [email]");
        }
        Ok(())
    }

    /// What the rules know of it.
    pub(super) fn desk(&self) -> OutsideDesk {
        let ways =
            [self.url.as_ref().map(|_| Way::Webhook), self.email.as_ref().map(|_| Way::Email)];
        OutsideDesk {
            name: self.called(),
            ways: ways.into_iter().flatten().collect(),
            organizations: self.organizations.clone(),
        }
    }

    pub(crate) fn address(&self) -> DeskAddress {
        DeskAddress {
            name: self.called(),
            url: self.url.clone(),
            secret: self.secret.clone(),
            email: self.email.clone(),
        }
    }

    fn called(&self) -> String {
        self.name.clone().unwrap_or_default().trim().to_owned()
    }
}

/// Deliveries find their desk by its name, and a customer has one.
pub(super) fn check_all(forwards: &[Forward]) -> anyhow::Result<()> {
    let (mut names, mut customers, mut is_for_all) = (BTreeSet::new(), BTreeSet::new(), false);
    for forward in forwards {
        let name = forward.called();
        if !names.insert(name.clone()) {
            bail!("forward.name: \"{name}\" is there twice: give one of them another name");
        }
        for customer in &forward.organizations {
            if !customers.insert(customer) {
                bail!("forward.organizations: \"{customer}\" is at two desks: leave one of them");
            }
        }
        let all = forward.organizations.is_empty();
        if all && is_for_all {
            bail!("forward.organizations: two desks get everybody's: name those of one of them");
        }
        is_for_all |= all;
    }
    Ok(())
}
