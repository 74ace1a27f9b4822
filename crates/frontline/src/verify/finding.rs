//! What was found in a journal, as a person and as a program reads it.

use serde_json::json;
use store::{Finding, Wrong};

pub(crate) fn sentence(finding: &Finding) -> String {
    let told = match finding.wrong {
        Wrong::Missing { from, to } => format!("{} missing", are(from, to)),
        Wrong::Altered { from, to } => {
            format!("{} not what was written: altered or forged", are(from, to))
        }
        Wrong::Inserted { from, to } => {
            format!("{} not written by Frontline: inserted by something else", are(from, to))
        }
        Wrong::Removed { before, count: 1 } => {
            format!("an entry was removed before entry {before}, and the rest renumbered")
        }
        Wrong::Removed { before, count } => {
            format!("{count} entries were removed before entry {before}, and the rest renumbered")
        }
        Wrong::Swapped { from, to } => {
            format!("entries {from} and {to} stand in each other's place")
        }
        Wrong::CutOff { from, to } => {
            format!("{} missing at the end: the anchor knows them", are(from, to))
        }
        Wrong::Rewritten { upto } => format!(
            "entry {upto} is not the one of the anchor: it or one before it was written anew"
        ),
        Wrong::Gone { entries } => {
            format!("the anchor knows {entries} entries of it, and none is left")
        }
        Wrong::Empty => "it is there, and its journal is not".to_owned(),
        Wrong::Orphaned => "its journal is there, and it itself is not".to_owned(),
    };
    format!("{}: {told}", name(finding))
}

/// `E-1042`, or "the switch of acme".
fn name(finding: &Finding) -> String {
    match &finding.organization {
        Some(organization) => format!("the switch of {organization}"),
        None if finding.number < 0 => "a switch".to_owned(),
        None => format!("E-{}", finding.number),
    }
}

pub(crate) fn as_json(finding: &Finding) -> serde_json::Value {
    let (name, entries) = match finding.wrong {
        Wrong::Missing { from, to } => ("missing", Some((from, to))),
        Wrong::Altered { from, to } => ("altered", Some((from, to))),
        Wrong::Inserted { from, to } => ("inserted", Some((from, to))),
        Wrong::Removed { before, .. } => ("removed", Some((before, before))),
        Wrong::Swapped { from, to } => ("swapped", Some((from, to))),
        Wrong::CutOff { from, to } => ("cut_off", Some((from, to))),
        Wrong::Rewritten { upto } => ("rewritten", Some((1, upto))),
        Wrong::Gone { entries } => ("gone", Some((1, entries))),
        Wrong::Empty => ("empty", None),
        Wrong::Orphaned => ("orphaned", None),
    };
    json!({
        "number": (finding.number >= 0).then(|| format!("E-{}", finding.number)),
        "organization": finding.organization,
        "wrong": name,
        "from": entries.map(|(from, _)| from),
        "to": entries.map(|(_, to)| to),
        "text": sentence(finding),
    })
}

/// "entry 3 is" or "entries 3 to 5 are".
fn are(from: i64, to: i64) -> String {
    if from == to { format!("entry {from} is") } else { format!("entries {from} to {to} are") }
}
