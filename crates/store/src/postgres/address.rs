//! Where the database is, and how it is reached.

use std::{sync::Arc, time::Duration};

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::{Config, config::TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// A host that takes longer to let us in is not there: the next one is tried.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// Sent data that nobody confirms for so long means that the other end is gone.
const CONFIRMED_WITHIN: Duration = Duration::from_secs(4);

/// A setting that only reaches a session of our own: a pooler between us and the database refuses
/// it or leaves it out. See [`super::connection`].
const OURS: &str = "-c frontline.session=ours";

#[derive(Clone)]
pub(super) struct Address {
    config: Config,
    tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user@host,other/db?sslmode=require`, as libpq and others write it.
    pub(super) fn read(url: &str) -> Result<Self, StoreError> {
        // Not the address itself: there may be a password in it.
        let refuse = |problem: String| {
            StoreError::Address(format!(
                "the address of the PostgreSQL database cannot be used ({problem}): write it as in \
                 postgres://user@host/database"
            ))
        };
        let mut config: Config = url.parse().map_err(|error| refuse(explain(&error)))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WITHIN);
        }
        if config.get_application_name().is_none() {
            config.application_name("frontline");
        }
        if config.get_hosts().len() > 1 {
            // Of a primary and its standbys, the one that can be written.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        config.tcp_user_timeout(CONFIRMED_WITHIN);
        let tls = tls().map_err(|error| refuse(error.to_string()))?;
        Ok(Self { config, tls })
    }

    /// The same, asking for a session of our own.
    pub(super) fn of_our_own(&self) -> Config {
        let mut config = self.config.clone();
        let options = match config.get_options() {
            Some(others) => format!("{others} {OURS}"),
            None => OURS.to_owned(),
        };
        config.options(options);
        config
    }

    pub(super) fn through_a_pooler(&self) -> Config {
        self.config.clone()
    }

    pub(super) fn tls(&self) -> MakeRustlsConnect {
        self.tls.clone()
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Address").field("hosts", &self.config.get_hosts()).finish_non_exhaustive()
    }
}

/// Certificates are checked against those that the machine trusts.
fn tls() -> Result<MakeRustlsConnect, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// An error with its causes: the driver's own sentence says little.
pub(super) fn explain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_read_is_refused_without_showing_its_password() {
        for url in ["postgres://me:hush@host/db?sslmode=sometimes", "postgres://me:hush@host:port/"]
        {
            let error = Address::read(url).unwrap_err().to_string();
            assert!(error.contains("postgres://user@host/database"), "{error}");
            assert!(!error.contains("hush"), "{error}");
        }
        let address = Address::read("postgres://me:hush@one,two/db").unwrap();
        assert!(!format!("{address:?}").contains("hush"));
        let target = address.through_a_pooler().get_target_session_attrs();
        assert_eq!(target, TargetSessionAttrs::ReadWrite);
    }

    #[test]
    fn our_own_options_join_those_of_the_address() {
        let address =
            Address::read("postgres://me@host/db?options=-c%20search_path%3Done").unwrap();
        let options = address.of_our_own().get_options().map(str::to_owned);
        assert_eq!(options.as_deref(), Some("-c search_path=one -c frontline.session=ours"));
    }
}
