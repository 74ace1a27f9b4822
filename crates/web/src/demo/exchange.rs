//! The telephone company of the demo: takes what the wall shows to be ringing, and tells us what
//! people press and text exactly as a provider does, signed, through the doors of the real one.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use channels::{
    Wall, twilio,
    wall::{Fault, Kind, Shown},
};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::{Notify, broadcast};
use tower::ServiceExt;
use url::{Url, form_urlencoded};

use super::spoken::{self, Conference};

/// How long a phone rings before the call counts as missed.
const RINGS_FOR: Duration = Duration::from_secs(25);
/// How long somebody stays in a conference.
const TALKS_FOR: Duration = Duration::from_secs(40);
const ANSWER_MAX_BYTES: usize = 64 * 1024;
/// How many texts of people are kept.
const TEXTS_MAX: usize = 500;

#[derive(Debug)]
pub(super) struct Exchange {
    wall: Wall,
    doors: Router,
    /// Where the doors are, as the provider calls them.
    public_url: String,
    auth_token: String,
    book: Mutex<Book>,
    changes: broadcast::Sender<()>,
    picked_up: Notify,
}

/// What people did with their phones.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    pub(super) texts: Vec<Text>,
    /// Calls that were picked up or missed, by the number of their message on the wall.
    pub(super) calls: BTreeMap<u64, Call>,
    /// Numbers of phones that are switched off.
    pub(super) off: BTreeSet<String>,
}

/// A text message that somebody wrote.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) from: String,
    pub(super) body: String,
    pub(super) at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Missed,
    /// What was pressed and what was heard after it, in order; `goes_on` is where the next key
    /// goes, if the call is not over.
    Taken {
        talk: Vec<(char, String)>,
        goes_on: Option<String>,
    },
}

impl Exchange {
    pub(super) fn new(wall: Wall, doors: Router, public_url: &str, auth_token: &str) -> Self {
        Self {
            wall,
            doors,
            public_url: public_url.trim_end_matches('/').to_owned(),
            auth_token: auth_token.to_owned(),
            book: Mutex::default(),
            changes: broadcast::channel(64).0,
            picked_up: Notify::new(),
        }
    }

    /// Reports what became of each message, for as long as the demo runs.
    pub(super) async fn run(self: Arc<Self>) {
        let mut latest = 0;
        let mut live = self.wall.subscribe();
        loop {
            for shown in self.wall.messages_since(latest) {
                latest = shown.sequence;
                tokio::spawn(Arc::clone(&self).carry(shown));
            }
            self.has_changed();
            if let Err(broadcast::error::RecvError::Closed) = live.recv().await {
                return;
            }
        }
    }

    /// Something on the wall has changed.
    pub(super) fn changes(&self) -> broadcast::Receiver<()> {
        self.changes.subscribe()
    }

    pub(super) fn book(&self) -> Book {
        self.open_book().clone()
    }

    /// Sends a text message from somebody's phone.
    pub(super) async fn text(&self, from: &str, to: &str, body: &str, at: Timestamp) {
        let text = Text { from: from.to_owned(), body: body.to_owned(), at };
        let id = {
            let mut book = self.open_book();
            if book.texts.len() == TEXTS_MAX {
                book.texts.remove(0);
            }
            book.texts.push(text);
            format!("SMdemo{}", at.as_nanosecond())
        };
        self.has_changed();
        let url = format!("{}/hooks/twilio/sms", self.public_url);
        self.post(&url, &[("MessageSid", &id), ("From", from), ("To", to), ("Body", body)]).await;
        self.has_changed();
    }

    /// Picks a ringing phone up if that was not done yet, and presses a key.
    pub(super) async fn press(self: &Arc<Self>, sequence: u64, key: char) {
        let shown = self.wall.messages_since(sequence.saturating_sub(1)).into_iter().next();
        let Some(shown) = shown.filter(|shown| shown.sequence == sequence) else { return };
        let place = match self.open_book().calls.get(&sequence) {
            Some(Call::Taken { goes_on, .. }) => goes_on.clone(),
            Some(Call::Missed) => None,
            None => shown.answer_url.clone(),
        };
        let Some(mut place) = place else { return };
        if !self.open_book().calls.contains_key(&sequence) {
            self.note_taken(sequence, None, Some(place.clone()));
            self.picked_up.notify_waiters();
            let greeting = self.call_step(&shown, &place, None).await;
            place = greeting.next_url.unwrap_or(place);
        }
        let answer = self.call_step(&shown, &place, Some(key)).await;
        let is_over = answer.next_url.is_none();
        self.note_taken(sequence, Some((key, answer.text)), answer.next_url);
        if let Some(conference) = answer.conference {
            self.tell_conference(&conference, "participant-join", sequence).await;
            tokio::spawn(Arc::clone(self).stay_in_call(shown, conference));
        } else if is_over && let Some(url) = &shown.status_url {
            self.report_call(&shown, url, "completed").await;
        }
        self.has_changed();
    }

    /// Nobody in the demo talks for long.
    async fn stay_in_call(self: Arc<Self>, shown: Arc<Shown>, conference: Conference) {
        tokio::time::sleep(TALKS_FOR).await;
        self.tell_conference(&conference, "participant-leave", shown.sequence).await;
        if let Some(url) = &shown.status_url {
            self.report_call(&shown, url, "completed").await;
        }
        self.has_changed();
    }

    async fn tell_conference(&self, conference: &Conference, event: &str, sequence: u64) {
        let id = format!("CAwall{sequence}");
        let form = [
            ("ConferenceSid", "CFwall"),
            ("FriendlyName", conference.room.as_str()),
            ("StatusCallbackEvent", event),
            ("CallSid", id.as_str()),
        ];
        self.post(&conference.status_url, &form).await;
    }

    /// Switches a phone off or on: what is sent to one that is off is refused.
    pub(super) fn switch_off(&self, number: &str, off: bool) {
        self.wall.set_fault(number, off.then_some(Fault::Refused));
        let mut book = self.open_book();
        if off {
            book.off.insert(number.to_owned());
        } else {
            book.off.remove(number);
        }
        drop(book);
        self.has_changed();
    }

    async fn carry(self: Arc<Self>, shown: Arc<Shown>) {
        let Some(url) = &shown.status_url else { return };
        match shown.kind {
            Kind::Sms => {
                let id = format!("SMwall{}", shown.sequence);
                let status = [
                    ("MessageSid", id.as_str()),
                    ("MessageStatus", "delivered"),
                    ("To", &shown.to),
                ];
                self.post(url, &status).await;
            }
            Kind::Call => {
                if !self.is_picked_up(shown.sequence).await {
                    self.open_book().calls.insert(shown.sequence, Call::Missed);
                    self.report_call(&shown, url, "no-answer").await;
                    self.has_changed();
                }
            }
            Kind::Mail | Kind::Note | Kind::Webhook => {}
        }
    }

    /// Whether somebody picks it up before it stops ringing.
    async fn is_picked_up(&self, sequence: u64) -> bool {
        let picked_up = async {
            loop {
                let next = self.picked_up.notified();
                if self.open_book().calls.contains_key(&sequence) {
                    return;
                }
                next.await;
            }
        };
        tokio::time::timeout(RINGS_FOR, picked_up).await.is_ok()
    }

    async fn report_call(&self, shown: &Shown, url: &str, status: &str) {
        let id = format!("CAwall{}", shown.sequence);
        self.post(url, &[("CallSid", &id), ("CallStatus", status), ("To", &shown.to)]).await;
    }

    async fn call_step(&self, shown: &Shown, url: &str, key: Option<char>) -> spoken::Spoken {
        let id = format!("CAwall{}", shown.sequence);
        let digits = key.map(String::from);
        let mut fields = vec![
            ("CallSid", id.as_str()),
            ("CallStatus", "in-progress"),
            ("From", &shown.from),
            ("To", &shown.to),
        ];
        fields.extend(digits.as_deref().map(|digits| ("Digits", digits)));
        spoken::read(&self.post(url, &fields).await)
    }

    /// Sends a request from somewhere on the internet, through the API.
    pub(super) async fn request(&self, request: &Value) {
        let builder = Request::post("/api/v1/requests")
            .header(header::CONTENT_TYPE, "application/json")
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 0))));
        let request = builder.body(Body::from(request.to_string())).expect("a request");
        let Ok(answer) = self.doors.clone().oneshot(request).await;
        if !answer.status().is_success() {
            tracing::warn!(status = %answer.status(), "the demo's request was not accepted");
        }
        self.has_changed();
    }

    /// Calls one of the doors as the provider does; its answer.
    async fn post(&self, url: &str, fields: &[(&str, &str)]) -> String {
        let Ok(parsed) = Url::parse(url).or_else(|_| Url::parse(&self.public_url)?.join(url))
        else {
            return String::new();
        };
        let fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let signature = twilio::sign(&self.auth_token, parsed.as_str(), &fields);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let request = Request::post(&parsed[url::Position::BeforePath..url::Position::AfterQuery])
            .header(header::HOST, parsed.authority())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("X-Twilio-Signature", signature)
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 0))))
            .body(Body::from(body))
            .expect("the parts of a parsed address make a request");
        let Ok(answer) = self.doors.clone().oneshot(request).await;
        if !answer.status().is_success() {
            tracing::warn!(status = %answer.status(), url, "a hook refused the demo's provider");
        }
        let bytes = to_bytes(answer.into_body(), ANSWER_MAX_BYTES).await.unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn note_taken(&self, sequence: u64, said: Option<(char, String)>, next_url: Option<String>) {
        let mut book = self.open_book();
        let fresh = Call::Taken { talk: Vec::new(), goes_on: None };
        let call = book.calls.entry(sequence).or_insert(fresh);
        if let Call::Taken { talk, goes_on } = call {
            talk.extend(said);
            *goes_on = next_url;
        }
    }

    pub(super) fn has_changed(&self) {
        // Nobody watching is fine.
        let _ = self.changes.send(());
    }

    fn open_book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("nothing panics while it holds the book")
    }
}
