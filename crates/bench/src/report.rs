//! The figures beside their goals, as a table.

use std::{fmt, time::Duration};

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

/// One line: what was measured, the figure, the goal, and whether it was reached.
#[derive(Debug)]
struct Row {
    what: String,
    figure: String,
    goal: String,
    reached: Option<bool>,
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// A figure that only explains others.
    pub(crate) fn note(&mut self, what: &str, figure: String) {
        self.rows.push(Row { what: what.to_owned(), figure, goal: String::new(), reached: None });
    }

    pub(crate) fn goal(&mut self, what: &str, figure: String, goal: String, reached: bool) {
        self.rows.push(Row { what: what.to_owned(), figure, goal, reached: Some(reached) });
    }

    pub(crate) fn to_markdown(&self) -> String {
        format!(
            "# Figures\n\n\
             Written by `bin/bench --write`: the release build, driven from outside over loopback by a load\n\
             generator and a provider's sink in the same run and on the same two cores, beside what the machine\n\
             can do at all. SQLite with `synchronous = FULL`. Times are from the first byte of the request sent to\n\
             the page read by the sink.\n\n{self}"
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["", "measured", "goal", ""].map(str::to_owned);
        let lines: Vec<[String; 4]> = std::iter::once(head)
            .chain(self.rows.iter().map(|row| {
                let verdict = match row.reached {
                    Some(true) => "reached",
                    Some(false) => "MISSED",
                    None => "",
                };
                [row.what.clone(), row.figure.clone(), row.goal.clone(), verdict.to_owned()]
            }))
            .collect();
        let width = |column: usize| {
            lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
        };
        let widths = [width(0), width(1), width(2), width(3)];
        for (index, line) in lines.iter().enumerate() {
            for (cell, width) in line.iter().zip(widths) {
                write!(f, "| {cell:width$} ")?;
            }
            writeln!(f, "|")?;
            if index == 0 {
                for width in widths {
                    write!(f, "|-{}-", "-".repeat(width))?;
                }
                writeln!(f, "|")?;
            }
        }
        Ok(())
    }
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
    fn a_missed_goal_is_plain_to_see() {
        let mut report = Report::default();
        report.goal("rate", "10/s".to_owned(), "at least 20/s".to_owned(), false);
        assert!(report.to_string().contains("| at least 20/s | MISSED |"), "{report}");
    }
}
