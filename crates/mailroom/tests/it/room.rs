//! A mailroom to test: a listener, an engine that moves when the test says so, a wall of phones.

use std::{path::PathBuf, sync::Arc};

use channels::{
    Channel, Wall,
    wall::{Senders, Shown},
};
use domain::{
    Directory, Impact, Number, Request, Settings, TicketNumber,
    forward::{OutsideDesk, Way},
    ticket::TicketReply,
};
use engine::{Clock, DeskAddress, Engine, NewDirectory, Opened, Options, Submission};
use mailroom::{Address, Mailroom};
use store::{Lane, Saved, Store};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

pub(crate) const ADDRESS: &str = "emergency@example.com";

/// A desk outside that gets all tickets.
pub(crate) const DESK: &str = "Contoso";
pub(crate) const DESK_MAIL: &str = "desk@contoso.example";

const DIRECTORY: &str = r#"
responder = [{ id = "ana", name = "Ana Ruiz", contact = [
  { id = "sms", kind = "sms", address = "+15550100001" },
  { id = "mail", kind = "email", address = "ana@vendor.example" } ] }]
organization = [{ id = "acme", name = "Acme Stores", domains = ["acme.example"] }]
policy = [{ id = "sev1", steps = [{ page = ["responder:ana"], answer_within = "5m" }] }]
"#;

pub(crate) struct Room {
    pub(crate) engine: Engine,
    pub(crate) wall: Wall,
    pub(crate) port: u16,
    seen: u64,
    folder: TempDir,
    _mailroom: Mailroom,
}

impl Room {
    pub(crate) async fn open() -> Self {
        Self::with(None).await
    }

    /// `trusted` is the server whose word on senders counts.
    pub(crate) async fn with(trusted: Option<&str>) -> Self {
        let clock = Clock::manual("2026-11-21T03:00:00Z".parse().expect("a time"));
        let folder = tempfile::tempdir().expect("a folder");
        let wall = Wall::new(Senders::default());
        let voices = Lane::ALL.map(|lane| (lane, vec![Channel::Wall(wall.clone())]));
        let options = Options {
            public_url: "https://emergency.example.com".to_owned(),
            mail_in: Some(ADDRESS.to_owned()),
            attachments: folder.path().join("attachments"),
            voices: voices.into(),
            outside_desks: vec![DeskAddress {
                name: DESK.to_owned(),
                email: Some(DESK_MAIL.to_owned()),
                ..DeskAddress::default()
            }],
            ..Options::default()
        };
        let url = format!("sqlite:{}", folder.path().join("frontline.db").display());
        let store = Store::open(&url).await.expect("a store");
        let desk = OutsideDesk {
            name: DESK.to_owned(),
            ways: [Way::Email].into(),
            organizations: Vec::new(),
        };
        let settings = Settings { outside_desks: vec![desk], ..Settings::default() };
        let engine = Engine::new(store, clock, settings, options);
        let engine = engine.await.expect("an engine");
        let directory: Directory = toml::from_str(DIRECTORY).expect("a directory");
        let by = "test".to_owned();
        let new = NewDirectory { directory, replaces: None, accept_holes: true, by };
        engine.replace_directory(new).await.expect("it is applied");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let settings = mailroom::Settings {
            address: Address::parse(ADDRESS).expect("an address"),
            trusted_server: trusted.map(str::to_owned),
        };
        let mailroom = Mailroom::start(listener, engine.clone(), settings);
        Self { engine, wall, port, seen: 0, folder, _mailroom: mailroom }
    }

    pub(crate) fn attachments(&self) -> PathBuf {
        self.folder.path().join("attachments")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("frontline.db")
    }

    /// Hands one mail over; the answer after its end.
    pub(crate) async fn mail(&self, from: &str, to: &str, mail: &str) -> String {
        let mut client = Client::connect(self.port).await;
        client.says("EHLO mx.test", "250").await;
        client.says(&format!("MAIL FROM:<{from}>"), "250").await;
        client.says(&format!("RCPT TO:<{to}>"), "250").await;
        client.says("DATA", "354").await;
        client.sends(&format!("{}\r\n.\r\n", mail.replace('\n', "\r\n"))).await;
        client.hears().await
    }

    /// As [`Room::mail`], whatever its bytes are; the lines end as lines of mails do.
    pub(crate) async fn mail_bytes(&self, from: &str, to: &str, mail: &[u8]) -> String {
        let mut client = Client::connect(self.port).await;
        client.says("EHLO mx.test", "250").await;
        client.says(&format!("MAIL FROM:<{from}>"), "250").await;
        client.says(&format!("RCPT TO:<{to}>"), "250").await;
        client.says("DATA", "354").await;
        let mut bytes = Vec::with_capacity(mail.len() + 8);
        for line in on_the_wire(mail).split_inclusive(|&byte| byte == b'\n') {
            if line.starts_with(b".") {
                bytes.push(b'.');
            }
            bytes.extend_from_slice(line);
        }
        bytes.extend_from_slice(b".\r\n");
        client.sends_bytes(&bytes).await;
        client.hears().await
    }

    /// Ria reports an outage by mail.
    pub(crate) async fn report(&self) -> Number {
        let mail = "From: Ria <ria@acme.example>\nSubject: Checkout is down\nMessage-ID: <1@acme>\n\nNobody can pay.\n";
        assert_eq!(self.mail("ria@acme.example", ADDRESS, mail).await, "250 2.0.0 It is kept");
        self.emergencies().await[0].emergency.number
    }

    /// Ria asks the desk something; the ticket.
    pub(crate) async fn ask(&self) -> TicketNumber {
        let mut request = Request {
            summary: "How do I export invoices?".to_owned(),
            impact: Some(Impact::Question),
            ..Request::default()
        };
        request.requester.name = Some("Ria".to_owned());
        request.requester.email = Some("ria@acme.example".to_owned());
        let (raw, source) = (b"as it was sent".to_vec(), "192.0.2.1".to_owned());
        let submission = Submission { request, raw, source, idempotency_key: None };
        let accepted = self.engine.submit(submission).await.expect("it is taken");
        let Opened::Ticket { number, .. } = accepted.opened else { panic!("{accepted:?}") };
        number
    }

    pub(crate) async fn conversation(&self, ticket: TicketNumber) -> Vec<TicketReply> {
        self.engine.store().ticket_replies(ticket).await.expect("the conversation")
    }

    pub(crate) async fn emergencies(&self) -> Vec<Saved> {
        let list = self.engine.store().list(store::ListState::Open, None, 100).await;
        list.expect("a list").items
    }

    /// What was sent since the last look.
    pub(crate) async fn shown(&mut self) -> Vec<Arc<Shown>> {
        self.engine.settle().await;
        let shown = self.wall.messages_since(self.seen);
        self.seen = shown.last().map_or(self.seen, |last| last.sequence);
        shown
    }

    pub(crate) async fn to(&mut self, address: &str) -> Vec<Arc<Shown>> {
        let mut shown = self.shown().await;
        shown.retain(|one| one.to == address);
        shown
    }

    pub(crate) async fn kinds(&self, number: Number) -> Vec<&'static str> {
        let timeline = self.engine.store().timeline(number).await.expect("the journal");
        timeline.iter().map(|entry| entry.fact.happening.kind()).collect()
    }
}

/// A mail whose every line ends with CR LF.
pub(crate) fn on_the_wire(mail: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(mail.len() + 8);
    for line in mail.split(|&byte| byte == b'\n') {
        bytes.extend(line.iter().filter(|&&byte| byte != b'\r'));
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// Where this mail comes back to if it cannot be delivered.
pub(crate) fn return_path(shown: &Shown) -> String {
    let channels::To::Mail { thread, .. } = &shown.outgoing.to else {
        panic!("no mail: {shown:?}")
    };
    thread.return_path.clone().expect("a place to come back to")
}

/// Where a reply to this mail goes, and the mail's own id.
pub(crate) fn reply_to(shown: &Shown) -> (String, String) {
    let channels::To::Mail { thread, .. } = &shown.outgoing.to else {
        panic!("no mail: {shown:?}")
    };
    (thread.reply_to.clone().expect("a place for replies"), thread.message_id.clone())
}

pub(crate) struct Client(BufReader<TcpStream>);

impl Client {
    pub(crate) async fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
        let mut client = Self(BufReader::new(stream));
        assert!(client.hears().await.starts_with("220 "));
        client
    }

    pub(crate) async fn says(&mut self, line: &str, expected: &str) -> String {
        self.sends(&format!("{line}\r\n")).await;
        let heard = self.hears().await;
        assert!(heard.starts_with(expected), "{line} was answered {heard}");
        heard
    }

    pub(crate) async fn sends(&mut self, text: &str) {
        self.sends_bytes(text.as_bytes()).await;
    }

    /// A server that has hung up already hears nothing: what it says is looked at afterwards.
    pub(crate) async fn sends_bytes(&mut self, bytes: &[u8]) {
        let _ = self.0.get_mut().write_all(bytes).await;
    }

    /// The last line of an answer; empty at the end of the connection.
    pub(crate) async fn hears(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).await.unwrap_or(0);
            if read == 0 || line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }
}
