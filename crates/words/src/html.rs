//! The HTML form of a mail: one column, one button, nothing loaded from elsewhere. Colours are left
//! to the reader's light or dark, but for the button.

use std::fmt::Write as _;

use crate::{
    foreign,
    language::Language,
    wording::{Button, Quote, Wording},
};

const BODY: &str = "margin:0;padding:24px 16px;\
    font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const COLUMN: &str = "max-width:34em;margin:0 auto";
const LEAD: &str = "margin:0 0 16px;font-size:20px;line-height:1.35;font-weight:600";
const PARAGRAPH: &str = "margin:0 0 16px";
const QUOTE: &str = "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #8a94a6";
const BUTTON: &str = "display:inline-block;padding:12px 20px;border-radius:6px;\
    background:#0b5cad;color:#ffffff;font-weight:600;text-decoration:none";
const FOOTNOTE: &str = "margin:16px 0 0";
const LABEL: &str = "padding:2px 16px 2px 0;vertical-align:top;text-align:left;font-weight:600";
const VALUE: &str = "padding:2px 0;vertical-align:top";

pub(crate) fn page(wording: &Wording, language: Language) -> String {
    let mut body = String::new();
    element(&mut body, "p", LEAD, &escaped(&foreign::line(&wording.lead)));
    if let Some(quote) = &wording.quote {
        quoted(&mut body, quote);
    }
    for sentence in &wording.more {
        element(&mut body, "p", PARAGRAPH, &escaped(&foreign::line(sentence)));
    }
    if !wording.facts.is_empty() {
        facts(&mut body, &wording.facts);
    }
    if let Some(button) = &wording.button {
        linked(&mut body, button);
        if !wording.footnote.is_empty() {
            element(&mut body, "p", FOOTNOTE, &escaped(wording.footnote));
        }
    }
    let lang = language.tag();
    let title = escaped(&wording.subject_line());
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{title}</title>\n</head>\n<body style=\"{BODY}\">\n\
         <div style=\"{COLUMN}\">\n{body}</div>\n</body>\n</html>\n"
    )
}

/// Escapes for text and for attributes in double quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

fn element(to: &mut String, name: &str, style: &str, inner: &str) {
    writeln!(to, "<{name} style=\"{style}\">{inner}</{name}>").expect("a String takes all");
}

fn quoted(to: &mut String, quote: &Quote) {
    element(to, "p", "margin:0 0 8px", &escaped(&foreign::line(&quote.intro)));
    let lines: Vec<_> = foreign::lines(&quote.text).iter().map(|line| escaped(line)).collect();
    element(to, "blockquote", QUOTE, &lines.join("<br>\n"));
}

fn facts(to: &mut String, facts: &[(&'static str, String)]) {
    to.push_str("<table style=\"margin:0 0 20px;border-collapse:collapse\">\n");
    for (label, value) in facts {
        let value = escaped(&foreign::line(value));
        let row = format!("<th style=\"{LABEL}\">{label}</th><td style=\"{VALUE}\">{value}</td>");
        writeln!(to, "<tr>{row}</tr>").expect("a String takes all");
    }
    to.push_str("</table>\n");
}

/// The button, and its address in full for whoever does not trust buttons.
fn linked(to: &mut String, button: &Button) {
    let link = escaped(&foreign::line(&button.link));
    let anchor = format!("<a href=\"{link}\" style=\"{BUTTON}\">{}</a>", escaped(button.label));
    element(to, "p", "margin:8px 0 16px", &anchor);
    element(to, "p", "margin:0;font-size:14px;word-break:break-all", &link);
}
