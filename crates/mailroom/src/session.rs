//! One connection of a mail server: SMTP (RFC 5321) or LMTP (RFC 2033). A 250 after the end of a
//! mail says that it is on disk.

use std::{sync::Arc, time::Duration};

use smtp_proto::{
    Error, Request,
    request::receiver::{DataReceiver, DummyDataReceiver, RequestReceiver},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};

use crate::{
    MAX_MAIL_BYTES,
    address::Mailbox,
    intake::{Intake, Mail, NotTaken},
};

/// How long a server may say nothing.
const IDLE: Duration = Duration::from_secs(300);
/// How long one mail may take to come in.
const MAIL_WITHIN: Duration = Duration::from_secs(900);
/// How long a mail may take to be put on disk, before its server is asked to come again.
const KEEP_WITHIN: Duration = Duration::from_secs(60);
const MAX_RECIPIENTS: usize = 100;
/// After so many mistakes whoever it is is no mail server.
const MAX_MISTAKES: u32 = 20;
const CHUNK_BYTES: usize = 16 * 1024;

pub(crate) const TRY_LATER: &str = "421 4.3.2 Too many connections, try again later\r\n";

pub(crate) struct Session {
    intake: Arc<Intake>,
    peer: String,
    is_lmtp: bool,
    has_greeted: bool,
    mistakes: u32,
    from: Option<String>,
    mailboxes: Vec<Mailbox>,
    answer: String,
}

/// What the bytes that come next are.
enum Expects {
    Commands,
    Mail {
        receiver: DataReceiver,
        raw: Vec<u8>,
        until: Instant,
    },
    /// A mail that is too large: read to its end, and refused there.
    Nothing {
        receiver: DummyDataReceiver,
        until: Instant,
    },
}

enum Next {
    GoOn,
    Mail,
    HangUp,
}

impl Session {
    pub(crate) fn new(intake: Arc<Intake>, peer: String) -> Self {
        Self {
            intake,
            peer,
            is_lmtp: false,
            has_greeted: false,
            mistakes: 0,
            from: None,
            mailboxes: Vec::new(),
            answer: String::new(),
        }
    }

    /// Serves the connection to its end, whoever ends it.
    pub(crate) async fn serve(mut self, mut stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        self.say(&format!("220 {} Frontline takes mail", self.intake.settings.address.domain()));
        let mut commands = RequestReceiver::default();
        let mut expects = Expects::Commands;
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            if !self.flush(&mut stream).await {
                return;
            }
            let Some(read) = self.read(&mut stream, &mut chunk, &expects).await else { return };
            let mut bytes = chunk[..read].iter();
            while !bytes.as_slice().is_empty() {
                expects = match expects {
                    Expects::Commands => match self.command(commands.ingest(&mut bytes)) {
                        Next::GoOn => Expects::Commands,
                        Next::Mail => Expects::Mail {
                            receiver: DataReceiver::new(),
                            raw: Vec::new(),
                            until: Instant::now() + MAIL_WITHIN,
                        },
                        Next::HangUp => {
                            self.flush(&mut stream).await;
                            return;
                        }
                    },
                    Expects::Mail { mut receiver, mut raw, until } => {
                        if receiver.ingest(&mut bytes, &mut raw) {
                            self.mail_ended(raw).await;
                            Expects::Commands
                        } else if raw.len() > MAX_MAIL_BYTES {
                            let receiver = DummyDataReceiver::new_data(&receiver);
                            Expects::Nothing { receiver, until }
                        } else {
                            Expects::Mail { receiver, raw, until }
                        }
                    }
                    Expects::Nothing { mut receiver, until } => {
                        if receiver.ingest(&mut bytes) {
                            self.conclude("552 5.3.4 The mail is larger than 25 MB");
                            Expects::Commands
                        } else {
                            Expects::Nothing { receiver, until }
                        }
                    }
                };
            }
        }
    }

    /// `None` at the end of the connection, or when it takes too long.
    async fn read(
        &mut self,
        stream: &mut TcpStream,
        chunk: &mut [u8],
        expects: &Expects,
    ) -> Option<usize> {
        let idle = Instant::now() + IDLE;
        let until = match expects {
            Expects::Commands => idle,
            Expects::Mail { until, .. } | Expects::Nothing { until, .. } => idle.min(*until),
        };
        match timeout_at(until, stream.read(chunk)).await {
            Ok(Ok(read)) => (read > 0).then_some(read),
            Ok(Err(_)) => None,
            Err(_) => {
                self.say("421 4.4.2 That took too long");
                self.flush(stream).await;
                None
            }
        }
    }

    fn say(&mut self, line: &str) {
        self.answer.push_str(line);
        self.answer.push_str("\r\n");
    }

    async fn flush(&mut self, stream: &mut TcpStream) -> bool {
        let answer = std::mem::take(&mut self.answer);
        matches!(timeout(IDLE, stream.write_all(answer.as_bytes())).await, Ok(Ok(())))
    }

    fn command(&mut self, command: Result<Request<std::borrow::Cow<'_, str>>, Error>) -> Next {
        match command {
            Err(Error::NeedsMoreData { .. }) => return Next::GoOn,
            Err(error) => return self.mistake(what_is_wrong(&error)),
            Ok(Request::Ehlo { .. }) => self.greet(false),
            Ok(Request::Lhlo { .. }) => self.greet(true),
            Ok(Request::Helo { .. }) => {
                self.has_greeted = true;
                self.reset();
                let name = self.intake.settings.address.domain().to_owned();
                self.say(&format!("250 {name}"));
            }
            Ok(Request::Mail { from }) => return self.mail(&from.address, from.size),
            Ok(Request::Rcpt { to }) => return self.recipient(&to.address),
            Ok(Request::Data) => {
                if self.mailboxes.is_empty() {
                    return self.mistake("503 5.5.1 Nobody here to give it to");
                }
                self.say("354 Go on, and end it with a dot on a line of its own");
                return Next::Mail;
            }
            Ok(Request::Rset) => {
                self.reset();
                self.say("250 2.0.0 Forgotten");
            }
            Ok(Request::Noop { .. }) => self.say("250 2.0.0 Here"),
            Ok(Request::Vrfy { .. }) => self.say("252 2.1.5 Send it, and see"),
            Ok(Request::Help { .. }) => self.say("214 2.0.0 RFC 5321, RFC 2033"),
            Ok(Request::Quit) => {
                self.say("221 2.0.0 Goodbye");
                return Next::HangUp;
            }
            Ok(
                Request::Bdat { .. }
                | Request::Auth { .. }
                | Request::Expn { .. }
                | Request::Etrn { .. }
                | Request::Atrn { .. }
                | Request::Burl { .. }
                | Request::StartTls,
            ) => return self.mistake("502 5.5.1 Not here"),
        }
        Next::GoOn
    }

    fn greet(&mut self, is_lmtp: bool) {
        self.is_lmtp = is_lmtp;
        self.has_greeted = true;
        self.reset();
        let name = self.intake.settings.address.domain().to_owned();
        self.say(&format!("250-{name}"));
        self.say("250-PIPELINING");
        self.say(&format!("250-SIZE {MAX_MAIL_BYTES}"));
        self.say("250-8BITMIME");
        self.say("250-SMTPUTF8");
        self.say("250 ENHANCEDSTATUSCODES");
    }

    fn mail(&mut self, from: &str, size: usize) -> Next {
        if !self.has_greeted {
            return self.mistake("503 5.5.1 Say hello first");
        }
        if self.from.is_some() {
            return self.mistake("503 5.5.1 There is a mail under way");
        }
        if size > MAX_MAIL_BYTES {
            self.say("552 5.3.4 The mail is larger than 25 MB");
            return Next::GoOn;
        }
        self.from = Some(from.to_owned());
        self.say("250 2.1.0 Fine");
        Next::GoOn
    }

    fn recipient(&mut self, address: &str) -> Next {
        if self.from.is_none() {
            return self.mistake("503 5.5.1 Say who it is from first");
        }
        if self.mailboxes.len() >= MAX_RECIPIENTS {
            self.say("452 4.5.3 Too many recipients");
            return Next::GoOn;
        }
        match self.intake.settings.address.mailbox(address) {
            Some(mailbox) => {
                self.mailboxes.push(mailbox);
                self.say("250 2.1.5 Fine");
                Next::GoOn
            }
            None => self.mistake("550 5.1.1 There is no such mailbox here"),
        }
    }

    fn mistake(&mut self, answer: &str) -> Next {
        self.mistakes += 1;
        if self.mistakes > MAX_MISTAKES {
            self.say("421 4.7.0 Too many mistakes");
            return Next::HangUp;
        }
        self.say(answer);
        Next::GoOn
    }

    async fn mail_ended(&mut self, mut raw: Vec<u8>) {
        // The receiver undoubles points behind a line's end only, and so not the very first.
        if raw.starts_with(b"..") {
            raw.remove(0);
        }
        if raw.len() > MAX_MAIL_BYTES {
            self.conclude("552 5.3.4 The mail is larger than 25 MB");
            return;
        }
        let mail = Mail {
            from: self.from.clone().unwrap_or_default(),
            mailboxes: self.mailboxes.clone(),
            raw,
            peer: self.peer.clone(),
        };
        let taken = timeout(KEEP_WITHIN, self.intake.take(mail)).await;
        self.conclude(match taken.unwrap_or(Err(NotTaken::Unavailable)) {
            Ok(()) => "250 2.0.0 It is kept",
            Err(NotTaken::GoesRound) => "554 5.4.6 This mail goes round in circles",
            Err(NotTaken::Unavailable) => "451 4.3.0 It cannot be kept now, try again",
        });
    }

    /// The last word on a mail: LMTP wants one for each recipient.
    fn conclude(&mut self, answer: &str) {
        let times = if self.is_lmtp { self.mailboxes.len() } else { 1 };
        for _ in 0..times {
            self.say(answer);
        }
        self.reset();
    }

    fn reset(&mut self) {
        self.from = None;
        self.mailboxes.clear();
    }
}

fn what_is_wrong(error: &Error) -> &'static str {
    match error {
        Error::UnknownCommand => "500 5.5.1 That is no command",
        Error::ResponseTooLong => "500 5.5.6 That line is too long",
        Error::InvalidSenderAddress => "501 5.1.7 That is no sender's address",
        Error::InvalidRecipientAddress => "501 5.1.3 That is no recipient's address",
        Error::UnsupportedParameter { .. } => "555 5.5.4 That parameter is not known here",
        Error::NeedsMoreData { .. }
        | Error::SyntaxError { .. }
        | Error::InvalidParameter { .. }
        | Error::InvalidResponse { .. } => "501 5.5.4 That cannot be read",
    }
}
