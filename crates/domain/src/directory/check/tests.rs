use jiff::{SignedDuration, ToSpan};

use super::*;
use crate::{directory::Target, id::ScheduleId};

/// A directory in which everything holds.
const SOUND: &str = r#"
[[responder]]
id = "ana"
name = "Ana Ruiz"
time_zone = "America/New_York"
contact = [
  { id = "sms", kind = "sms", address = "+15550100001" },
  { id = "mail", kind = "email", address = "ana@vendor.example" },
]
rules = [{ via = "sms" }, { via = "mail", after = "1m" }]

[[responder]]
id = "ben"
name = "Ben Okri"
contact = [
  { id = "sms", kind = "sms", address = "+15550100002" },
  { id = "hook", kind = "webhook", address = "https://chat.vendor.example/hook", secret = "whsec_MTIz" },
]

[[team]]
id = "support"
name = "Technical Support"
members = ["ana", "ben"]
lead = "ben"

[[schedule]]
id = "primary"
time_zone = "America/New_York"
[[schedule.rotation]]
members = ["ana", "ben"]
starts = "2026-01-05T09:00"
handoff = "1w"
during = [{ days = "mon-fri", from = "17:00", until = "09:00" }, { days = "sat-sun", from = "09:00", until = "09:00" }]
[[schedule.override]]
responder = "ben"
from = "2026-12-24T18:00"
until = "2026-12-26T09:00"

[[policy]]
id = "sev1"
default = true
steps = [{ page = ["schedule:primary"] }, { page = ["team:support"], answer_within = "5m" }]

[[region]]
id = "north-america"
time_zone = "America/New_York"
hours = [{ days = "mon-fri", from = "09:00", until = "17:00" }]

[[organization]]
id = "acme"
name = "Acme Stores"
domains = ["acme.example"]
policy = "sev1"
switch = { may_disable = "responder", limit = "4h" }
"#;

#[test]
fn a_sound_directory_has_nothing_to_complain_about() {
    assert_eq!(read(SOUND).contradictions(), []);
    assert_eq!(Directory::default().contradictions(), []);
}

/// What of the sound directory | is exchanged for what | where that is wrong | and what is said.
const WRONG: &str = r#"
via = "sms" | via = "pager" | responder ana, rules[0].via | write one of sms, mail
after = "1m" | after = "1m" }, { via = "x" | responder ana, rules[2].via | "x"
members = ["ana", "ben"]\nlead | members = ["ana", "zoe"]\nlead | team support, members[1] | no responder "zoe"
lead = "ben" | lead = "zoe" | team support, lead | add a [[responder]]
members = ["ana", "ben"]\nstarts | members = ["zoe"]\nstarts | schedule primary, rotation[0].members[0] | zoe
responder = "ben" | responder = "zoe" | schedule primary, override[0].responder | zoe
schedule:primary | schedule:second | policy sev1, steps[0].page[0] | no schedule "second"
team:support | team:db | policy sev1, steps[1].page[0] | no team "db"
team:support | responder:zoe | policy sev1, steps[1].page[0] | no responder "zoe"
policy = "sev1" | policy = "sev2" | organization acme, policy | no policy "sev2"
id = "ben" | id = "ana" | responder ana, id | there twice
id = "mail" | id = "sms" | responder ana, contact sms, id | there twice
id = "support" | id = "" | team[0], id | is empty
time_zone = "America/New_York"\ncontact | time_zone = "New York"\ncontact | responder ana, time_zone | IANA
time_zone = "America/New_York"\ncontact | time_zone = "UTC"\nlanguage = "de-CH"\ncontact | responder ana, language | one of en, de, fr, es, ja
time_zone = "America/New_York"\n[[sched | time_zone = "EDT5"\n[[sched | schedule primary, time_zone | "EDT5"
time_zone = "America/New_York"\nhours | time_zone = ""\nhours | region north-america, time_zone | IANA
{ page = ["schedule:primary"] } | { page = [] } | policy sev1, steps[0].page | write whom
[{ page = ["schedule:primary"] }, { page = ["team:support"], answer_within = "5m" }] | [] | policy sev1, steps | at least one step
answer_within = "5m" | answer_within = "0s" | policy sev1, steps[1].answer_within | longer
handoff = "1w" | handoff = "weekly" | schedule primary, rotation[0].handoff | 1w or 2w
handoff = "1w" | handoff = "30s" | schedule primary, rotation[0].handoff | 1w or 2w
days = "sat-sun" | days = "weekend" | schedule primary, rotation[0].during[1].days | mon-fri
{ days = "mon-fri", from = "09:00" | { days = "m-f", from = "09:00" | region north-america, hours[0].days | "m-f"
until = "2026-12-26T09:00" | until = "2026-12-24T18:00" | schedule primary, override[0].until | later
+15550100001 | 555-0100 | responder ana, contact sms, address | +15550100001
ana@vendor.example | ana at vendor | responder ana, contact mail, address | mail address
https://chat | chat | responder ben, contact hook, address | https://
address = "ana@vendor.example" | address = "ana@vendor.example", secret = "x" | responder ana, contact mail, secret | webhook
answer_within = "5m" }] | answer_within = "5m" }]\nlast_resort = "bosses" | policy sev1, last_resort | no policy "bosses"
answer_within = "5m" }] | answer_within = "5m" }]\nlast_resort = "sev1" | policy sev1, last_resort | leads back
via = "sms" | via = "sms", during = [{ days = "weekend" }] | responder ana, rules[0].during[0].days | mon-fri
handoff = "1w" | handoff = "1w"\ntime_zone = "EDT5" | schedule primary, rotation[0], time_zone | EDT5
limit = "4h" | limit = "0s" | organization acme, switch.limit | 4h
domains = ["acme.example"] | domains = ["@acme"] | organization acme, domains[0] | acme.example
[[region]] | [[policy]]\nid = "two"\ndefault = true\nsteps = [{ page = ["team:support"] }]\n[[region]] | policy two, default | policy sev1 is the default already
hours = [{ | holidays = "bavaria"\nhours = [{ | region north-america, holidays | us-federal or england
hours = [{ | holidays = "office.ics"\nhours = [{ | region north-america, holidays | a file that was not read
hours = [{ | closed = ["2026-12-24"]\nopen = ["2026-12-24"]\nhours = [{ | region north-america, open | 2026-12-24 is closed too
"#;

#[test]
fn each_contradiction_is_named_with_its_place() {
    for row in WRONG.trim().lines() {
        let cells: Vec<_> = row.split(" | ").map(|cell| cell.replace("\\n", "\n")).collect();
        let [what, instead, place, part] = cells.try_into().expect("four cells");
        assert!(SOUND.contains(&what), "{what}");
        let found = read(&SOUND.replacen(&what, &instead, 1)).contradictions();
        let hit = found.iter().any(|it| it.place == place && it.problem.contains(&part));
        assert!(hit, "{instead}: wanted {place}: {part}, found {found:#?}");
    }
}

#[test]
fn a_sound_directory_has_no_holes() {
    assert_eq!(told(SOUND, 28), Vec::<String>::new());
}

#[test]
fn each_hole_is_named_with_what_mends_it() {
    for (what, instead, expected) in [
        (
            ", { days = \"sat-sun\", from = \"09:00\", until = \"09:00\" }",
            "",
            vec![
                "schedule primary: nobody is on call from Sat 2026-11-28 09:00 until Mon 2026-11-30 09:00 (America/New_York): add a rotation or an override for this time",
            ],
        ),
        (
            // The last day's window ends at midnight, and Monday's begins at 17:00.
            "days = \"sat-sun\", from = \"09:00\", until = \"09:00\"",
            "days = \"sat-sun\"",
            vec![
                "schedule primary: nobody is on call from Mon 2026-11-30 00:00 until Mon 2026-11-30 09:00 (America/New_York): add a rotation or an override for this time",
            ],
        ),
        (
            // The desk is closed on a day on which the rotation leaves the work to the desk.
            "hours = [{",
            "holidays = \"us-federal\"\nhours = [{",
            vec![
                "schedule primary: nobody is on call from Thu 2026-11-26 09:00 until Thu 2026-11-26 17:00 (America/New_York): add a rotation or an override for this time",
            ],
        ),
        (
            ", { page = [\"team:support\"], answer_within = \"5m\" }",
            "",
            vec![
                "policy sev1: no step names anybody from Mon 2026-11-23 09:00 until Mon 2026-11-23 17:00 (America/New_York): add a team or a person as the last step",
                "policy sev1: no step names anybody from Tue 2026-11-24 09:00 until Tue 2026-11-24 17:00 (America/New_York): add a team or a person as the last step",
            ],
        ),
        (
            ",\n  { id = \"mail\", kind = \"email\", address = \"ana@vendor.example\" },\n]\nrules = [{ via = \"sms\" }, { via = \"mail\", after = \"1m\" }]",
            "]",
            vec![
                "responder ana: is paged by policy sev1 (schedule:primary) but has one contact method only (sms): add a second one, so that a page still arrives when the first one fails",
            ],
        ),
        (
            ", { via = \"mail\", after = \"1m\" }",
            "",
            vec![
                "responder ana: is paged by policy sev1 (schedule:primary), but the rules use only \"sms\": add a rule for a second contact method, so that a page still arrives when the first one fails",
            ],
        ),
        (
            "steps = [{ page = [\"schedule:primary\"] }, { page = [\"team:support\"], answer_within = \"5m\" }]",
            "steps = [{ page = [\"team:nobody\"] }]\n[[team]]\nid = \"nobody\"\nname = \"Nobody\"",
            vec![
                "policy sev1: no step names anybody who could be paged: add a team or a person as the last step",
            ],
        ),
    ] {
        assert!(SOUND.contains(what), "{what}");
        let days = if expected.len() > 1 { 2 } else { 7 };
        let found = told(&SOUND.replacen(what, instead, 1), days);
        assert_eq!(found, expected, "{instead}");
    }
    let nobody = "directory: there is no escalation policy";
    assert!(told("", 7)[0].starts_with(nobody));
    let alone = SOUND.split_once("[[responder]]\nid = \"ben\"").unwrap().0.split("contact").next();
    let paged = alone.unwrap().to_owned()
        + "[[policy]]\nid = \"p\"\nsteps = [{ page = [\"responder:ana\"] }]";
    assert_eq!(
        told(&paged, 7),
        [
            "responder ana: is paged by policy p (responder:ana) but has no contact method: add one to contact"
        ]
    );
}

/// What hangs by a thread, and in the sound directory nothing does.
#[test]
fn each_single_point_of_failure_is_told_with_its_remedy() {
    for (what, instead, expected) in [
        ("", "", None),
        ("lead = \"ben\"", "", Some("directory: nobody leads")),
        (
            "[[responder]]",
            "accept = [\"schedule:primary/sat-09:00\"]\n[[responder]]",
            Some("accept: \"schedule:primary/sat-09:00\" is accepted but is no hole any more"),
        ),
        (
            "members = [\"ana\", \"ben\"]\nstarts",
            "members = [\"ana\"]\nstarts",
            Some("schedule primary: only Ana Ruiz is ever on call: add a second member"),
        ),
        (
            "{ id = \"mail\", kind = \"email\", address = \"ana@vendor.example\" }",
            "{ id = \"mail\", kind = \"voice\", address = \"+15550100001\" }",
            Some("responder ana: is reached over the telephone network only"),
        ),
        (
            "{ page = [\"team:support\"]",
            "{ page = [\"schedule:primary\"]",
            Some("policy sev1: steps 1 and 2 both call Ana Ruiz"),
        ),
        (
            "[{ page = [\"schedule:primary\"] }, { page = [\"team:support\"], answer_within = \"5m\" }]",
            "[{ page = [\"responder:ana\"] }]",
            Some("policy sev1: only Ana Ruiz can ever be called"),
        ),
    ] {
        assert!(SOUND.contains(what), "{what}");
        let now: Timestamp = NOW.parse().unwrap();
        let directory = read(&SOUND.replacen(what, instead, 1));
        let found = directory.weaknesses(now, now + SignedDuration::from_hours(12 * 7 * 24));
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        match expected {
            None => assert_eq!(found, Vec::<String>::new()),
            Some(expected) => {
                assert!(found.iter().any(|one| one.starts_with(expected)), "{expected}: {found:?}");
            }
        }
    }
}

/// A hole is accepted by a name that is the same next week, whatever is looked at.
#[test]
fn the_name_of_a_hole_stays_as_the_weeks_go_by() {
    let weekends =
        SOUND.replace(", { days = \"sat-sun\", from = \"09:00\", until = \"09:00\" }", "");
    let holidays = SOUND.replacen("hours = [{", "holidays = \"us-federal\"\nhours = [{", 1);
    let later = SOUND.replace("2026-01-05T09:00", "2026-12-07T09:00");
    let later = later.split_once("[[region]]").unwrap().0.to_owned();
    for (text, expected) in [
        (&weekends, "schedule:primary/sat-09:00"),
        (&holidays, "schedule:primary/2026-11-26T09:00"),
        (&later, "schedule:primary/until-2026-12-07T17:00"),
        (&"".to_owned(), "directory/no-policy"),
    ] {
        for (start, days) in [(0, 7), (0, 28), (1, 84), (2, 84)] {
            let now = NOW.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * start);
            let holes = read(text).holes(now, now + SignedDuration::from_hours(24 * days));
            let names: Vec<_> = holes.iter().map(|hole| hole.name.as_str()).collect();
            assert!(names.contains(&expected), "{expected} after {start} of {days}: {names:?}");
        }
    }
    // In the middle of a weekend the hole still has the name of its beginning.
    let sunday: Timestamp = "2026-11-29T12:00Z".parse().unwrap();
    let holes = read(&weekends).holes(sunday, sunday + SignedDuration::from_hours(24));
    assert_eq!(holes[0].name, "schedule:primary/sat-09:00");
    let accepting = format!("accept = [\"schedule:primary/sat-09:00\"]\n{weekends}");
    assert!(holes.iter().all(|hole| read(&accepting).accepts(hole)));
    assert!(!holes.iter().any(|hole| read(&weekends).accepts(hole)));
}

#[test]
fn rules_may_differ_by_the_hour_and_never_leave_an_hour_without_any() {
    let night = SOUND.replace(
        "rules = [{ via = \"sms\" }, { via = \"mail\", after = \"1m\" }]",
        "rules = [{ via = \"sms\", during = [{ days = \"mon-fri\", from = \"08:00\", until = \"20:00\" }] }, \
         { via = \"mail\", after = \"1m\", during = [{ days = \"mon-fri\", from = \"08:00\", until = \"23:00\" }] }]",
    );
    let directory = read(&night);
    assert_eq!(directory.contradictions(), []);
    let order = |at: &str| {
        let order = directory.responder(&"ana".into()).unwrap().ring_order(at.parse().unwrap());
        order.into_iter().map(|(_, contact)| contact.0).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order("2026-11-23T13:00-05:00"), "sms mail");
    assert_eq!(order("2026-11-23T21:00-05:00"), "mail", "on the person's own clocks");
    assert_eq!(order("2026-11-23T23:30-05:00"), "sms mail", "no rule: all of them");
    assert_eq!(
        told(&night, 7),
        ["responder ana: is paged by policy sev1 (schedule:primary), but the rules use only \
          \"mail\" at some hours (Mon 20:00): add a rule for a second contact method, so that a \
          page still arrives when the first one fails"]
    );
}

#[test]
fn a_schedule_without_anybody_is_one_hole() {
    let broken = SOUND
        .replace("handoff = \"1w\"", "handoff = \"never\"")
        .replace("[[region]]", "[[region]]\nclosed = []");
    let now: Timestamp = NOW.parse().unwrap();
    let directory = Directory { regions: Vec::new(), ..read(&broken) };
    let holes = directory.holes(now, now + SignedDuration::from_hours(24));
    assert_eq!(holes.len(), 1);
    assert_eq!(
        (holes[0].from, holes[0].until),
        (Some(now), Some(now + SignedDuration::from_hours(24)))
    );
}

/// Whatever the layers are: when a page to a schedule finds nobody, a hole says so, and the other
/// way round.
#[test]
fn no_gap_is_missed_and_none_is_made_up() {
    let windows = [
        "",
        "during = [{ days = \"mon-thu\", from = \"18:30\", until = \"07:15\" }]",
        "during = [{ days = \"sat,sun\" }]",
    ];
    for seed in 0..12_usize {
        let zone = ["Europe/London", "America/New_York", "Australia/Lord_Howe"][seed % 3];
        let layer = |members: &str, window: usize| {
            format!(
                "[[schedule.rotation]]\nmembers = {members}\nstarts = \"2026-03-01T09:00\"\nhandoff = \"12h\"\n{}\n",
                windows[window % 3]
            )
        };
        let text = format!(
            "[[schedule]]\nid = \"s\"\ntime_zone = \"{zone}\"\n{}{}\
             [[policy]]\nid = \"p\"\nsteps = [{{ page = [\"schedule:s\"] }}]\n\
             [[responder]]\nid = \"ana\"\nname = \"Ana\"\n",
            layer("[\"ana\", \"ghost\"]", 1 + seed / 3),
            layer(if seed % 2 == 0 { "[\"ana\"]" } else { "[\"ghost\"]" }, 1 + seed / 6),
        );
        let directory = read(&text);
        let now: Timestamp = "2026-02-25T00:00Z".parse().unwrap();
        let until = now + SignedDuration::from_hours(24 * 50);
        let holes = directory.holes(now, until);
        let target = Target::Schedule(ScheduleId::from("s"));
        let mut at = now;
        while at < until {
            let nobody = directory.resolve(&target, at).is_empty();
            let is_in = |hole: &&Hole| {
                hole.from.is_some_and(|from| from <= at)
                    && hole.until.is_some_and(|until| at < until)
            };
            let hole = holes.iter().filter(|hole| hole.place == "schedule s").find(is_in);
            assert_eq!(nobody, hole.is_some(), "seed {seed} at {at}");
            at += 97.minutes();
        }
    }
}

#[test]
fn the_holes_of_fifty_schedules_in_twelve_weeks_are_many_and_all_found() {
    let mut text = "[[responder]]\nid = \"ana\"\nname = \"Ana\"\n".to_owned();
    for number in 0..50 {
        text += &format!(
            "[[schedule]]\nid = \"s{number}\"\ntime_zone = \"Europe/London\"\n\
             [[schedule.rotation]]\nmembers = [\"ana\"]\nstarts = \"2001-01-01T09:00\"\nhandoff = \"1d\"\n\
             during = [{{ days = \"mon-fri\", from = \"17:00\", until = \"09:00\" }}]\n\
             [[policy]]\nid = \"p{number}\"\nsteps = [{{ page = [\"schedule:s{number}\"] }}]\n"
        );
    }
    let now: Timestamp = NOW.parse().unwrap();
    let holes = read(&text).holes(now, now + SignedDuration::from_hours(12 * 7 * 24));
    let of_schedules = holes.iter().filter(|hole| hole.place.starts_with("schedule")).count();
    // Four working days a week and each weekend with the Monday behind it; the first Monday is one
    // more, the last night has not ended.
    assert_eq!(of_schedules, 50 * (12 * 5 + 1));
}

/// Nine on a Monday morning in New York.
const NOW: &str = "2026-11-23T14:00Z";

fn read(text: &str) -> Directory {
    toml::from_str(text).unwrap()
}

/// The holes of the next days.
fn told(text: &str, days: i64) -> Vec<String> {
    let now: Timestamp = NOW.parse().unwrap();
    let until = now + SignedDuration::from_hours(days * 24);
    read(text).holes(now, until).iter().map(ToString::to_string).collect()
}
