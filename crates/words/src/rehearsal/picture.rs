//! The weeks to come as a picture (SVG): a row a day, a square an hour, darker where more people
//! would wait too long. It needs no script, no stylesheet and no font of ours.

use std::{collections::BTreeMap, fmt::Write as _};

use domain::rehearsal::{Hour, Rehearsal};
use jiff::civil::Date;

use crate::html::escaped;

const SQUARE: usize = 18;
const LEFT: usize = 110;
const TOP: usize = 64;
const LEGEND: usize = 48;

/// The share that waits too long, up to which a colour counts, and its meaning. The marks make
/// the worst ones visible without colours.
const SHADES: [(f64, &str, &str, &str); 5] = [
    (0.01, "#cfe8d5", "", "up to 1 %"),
    (0.05, "#f3e6a8", "", "up to 5 %"),
    (0.15, "#f0b668", "·", "up to 15 %"),
    (0.5, "#dc6a4a", "!", "up to half"),
    (f64::INFINITY, "#8f1d2c", "✕", "more"),
];
const CLOSED_ROW: &str = "#eceff3";
/// Colours of texts, and their names for a page that has colours of its own.
const INK: (&str, &str) = ("#1c2530", "ink");
const SOFT: (&str, &str) = ("#4a5564", "faint");
/// On a shade, which no page changes.
const MARK: (&str, &str) = ("#1c2530", "mark");

/// The picture of a rehearsal.
pub fn picture(found: &Rehearsal) -> String {
    let mut days: BTreeMap<Date, Vec<&Hour>> = BTreeMap::new();
    for hour in &found.hours {
        days.entry(hour.local.date()).or_default().push(hour);
    }
    let (width, height) = (LEFT + 24 * SQUARE + 20, TOP + days.len() * SQUARE + LEGEND);
    let minutes = found.late_after_seconds / 60;
    let title = format!(
        "Share of emergencies that would wait longer than {minutes} minutes, by hour ({})",
        found.time_zone
    );
    let title = escaped(&title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"weeks\" \
         font-family=\"system-ui,sans-serif\" font-size=\"11\">\n\
         <title id=\"weeks\">{title}</title>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    text(&mut svg, (12, 22), INK, &title);
    for hour in (0..24).step_by(3) {
        text(&mut svg, (LEFT + hour * SQUARE, TOP - 8), SOFT, &format!("{hour:02}:00"));
    }
    for (row, (date, hours)) in days.iter().enumerate() {
        let y = TOP + row * SQUARE;
        text(&mut svg, (12, y + 13), INK, &date.strftime("%a %Y-%m-%d").to_string());
        let size = SQUARE - 1;
        write(
            &mut svg,
            format_args!(
                "<rect class=\"closed\" x=\"{LEFT}\" y=\"{y}\" width=\"{}\" height=\"{size}\" fill=\"{CLOSED_ROW}\"/>",
                24 * SQUARE - 1
            ),
        );
        hours.iter().for_each(|hour| square(&mut svg, hour, y));
    }
    legend(&mut svg, TOP + days.len() * SQUARE + 14);
    svg.push_str("</svg>\n");
    svg
}

fn square(svg: &mut String, hour: &Hour, y: usize) {
    let (_, fill, mark, _) = shade(hour.answer.late);
    let x = LEFT + usize::try_from(hour.local.hour()).unwrap_or_default() * SQUARE;
    let size = SQUARE - 1;
    let told = format!(
        "{}: {:.0} % too late",
        hour.local.strftime("%a %Y-%m-%d %H:%M"),
        hour.answer.late * 100.0
    );
    write(
        svg,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" fill=\"{fill}\">\
         <title>{told}</title></rect>"
        ),
    );
    if !mark.is_empty() {
        text(svg, (x + 5, y + 13), MARK, mark);
    }
}

fn shade(late: f64) -> (f64, &'static str, &'static str, &'static str) {
    SHADES.into_iter().find(|(up_to, ..)| late <= *up_to).unwrap_or(SHADES[SHADES.len() - 1])
}

fn legend(svg: &mut String, y: usize) {
    let closed = (0.0, CLOSED_ROW, "", "desk open");
    for (index, (_, fill, mark, name)) in SHADES.into_iter().chain([closed]).enumerate() {
        let x = 12 + index * 90;
        let class = if fill == CLOSED_ROW { "closed" } else { "shade" };
        write(
            svg,
            format_args!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"14\" height=\"14\" fill=\"{fill}\"/>"
            ),
        );
        text(svg, (x + 4, y + 11), MARK, mark);
        text(svg, (x + 20, y + 11), SOFT, name);
    }
}

/// `inner` is escaped already.
fn text(svg: &mut String, (x, y): (usize, usize), (fill, class): (&str, &str), inner: &str) {
    if !inner.is_empty() {
        let class = format_args!("class=\"{class}\" fill=\"{fill}\"");
        write(svg, format_args!("<text x=\"{x}\" y=\"{y}\" {class}>{inner}</text>"));
    }
}

fn write(svg: &mut String, line: std::fmt::Arguments<'_>) {
    svg.write_fmt(line).expect("a String takes all");
    svg.push('\n');
}
