//! Asks for what was not said with flags.

use std::io::{self, BufRead, Write};

use anyhow::{Context, bail};
use domain::request::Impact;

use super::Arguments;

pub(super) fn complete(arguments: &mut Arguments) -> anyhow::Result<()> {
    let summary = ask("What is wrong? ")?;
    if summary.is_none() {
        bail!("nothing was said: describe what is wrong in one sentence");
    }
    arguments.summary = summary;
    if arguments.impact.is_none() {
        arguments.impact = impact()?;
    }
    for (question, answer) in [
        ("What else may help us? ", &mut arguments.details),
        ("Your organization? ", &mut arguments.organization),
        ("Your name? ", &mut arguments.name),
        ("Your e-mail address, for news? ", &mut arguments.email),
        ("Your phone number, with its country? ", &mut arguments.phone),
    ] {
        if answer.is_none() {
            *answer = ask(question)?;
        }
    }
    Ok(())
}

fn impact() -> anyhow::Result<Option<String>> {
    let mut out = io::stdout().lock();
    for (number, impact) in (1..).zip(Impact::ALL) {
        writeln!(out, "  {number} {}", words(impact))?;
    }
    drop(out);
    let typed = ask("What does it do to your business? A number, or nothing if you are unsure: ")?;
    let number = typed.and_then(|typed| typed.parse::<usize>().ok());
    let chosen = number.and_then(|number| Impact::ALL.get(number.checked_sub(1)?));
    Ok(chosen.map(|impact| impact.name().to_owned()))
}

fn words(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "It is down",
        Impact::BrokenContent => "Our customers see something broken or wrong",
        Impact::RevenueBlocked => "We cannot sell or take money",
        Impact::DataOrSecurity => "Data, security or the law is at stake",
        Impact::OtherMaterial => "It hurts our business in another way",
        Impact::Deadline => "We have a deadline",
        Impact::Priority => "It is important to us",
        Impact::Question => "It is a question",
        Impact::Change => "We wish for a change",
    }
}

/// What is typed in one line; nothing, if it is empty.
fn ask(question: &str) -> anyhow::Result<Option<String>> {
    let mut out = io::stdout().lock();
    write!(out, "{question}")?;
    out.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("the terminal cannot be read")?;
    Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()))
}
