//! A message as a mail: subject, plain text, and the same as HTML.

use crate::{Mail, foreign, html, language::Language, wording::Wording};

pub(crate) fn mail(wording: &Wording, language: Language) -> Mail {
    Mail {
        subject: wording.subject_line(),
        text: text(wording),
        html: html::page(wording, language),
    }
}

fn text(wording: &Wording) -> String {
    let mut blocks = blocks(wording);
    if let Some(button) = &wording.button {
        blocks.push(format!("{}:\n{}", button.label, foreign::line(&button.link)));
    }
    if wording.button.is_some() && !wording.footnote.is_empty() {
        blocks.push(wording.footnote.to_owned());
    }
    blocks.join("\n\n") + "\n"
}

/// All that there is to read, without what there is to tap.
pub(crate) fn blocks(wording: &Wording) -> Vec<String> {
    let mut blocks = vec![foreign::line(&wording.lead)];
    if let Some(quote) = &wording.quote {
        let quoted = foreign::lines(&quote.text).into_iter().map(|line| format!("> {line}"));
        let quoted: Vec<_> = quoted.map(|line| line.trim_end().to_owned()).collect();
        blocks.push(format!("{}\n{}", foreign::line(&quote.intro), quoted.join("\n")));
    }
    blocks.extend(wording.more.iter().map(|sentence| foreign::line(sentence)));
    if !wording.facts.is_empty() {
        let facts = wording.facts.iter().map(|(label, value)| {
            let value = foreign::line(value);
            format!("{label}: {value}")
        });
        blocks.push(facts.collect::<Vec<_>>().join("\n"));
    }
    blocks
}
