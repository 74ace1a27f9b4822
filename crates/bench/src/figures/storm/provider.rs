//! A provider as Twilio's REST API looks from outside, that takes so many messages in any second.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::ensure;
use tokio::net::{TcpListener, TcpStream};

use crate::{place::PAGED, wire::Wire};

const TAKES: Duration = Duration::from_millis(20);
const SECOND: Duration = Duration::from_secs(1);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A message that was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Took {
    pub(super) at: Instant,
    pub(super) is_page: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// In the order in which they were taken.
    pub(super) taken: Vec<Took>,
    pages: usize,
    pub(super) refused: usize,
    /// Those of the last second.
    recent: VecDeque<Instant>,
}

#[derive(Debug)]
pub(super) struct Provider {
    pub(super) port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Provider {
    pub(super) async fn open(per_second: u32) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let noted = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&noted), per_second as usize));
            }
        });
        Ok(Self { port, seen })
    }

    pub(super) fn seen(&self) -> Seen {
        self.seen.lock().expect("no holder panics").clone()
    }

    pub(super) async fn wait_for_pages(
        &self,
        count: usize,
        within: Duration,
    ) -> anyhow::Result<()> {
        let (begin, pages) = (Instant::now(), || self.seen.lock().expect("no holder panics").pages);
        while pages() < count {
            ensure!(begin.elapsed() < within, "{} of {count} pages in {within:?}", pages());
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(())
    }
}

async fn serve(stream: TcpStream, seen: Arc<Mutex<Seen>>, per_second: usize) -> io::Result<()> {
    let mut wire = Wire::new(stream)?;
    while let Some(message) = wire.receive().await? {
        let form = String::from_utf8_lossy(message.body);
        let is_page = form.contains(&format!("To=%2B{}", PAGED.trim_start_matches('+')));
        let id = seen.lock().expect("no holder panics").take(is_page, per_second);
        tokio::time::sleep(TAKES).await;
        let answer = match id {
            Some(id) => {
                let body = format!(r#"{{"sid":"SM{id:032x}"}}"#);
                let length = body.len();
                format!("HTTP/1.1 201 Created\r\ncontent-length: {length}\r\n\r\n{body}")
            }
            None => "HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"
                .to_owned(),
        };
        wire.send(answer.as_bytes()).await?;
    }
    Ok(())
}

impl Seen {
    fn take(&mut self, is_page: bool, per_second: usize) -> Option<usize> {
        let at = Instant::now();
        while self.recent.front().is_some_and(|&time| at - time >= SECOND) {
            self.recent.pop_front();
        }
        if self.recent.len() >= per_second {
            self.refused += 1;
            return None;
        }
        self.recent.push_back(at);
        self.pages += usize::from(is_page);
        self.taken.push(Took { at, is_page });
        Some(self.taken.len())
    }
}

/// The most within any second.
pub(super) fn fullest_second(times: &[Instant]) -> usize {
    let (mut from, mut most) = (0, 0);
    for (to, time) in times.iter().enumerate() {
        while *time - times[from] >= SECOND {
            from += 1;
        }
        most = most.max(to + 1 - from);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_are_taken_in_any_second() {
        let mut seen = Seen::default();
        let taken = (0..20).filter(|_| seen.take(true, 7).is_some()).count();
        assert_eq!((taken, seen.refused), (7, 13));
    }

    #[test]
    fn the_fullest_second_is_found_wherever_it_begins() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(fullest_second(&[at(0), at(900), at(1000), at(1100), at(1899), at(2500)]), 4);
        assert_eq!(fullest_second(&[]), 0);
    }
}
