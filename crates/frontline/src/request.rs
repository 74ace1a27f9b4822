//! `frontline request`: a request from a terminal, through the same door as everybody's.

mod answer;
mod ask;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, bail};
use clap::Args;
use domain::request::Impact;
use reqwest::StatusCode;
use serde_json::{Value, json};
use url::Url;

use crate::{
    config::Configuration,
    terminal::{complain, say},
};

/// For each attempt.
const TIMEOUT: Duration = Duration::from_secs(15);
/// All of them carry the same key, so that one emergency comes of it at most.
const ATTEMPTS: u32 = 3;

#[derive(Debug, Args)]
#[command(after_help = "\
Without flags it asks what it needs.

Example:
  frontline request --summary \"Checkout is down\" --impact outage --email kim@acme.example")]
pub(crate) struct Arguments {
    /// Where to send it; the configured server, if not given
    #[arg(long, value_name = "URL")]
    url: Option<Url>,
    /// What is wrong, in one sentence
    #[arg(long)]
    summary: Option<String>,
    /// What it does to your business
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Impact::ALL.map(Impact::name)))]
    impact: Option<String>,
    /// Everything else that may help
    #[arg(long)]
    details: Option<String>,
    /// Your organization
    #[arg(long)]
    organization: Option<String>,
    /// What it is about
    #[arg(long)]
    service: Option<String>,
    /// Your name
    #[arg(long)]
    name: Option<String>,
    /// Where news go
    #[arg(long)]
    email: Option<String>,
    /// Where news go, and where you can be called
    #[arg(long)]
    phone: Option<String>,
    /// A way around the problem that you have
    #[arg(long)]
    workaround: Option<String>,
    /// This is no production system
    #[arg(long)]
    not_production: bool,
    /// This is stopping our business, whatever else is said
    #[arg(long)]
    still_an_emergency: bool,
    /// Services may be switched off if they cannot be restored in reasonable time
    #[arg(long)]
    pre_authorize_disable: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(
    configuration: &Configuration,
    mut arguments: Arguments,
) -> anyhow::Result<ExitCode> {
    if arguments.summary.is_none() {
        if !io::stdin().is_terminal() {
            complain("frontline: --summary is missing: say what is wrong, in one sentence");
            return Ok(ExitCode::from(2));
        }
        ask::complete(&mut arguments)?;
    }
    let url = door(configuration, arguments.url.as_ref())?;
    let answer = send(&url, &body(&arguments)).await?;
    if arguments.json {
        say(&answer.to_string());
    } else {
        say(&answer::told(&answer));
    }
    Ok(ExitCode::SUCCESS)
}

fn door(configuration: &Configuration, given: Option<&Url>) -> anyhow::Result<Url> {
    let server = &configuration.server;
    let url = match given.or(server.public_url.as_ref()) {
        Some(url) => url.clone(),
        None => Url::parse(&format!("http://{}", server.listen)).context("server.listen")?,
    };
    url.join("/api/v1/requests").with_context(|| format!("--url: {url} is no address of the web"))
}

fn body(arguments: &Arguments) -> Value {
    let mut body = json!({
        "summary": arguments.summary,
        "impact": arguments.impact,
        "details": arguments.details,
        "organization": arguments.organization,
        "service": arguments.service,
        "workaround": arguments.workaround,
        "requester": {
            "name": arguments.name, "email": arguments.email, "phone": arguments.phone,
        },
    });
    for (key, is_set, value) in [
        ("production", arguments.not_production, false),
        ("still_an_emergency", arguments.still_an_emergency, true),
        ("pre_authorize_disable", arguments.pre_authorize_disable, true),
    ] {
        if is_set {
            body[key] = value.into();
        }
    }
    without_nulls(body)
}

fn without_nulls(value: Value) -> Value {
    let Value::Object(parts) = value else { return value };
    let parts = parts.into_iter().filter(|(_, part)| !part.is_null());
    Value::Object(parts.map(|(key, part)| (key, without_nulls(part))).collect())
}

/// Sends it, more than once if the line is bad.
async fn send(url: &Url, body: &Value) -> anyhow::Result<Value> {
    let client = reqwest::Client::builder().timeout(TIMEOUT).build()?;
    let key = web::new_secret();
    let mut attempt = 1;
    loop {
        let request = client.post(url.clone()).header("Idempotency-Key", &key).json(body);
        match request.send().await {
            Ok(answer) if answer.status() == StatusCode::CREATED => {
                return answer.json().await.context("the answer cannot be read");
            }
            Ok(answer) if attempt == ATTEMPTS || !answer.status().is_server_error() => {
                let status = answer.status();
                let problem = answer.json().await.unwrap_or_default();
                bail!("the request was not taken ({status}): {}", answer::problem(&problem));
            }
            Err(error) if attempt == ATTEMPTS => {
                let host = url.host_str().unwrap_or("the server").to_owned();
                return Err(error).with_context(|| {
                    format!("{host} cannot be reached: use another way, such as the phone")
                });
            }
            Ok(_) | Err(_) => attempt += 1,
        }
    }
}
