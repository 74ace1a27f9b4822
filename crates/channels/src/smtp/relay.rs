//! Connections to the relay: opened as they are needed, kept while they are good.

use std::{
    fmt,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use lettre::{
    Address,
    transport::smtp::{
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
    },
};
use percent_encoding::percent_decode_str;
use tokio::{net::TcpStream, sync::Semaphore, time::Instant};
use url::Url;

use super::{Settings, letter::Letter};
use crate::{DeliveryError, SetupError};

/// A connection that rested for longer is asked whether it still lives before it is used.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);
/// A connection that rested for longer is not worth asking: relays close them.
const IDLE_MAX: Duration = Duration::from_secs(60);

type SmtpError = lettre::transport::smtp::Error;

pub(super) struct Relay {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    hello: ClientId,
    idle: Mutex<Vec<Idle>>,
    /// How many exchanges may be under way at once.
    places: Semaphore,
    /// The relay has refused mails that come back to an address of their own.
    wants_sender: AtomicBool,
}

enum Security {
    Plain,
    StartTls(TlsParameters),
    Tls(TlsParameters),
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Relay {
    pub(super) fn new(settings: &Settings) -> Result<Self, SetupError> {
        let url = Url::parse(settings.url.expose())
            .map_err(|error| SetupError(format!("email.smtp_url is not an address: {error}")))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| {
            SetupError("email.smtp_url names no host: write smtp://HOST:PORT".to_owned())
        })?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let (security, usual_port) = match url.scheme() {
            "smtp" => (Security::Plain, 25),
            "starttls" => (Security::StartTls(tls(&host, settings)?), 587),
            "smtps" => (Security::Tls(tls(&host, settings)?), 465),
            other => {
                return Err(SetupError(format!(
                    "email.smtp_url begins with {other}://: write smtp://, starttls:// or smtps://"
                )));
            }
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual_port),
            security,
            credentials: credentials(&url)?,
            hello: ClientId::default(),
            idle: Mutex::new(Vec::new()),
            places: Semaphore::new(settings.connections.max(1)),
            wants_sender: AtomicBool::new(false),
        })
    }

    /// Sends one letter; answers what the relay said.
    pub(super) async fn send(&self, letter: &Letter) -> Result<String, DeliveryError> {
        let _place = self.places.acquire().await.expect("the places are never closed");
        let mut connection = self.connection().await?;
        match self.hand_over(&mut connection, letter).await {
            Ok(answer) => {
                self.keep(connection);
                Ok(answer)
            }
            Err(error) if error.status().is_some() => {
                // The relay said no to this mail, not to us.
                if connection.command(Rset).await.is_ok() {
                    self.keep(connection);
                }
                Err(classify(error))
            }
            Err(error) => Err(classify(error)),
        }
    }

    /// A relay may let only the sender itself send: a mail is worth more than where it comes back to.
    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        letter: &Letter,
    ) -> Result<String, SmtpError> {
        let own = letter.return_path.as_ref().filter(|_| !self.wants_sender.load(Relaxed));
        let Some(own) = own else { return hand_over(connection, &letter.from, letter).await };
        match hand_over(connection, own, letter).await {
            Err(error) if error.is_permanent() => {
                connection.command(Rset).await?;
                let answer = hand_over(connection, &letter.from, letter).await?;
                self.wants_sender.store(true, Relaxed);
                Ok(answer)
            }
            other => other,
        }
    }

    pub(super) async fn check(&self) -> Result<(), DeliveryError> {
        let _place = self.places.acquire().await.expect("the places are never closed");
        let mut connection = self.open().await?;
        if connection.test_connected().await {
            self.keep(connection);
            Ok(())
        } else {
            Err(DeliveryError::unavailable("the relay does not answer"))
        }
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, DeliveryError> {
        loop {
            let Some(mut idle) = self.idle().pop() else {
                return self.open().await;
            };
            let rested = idle.since.elapsed();
            let is_good = rested < TRUSTED_IDLE
                || (rested < IDLE_MAX && idle.connection.test_connected().await);
            if is_good {
                return Ok(idle.connection);
            }
        }
    }

    /// Until the relay has let us in, even a "no for good" is about its own state (a greeting of
    /// 554, for example): worth another try. Wrong credentials are not.
    async fn open(&self) -> Result<AsyncSmtpConnection, DeliveryError> {
        let mut connection = self.connect().await.map_err(DeliveryError::unavailable)?;
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(classify)?;
        }
        Ok(connection)
    }

    async fn connect(
        &self,
    ) -> Result<AsyncSmtpConnection, Box<dyn std::error::Error + Send + Sync>> {
        let server = (self.host.as_str(), self.port);
        if let Security::Tls(tls) = &self.security {
            let tls = Some(tls.clone());
            return Ok(
                AsyncSmtpConnection::connect_tokio1(server, None, &self.hello, tls, None).await?
            );
        }
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let mut connection =
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello).await?;
        if let Security::StartTls(tls) = &self.security {
            connection.starttls(tls.clone(), &self.hello).await?;
        }
        Ok(connection)
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        self.idle().push(Idle { connection, since: Instant::now() });
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().expect("nothing panics while it holds the connections")
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// Not the library's own `send`: that one closes the connection whenever the relay refuses a
/// mail, and writes the end of the mail on its own, which costs a delayed acknowledgement.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    return_path: &Address,
    letter: &Letter,
) -> Result<String, SmtpError> {
    connection.command(Mail::new(Some(return_path.clone()), vec![])).await?;
    connection.command(Rcpt::new(letter.to.clone(), vec![])).await?;
    connection.command(Data).await?;
    let answer = connection.command(&letter.data).await?;
    Ok(answer.message().collect::<Vec<_>>().join(" "))
}

/// A relay that says no for good (5xx) is believed; anything else may pass.
fn classify(error: SmtpError) -> DeliveryError {
    if error.is_permanent() {
        DeliveryError::refused(error)
    } else {
        DeliveryError::unavailable(error)
    }
}

fn tls(host: &str, settings: &Settings) -> Result<TlsParameters, SetupError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = &settings.extra_root {
        let root = Certificate::from_pem(pem).map_err(|error| {
            SetupError(format!("the extra root certificate of email is not PEM: {error}"))
        })?;
        builder = builder.add_root_certificate(root);
    }
    builder
        .build_rustls()
        .map_err(|error| SetupError(format!("cannot set up TLS for email.smtp_url: {error:?}")))
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SetupError> {
    if url.username().is_empty() {
        return Ok(None);
    }
    let plain = |part: &str| {
        let text = percent_decode_str(part).decode_utf8();
        text.map(|text| text.into_owned()).map_err(|_| {
            SetupError(
                "user and password in email.smtp_url must be UTF-8, percent-encoded".to_owned(),
            )
        })
    };
    let password = plain(url.password().unwrap_or_default())?;
    Ok(Some(Credentials::new(plain(url.username())?, password)))
}
