//! Calendars of holidays that are fetched from an address: when the directory names one, and again
//! every day. The days stand in the directory, so whatever happens to the address, the last good
//! copy counts.

use std::{collections::BTreeSet, time::Duration};

use channels::calendar;
use domain::{
    Directory,
    coverage::{CALENDAR_MAX_BYTES, Holidays, ReadCalendar, holidays_in},
    directory::Invalid,
};
use jiff::{SignedDuration, ToSpan, tz::TimeZone};
use store::{DirectoryVersion, SavedCalendar, StoreError, Unit};

use crate::{Engine, EngineError, running::Stopping};

const FETCH_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// After an attempt that failed.
const TRY_AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// An unchanged file is read anew after this, as its yearly days are computed only so far ahead.
const READ_ANEW_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Days of every year are computed this far ahead.
const YEARS_AHEAD: i16 = 15;
/// Whatever the clock says, nobody looks more or less often than this.
const LOOK_EVERY: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(3600));

impl Engine {
    /// Reads the calendars that `directory` names by an address and that are not known yet. If one
    /// cannot be fetched, its last good copy counts; without one the directory is refused.
    pub async fn read_calendars(&self, directory: &mut Directory) -> Result<(), EngineError> {
        let mut problems = Vec::new();
        for region in &mut directory.regions {
            let Some(holidays) = &region.holidays else { continue };
            let Some(address) = holidays.address().map(str::to_owned) else { continue };
            let known = self.shared.store.calendar(&address).await?;
            let stands = matches!(holidays, Holidays::Read(_));
            if stands && known.is_some() {
                continue;
            }
            let found = match self.fetch_calendar(&address, known.as_ref()).await {
                Ok(found) => {
                    self.keep_calendar(&found, known.as_ref(), Unit::new()).await?;
                    Some(found)
                }
                Err(_) if stands => continue,
                Err(problem) => {
                    tracing::warn!(region = %region.id, problem, "a calendar cannot be fetched");
                    if known.is_none() {
                        let problem = format!("\"{address}\" cannot be fetched: {problem}");
                        problems.push(Invalid {
                            place: format!("region {}, holidays", region.id),
                            problem,
                        });
                    }
                    known
                }
            };
            let dates = found.map(|found| found.days).unwrap_or_default();
            region.holidays = Some(Holidays::Read(ReadCalendar { calendar: address, dates }));
        }
        if problems.is_empty() { Ok(()) } else { Err(EngineError::DirectoryInvalid(problems)) }
    }

    /// The calendars that are fetched from an address, by region, as they were last fetched.
    pub async fn calendars(
        &self,
    ) -> Result<Vec<(domain::id::RegionId, SavedCalendar)>, EngineError> {
        let directory = self.directory();
        let mut found = Vec::new();
        for region in &directory.1.regions {
            let address = region.holidays.as_ref().and_then(Holidays::address);
            let Some(address) = address else { continue };
            let saved = self.shared.store.calendar(address).await?;
            found.extend(saved.map(|saved| (region.id.clone(), saved)));
        }
        Ok(found)
    }

    /// Fetches what was not tried for a day. What changed becomes a new version of the directory.
    pub async fn refresh_calendars(&self) -> Result<(), EngineError> {
        for address in self.addresses() {
            let known = self.shared.store.calendar(&address).await?;
            if known.as_ref().is_some_and(|known| self.now() < due(known)) {
                continue;
            }
            match (self.fetch_calendar(&address, known.as_ref()).await, known) {
                (Ok(found), known) => {
                    let unit = self.directory_with(&found).await?;
                    self.keep_calendar(&found, known.as_ref(), unit).await?;
                }
                (Err(problem), Some(known)) => {
                    tracing::warn!(problem, "a calendar cannot be fetched; its last copy counts");
                    let failed = SavedCalendar {
                        tried_at: self.now(),
                        problem: Some(problem),
                        ..known.clone()
                    };
                    self.keep_calendar(&failed, Some(&known), Unit::new()).await?;
                }
                (Err(problem), None) => {
                    tracing::warn!(problem, "a calendar cannot be fetched");
                }
            }
        }
        self.refresh_directory().await
    }

    /// Goes on for as long as the engine runs.
    pub(crate) async fn keep_calendars(&self, mut stopping: Stopping) {
        while !stopping.is_asked() {
            if let Err(error) = self.refresh_calendars().await {
                tracing::error!(%error, "calendars cannot be read; trying again in a minute");
            }
            let wait = self.until_next_calendar().await;
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stopping.asked() => {}
            }
        }
    }

    async fn until_next_calendar(&self) -> Duration {
        let (shortest, longest) = LOOK_EVERY;
        let Ok(known) = self.calendars().await else { return shortest };
        let next = known.iter().map(|(_, known)| due(known)).min();
        let wait = next.map(|at| at.duration_since(self.now()));
        let wait = wait.and_then(|wait| Duration::try_from(wait).ok());
        wait.unwrap_or(longest).clamp(shortest, longest)
    }

    fn addresses(&self) -> BTreeSet<String> {
        let directory = self.directory();
        let holidays = directory.1.regions.iter().filter_map(|region| region.holidays.as_ref());
        holidays.filter_map(Holidays::address).map(str::to_owned).collect()
    }

    /// The file as it is now, or what is wrong with it.
    async fn fetch_calendar(
        &self,
        address: &str,
        known: Option<&SavedCalendar>,
    ) -> Result<SavedCalendar, String> {
        let now = self.now();
        let is_fresh =
            |known: &&SavedCalendar| now.duration_since(known.fetched_at) < READ_ANEW_AFTER;
        let etag = known.filter(is_fresh).and_then(|known| known.etag.as_deref());
        let fetched = calendar::fetch(address, etag, CALENDAR_MAX_BYTES).await;
        let fetched = fetched.map_err(|problem| problem.reason())?;
        let (days, etag) = match (fetched, known) {
            (Some(file), _) => {
                let today = now.to_zoned(TimeZone::UTC).date();
                let until = today.saturating_add(YEARS_AHEAD.years());
                let days = holidays_in(&file.text, until).map_err(|problem| problem.to_string())?;
                (days, file.etag)
            }
            (None, Some(known)) => (known.days.clone(), known.etag.clone()),
            (None, None) => return Err("it answered that nothing has changed".to_owned()),
        };
        let address = address.to_owned();
        Ok(SavedCalendar { address, days, etag, fetched_at: now, tried_at: now, problem: None })
    }

    /// Keeps it, unless another node was faster, which is as good.
    async fn keep_calendar(
        &self,
        calendar: &SavedCalendar,
        known: Option<&SavedCalendar>,
        mut unit: Unit,
    ) -> Result<(), EngineError> {
        unit.save_calendar(calendar, known.map(|known| known.tried_at));
        match self.shared.store.commit(unit).await {
            Err(StoreError::Conflict | StoreError::Taken) => Ok(()),
            other => Ok(other.map(|_| ())?),
        }
    }

    /// What makes the days of `found` those of the directory; nothing, if they are already.
    async fn directory_with(&self, found: &SavedCalendar) -> Result<Unit, EngineError> {
        self.refresh_directory().await?;
        let current = self.directory();
        let mut directory = current.1.clone();
        let named = directory.regions.iter_mut().filter_map(|region| region.holidays.as_mut());
        for holidays in named.filter(|it| it.address() == Some(&found.address)) {
            let (calendar, dates) = (found.address.clone(), found.days.clone());
            *holidays = Holidays::Read(ReadCalendar { calendar, dates });
        }
        let mut unit = Unit::new();
        if directory != current.1 {
            let before = self.shared.store.directory_version(current.0).await?;
            unit.new_directory(&DirectoryVersion {
                version: current.0 + 1,
                at: self.now(),
                by: "a calendar that has changed".to_owned(),
                directory,
                accepted_holes: before.map(|before| before.accepted_holes).unwrap_or_default(),
            });
        }
        Ok(unit)
    }
}

fn due(known: &SavedCalendar) -> jiff::Timestamp {
    known.tried_at + if known.problem.is_some() { TRY_AGAIN_AFTER } else { FETCH_EVERY }
}
