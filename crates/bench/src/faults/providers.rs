//! Providers that hang, answer too late, refuse, lose messages or deliver twice: requests are taken
//! as ever, other providers are not held up, and pages go on.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use jiff::SignedDuration;

use super::{
    provider::Mood,
    trial::{BEAT, PROVIDER_TAKES, Trial, WARMS_UP_WITHIN},
};

const EACH_MOOD_FOR: Duration = Duration::from_secs(3);
/// Longer than the program waits for an answer.
const LATE: Duration = Duration::from_secs(25);
/// Until what hung was given up and tried again.
const ALL_IS_WELL_WITHIN: Duration = Duration::from_secs(60);
const OTHER_LANE_WITHIN: Duration = Duration::from_secs(2);

/// Who is called for the emergency that beats has a mailbox too.
const DIRECTORY: &str = r#"
[[responder]]
id = "ana"
name = "Ana Ruiz"
roles = ["responder", "lead", "admin"]
contact = [
  { id = "sms", kind = "sms", address = "+15550100001" },
]

[[responder]]
id = "ben"
name = "Ben Okafor"
contact = [
  { id = "sms", kind = "sms", address = "+15550100002" },
  { id = "mail", kind = "email", address = "zq0000000@vendor.example" },
]
rules = [{ via = "sms" }, { via = "mail" }]

[[policy]]
id = "patient"
default = true
steps = [{ page = ["responder:ana"], answer_within = "30d" }]
repeat_last_every = "30d"

[[policy]]
id = "impatient"
steps = [{ page = ["responder:ben"], answer_within = "200ms" }]
repeat_last_every = "200ms"

[[organization]]
id = "impatient"
name = "Impatient Stores"
policy = "impatient"
"#;

pub(super) async fn prove(program: &Path) -> anyhow::Result<String> {
    let trial = Trial::set_up(program).await?;
    trial.place.direct(DIRECTORY)?;
    let running = trial.begin().await?;
    let load = trial.load();
    trial.takes_requests(100, WARMS_UP_WITHIN).await?;
    let moods = [Mood::Unavailable, Mood::DeliversTwice, Mood::Hangs, Mood::AnswersLate(LATE)];
    let since = Instant::now();
    for mood in moods {
        trial.pages.set(mood);
        trial.in_this_mood().await.with_context(|| format!("while it {mood:?}"))?;
    }
    trial.pages.set(Mood::Takes(PROVIDER_TAKES));
    let before = trial.unpaged();
    let took = trial.pages_go_on(&before, ALL_IS_WELL_WITHIN).await?;
    trial.book.fault_since(since);
    trial.stop(load).await?;

    // What is lost by the provider is not known to be lost: the next call is due all the same.
    trial.pages.set(Mood::Loses);
    let taken = trial.pages.taken();
    tokio::time::sleep(EACH_MOOD_FOR).await;
    ensure!(trial.pages.taken() > taken, "nobody was called any more");
    trial.pages.set(Mood::Takes(PROVIDER_TAKES));
    trial.pages_go_on(&[], OTHER_LANE_WITHIN).await?;
    let verdict = trial.verdict(SignedDuration::ZERO).await?;
    running.kill().await?;
    Ok(format!("all that had waited was paged {took:.0?} after the provider was well; {verdict}"))
}

impl Trial {
    /// Requests are taken, and mail goes on.
    async fn in_this_mood(&self) -> anyhow::Result<()> {
        let until = Instant::now() + EACH_MOOD_FOR;
        while Instant::now() < until {
            self.takes_requests(10, OTHER_LANE_WITHIN).await?;
            let begin = Instant::now();
            let arrivals = &self.mails.arrivals;
            let came = arrivals.wait(OTHER_LANE_WITHIN, |all| all.latest(BEAT) > Some(begin));
            ensure!(came.await, "the other provider was held up");
        }
        Ok(())
    }
}
