//! The systems that do the job, started: ours, Debian's Alertmanager, and the bare server.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use tempfile::TempDir;

use super::job::{Form, Job};
use crate::{
    place::{Place, free_port},
    running::Running,
    sink::Sink,
};

/// A started system, and how it is given the job.
#[derive(Debug)]
pub(crate) struct System {
    pub(crate) running: Running,
    pub(crate) job: Job,
    /// Where its files are; they go with it.
    _folder: Option<TempDir>,
    /// What ours is started from again.
    place: Option<Place>,
}

impl System {
    pub(crate) async fn frontline(program: &Path, sink: &Arc<Sink>) -> anyhow::Result<Self> {
        let place = Place::with_webhook(program, sink.port, None)?;
        let mut running = place.start()?;
        running.ready().await?;
        let form = Form::Frontline { token: place.token.as_str().into() };
        let job = Job::new(form, &[place.port], sink);
        Ok(Self { running, job, _folder: None, place: Some(place) })
    }

    pub(crate) async fn bare(sink: &Arc<Sink>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", &port.to_string(), &sink.port.to_string()]);
        command.arg(folder.path().join("kept"));
        Self::start(command, port, Form::Bare, folder, sink).await
    }

    pub(crate) async fn alertmanager(sink: &Arc<Sink>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = free_port()?;
        let configuration = folder.path().join("alertmanager.yml");
        fs::write(&configuration, alertmanager_configuration(sink.port))?;
        let mut command = Command::new("prometheus-alertmanager");
        command
            .arg(format!("--config.file={}", configuration.display()))
            .arg(format!("--storage.path={}", folder.path().display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .args(["--cluster.listen-address=", "--log.level=error"]);
        Self::start(command, port, Form::Alertmanager, folder, sink)
            .await
            .context("prometheus-alertmanager: the Debian package of this name is needed")
    }

    async fn start(
        command: Command,
        port: u16,
        form: Form,
        folder: TempDir,
        sink: &Arc<Sink>,
    ) -> anyhow::Result<Self> {
        let log: PathBuf = folder.path().join("log");
        let mut running = Running::start(command, port, &log)?;
        running.answers("/").await?;
        let job = Job::new(form, &[port], sink);
        Ok(Self { running, job, _folder: Some(folder), place: None })
    }

    /// Kills ours and starts it again; how long until it was ready.
    pub(crate) async fn again(self) -> anyhow::Result<(Self, Duration)> {
        let place = self.place.context("only ours is started again")?;
        self.running.kill().await?;
        let mut running = place.start()?;
        let ready = running.ready().await?;
        let Self { job, _folder, .. } = self;
        Ok((Self { running, job, _folder, place: Some(place) }, ready))
    }

    pub(crate) async fn end(self) -> anyhow::Result<()> {
        self.running.kill().await
    }
}

/// Every alert is a group of its own and pages at once; nothing is repeated or resolved meanwhile.
fn alertmanager_configuration(sink: u16) -> String {
    format!(
        "global: {{resolve_timeout: 30d}}\n\
         route:\n  receiver: sink\n  group_by: ['...']\n  group_wait: 0s\n  \
         group_interval: 30d\n  repeat_interval: 30d\n\
         receivers:\n- name: sink\n  webhook_configs:\n  \
         - {{url: 'http://127.0.0.1:{sink}/page', send_resolved: false}}\n"
    )
}
