//! What the machine can do at all, measured in the same run: a flush to disk, a round trip.

use std::{
    fs::File,
    io::Write,
    time::{Duration, Instant},
};

use super::report::{Report, Spread, millis};
use crate::{sink::Sink, wire::Wire};

const FLUSHES: usize = 2000;
const ROUND_TRIPS: usize = 5000;
const BLOCK_BYTES: usize = 4096;

pub(crate) async fn measure(sink: &Sink, report: &mut Report) -> anyhow::Result<()> {
    report.note("tasks that wanted a core before the run began", load()?);
    let flush = flush()?;
    let both = |spread: Spread| format!("{} / {}", millis(spread.p50), millis(spread.p99));
    report.note("one fdatasync, 4 KiB appended, p50 / p99", both(flush));
    let trip = round_trip(sink.port).await?;
    report.note("one HTTP round trip over loopback, p50 / p99", both(trip));
    Ok(())
}

/// Appends 4 KiB to a growing file and flushes it, again and again.
fn flush() -> anyhow::Result<Spread> {
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("probe"))?;
    let block = [7; BLOCK_BYTES];
    let mut times = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let begin = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        times.push(begin.elapsed());
    }
    Ok(Spread::of(times))
}

/// How many tasks wanted a core during the last minute, on average.
fn load() -> anyhow::Result<String> {
    let text = std::fs::read_to_string("/proc/loadavg")?;
    let cores = std::thread::available_parallelism()?;
    let tasks = text.split(' ').next().unwrap_or_default();
    Ok(format!("{tasks}, of {cores} cores"))
}

/// One HTTP request to a sink and its answer, over loopback.
async fn round_trip(port: u16) -> anyhow::Result<Spread> {
    let mut wire = Wire::connect(port).await?;
    let mut times: Vec<Duration> = Vec::with_capacity(ROUND_TRIPS);
    for _ in 0..ROUND_TRIPS {
        let begin = Instant::now();
        wire.send(b"POST /probe HTTP/1.1\r\nhost: bench\r\ncontent-length: 2\r\n\r\n{}").await?;
        wire.receive().await?;
        times.push(begin.elapsed());
    }
    Ok(Spread::of(times))
}
