//! A network that drops, delays and cuts between requesters and the program: requests are sent again
//! with the same idempotency key until they are answered, and open nothing twice.

use std::{path::Path, time::Duration};

use anyhow::ensure;
use jiff::SignedDuration;

use super::{
    proxy::{Proxy, Weather},
    trial::Trial,
};

const BAD_FOR: Duration = Duration::from_secs(15);
const GOES_ON_WITHIN: Duration = Duration::from_secs(10);

pub(super) async fn prove(program: &Path, random: fastrand::Rng) -> anyhow::Result<String> {
    let trial = Trial::set_up(program).await?;
    let running = trial.begin().await?;
    let proxy = Proxy::open(trial.place.port, random, Weather::Storm).await?;
    let load = trial.load_through(&[proxy.port]);
    tokio::time::sleep(BAD_FOR).await;
    proxy.mend();
    trial.takes_requests(100, GOES_ON_WITHIN).await?;
    trial.stop(load).await?;
    let again = trial.book.cut_off();
    ensure!(again > 0, "no connection was cut: the trial proves nothing");
    let verdict = trial.verdict(SignedDuration::ZERO).await?;
    running.kill().await?;
    Ok(format!("{again} times a request was sent again; {verdict}"))
}
