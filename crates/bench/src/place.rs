//! A temporary folder with configuration, directory and database, in which the program is started.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::{load::Client, running::Running};

/// What differs from one measurement to the next.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The port of the sink that stands for Twilio.
    pub(crate) twilio: u16,
    /// The port of the sink that stands for a mail server.
    pub(crate) mail: Option<u16>,
    /// Where it is stored, if not in a file.
    pub(crate) database: Option<String>,
}

const CONFIGURATION: &str = "frontline.toml";
const SQLITE: &str = "sqlite:frontline.db";
const WEBHOOK: &str = r#"kind = "webhook", address = "http://127.0.0.1:SINK/page""#;

/// The organization whose pages repeat quickly.
pub(crate) const IMPATIENT: &str = "Impatient Stores";
/// The number that is paged.
pub(crate) const PAGED: &str = "+15550100001";
/// The organization whose services can be switched.
pub(crate) const SWITCHED: &str = "switched";

#[derive(Clone, Debug)]
pub(crate) struct Place {
    folder: Arc<TempDir>,
    program: PathBuf,
    pub(crate) port: u16,
    /// An administrator's.
    pub(crate) token: String,
    /// What the program finds in its environment.
    pub(crate) environment: Vec<(String, String)>,
}

impl Place {
    /// Writes everything that `frontline serve` needs, through the program's own commands.
    pub(crate) fn lay_out(program: &Path, plan: &Plan) -> anyhow::Result<Self> {
        Self::with(program, |port| configuration(port, plan), DIRECTORY)
    }

    /// As [`Place::lay_out`], with the one responder paged by a webhook, on SQLite or elsewhere.
    pub(crate) fn with_webhook(
        program: &Path,
        sink: u16,
        database: Option<&str>,
    ) -> anyhow::Result<Self> {
        let database = database.map(str::to_owned);
        let plan = Plan { twilio: sink, mail: None, database };
        let (sms, webhook) = (r#"kind = "sms", address = "+15550100001""#, WEBHOOK);
        let directory = DIRECTORY.replace(sms, webhook).replace("SINK", &sink.to_string());
        Self::with(program, |port| configuration(port, &plan), &directory)
    }

    /// Another node on the same database.
    pub(crate) fn beside(&self) -> anyhow::Result<Self> {
        let folder = Arc::new(tempfile::tempdir()?);
        let port = free_port()?;
        let configuration = fs::read_to_string(self.folder.path().join(CONFIGURATION))?;
        let configuration = configuration
            .replace(&format!("127.0.0.1:{}", self.port), &format!("127.0.0.1:{port}"));
        fs::write(folder.path().join(CONFIGURATION), configuration)?;
        let (program, token) = (self.program.clone(), self.token.clone());
        Ok(Self { folder, program, port, token, environment: self.environment.clone() })
    }

    fn with(
        program: &Path,
        configuration: impl FnOnce(u16) -> String,
        directory: &str,
    ) -> anyhow::Result<Self> {
        let program = program.canonicalize().with_context(|| {
            format!("{} is not there: run `cargo build --release` first", program.display())
        })?;
        let folder = Arc::new(tempfile::tempdir()?);
        let port = free_port()?;
        fs::write(folder.path().join(CONFIGURATION), configuration(port))?;
        fs::write(folder.path().join("directory.toml"), directory)?;
        let mut place =
            Self { folder, program, port, token: String::new(), environment: Vec::new() };
        place.run(&["directory", "apply", "directory.toml", "--accept-holes"])?;
        place.token = place.run(&["token", "create", "--name", "bench", "--role", "admin"])?;
        Ok(place)
    }

    /// From the next start on it is another program.
    pub(crate) fn becomes(&mut self, program: &Path) -> anyhow::Result<()> {
        self.program = program.canonicalize().with_context(|| program.display().to_string())?;
        Ok(())
    }

    /// Adds sections to the configuration, from the next start on.
    pub(crate) fn configure(&self, sections: &str) -> anyhow::Result<()> {
        let path = self.folder.path().join(CONFIGURATION);
        let configuration = fs::read_to_string(&path)?;
        Ok(fs::write(path, format!("{configuration}{sections}"))?)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Exchanges the directory.
    pub(crate) fn direct(&self, directory: &str) -> anyhow::Result<()> {
        fs::write(self.folder.path().join("directory.toml"), directory)?;
        self.run(&["directory", "apply", "directory.toml", "--accept-holes"]).map(drop)
    }

    /// What the software of this organization asks with.
    pub(crate) fn organization_key(&self, organization: &str) -> anyhow::Result<String> {
        let about = ["--role", "organization", "--organization", organization];
        self.run(&[["token", "create", "--name", "shop"].as_slice(), &about].concat())
    }

    pub(crate) fn start(&self) -> anyhow::Result<Running> {
        Running::start(self.command(&["serve"]), self.port, &self.folder.path().join("log"))
    }

    pub(crate) async fn client(&self) -> anyhow::Result<Client> {
        Ok(Client::connect(self.port, self.token.as_str().into()).await?)
    }

    /// What the program says of its journals; an error, if they are not sound.
    pub(crate) fn verify(&self) -> anyhow::Result<String> {
        self.run(&["verify"])
    }

    fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let output = self.command(arguments).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("frontline {} was refused: {said}", arguments.join(" "));
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(self.folder.path()).env("RUST_LOG", "warn");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

pub(crate) fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Durations are long, so that nothing happens but what is measured.
fn configuration(port: u16, plan: &Plan) -> String {
    let mail = plan.mail.map_or_else(String::new, |port| {
        format!(
            "[email]\n\
             smtp_url = \"smtp://127.0.0.1:{port}\"\n\
             from = \"Frontline <emergency@vendor.example>\"\n"
        )
    });
    format!(
        "[server]\n\
         listen = \"127.0.0.1:{port}\"\n\
         public_url = \"http://127.0.0.1:{port}\"\n\
         [database]\n\
         url = \"{database}\"\n\
         {mail}\
         [twilio]\n\
         base_url = \"http://127.0.0.1:{twilio}\"\n\
         account_sid = \"ACbench\"\n\
         auth_token = \"bench\"\n\
         from = \"+15550100000\"\n\
         [emergency]\n\
         cadence = \"30d\"\n\
         remind_before = [\"1d\"]\n\
         unanswered_news_every = \"30d\"\n",
        twilio = plan.twilio,
        database = plan.database.as_deref().unwrap_or(SQLITE),
    )
}

const DIRECTORY: &str = r#"
[[responder]]
id = "ana"
name = "Ana Ruiz"
roles = ["responder", "lead", "admin"]
contact = [{ id = "sms", kind = "sms", address = "+15550100001" }]

[[policy]]
id = "patient"
default = true
steps = [{ page = ["responder:ana"], answer_within = "30d" }]
repeat_last_every = "30d"

[[policy]]
id = "impatient"
steps = [{ page = ["responder:ana"], answer_within = "200ms" }]
repeat_last_every = "200ms"

[[organization]]
id = "impatient"
name = "Impatient Stores"
policy = "impatient"

[[organization]]
id = "switched"
name = "Switched Stores"
services = ["checkout", "search"]
switch = { may_disable = "responder", limit = "4h" }
"#;
