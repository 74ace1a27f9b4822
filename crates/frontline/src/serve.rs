//! `frontline serve`: store, engine, channels and doors, wired together.

mod listener;
mod supervisor;
mod voices;

use std::{future::Future, time::Duration};

use anyhow::{Context, bail};
use engine::{Clock, Engine, Options, OwnSpare, SpareOptions};
use mailroom::Mailroom;
use store::{Store, StoreError};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use url::Url;
use web::{Site, Web};

use crate::{
    config::{self, Configuration, Heartbeat, Watch},
    logging,
    telemetry::Traces,
    terminal::say,
};
use supervisor::Supervisor;

pub(crate) use voices::voices;

/// Kept free on the disk of the database for when it is full: hours of work.
const RESERVE_BYTES: u64 = 64 * 1024 * 1024;
/// How long a start waits for the database where a spare can stand in for it.
const REACHED_WITHIN: Duration = Duration::from_secs(5);
/// How long deliveries that are under way may take once we stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

pub(crate) async fn run(configuration: &Configuration) -> anyhow::Result<()> {
    let traces = collector(configuration)?;
    logging::start(configuration.log.format, traces.as_ref().map(Traces::tracer));
    let stop = stop_signal()?;
    let supervisor = Supervisor::from_environment();
    let store = store_to_serve(configuration).await?;
    let listener = listener::open(&configuration.server)?;
    let address = listener.listener.local_addr().context("the listener has no address")?;
    let here = format!("http://{address}");
    let public_url = match &configuration.server.public_url {
        Some(url) => url.clone(),
        None => Url::parse(&here).context("where we listen is no address of the web")?,
    };
    let options = options(configuration, &public_url)?;
    let (clock, settings) = (Clock::system(), configuration.settings());
    let engine = match spare(configuration)? {
        Some(Ok(spare)) => Engine::with_spare(store, clock, settings, options, spare).await?,
        Some(Err(later)) => {
            Engine::with_spare_later(store, clock, settings, options, later).await?
        }
        None => Engine::new(store, clock, settings, options).await?,
    };
    if !engine.standing().is_away()
        && let Some(first) = web::first_admin(&engine).await?
    {
        let (name, password) = (first.responder, first.password);
        say(&format!("First sign-in, shown only this once: name {name}, password {password}"));
    }
    let running = engine.start().await?;
    let mailroom = mailroom(configuration, &engine).await?;
    let web = Web::new(engine.clone(), site(configuration, public_url));
    say(&format!("Frontline is listening on {here}"));
    supervisor.ready();
    let doors = web::serve(listener, web::router(web), async {
        stop.await;
        supervisor.stopping();
    });
    tokio::select! {
        served = doors => served.context("the doors")?,
        () = supervisor.keep_alive(&engine) => {}
    }
    drop(mailroom);
    if !running.stop(FINISH_WITHIN).await {
        tracing::warn!("some deliveries were cut off: they are sent once more after the start");
    }
    tracing::info!("stopped");
    if let Some(traces) = traces {
        traces.end().await;
    }
    Ok(())
}

fn collector(configuration: &Configuration) -> anyhow::Result<Option<Traces>> {
    let Some(telemetry) = &configuration.telemetry else { return Ok(None) };
    let node = configuration.server.node.clone().unwrap_or_else(machine);
    Traces::to(telemetry, &node).map(Some)
}

/// The listener for mail, if there is to be one.
async fn mailroom(
    configuration: &Configuration,
    engine: &Engine,
) -> anyhow::Result<Option<Mailroom>> {
    let Some(inbound) = configuration.inbound() else { return Ok(None) };
    let listen = &inbound.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("email.inbound.listen: {listen} cannot be listened on; is another program there?")
    })?;
    let here = listener.local_addr().context("the listener for mail has no address")?;
    say(&format!("Frontline takes mail for {} on {here}", inbound.address));
    Ok(Some(Mailroom::start(listener, engine.clone(), inbound.settings()?)))
}

pub(crate) async fn open_store(configuration: &Configuration) -> anyhow::Result<Store> {
    let store = Store::open(configuration.database.url()).await.context("database.url")?;
    if store.is_half_moved().await? {
        bail!("database.url: a move into this database is not whole: run frontline move again");
    }
    Ok(store)
}

/// The spare that stands in for PostgreSQL, made sure of. Beside a copy that is about to end we have it once
/// that lets go. Else only one that was asked for by name is worth not to begin at all.
fn spare(configuration: &Configuration) -> anyhow::Result<Option<Result<OwnSpare, SpareOptions>>> {
    let Some(options) = configuration.database.spare() else { return Ok(None) };
    match OwnSpare::take(options.clone()) {
        Ok(spare) => Ok(Some(Ok(spare))),
        Err(error) if configuration.server.share_port => {
            tracing::info!(%error, "the copy beside this one has the spare until it ends");
            Ok(Some(Err(options)))
        }
        Err(error) if configuration.database.names_spare() => Err(error).context("database.spare"),
        Err(error) => {
            tracing::warn!(%error, "while the database is away no request can be taken");
            Ok(None)
        }
    }
}

/// With a spare beside it, we begin also while the database is away.
async fn store_to_serve(configuration: &Configuration) -> anyhow::Result<Store> {
    let spare = configuration.database.spare().filter(|spare| spare.file.exists());
    let opening = open_store(configuration);
    let opened = match &spare {
        Some(_) => tokio::time::timeout(REACHED_WITHIN, opening).await,
        None => Ok(opening.await),
    };
    match opened {
        Ok(Ok(store)) => {
            refuse_what_was_left(&store).await?;
            Ok(store)
        }
        Ok(Err(error)) if spare.is_none() || !is_away(&error) => Err(error),
        _ => Ok(Store::open_later(configuration.database.url()).context("database.url")?),
    }
}

fn is_away(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::Unavailable(_)))
}

/// Nobody is called from a file out of which everything was moved.
async fn refuse_what_was_left(store: &Store) -> anyhow::Result<()> {
    if let Some(place) = store.moved_to().await? {
        bail!(
            "database.url: everything in this file was moved to {place}: write that below [database]"
        );
    }
    Ok(())
}

fn options(configuration: &Configuration, public_url: &Url) -> anyhow::Result<Options> {
    let webhooks = configuration.webhook.iter().map(|webhook| webhook.subscriber());
    let chats = configuration.announce.iter().map(|announce| announce.subscriber());
    let subscribers = webhooks.chain(chats);
    Ok(Options {
        node: configuration.server.node.clone().unwrap_or_else(machine),
        public_url: public_url.as_str().trim_end_matches('/').to_owned(),
        phone: configuration.server.phone.clone(),
        language: configuration.server.language,
        bridge: configuration.bridge_options()?,
        mail_in: configuration.inbound().map(|inbound| inbound.address.clone()),
        attachments: configuration.server.attachments(),
        voices: voices(configuration)?,
        rates: voices::rates(configuration),
        subscribers: subscribers.collect::<Result<_, _>>()?,
        outside_desks: configuration.forward.iter().map(config::Forward::address).collect(),
        ids: engine::Ids::default(),
        heartbeat: configuration.heartbeat.as_ref().map(Heartbeat::options).transpose()?,
        watch: configuration.watch.as_ref().map(Watch::options).transpose()?,
        reserve_bytes: RESERVE_BYTES,
        switch_documents: configuration.switch.documents(),
    })
}

/// The name of the machine.
fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname");
    name.map_or_else(|_| "frontline".to_owned(), |name| name.trim().to_owned())
}

fn site(configuration: &Configuration, public_url: Url) -> Site {
    let server = &configuration.server;
    let mut site = Site::at(public_url);
    if let Some(vendor) = &server.vendor {
        site.vendor = vendor.clone();
    }
    let twilio = configuration.twilio.as_ref();
    site.twilio_tokens = twilio.map(config::Twilio::auth_tokens).unwrap_or_default();
    site.connect_callers = configuration.phone.connect;
    let slack = configuration.slack.as_ref();
    site.slack_secret = slack.and_then(config::Slack::signing_secret).cloned();
    let telegram = configuration.telegram.as_ref();
    site.telegram_secret = telegram.and_then(config::Telegram::hook_secret).cloned();
    site.phone.clone_from(&server.phone);
    site.language = server.language;
    site.line_languages.clone_from(&configuration.phone.languages);
    site.attachments = server.attachments();
    site.trusted_proxies.clone_from(&server.trusted_proxies);
    site
}

/// Ready once somebody asks the program to stop.
pub(crate) fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: open connections may finish");
    })
}
