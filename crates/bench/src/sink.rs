//! A provider that takes everything, at its own pace: answers as Twilio's REST API does, and 200 to
//! any webhook.

use std::{
    io,
    sync::{Arc, atomic::AtomicU32},
    time::Duration,
};

use tokio::net::{TcpListener, TcpStream};

use crate::{arrivals::Arrivals, wire::Wire};

/// A running sink; it lives as long as the runtime.
#[derive(Debug)]
pub(crate) struct Sink {
    pub(crate) port: u16,
    pub(crate) arrivals: Arc<Arrivals>,
    next: Arc<AtomicU32>,
}

impl Sink {
    /// Where the next marker is taken from, by whoever sends to here.
    pub(crate) fn next_marker(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.next)
    }

    /// Takes each message only after `pace`.
    pub(crate) async fn open(capacity: u32, pace: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let arrivals = Arc::new(Arrivals::new(capacity));
        let noted = Arc::clone(&arrivals);
        tokio::spawn(async move {
            let mut connections = 0_u64;
            while let Ok((stream, _)) = listener.accept().await {
                connections += 1;
                let connection = Connection { id: connections, pace };
                tokio::spawn(connection.serve(stream, Arc::clone(&noted)));
            }
        });
        Ok(Self { port, arrivals, next: Arc::new(AtomicU32::new(1)) })
    }
}

struct Connection {
    id: u64,
    pace: Duration,
}

impl Connection {
    async fn serve(self, stream: TcpStream, arrivals: Arc<Arrivals>) -> io::Result<()> {
        let mut wire = Wire::new(stream)?;
        let mut taken = 0_u64;
        while let Some(message) = wire.receive().await? {
            if !self.pace.is_zero() {
                tokio::time::sleep(self.pace).await;
            }
            arrivals.note(message.body);
            taken += 1;
            let answer = answer(message.path(), self.id << 32 | taken);
            wire.send(answer.as_bytes()).await?;
        }
        Ok(())
    }
}

fn answer(path: &str, id: u64) -> String {
    let (status, body) = if path.ends_with("/Messages.json") {
        ("201 Created", format!(r#"{{"sid":"SM{id:032x}","status":"queued"}}"#))
    } else if path.ends_with("/Calls.json") {
        ("201 Created", format!(r#"{{"sid":"CA{id:032x}","status":"queued"}}"#))
    } else {
        ("200 OK", "{}".to_owned())
    };
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}
