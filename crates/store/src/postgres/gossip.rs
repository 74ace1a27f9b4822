//! What nodes tell each other the moment it happens (LISTEN and NOTIFY). Nothing depends on it but
//! how soon somebody who is looking sees a change: a note may be lost.

use std::{collections::BTreeSet, future::poll_fn, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{broadcast, mpsc},
};
use tokio_postgres::{AsyncMessage, Client, Error, NoTls, config::SslMode};

use super::{address::Address, slot::Slot};
use crate::{NodeId, value::Value};

/// PostgreSQL takes 8,000 bytes; more notes than fit become a gap.
const MAX_NOTE_BYTES: usize = 7_000;
/// So long notes are gathered: each takes a lock that all who commit share.
const GATHER: Duration = Duration::from_millis(20);
/// Notes that wait; further ones are forgotten, and the last one tells of a gap.
const ROOM: usize = 1_024;
const AGAIN_AFTER: Duration = Duration::from_millis(500);
/// A pooler in transaction mode passes nothing on: then everybody looks again so often.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Stands for notes that were lost.
const GAP: &str = "*";

/// What another node told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Note(String),
    /// Notes may have been missed: anything may have changed.
    Gap,
}

#[derive(Debug)]
pub(super) struct Gossip {
    notes: mpsc::Sender<String>,
    heard: broadcast::Sender<Heard>,
}

impl Gossip {
    pub(super) fn start(address: &Address, node: &NodeId) -> Self {
        let (notes, waiting) = mpsc::channel(ROOM);
        let heard = broadcast::channel(ROOM).0;
        tokio::spawn(tell(Slot::new(address.clone()), node.clone(), waiting));
        tokio::spawn(listen(address.clone(), node.clone(), heard.clone()));
        Self { notes, heard }
    }

    pub(super) fn tell(&self, note: String) {
        if self.notes.try_send(note).is_err() {
            tracing::debug!("other nodes hear of a change later");
        }
    }

    pub(super) fn heard(&self) -> broadcast::Receiver<Heard> {
        self.heard.subscribe()
    }
}

async fn tell(slot: Slot, node: NodeId, mut waiting: mpsc::Receiver<String>) {
    let mut notes = Vec::new();
    while waiting.recv_many(&mut notes, ROOM).await > 0 {
        tokio::time::sleep(GATHER).await;
        while let Ok(note) = waiting.try_recv() {
            notes.push(note);
        }
        let text = text(&node, notes.drain(..));
        let sql = "SELECT pg_notify('frontline', CAST(?1 AS TEXT)) IS NULL";
        if let Err(error) = slot.read(sql, &[Value::from(text)]).await {
            tracing::debug!(%error, "other nodes hear of a change later");
        }
    }
}

/// The sender, then each note once, a line each.
fn text(node: &NodeId, notes: impl Iterator<Item = String>) -> String {
    let notes: BTreeSet<String> = notes.collect();
    let bytes: usize = notes.iter().map(|note| note.len() + 1).sum();
    let notes = if bytes > MAX_NOTE_BYTES { BTreeSet::from([GAP.to_owned()]) } else { notes };
    notes.iter().fold(node.as_str().to_owned(), |text, note| text + "\n" + note)
}

/// Hands on what others told; not what this node told itself.
fn pass_on(text: &str, node: &NodeId, heard: &broadcast::Sender<Heard>) {
    let mut lines = text.lines();
    if lines.next() == Some(node.as_str()) {
        return;
    }
    for line in lines {
        let note = if line == GAP { Heard::Gap } else { Heard::Note(line.to_owned()) };
        // Nobody listening is fine.
        let _ = heard.send(note);
    }
}

async fn listen(address: Address, node: NodeId, heard: broadcast::Sender<Heard>) {
    loop {
        if let Err(error) = listen_once(&address, &node, &heard).await {
            tracing::debug!(%error, "other nodes cannot be heard");
        }
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

async fn listen_once(
    address: &Address,
    node: &NodeId,
    heard: &broadcast::Sender<Heard>,
) -> Result<(), Error> {
    let config = address.of_our_own();
    if config.get_ssl_mode() == SslMode::Disable {
        let (client, connection) = match config.connect(NoTls).await {
            Err(error) if error.as_db_error().is_some() => return look_again(heard).await,
            connected => connected?,
        };
        hear(client, connection, node, heard).await
    } else {
        let (client, connection) = match config.connect(address.tls()).await {
            Err(error) if error.as_db_error().is_some() => return look_again(heard).await,
            connected => connected?,
        };
        hear(client, connection, node, heard).await
    }
}

/// Where nothing can be heard.
async fn look_again(heard: &broadcast::Sender<Heard>) -> Result<(), Error> {
    let _ = heard.send(Heard::Gap);
    tokio::time::sleep(LOOK_EVERY).await;
    Ok(())
}

async fn hear<S, T>(
    client: Client,
    mut connection: tokio_postgres::Connection<S, T>,
    node: &NodeId,
    heard: &broadcast::Sender<Heard>,
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    let asking = async {
        let sql = "SELECT COALESCE(current_setting('frontline.session', TRUE), '')";
        let found = client.query_typed(sql, &[]).await?;
        if found.first().is_none_or(|row| row.get::<_, &str>(0) != "ours") {
            return look_again(heard).await;
        }
        client.batch_execute("LISTEN frontline").await?;
        let _ = heard.send(Heard::Gap);
        std::future::pending().await
    };
    let hearing = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(notification) = message? {
                pass_on(notification.payload(), node, heard);
            }
        }
        Ok(())
    };
    tokio::select! {
        ended = asking => ended,
        ended = hearing => ended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_hear_each_note_once_and_the_teller_does_not() {
        let (ours, theirs) = (NodeId::new().unwrap(), NodeId::new().unwrap());
        let (heard, mut hears) = broadcast::channel(8);
        let notes = ["b", "a", "b"].map(str::to_owned);
        let told = text(&ours, notes.into_iter());
        pass_on(&told, &ours, &heard);
        assert!(hears.try_recv().is_err());
        pass_on(&told, &theirs, &heard);
        assert_eq!(hears.try_recv().unwrap(), Heard::Note("a".to_owned()));
        assert_eq!(hears.try_recv().unwrap(), Heard::Note("b".to_owned()));
        assert!(hears.try_recv().is_err());
    }

    #[test]
    fn too_many_notes_become_a_gap() {
        let (ours, theirs) = (NodeId::new().unwrap(), NodeId::new().unwrap());
        let told = text(&ours, (0..2_000).map(|index| format!("note {index}")));
        assert!(told.len() < 8_000);
        let (heard, mut hears) = broadcast::channel(8);
        pass_on(&told, &theirs, &heard);
        assert_eq!(hears.try_recv().unwrap(), Heard::Gap);
    }
}
