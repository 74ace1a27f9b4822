//! `frontline token`: what programs sign in with. Only the hash of a token is stored.

use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use domain::OrganizationId;
use engine::Clock;
use store::{StoreError, Token, Unit};

use crate::{
    config::Configuration,
    serve::open_store,
    terminal::{complain, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a token: the only thing printed on standard output, once
    #[command(after_help = "\
Example:
  frontline token create --name alertmanager --role monitoring
  frontline token create --name shop --role organization --organization acme
  TOKEN=$(frontline token create --name desk --role responder)
  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8080/api/v1/emergencies")]
    Create {
        /// What uses it; unique
        #[arg(long)]
        name: String,
        /// What it may do
        #[arg(long, value_enum)]
        role: Role,
        /// It may only speak for this organization
        #[arg(long, value_name = "ID")]
        organization: Option<String>,
    },
    /// Show which tokens there are, without the tokens themselves
    #[command(after_help = "Example:\n  frontline token list")]
    List,
    /// Make a token useless
    #[command(after_help = "Example:\n  frontline token revoke --name alertmanager")]
    Revoke {
        /// The name that it was given
        #[arg(long)]
        name: String,
    },
}

/// The roles of the directory, and one for monitoring systems.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Role {
    /// Reports for a monitoring system, and nothing else
    Monitoring,
    /// Asks for the switch of the organization that --organization names, and nothing else
    Organization,
    /// Sees emergencies and acts on them
    Responder,
    /// The same, as a lead
    Lead,
    /// May exchange the directory too
    Admin,
}

pub(crate) async fn run(configuration: &Configuration, command: Command) -> anyhow::Result<()> {
    let store = open_store(configuration).await?;
    match command {
        Command::Create { name, role, organization } => {
            if name.trim().is_empty() {
                bail!("--name is empty: say what uses the token");
            }
            if matches!(role, Role::Organization) && organization.is_none() {
                bail!("--organization is missing: say whose switch the key may ask for");
            }
            if let Some(id) = organization.as_deref().map(OrganizationId::from) {
                let directory = store.directory().await?.map(|kept| kept.directory);
                if directory.is_none_or(|known| known.organization(&id).is_none()) {
                    bail!("--organization: the directory has no organization \"{id}\": add one");
                }
            }
            let token = web::new_token();
            let made = Token {
                token_hash: web::digest(&token),
                name: name.clone(),
                role: role.name().to_owned(),
                organization,
                made_at: Clock::system().now(),
                last_used_at: None,
            };
            let mut unit = Unit::new();
            unit.make_token(&made);
            match store.commit(unit).await {
                Err(StoreError::Taken) => bail!(
                    "there is a token \"{name}\" already: take another --name, or revoke that one"
                ),
                result => result?,
            };
            complain("This token is not shown again:");
            say(&token);
        }
        Command::List => {
            for token in store.tokens().await? {
                let used = token
                    .last_used_at
                    .map_or("never used".to_owned(), |at| format!("last used {at}"));
                let only = token.organization.map_or(String::new(), |id| format!(", only {id}"));
                say(&format!(
                    "{} ({}{only}), made {}, {used}",
                    token.name, token.role, token.made_at
                ));
            }
        }
        Command::Revoke { name } => {
            let mut unit = Unit::new();
            unit.revoke_token(&name);
            match store.commit(unit).await {
                Err(StoreError::Conflict) => {
                    bail!("there is no token \"{name}\": see frontline token list")
                }
                result => result?,
            };
            say(&format!("{name} is useless now"));
        }
    }
    Ok(())
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Monitoring => "monitoring",
            Self::Organization => "organization",
            Self::Responder => "responder",
            Self::Lead => "lead",
            Self::Admin => "admin",
        }
    }
}
