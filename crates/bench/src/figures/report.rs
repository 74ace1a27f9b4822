//! The figures beside their goals, as tables.

use std::{fmt, time::Duration};

use super::crowd::A_MILLION;

/// What is known of where the time goes, and what would be next. Written by hand.
const PROFILE: &str = include_str!("profile.md");

/// How a set of times is spread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Spread {
    /// `times` must not be empty.
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
        Self { p50: at(0.5), p99: at(0.99) }
    }
}

/// Rows of figures under a heading.
#[derive(Debug)]
pub(crate) struct Table {
    heading: &'static str,
    says: &'static str,
    lines: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heading: &'static str, head: &[&str]) -> Self {
        let lines = vec![head.iter().map(|&cell| cell.to_owned()).collect()];
        Self { heading, says: "", lines }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.lines.push(cells.into_iter().collect());
    }

    /// What must be known to read it.
    pub(crate) fn says(&mut self, text: &'static str) {
        self.says = text;
    }
}

#[derive(Debug)]
pub(crate) struct Report {
    goals: Table,
    notes: Table,
    tables: Vec<Table>,
}

impl Default for Report {
    fn default() -> Self {
        let goals = Table::new("Goals", &["", "measured", "goal", ""]);
        let notes = Table::new("Beside", &["", "measured"]);
        Self { goals, notes, tables: Vec::new() }
    }
}

impl Report {
    /// A figure that only explains others.
    pub(crate) fn note(&mut self, what: &str, figure: String) {
        self.notes.row([what.to_owned(), figure]);
    }

    pub(crate) fn goal(&mut self, what: &str, figure: String, goal: &str, reached: bool) {
        let verdict = if reached { "reached" } else { "MISSED" };
        self.goals.row([what.to_owned(), figure, goal.to_owned(), verdict.to_owned()]);
    }

    pub(crate) fn table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// The whole document. The section that a run of its own measures stays as it was.
    pub(crate) fn to_markdown(&self, before: &str) -> String {
        let (_, kept, _) = around(A_MILLION, before);
        format!(
            "# Figures\n\n\
             Written by `bin/bench --write`: the release build, driven from outside over loopback by a load\n\
             generator and a webhook's sink in the same run and on the same two cores, beside what the machine\n\
             can do at all. SQLite with `synchronous = FULL`. Times are from the first byte of the request sent to\n\
             the page read by the sink; those of a switch from the moment at which a question was due to its\n\
             answer, and from a change to the event that a listener reads.\n\n{self}\n{kept}{PROFILE}"
        )
    }

    /// The document as it was, but for the section that this run has measured.
    pub(crate) fn with_section(&self, heading: &str, before: &str) -> String {
        let (above, _, below) = around(heading, before);
        let tables = self.tables.iter().filter(|table| table.heading == heading);
        tables.fold(above.to_owned(), |text, table| format!("{text}{table}\n")) + below
    }
}

/// What stands above a section, the section, and what stands below it. One that is not there would
/// stand before the profile.
fn around<'a>(heading: &str, document: &'a str) -> (&'a str, &'a str, &'a str) {
    let at = |heading: &str| document.find(&format!("## {heading}\n"));
    let Some(start) = at(heading) else {
        let (above, below) = document.split_at(at("Where the time goes").unwrap_or(document.len()));
        return (above, "", below);
    };
    let (above, rest) = document.split_at(start);
    let (section, below) = rest.split_at(rest[2..].find("\n## ").map_or(rest.len(), |end| end + 3));
    (above, section, below)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.goals)?;
        for table in self.tables.iter().chain([&self.notes]) {
            write!(f, "\n{table}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## {}\n", self.heading)?;
        let width = |column: usize| {
            let cells = self.lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let columns = self.lines.first().map_or(0, Vec::len);
        let widths: Vec<_> = (0..columns).map(width).collect();
        for (index, line) in self.lines.iter().enumerate() {
            for (cell, width) in line.iter().zip(&widths) {
                write!(f, "| {cell:width$} ")?;
            }
            writeln!(f, "|")?;
            if index == 0 {
                for width in &widths {
                    write!(f, "|-{}-", "-".repeat(*width))?;
                }
                writeln!(f, "|")?;
            }
        }
        if !self.says.is_empty() {
            writeln!(f, "\n{}", self.says)?;
        }
        Ok(())
    }
}

/// A very short time.
pub(crate) fn micros(time: Duration) -> String {
    format!("{:.0} µs", time.as_secs_f64() * 1e6)
}

/// A short time, in the unit in which it reads best.
pub(crate) fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_read_off_the_sorted_times() {
        let times = (1..=101).rev().map(Duration::from_millis).collect();
        let spread = Spread::of(times);
        assert_eq!(spread.p50, Duration::from_millis(51));
        assert_eq!(spread.p99, Duration::from_millis(100));
    }

    #[test]
    fn a_section_that_a_run_of_its_own_measures_is_exchanged_alone_and_stays_otherwise() {
        let first = Report::default().to_markdown("");
        assert!(!first.contains(A_MILLION));
        let measured = |figure: &str| {
            let mut report = Report::default();
            let mut table = Table::new(A_MILLION, &["open"]);
            table.row([figure.to_owned()]);
            report.table(table);
            report
        };
        let second = measured("eleven").with_section(A_MILLION, &first);
        let third = measured("twelve").with_section(A_MILLION, &second);
        assert!(third.contains("| twelve |") && !third.contains("| eleven |"), "{third}");
        let fourth = Report::default().to_markdown(&third);
        assert_eq!(fourth, third, "the rest was measured again, and this stays");
        let mut headings = fourth.lines().filter(|line| line.starts_with("## "));
        assert_eq!(headings.next_back(), Some("## Where the time goes"));
    }

    #[test]
    fn a_missed_goal_is_plain_to_see() {
        let mut report = Report::default();
        report.goal("rate", "10/s".to_owned(), "20/s", false);
        assert!(report.to_string().contains("| 20/s | MISSED |"), "{report}");
    }
}
