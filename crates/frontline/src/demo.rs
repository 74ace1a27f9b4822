//! `frontline demo`: everything in one process, nothing to configure. The providers are a wall that
//! one looks at; the rest is the real thing.

mod sample;

use std::{
    io::ErrorKind,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context;
use channels::{Channel, Secret, Wall, wall::Senders};
use engine::{BridgeOptions, Clock, Engine, NewDirectory, Options, Subscriber};
use store::{Lane, Store};
use tokio::net::TcpListener;
use url::Url;
use web::{
    Site, Web,
    demo::{Demo, Tempo},
};

use crate::{config::Format, logging, serve, terminal::say};

const NUMBER: &str = "+15550100000";
const PASSWORD: &str = "three in the morning";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen; another port is taken if this one is in use
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Keep the data in this folder, instead of a temporary one
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Start with a night that takes a minute
    #[arg(long)]
    fast: bool,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    logging::start(Format::Text, None);
    let stop = serve::stop_signal()?;
    let listener = listen(arguments.listen).await?;
    let address = listener.local_addr()?;
    let temporary = tempfile::tempdir().context("no temporary folder can be made")?;
    let folder = arguments.data.unwrap_or_else(|| temporary.path().to_owned());
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;

    let wall = Wall::new(Senders {
        mail: "Frontline <emergency@vendor.example>".to_owned(),
        number: NUMBER.to_owned(),
    });
    let now = Clock::system().now();
    let (calm, quick) = (sample::calm(now), sample::quick(now));
    let begin = if arguments.fast { &quick } else { &calm };
    let public_url = Url::parse(&format!("http://{address}"))?;
    let engine = open_engine(&folder, begin, &wall, &public_url).await?;

    let auth_token = web::new_secret();
    let site = Site {
        vendor: "Northwind Software".to_owned(),
        phone: Some(NUMBER.to_owned()),
        attachments: folder.join("attachments"),
        twilio_tokens: vec![Secret::new(auth_token.clone())],
        ..Site::at(public_url)
    };
    let web = Web::new(engine.clone(), site);
    let password = PASSWORD.to_owned();
    let demo = Demo { wall, auth_token, number: NUMBER.to_owned(), password, calm, quick };
    let router = web::demo::router(web, demo).await?;
    let running = engine.start().await?;
    greet(address);
    web::serve(listener, router, stop).await.context("the doors")?;
    drop(running);
    Ok(())
}

/// An engine whose every voice is the wall, with the sample directory.
async fn open_engine(
    folder: &Path,
    begin: &Tempo,
    wall: &Wall,
    public_url: &Url,
) -> anyhow::Result<Engine> {
    let store = Store::open(&format!("sqlite:{}", folder.join("demo.db").display())).await?;
    let options = Options {
        public_url: public_url.as_str().trim_end_matches('/').to_owned(),
        phone: Some(NUMBER.to_owned()),
        voices: Lane::ALL.map(|lane| (lane, vec![Channel::Wall(wall.clone())])).into(),
        subscribers: vec![Subscriber {
            name: "chat".to_owned(),
            url: "https://chat.vendor.example/frontline".to_owned(),
            secret: None,
            chat: None,
            events: Vec::new(),
        }],
        attachments: folder.join("attachments"),
        bridge: BridgeOptions {
            is_conference: true,
            dial_in: Some(NUMBER.to_owned()),
            ..BridgeOptions::default()
        },
        ..Options::default()
    };
    let engine = Engine::new(store, Clock::system(), begin.settings.clone(), options).await?;
    let directory = NewDirectory {
        directory: begin.directory.clone(),
        replaces: None,
        accept_holes: true,
        by: "the demo".to_owned(),
    };
    engine.replace_directory(directory).await?;
    engine.vouch_for_all().await;
    Ok(engine)
}

/// Another port, if this one is taken.
async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            TcpListener::bind((address.ip(), 0)).await.context("no port is free")
        }
        bound => bound.with_context(|| format!("{address} cannot be listened on")),
    }
}

fn greet(address: SocketAddr) {
    say(&format!(
        "A night at the front line, on this machine. Open:\n\n\
         \x20 Phone wall     http://{address}/demo      start here\n\
         \x20 Request form   http://{address}/request\n\
         \x20 Console        http://{address}/console   sign in as ana, ben or cho: {PASSWORD}\n\n\
         Ctrl-C ends it."
    ));
}
