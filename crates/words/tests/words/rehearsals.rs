//! What a rehearsal found.

use domain::{
    Directory, Settings,
    rehearsal::{Plan, Rehearsal, rehearse},
};
use words::Reader;

const DIRECTORY: &str = r#"
region = [{ id = "us", time_zone = "America/New_York", hours = [{ days = "mon-fri", from = "09:00", until = "17:00" }] }]
[[responder]]
id = "ana"
name = "Ana <Ruiz>"
time_zone = "America/New_York"
contact = [{ id = "mail", kind = "email", address = "ana@vendor.example" }]
[[responder]]
id = "ben"
name = "Ben"
time_zone = "America/New_York"
contact = [{ id = "sms", kind = "sms", address = "+15550100002" }]
[[schedule]]
id = "primary"
time_zone = "America/New_York"
rotation = [{ members = ["ana", "ben"], starts = "2026-11-20T09:00", handoff = "1d" }]
[[policy]]
id = "sev1"
steps = [{ page = ["schedule:primary"], answer_within = "5m" }]
"#;

#[test]
fn a_rehearsal_as_a_report() {
    let (found, directory) = rehearsed();
    let report = words::rehearsal::report(&found, &directory, &Reader::default());
    insta::assert_snapshot!("rehearsal", report.join("\n"));
}

#[test]
fn the_picture_of_the_weeks_has_a_square_for_each_hour() {
    let (mut found, _) = rehearsed();
    found.time_zone = "<Mars> & \"Olympus\"".to_owned();
    let picture = words::rehearsal::picture(&found);
    assert_eq!(picture.matches("too late</title>").count(), found.hours.len());
    assert!(picture.contains("by hour (&lt;Mars&gt; &amp; &quot;Olympus&quot;)"));
    assert!(picture.starts_with("<svg xmlns=") && picture.ends_with("</svg>\n"));
}

fn rehearsed() -> (Rehearsal, Directory) {
    let directory = toml::from_str(DIRECTORY).expect("a directory");
    let from = "2026-11-27T00:00-05:00".parse().expect("a moment");
    let plan = Plan { weeks: 1, each_hour: 8, ..Plan::usual(from) };
    (rehearse(&directory, &Settings::default(), &plan), directory)
}
