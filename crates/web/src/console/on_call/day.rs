//! One day of the calendar, ready for the page: bars for the eye, sentences for everybody.

use domain::{
    Directory,
    calendar::{Day, Line, Stretch, Who},
    span::Span,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{change_link, colour, name, shown::Shown};

/// Who looks, and when.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
    pub(super) may_plan: bool,
}

#[derive(Debug)]
pub(super) struct DayView {
    pub(super) date: Date,
    pub(super) weekday: String,
    pub(super) number: String,
    pub(super) month: String,
    pub(super) today: bool,
    pub(super) past: bool,
    pub(super) outside: bool,
    pub(super) hole: bool,
    /// The regions that keep a holiday.
    pub(super) closed: String,
    pub(super) lines: Vec<LineView>,
}

#[derive(Debug)]
pub(super) struct LineView {
    pub(super) schedule: String,
    pub(super) bars: Vec<Bar>,
    pub(super) parts: Vec<Part>,
}

/// A part of the day, in thousandths of it.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) width: i64,
    pub(super) class: String,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) class: String,
    /// `09:00–17:00`; empty for the whole day.
    pub(super) time: String,
    pub(super) who: String,
    /// Why it is not the usual person.
    pub(super) note: String,
    pub(super) hole: bool,
    pub(super) link: Option<String>,
}

impl DayView {
    pub(super) fn of(day: &Day, directory: &Directory, shown: &Shown, reader: &Reader) -> Self {
        let is_hole = |stretch: &Stretch| reader.is_hole(stretch);
        let closed: Vec<_> = day.closed.iter().map(ToString::to_string).collect();
        let lines = day.lines.iter();
        let today = shown.today == day.date;
        Self {
            date: day.date,
            weekday: day.date.strftime("%a").to_string(),
            number: day.date.day().to_string(),
            month: day.date.strftime("%b").to_string(),
            today,
            past: day.span.until <= reader.now,
            outside: shown.is_outside(day.date),
            hole: day.lines.iter().flat_map(|line| &line.stretches).any(is_hole),
            closed: closed.join(", "),
            lines: lines.map(|line| LineView::of(line, day.span, directory, reader)).collect(),
        }
    }
}

impl LineView {
    fn of(line: &Line, day: Span, directory: &Directory, reader: &Reader) -> Self {
        let length = day.from.duration_until(day.until).as_secs().max(1);
        let share = |at: Timestamp| day.from.duration_until(at).as_secs() * 1000 / length;
        let bar = |stretch: &Stretch| {
            let (x, end) = (share(stretch.span.from), share(stretch.span.until));
            Bar { x, width: (end - x).max(1), class: reader.class(stretch, directory) }
        };
        let part = |stretch: &Stretch| {
            let schedule =
                directory.schedule(&line.schedule).filter(|_| reader.may_change(stretch));
            let responder = stretch.who.responder();
            Part {
                class: reader.class(stretch, directory),
                time: reader.time(stretch.span, day),
                who: match &stretch.who {
                    Who::Turn(id) | Who::Override { responder: id, .. } => name(directory, id),
                    Who::Desk => "the desk is open".to_owned(),
                    Who::Nobody => "nobody".to_owned(),
                },
                note: note(stretch, directory),
                hole: reader.is_hole(stretch),
                link: schedule.map(|schedule| change_link(schedule, stretch.span, responder)),
            }
        };
        Self {
            schedule: line.schedule.to_string(),
            bars: line.stretches.iter().map(bar).collect(),
            parts: line.stretches.iter().map(part).collect(),
        }
    }
}

fn note(stretch: &Stretch, directory: &Directory) -> String {
    match &stretch.who {
        Who::Override { responder, instead_of } => match instead_of {
            Some(usual) if usual == responder => "by an override".to_owned(),
            Some(usual) => format!("instead of {}", name(directory, usual)),
            None => "where nobody was".to_owned(),
        },
        Who::Turn(_) | Who::Desk | Who::Nobody => String::new(),
    }
}

impl Reader {
    /// What is over is no hole any more.
    fn is_hole(&self, stretch: &Stretch) -> bool {
        stretch.who == Who::Nobody && stretch.span.until > self.now
    }

    fn may_change(&self, stretch: &Stretch) -> bool {
        self.may_plan && stretch.span.until > self.now
    }

    fn class(&self, stretch: &Stretch, directory: &Directory) -> String {
        match &stretch.who {
            Who::Turn(id) => colour(directory, Some(id)),
            Who::Override { responder, .. } => {
                format!("{} over", colour(directory, Some(responder)))
            }
            Who::Desk => "desk".to_owned(),
            Who::Nobody if self.is_hole(stretch) => "gap".to_owned(),
            Who::Nobody => "gap past".to_owned(),
        }
    }

    /// `09:00–17:00` on the reader's clock; nothing for the whole day.
    fn time(&self, span: Span, day: Span) -> String {
        if span == day {
            return String::new();
        }
        let shows = |at: Timestamp| self.zone.to_datetime(at).strftime("%H:%M").to_string();
        let until = if span.until == day.until { "24:00".to_owned() } else { shows(span.until) };
        format!("{}–{until}", shows(span.from))
    }
}
