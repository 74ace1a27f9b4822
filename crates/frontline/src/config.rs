//! The configuration: a file, then the environment, then secrets that stand in files of their own.

mod announce;
mod bridge;
mod database;
mod email;
mod environment;
mod forward;
mod heartbeat;
mod log;
mod phone;
mod secret;
mod server;
mod slack;
mod switch;
mod telegram;
mod telemetry;
mod twilio;
mod watch;
mod webhook;

pub(crate) use announce::Announce;
pub(crate) use bridge::Bridge;
pub(crate) use database::Database;
pub(crate) use email::{Email, Inbound};
pub(crate) use forward::Forward;
pub(crate) use heartbeat::Heartbeat;
pub(crate) use log::{Format, Log};
pub(crate) use phone::Phone;
pub(crate) use server::Server;
pub(crate) use slack::Slack;
pub(crate) use switch::Switch;
pub(crate) use telegram::Telegram;
pub(crate) use telemetry::Telemetry;
pub(crate) use twilio::Twilio;
pub(crate) use watch::Watch;
pub(crate) use webhook::Webhook;

use std::path::{Path, PathBuf};

use anyhow::ensure;
use domain::{
    Settings,
    settings::{CoverageSettings, DirectorySettings, EmergencySettings, HandoffSettings},
};
use engine::BridgeOptions;
use serde::Deserialize;

use crate::document::Document;

/// Read when no other file is named, if it is there.
const USUAL_FILE: &str = "frontline.toml";

/// Everything that can be set. What must be there is asked for where it is used.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) email: Option<Email>,
    pub(crate) twilio: Option<Twilio>,
    pub(crate) phone: Phone,
    pub(crate) slack: Option<Slack>,
    pub(crate) telegram: Option<Telegram>,
    pub(crate) emergency: EmergencySettings,
    pub(crate) coverage: CoverageSettings,
    pub(crate) switch: Switch,
    pub(crate) directory: DirectorySettings,
    pub(crate) handoff: HandoffSettings,
    pub(crate) bridge: Bridge,
    pub(crate) webhook: Vec<Webhook>,
    pub(crate) announce: Vec<Announce>,
    pub(crate) forward: Vec<Forward>,
    pub(crate) heartbeat: Option<Heartbeat>,
    pub(crate) watch: Option<Watch>,
    pub(crate) log: Log,
    pub(crate) telemetry: Option<Telemetry>,
}

impl Configuration {
    /// Reads `file`, or the usual one if it is there, and what `environment` says on top.
    pub(crate) fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let usual = Path::new(USUAL_FILE);
        let path = file.or_else(|| usual.exists().then_some(usual));
        let document = path.map(Document::read).transpose()?;
        let folder = path.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        let table = match &document {
            // Read twice: the first time for errors that know their lines.
            Some(document) => document.parse::<Self>().and_then(|_| document.parse())?,
            None => toml::Table::new(),
        };
        let mut read = environment::on_top(table, environment)?;
        read.settle(&folder).map_err(|problem| match &document {
            Some(document) => {
                let line = document.line_of_key(&problem.to_string());
                problem.context(format!("{}:{line}", document.name))
            }
            None => problem.context("the configuration"),
        })?;
        Ok(read)
    }

    /// Where mail is received, if it is.
    pub(crate) fn inbound(&self) -> Option<&Inbound> {
        self.email.as_ref()?.inbound.as_ref()
    }

    /// What the rules need to know.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            emergency: self.emergency.clone(),
            coverage: self.coverage.clone(),
            switch: self.switch.settings(),
            directory: self.directory.clone(),
            outside_desks: self.forward.iter().map(Forward::desk).collect(),
            handoff: self.handoff.clone(),
        }
    }

    /// Reads secrets from their files, and checks what no single value can show.
    fn settle(&mut self, folder: &Path) -> anyhow::Result<()> {
        self.database.settle(folder)?;
        self.switch.settle(folder);
        if let Some(email) = &mut self.email {
            email.settle(folder)?;
        }
        if let Some(twilio) = &mut self.twilio {
            twilio.settle(folder)?;
        }
        if let Some(slack) = &mut self.slack {
            slack.settle(folder)?;
        }
        if let Some(telegram) = &mut self.telegram {
            telegram.settle(folder)?;
        }
        if let Some(heartbeat) = &mut self.heartbeat {
            heartbeat.settle(folder)?;
        }
        if let Some(watch) = &mut self.watch {
            watch.settle(folder)?;
        }
        if let Some(telemetry) = &mut self.telemetry {
            telemetry.settle(folder)?;
        }
        for (index, webhook) in self.webhook.iter_mut().enumerate() {
            webhook.settle(index, folder)?;
        }
        for (index, announce) in self.announce.iter_mut().enumerate() {
            announce.settle(index, folder)?;
        }
        self.bridge.settle(folder)?;
        ensure!(
            !self.bridge.is_conference() || self.twilio.is_some(),
            "bridge.kind \"conference\" needs the provider of calls: set [twilio], or remove it"
        );
        webhook::check_names(&self.webhook)?;
        announce::check_names(&self.announce)?;
        let speaks_mail = self.email.as_ref().is_some_and(Email::speaks);
        for (index, forward) in self.forward.iter_mut().enumerate() {
            forward.settle(index, folder, speaks_mail)?;
        }
        forward::check_all(&self.forward)?;
        self.check_durations()
    }

    /// How a call is opened.
    pub(crate) fn bridge_options(&self) -> anyhow::Result<BridgeOptions> {
        let dial_in = self.twilio.as_ref().and_then(Twilio::number);
        self.bridge.options(dial_in.map(str::to_owned))
    }

    fn check_durations(&self) -> anyhow::Result<()> {
        let emergency = &self.emergency;
        for (key, length) in [
            ("emergency.cadence", emergency.cadence),
            ("emergency.investigate_within", emergency.investigate_within),
            ("emergency.delivered_within", emergency.delivered_within),
            ("emergency.nudge_every", emergency.nudge_every),
            ("emergency.unanswered_news_every", emergency.unanswered_news_every),
            ("emergency.close_after", emergency.close_after),
            ("emergency.restore_within", emergency.restore_within),
            ("coverage.pickup_within", self.coverage.pickup_within),
            ("switch.confirm_within", self.switch.settings().confirm_within),
        ] {
            ensure!(length.is_positive(), "{key} must be longer than nothing: write it as 5m");
        }
        Ok(())
    }
}

/// `name` beside the configuration file, unless it says where it is itself.
fn beside(folder: &Path, name: &Path) -> PathBuf {
    folder.join(name)
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
