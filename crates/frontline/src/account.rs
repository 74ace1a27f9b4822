//! `frontline account`: how people sign in to the console.

use anyhow::bail;
use clap::Subcommand;
use domain::ResponderId;
use engine::{Clock, Engine, Options};
use store::Unit;

use crate::{
    config::Configuration,
    serve::open_store,
    terminal::{complain, say},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an account, or exchange its password: prints a new one, once
    #[command(after_help = "Example:\n  frontline account create ana")]
    Create {
        /// The id of a responder of the directory
        id: String,
    },
    /// Show who has an account
    #[command(after_help = "Example:\n  frontline account list")]
    List,
    /// Take an account away, and sign it out everywhere
    #[command(after_help = "Example:\n  frontline account delete ana")]
    Delete {
        /// The id of the account
        id: String,
    },
}

pub(crate) async fn run(configuration: &Configuration, command: Command) -> anyhow::Result<()> {
    let store = open_store(configuration).await?;
    match command {
        Command::Create { id } => {
            let (settings, options) = (configuration.settings(), Options::default());
            let engine = Engine::new(store, Clock::system(), settings, options).await?;
            let responder = ResponderId(id);
            if !web::can_sign_in(engine.store(), &engine.directory().1, &responder).await? {
                bail!("the directory has no responder \"{responder}\": add one, then try again");
            }
            let password = new_password();
            web::set_password(&engine, &responder, password.clone()).await?;
            complain(&format!("{responder} signs in with this password; it is not shown again:"));
            say(&password);
        }
        Command::List => {
            for account in store.accounts().await? {
                say(&format!("{} since {}", account.responder, account.made_at));
            }
        }
        Command::Delete { id } => {
            let responder = ResponderId(id);
            if store.account(&responder).await?.is_none() {
                bail!("there is no account \"{responder}\": see frontline account list");
            }
            let mut unit = Unit::new();
            unit.delete_account(&responder);
            store.commit(unit).await?;
            say(&format!("{responder} cannot sign in any more"));
        }
    }
    Ok(())
}

/// A password of 100 bits that can be read out: `k7fa-...`.
fn new_password() -> String {
    let letters: Vec<_> = web::new_secret().chars().take(20).collect();
    letters.chunks(5).map(|part| part.iter().collect()).collect::<Vec<String>>().join("-")
}
