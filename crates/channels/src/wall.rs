//! A wall that shows what was sent, as on phones: what `frontline demo` sends into, and tests.
//! It keeps the latest messages only.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::{broadcast, watch};

use crate::{DeliveryError, Outgoing, Sent, To, push::Gone};

/// How many messages a wall keeps.
const MESSAGES_MAX: usize = 2_000;
/// How far a live page may fall behind before it must read again.
const BEHIND_MAX: usize = 256;

/// Cheap to clone: clones are the same wall.
#[derive(Clone, Debug)]
pub struct Wall {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    board: Mutex<Board>,
    live: broadcast::Sender<Arc<Shown>>,
    /// Told when an address begins or ends to misbehave.
    faults_changed: watch::Sender<()>,
    /// How many calls hang now.
    hanging: AtomicUsize,
}

#[derive(Debug, Default)]
struct Board {
    messages: VecDeque<Arc<Shown>>,
    /// The number of the latest message.
    sequence: u64,
    faults: BTreeMap<String, Fault>,
    from: Senders,
}

/// Who messages come from, as a phone or a mail program shows it.
#[derive(Clone, Debug, Default)]
pub struct Senders {
    pub mail: String,
    pub number: String,
}

/// A message on the wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// From 1, in the order of sending, without gaps.
    pub sequence: u64,
    /// The delivery's id.
    pub id: String,
    pub at: Timestamp,
    pub kind: Kind,
    pub from: String,
    /// A mail address, a number or a webhook's address.
    pub to: String,
    /// Of a mail.
    pub subject: Option<String>,
    /// What is read or heard; the body of a webhook.
    pub text: String,
    /// Of a mail.
    pub html: Option<String>,
    /// Of a call: where the keys that are pressed go.
    pub answer_url: Option<String>,
    pub status_url: Option<String>,
    /// Exactly what was sent.
    #[serde(skip)]
    pub outgoing: Outgoing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Mail,
    Sms,
    /// A phone that rings.
    Call,
    /// A message of a chat, or a push notification.
    Note,
    Webhook,
}

/// How an address misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Unavailable,
    /// Seconds to wait.
    Busy(u64),
    Refused,
    /// Is forgotten for good.
    Gone,
    /// Does not answer until it behaves again; then the connection is gone.
    Hangs,
    /// Takes the message and shows it, and does not answer either.
    TakesAndHangs,
    /// Takes the message and shows it, and says that it did not.
    TakesAndDenies,
}

impl Wall {
    pub fn new(from: Senders) -> Self {
        let board = Mutex::new(Board { from, ..Board::default() });
        let (live, _) = broadcast::channel(BEHIND_MAX);
        let faults_changed = watch::Sender::default();
        let hanging = AtomicUsize::new(0);
        Self { shared: Arc::new(Shared { board, live, faults_changed, hanging }) }
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let fault = self.board().faults.get(message.to.address()).copied();
        match fault {
            None => {}
            Some(Fault::Unavailable) => {
                return Err(DeliveryError::unavailable("this address was told to be unavailable"));
            }
            Some(Fault::Busy(secs)) => return Err(DeliveryError::Busy(secs)),
            Some(Fault::Refused) => {
                return Err(DeliveryError::refused("this address was told to refuse"));
            }
            Some(Fault::Gone) => return Err(DeliveryError::refused(Gone)),
            Some(Fault::Hangs) => return Err(self.hang(message.to.address()).await),
            Some(Fault::TakesAndHangs) => {
                self.pin(message, now);
                return Err(self.hang(message.to.address()).await);
            }
            Some(Fault::TakesAndDenies) => {
                self.pin(message, now);
                return Err(DeliveryError::unavailable("this address was told to deny it"));
            }
        }
        let sequence = self.pin(message, now);
        let is_final = match &message.to {
            To::Mail { .. } | To::Note { .. } | To::Push(_) | To::Webhook { .. } => true,
            To::Sms { status_url, .. } | To::Call { status_url, .. } => status_url.is_none(),
        };
        Ok(Sent { provider_id: Some(format!("wall-{sequence}")), is_final })
    }

    /// The messages after that number, oldest first: as many as are still kept.
    pub fn messages_since(&self, sequence: u64) -> Vec<Arc<Shown>> {
        let board = self.board();
        board.messages.iter().filter(|shown| sequence < shown.sequence).cloned().collect()
    }

    /// What is sent from now on. Who falls too far behind reads [`Self::messages_since`].
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Shown>> {
        self.shared.live.subscribe()
    }

    /// Makes an address misbehave, or behave again.
    pub fn set_fault(&self, address: &str, fault: Option<Fault>) {
        let mut board = self.board();
        match fault {
            Some(fault) => board.faults.insert(address.to_owned(), fault),
            None => board.faults.remove(address),
        };
        drop(board);
        self.shared.faults_changed.send_replace(());
    }

    /// How many calls wait for an address that hangs.
    pub fn hanging(&self) -> usize {
        self.shared.hanging.load(Ordering::SeqCst)
    }

    /// Waits as long as the address hangs.
    async fn hang(&self, address: &str) -> DeliveryError {
        let _hanging = Hanging::begin(&self.shared);
        let mut changed = self.shared.faults_changed.subscribe();
        let hangs = || {
            let fault = self.board().faults.get(address).copied();
            matches!(fault, Some(Fault::Hangs | Fault::TakesAndHangs))
        };
        while hangs() && changed.changed().await.is_ok() {}
        DeliveryError::unavailable("the connection was cut")
    }

    fn pin(&self, message: &Outgoing, now: Timestamp) -> u64 {
        let mut board = self.board();
        board.sequence += 1;
        let shown = Arc::new(show(message, now, board.sequence, &board.from));
        if board.messages.len() == MESSAGES_MAX {
            board.messages.pop_front();
        }
        board.messages.push_back(Arc::clone(&shown));
        // Sent under the lock, so that live pages see the order of the numbers. Nobody may be
        // watching, which is fine.
        let _ = self.shared.live.send(shown);
        board.sequence
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.shared.board.lock().expect("nothing panics while it holds the board")
    }
}

/// Counts a call that hangs for as long as somebody waits for it.
struct Hanging<'a>(&'a Shared);

impl<'a> Hanging<'a> {
    fn begin(shared: &'a Shared) -> Self {
        shared.hanging.fetch_add(1, Ordering::SeqCst);
        Self(shared)
    }
}

impl Drop for Hanging<'_> {
    fn drop(&mut self) {
        self.0.hanging.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Default for Wall {
    fn default() -> Self {
        Self::new(Senders::default())
    }
}

impl To {
    /// The mail address, number or webhook's address.
    pub fn address(&self) -> &str {
        match self {
            Self::Mail { address, .. } | Self::Note { address, .. } => address,
            Self::Sms { number, .. } | Self::Call { number, .. } => number,
            Self::Push(push) => &push.device.endpoint,
            Self::Webhook { url, .. } => url,
        }
    }
}

fn show(message: &Outgoing, at: Timestamp, sequence: u64, from: &Senders) -> Shown {
    let mut shown = Shown {
        sequence,
        id: message.id.clone(),
        at,
        kind: Kind::Webhook,
        from: String::new(),
        to: message.to.address().to_owned(),
        subject: None,
        text: String::new(),
        html: None,
        answer_url: None,
        status_url: None,
        outgoing: message.clone(),
    };
    match &message.to {
        To::Mail { mail, .. } => {
            shown.kind = Kind::Mail;
            shown.from.clone_from(&from.mail);
            shown.subject = Some(mail.subject.clone());
            shown.text.clone_from(&mail.text);
            shown.html = Some(mail.html.clone());
        }
        To::Sms { text, status_url, .. } => {
            shown.kind = Kind::Sms;
            shown.from.clone_from(&from.number);
            shown.text.clone_from(text);
            shown.status_url.clone_from(status_url);
        }
        To::Call { speech, answer_url, status_url, .. } => {
            shown.kind = Kind::Call;
            shown.from.clone_from(&from.number);
            shown.text.clone_from(speech);
            shown.answer_url = Some(answer_url.clone());
            shown.status_url.clone_from(status_url);
        }
        To::Note { note, .. } => {
            shown.kind = Kind::Note;
            shown.text = crate::post::plain(note);
        }
        To::Push(push) => {
            shown.kind = Kind::Note;
            shown.text = crate::post::plain(&push.note);
        }
        To::Webhook { body, .. } => shown.text = body.to_string(),
    }
    shown
}
