//! A provider with moods: takes messages, hangs, answers too late, has a bad moment, delivers twice.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::{arrivals::Arrivals, wire::Wire};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes each message after this time.
    Takes(Duration),
    /// Never answers, and delivers nothing.
    Hangs,
    /// Delivers, and answers when nobody waits for it any more.
    AnswersLate(Duration),
    /// Answers 503.
    Unavailable,
    /// Delivers each message twice.
    DeliversTwice,
    /// Says that it took the message, and loses it.
    Loses,
}

#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) port: u16,
    pub(crate) arrivals: Arc<Arrivals>,
    mood: watch::Sender<Mood>,
    taken: Arc<AtomicU64>,
}

impl Provider {
    pub(crate) async fn open(capacity: u32, mood: Mood) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let arrivals = Arc::new(Arrivals::new(capacity));
        let (mood, moods) = watch::channel(mood);
        let taken = Arc::new(AtomicU64::new(0));
        let (noted, count) = (Arc::clone(&arrivals), Arc::clone(&taken));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let clerk = Clerk {
                    moods: moods.clone(),
                    arrivals: Arc::clone(&noted),
                    taken: Arc::clone(&count),
                };
                tokio::spawn(clerk.serve(stream));
            }
        });
        Ok(Self { port, arrivals, mood, taken })
    }

    pub(crate) fn set(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }

    /// How many messages it said it took.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.load(Relaxed)
    }
}

/// Serves one connection.
struct Clerk {
    moods: watch::Receiver<Mood>,
    arrivals: Arc<Arrivals>,
    taken: Arc<AtomicU64>,
}

impl Clerk {
    async fn serve(self, stream: TcpStream) -> io::Result<()> {
        let mut wire = Wire::new(stream)?;
        while let Some(message) = wire.receive().await? {
            let mood = *self.moods.borrow();
            match mood {
                Mood::Takes(pace) => {
                    tokio::time::sleep(pace).await;
                    self.arrivals.note(message.body);
                }
                Mood::Hangs => std::future::pending().await,
                Mood::AnswersLate(after) => {
                    self.arrivals.note(message.body);
                    tokio::time::sleep(after).await;
                }
                Mood::DeliversTwice => {
                    self.arrivals.note(message.body);
                    self.arrivals.note(message.body);
                }
                Mood::Unavailable | Mood::Loses => {}
            }
            let answer = if mood == Mood::Unavailable {
                "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n".to_owned()
            } else {
                let body = format!(r#"{{"sid":"SM{:032x}"}}"#, self.taken.fetch_add(1, Relaxed));
                let length = body.len();
                format!(
                    "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\
                     content-length: {length}\r\n\r\n{body}"
                )
            };
            wire.send(answer.as_bytes()).await?;
        }
        Ok(())
    }
}
