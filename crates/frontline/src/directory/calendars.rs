//! Reads the calendar files of regions: they stand beside the directory file, and their days are
//! kept with the directory.

use std::{fs, path::Path};

use anyhow::{Context, anyhow, ensure};
use domain::{
    Directory,
    coverage::{CALENDAR_MAX_BYTES, Holidays, ReadCalendar, holidays_in},
};
use jiff::{ToSpan, civil::Date};

use crate::document::Document;

/// Days of every year are read this far ahead; then the directory is to be applied again.
const YEARS_AHEAD: i16 = 15;

/// Reads each calendar file of `directory`. One that was read before, as in what
/// `directory export` writes, may be missing: the days that are written count.
pub(super) fn read(
    document: &Document,
    directory: &mut Directory,
    today: Date,
) -> anyhow::Result<()> {
    let folder = Path::new(&document.name).parent().unwrap_or(Path::new(""));
    for region in &mut directory.regions {
        if region.holidays.as_ref().is_some_and(|holidays| holidays.address().is_some()) {
            continue;
        }
        let (calendar, may_be_missing) = match &region.holidays {
            Some(Holidays::Calendar(name)) if name.ends_with(".ics") => (name.clone(), false),
            Some(Holidays::Read(read)) => (read.calendar.clone(), true),
            Some(Holidays::Calendar(_) | Holidays::Dates(_)) | None => continue,
        };
        let file = folder.join(&calendar);
        if may_be_missing && !file.exists() {
            continue;
        }
        let place = format!("region {}, holidays", region.id);
        let dates =
            days_of(&file, today).map_err(|problem| match document.line_of_place(&place) {
                Some(line) => problem.context(format!("{}:{line}: {place}", document.name)),
                None => problem.context(format!("{}: {place}", document.name)),
            })?;
        region.holidays = Some(Holidays::Read(ReadCalendar { calendar, dates }));
    }
    Ok(())
}

fn days_of(file: &Path, today: Date) -> anyhow::Result<Vec<Date>> {
    let name = file.display();
    let size = fs::metadata(file).with_context(|| format!("{name} cannot be read"))?.len();
    ensure!(size <= CALENDAR_MAX_BYTES as u64, "{name}: it is larger than a calendar of holidays");
    let bytes = fs::read(file).with_context(|| format!("{name} cannot be read"))?;
    let until = today.saturating_add(YEARS_AHEAD.years());
    let dates = holidays_in(&String::from_utf8_lossy(&bytes), until);
    dates.map_err(|problem| anyhow!("{name}: {problem}"))
}
