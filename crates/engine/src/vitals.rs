//! Whether the program does now what it is there for. Asked by `healthz`, by the heartbeat to the outside and
//! by the console; it costs a few looks at the ends of indexes, whatever is open.

use std::time::Duration;

use domain::Number;
use jiff::{SignedDuration, Timestamp};
use store::{Lane, StoreError};

use crate::Engine;

/// A deadline or a page that is due for so long is not being handled.
const LATE: SignedDuration = SignedDuration::from_secs(15);
/// When a restart may help: well after the heartbeat has stopped and somebody was told.
const FAILING: SignedDuration = SignedDuration::from_secs(45);
/// A database that takes longer to answer counts as gone.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// What is not as it should be; nothing, if all is well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Loops of the engine that do not turn.
    pub stopped: Vec<&'static str>,
    pub overdue: Option<Overdue>,
    /// Lanes in which a page is due and not sent, and for how long.
    pub stuck: Vec<(Lane, SignedDuration)>,
    /// Why the database could not be asked.
    pub unreadable: Option<String>,
    /// Why nothing can be written down.
    pub unwritable: Option<String>,
}

/// The deadline that is most overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// `None` if it is that of a ticket or a switch.
    pub emergency: Option<Number>,
    pub by: SignedDuration,
}

impl Vitals {
    /// Each in a line.
    pub fn problems(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.stopped.is_empty() {
            lines.push(format!("these loops have stopped: {}", self.stopped.join(", ")));
        }
        if let Some(Overdue { emergency, by }) = &self.overdue {
            let whose = emergency.map_or_else(
                || "a ticket's or a switch's".to_owned(),
                |number| format!("{number}'s"),
            );
            lines.push(format!("{whose} deadline is overdue by {}", seconds(*by)));
        }
        for (lane, by) in &self.stuck {
            lines.push(format!("a page over {} is overdue by {}", lane.name(), seconds(*by)));
        }
        if let Some(problem) = &self.unreadable {
            lines.push(format!("the database cannot be read: {problem}"));
        }
        if let Some(problem) = &self.unwritable {
            lines.push(format!("nothing can be written down: {problem}"));
        }
        lines
    }
}

fn seconds(duration: SignedDuration) -> String {
    format!("{} s", duration.as_secs())
}

impl Engine {
    pub async fn vitals(&self) -> Vitals {
        let mut vitals = Vitals { stopped: self.stopped_loops(), ..Vitals::default() };
        vitals.unwritable = self.shared.unwritten.why();
        let looked =
            tokio::time::timeout(ANSWERS_WITHIN, self.look_at_deadlines(&mut vitals)).await;
        let problem = match looked {
            Ok(looked) => looked.err().map(|error| error.to_string()),
            Err(_) => Some(format!("no answer within {} s", ANSWERS_WITHIN.as_secs())),
        };
        vitals.unreadable = problem;
        vitals
    }

    async fn look_at_deadlines(&self, vitals: &mut Vitals) -> Result<(), StoreError> {
        let (store, now) = (&self.shared.store, self.now());
        let late = |at: Timestamp| Some(now.duration_since(at)).filter(|by| *by > LATE);
        if let Some(by) = store.earliest_wake().await?.and_then(late) {
            // What is paged from memory is handled, though it cannot be written down.
            let due = store.due(now - LATE, 1).await?;
            let emergency = due.first().copied().filter(|number| !self.is_held(*number));
            if emergency.is_some() || due.is_empty() {
                vitals.overdue = Some(Overdue { emergency, by });
            }
        }
        for lane in Lane::ALL {
            if let Some(by) = store.earliest_page(lane).await?.and_then(late)
                && vitals.unwritable.is_none()
            {
                vitals.stuck.push((lane, by));
            }
        }
        Ok(())
    }

    /// Why only a restart may help: nothing, if all is well or the database is what fails.
    pub async fn failures(&self) -> Vec<String> {
        if let Some(spare) = self.shared.beside.spare()
            && spare.standing().is_away()
        {
            // Loops that wait for the database are not stuck; those of the spare must turn.
            return spare.failures().await;
        }
        self.own_failures().await
    }

    pub(crate) async fn own_failures(&self) -> Vec<String> {
        let vitals = self.vitals().await;
        let is_long = |by: &SignedDuration| *by > FAILING;
        let failing = Vitals {
            overdue: vitals.overdue.filter(|overdue| is_long(&overdue.by)),
            stuck: vitals.stuck.into_iter().filter(|(_, by)| is_long(by)).collect(),
            stopped: vitals.stopped,
            unreadable: None,
            unwritable: None,
        };
        if vitals.unwritable.is_some() {
            return Vitals { stopped: failing.stopped, ..Vitals::default() }.problems();
        }
        failing.problems()
    }
}
