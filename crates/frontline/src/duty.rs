//! `frontline duty`: who is on call, and changes to it, from the machine itself. The same rules and
//! refusals as in the console; whom it concerns, the running service tells.

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};
use domain::{
    Directory, ResponderId, ScheduleId, SwapId,
    duty::{Stretch, Swap, SwapState},
    input::By,
    zone,
};
use engine::{Clock, Engine, NewCover, Options};
use jiff::{SignedDuration, Timestamp, civil::DateTime};

use crate::{config::Configuration, serve::open_store, terminal::say};

/// In whose name, if nobody is named.
const COMMAND_LINE: &str = "the command line";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show who is on call now, by each schedule, and who comes next
    #[command(after_help = "Example:\n  frontline duty show")]
    Show,
    /// Take somebody off call from now on: the next who could stands in
    #[command(after_help = "\
Their open pages go on to the next person at once, and the leads are told.

Example:
  frontline duty ill ana --for 12h
  frontline duty ill ana --until 2026-12-24T18:00")]
    Ill {
        /// Who is ill, by the id in the directory
        responder: String,
        /// Until when, on their clock; a day from now if it is left out
        #[arg(long, conflicts_with = "length")]
        until: Option<String>,
        /// For how long
        #[arg(long = "for", value_name = "LENGTH", value_parser = domain::duration::parse)]
        length: Option<SignedDuration>,
        #[command(flatten)]
        by: InName,
    },
    /// Put somebody on call for a while
    #[command(after_help = "\
Times are on the clock of the schedule, or with an offset as in 2026-12-24T18:00:00Z.

Example:
  frontline duty cover primary --with ben --from 2026-12-24T18:00 --until 2026-12-26T09:00")]
    Cover {
        /// The schedule's id
        schedule: String,
        /// Who shall be on call, by the id in the directory
        #[arg(long, value_name = "RESPONDER")]
        with: String,
        #[arg(long)]
        from: String,
        #[arg(long)]
        until: String,
        /// Why, for those who look at the calendar
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        by: InName,
    },
    /// Ask somebody to take a shift, or to exchange it for one of theirs
    #[command(after_help = "\
It counts once the other has accepted, by link, text message, in the console, or here.

Example:
  frontline duty swap primary --as ana --with ben \\
    --give 2026-12-24T09:00..2026-12-31T09:00 --take 2026-12-31T09:00..2027-01-07T09:00")]
    Swap {
        /// The schedule's id
        schedule: String,
        /// Who asks, by the id in the directory
        #[arg(long = "as", value_name = "RESPONDER")]
        by: String,
        /// Who is asked
        #[arg(long, value_name = "RESPONDER")]
        with: String,
        /// The shift that is given away, as FROM..UNTIL
        #[arg(long, value_name = "FROM..UNTIL")]
        give: String,
        /// The shift of the other that is taken in return
        #[arg(long, value_name = "FROM..UNTIL")]
        take: Option<String>,
    },
    /// Show the swaps that were asked for, the latest first
    #[command(after_help = "Example:\n  frontline duty swaps")]
    Swaps,
    /// Accept a swap, as the one who was asked
    #[command(after_help = "Example:\n  frontline duty accept 019acbd3 --as ben")]
    Accept(Answer),
    /// Decline a swap, as the one who was asked
    #[command(after_help = "Example:\n  frontline duty decline 019acbd3 --as ben")]
    Decline(Answer),
    /// Take a swap back, as the one who asked
    #[command(after_help = "Example:\n  frontline duty withdraw 019acbd3 --as ana")]
    Withdraw(Answer),
}

#[derive(Debug, Args)]
pub(crate) struct InName {
    /// The responder in whose name it is done
    #[arg(long = "as", value_name = "RESPONDER")]
    name_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The swap, or the beginning of its id, as frontline duty swaps shows it
    swap: String,
    /// Who says it, by the id in the directory
    #[arg(long = "as", value_name = "RESPONDER")]
    by: String,
}

pub(crate) async fn run(configuration: &Configuration, command: Command) -> anyhow::Result<()> {
    let store = open_store(configuration).await?;
    let public_url = configuration.server.public_url.as_ref();
    let public_url = public_url.map(|url| url.as_str().trim_end_matches('/').to_owned());
    let options = Options { public_url: public_url.unwrap_or_default(), ..Options::default() };
    let engine = Engine::new(store, Clock::system(), configuration.settings(), options).await?;
    let kept = engine.directory();
    let duty = Duty { engine: &engine, directory: &kept.1 };
    match command {
        Command::Show => duty.show(),
        Command::Ill { responder, until, length, by } => {
            duty.ill(&responder, until.as_deref(), length, by).await
        }
        Command::Cover { schedule, with, from, until, note, by } => {
            let stretch = duty.stretch(&schedule, &from, &until)?;
            let (schedule, responder) = (ScheduleId(schedule), ResponderId(with));
            let cover = NewCover { schedule, responder, stretch, note };
            engine.put_on_call(&cover, &duty.by(by.name_of)?).await?;
            duty.shift(&cover.schedule, cover.stretch, &duty.name(&cover.responder));
            Ok(())
        }
        Command::Swap { schedule, by, with, give, take } => {
            let gives = duty.stretch_of(&schedule, "--give", &give)?;
            let takes = take.map(|take| duty.stretch_of(&schedule, "--take", &take)).transpose()?;
            duty.ask(schedule, (by, with), gives, takes).await
        }
        Command::Swaps => duty.swaps().await,
        Command::Accept(answer) => duty.answer(answer, Some(true)).await,
        Command::Decline(answer) => duty.answer(answer, Some(false)).await,
        Command::Withdraw(answer) => duty.answer(answer, None).await,
    }
}

struct Duty<'a> {
    engine: &'a Engine,
    directory: &'a Directory,
}

impl Duty<'_> {
    fn show(&self) -> anyhow::Result<()> {
        let now = self.engine.now();
        if self.directory.schedules.is_empty() {
            say("There is no schedule yet: add one to the directory");
        }
        for schedule in &self.directory.schedules {
            let who = |at| schedule.on_call(at).map_or("nobody".to_owned(), |id| self.name(&id));
            let next = schedule
                .next_change(now)
                .map(|at| format!(" until {}, then {}", self.local(&schedule.id, at), who(at)));
            say(&format!("{}: {}{}", schedule.id, who(now), next.unwrap_or_default()));
        }
        Ok(())
    }

    async fn ill(
        &self,
        responder: &str,
        until: Option<&str>,
        length: Option<SignedDuration>,
        by: InName,
    ) -> anyhow::Result<()> {
        let id = ResponderId::from(responder);
        let zone = self.directory.responder(&id).map(|person| person.time_zone.as_str());
        let until = until.map(|text| moment(text, zone.unwrap_or("UTC"), "--until")).transpose()?;
        let until = until.or_else(|| self.engine.now().checked_add(length?).ok());
        let covers = self.engine.take_off(&id, until, &self.by(by.name_of)?).await?;
        if covers.is_empty() {
            say(&format!("{} was not on call until then, and is not now", self.name(&id)));
        }
        for cover in covers {
            let who = cover.by.as_ref().map_or_else(
                || format!("nobody could stand in: {} stays on call", self.name(&id)),
                |by| self.name(by),
            );
            self.shift(&cover.schedule, Stretch { from: cover.from, until: cover.until }, &who);
        }
        Ok(())
    }

    async fn ask(
        &self,
        schedule: String,
        (by, with): (String, String),
        gives: Stretch,
        takes: Option<Stretch>,
    ) -> anyhow::Result<()> {
        let now = self.engine.now();
        let wish = Swap {
            id: SwapId(String::new()),
            schedule: ScheduleId(schedule),
            by: self.known(&by, "--as")?,
            of: self.known(&with, "--with")?,
            gives,
            takes,
            asked_at: now,
            lapses_at: now,
            state: SwapState::Asked,
        };
        let swap = self.engine.ask_swap(wish).await?;
        self.line(&swap);
        Ok(())
    }

    async fn swaps(&self) -> anyhow::Result<()> {
        let swaps = self.engine.store().swaps(None).await?;
        if swaps.is_empty() {
            say("Nobody has asked for a swap");
        }
        swaps.iter().for_each(|saved| self.line(&saved.swap));
        Ok(())
    }

    /// `accepts` is `None` for who asked and takes it back.
    async fn answer(&self, answer: Answer, accepts: Option<bool>) -> anyhow::Result<()> {
        let by = self.known(&answer.by, "--as")?;
        let swaps = self.engine.store().swaps(None).await?;
        let mut meant = swaps.iter().filter(|saved| saved.swap.id.0.starts_with(&answer.swap));
        let (first, second) = (meant.next(), meant.next());
        let id = match (first, second) {
            (Some(saved), None) if !answer.swap.is_empty() => &saved.swap.id,
            (Some(_), _) => bail!("several swaps begin so: write more of the id"),
            (None, _) => bail!("there is no such swap: frontline duty swaps lists them"),
        };
        let swap = match accepts {
            Some(accepts) => self.engine.answer_swap(id, &by, accepts).await,
            None => self.engine.withdraw_swap(id, &by).await,
        };
        self.line(&swap?);
        Ok(())
    }

    fn line(&self, swap: &Swap) {
        let state = match swap.state {
            SwapState::Asked => format!("asked, until {:.0}", swap.lapses_at),
            SwapState::Accepted { .. } => "accepted".to_owned(),
            SwapState::Declined { .. } => "declined".to_owned(),
            SwapState::Withdrawn { .. } => "taken back".to_owned(),
            SwapState::Lapsed { .. } => "not answered in time".to_owned(),
        };
        let span = |stretch: Stretch| {
            let local = |at| self.local(&swap.schedule, at);
            format!("{} to {}", local(stretch.from), local(stretch.until))
        };
        let (by, of) = (self.name(&swap.by), self.name(&swap.of));
        let takes = swap.takes.map(|takes| format!(" for {}", span(takes))).unwrap_or_default();
        let gives = span(swap.gives);
        say(&format!("{}: {}: {by} gives {of} {gives}{takes}: {state}", swap.id, swap.schedule));
    }

    fn shift(&self, schedule: &ScheduleId, stretch: Stretch, who: &str) {
        let (from, until) =
            (self.local(schedule, stretch.from), self.local(schedule, stretch.until));
        say(&format!("{schedule}: {from} to {until}: {who}"));
    }

    fn stretch_of(&self, schedule: &str, option: &str, text: &str) -> anyhow::Result<Stretch> {
        let (from, until) = text
            .split_once("..")
            .with_context(|| format!("{option}: write it as 2026-12-24T09:00..2026-12-31T09:00"))?;
        self.stretch(schedule, from, until)
    }

    fn stretch(&self, schedule: &str, from: &str, until: &str) -> anyhow::Result<Stretch> {
        let zone = self.directory.schedule(&ScheduleId::from(schedule));
        let zone = zone.map_or("UTC", |schedule| schedule.time_zone.as_str());
        let (from, until) = (moment(from, zone, "the beginning")?, moment(until, zone, "the end")?);
        Ok(Stretch { from, until })
    }

    /// On the clock of the schedule.
    fn local(&self, schedule: &ScheduleId, at: Timestamp) -> String {
        let zone = self.directory.schedule(schedule).and_then(|one| zone::named(&one.time_zone));
        let local = at.to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC));
        local.strftime("%a %Y-%m-%d %H:%M %Z").to_string()
    }

    fn by(&self, responder: Option<String>) -> anyhow::Result<By> {
        match responder {
            None => Ok(By { id: COMMAND_LINE.into(), name: COMMAND_LINE.to_owned() }),
            Some(id) => {
                let id = self.known(&id, "--as")?;
                Ok(By { name: self.name(&id), id })
            }
        }
    }

    fn known(&self, id: &str, option: &str) -> anyhow::Result<ResponderId> {
        let person = self.directory.responder(&id.into());
        let unknown = || anyhow!("{option}: the directory has no responder \"{id}\"");
        person.map(|person| person.id.clone()).ok_or_else(unknown)
    }

    fn name(&self, id: &ResponderId) -> String {
        self.directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    }
}

/// A moment with its offset, or on the clock of a zone.
fn moment(text: &str, zone: &str, place: &str) -> anyhow::Result<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let problem = || format!("{place}: \"{text}\" is no time: write it as 2026-12-24T18:00");
    let local: DateTime = text.parse().with_context(problem)?;
    let zone = zone::named(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    zone.to_timestamp(local).with_context(problem)
}
