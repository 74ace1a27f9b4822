use super::*;

const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana", time_zone = "America/New_York", contact = [
    { id = "sms", kind = "sms", address = "+15550100001" },
    { id = "voice", kind = "voice", address = "+15550100001" },
  ], rules = [{ via = "sms" }, { via = "voice", after = "1m" }] },
  { id = "ben", name = "Ben", time_zone = "America/New_York", contact = [
    { id = "sms", kind = "sms", address = "+15550100002" },
    { id = "voice", kind = "voice", address = "+15550100002" },
    { id = "mail", kind = "email", address = "ben@vendor.example" },
  ], rules = [{ via = "sms" }, { via = "voice", after = "1m" }, { via = "mail" }] },
  { id = "cho", name = "Cho", time_zone = "America/New_York", contact = [
    { id = "sms", kind = "sms", address = "+15550100003" },
    { id = "voice", kind = "voice", address = "+15550100003" },
  ], rules = [{ via = "sms" }, { via = "voice", after = "1m" }] },
]
team = [{ id = "support", name = "Support", members = ["ana", "ben", "cho"] }]
region = [{ id = "us", time_zone = "America/New_York", hours = [{ days = "mon-fri", from = "09:00", until = "17:00" }] }]

[[schedule]]
id = "primary"
time_zone = "America/New_York"
  [[schedule.rotation]]
  members = ["ana", "ben"]
  starts = "2026-01-05T09:00"
  handoff = "1w"

[[policy]]
id = "sev1"
default = true
steps = [
  { page = ["schedule:primary"], answer_within = "5m" },
  { page = ["team:support"], answer_within = "5m" },
]
"#;

#[test]
fn the_same_seed_rehearses_the_same_weeks() {
    let one = rehearsed(DIRECTORY, 2, 3);
    assert_eq!(one, rehearsed(DIRECTORY, 2, 3));
    let other = Plan { seed: 2, ..plan(2, 3) };
    let other = rehearse(&directory(DIRECTORY), &Settings::default(), &other);
    assert_ne!(one.answer, other.answer);
    assert_eq!(one.hours.len(), other.hours.len());
}

#[test]
fn only_hours_in_which_emergencies_page_at_once_are_rehearsed() {
    let found = rehearsed(DIRECTORY, 2, 1);
    // Two weeks have ten working days of eight hours.
    assert_eq!(found.hours.len(), 2 * 168 - 80);
    assert_eq!(found.answer.emergencies, found.hours.len().try_into().unwrap());
    for hour in &found.hours {
        let at = hour.local;
        let works = at.weekday().to_monday_zero_offset() < 5;
        assert!(!works || at.hour() < 9 || at.hour() >= 17, "{at} is in regular hours");
    }
    let mut paging = Settings::default();
    paging.coverage.in_hours = crate::settings::InHours::Page;
    let always = rehearse(&directory(DIRECTORY), &paging, &plan(1, 1));
    assert_eq!(always.hours.len(), 168);
}

#[test]
fn the_hour_that_the_clocks_leave_out_is_not_rehearsed() {
    let over = |from: &str| {
        let plan = Plan { from: from.parse().unwrap(), ..plan(1, 1) };
        let found = rehearse(&directory(DIRECTORY), &Settings::default(), &plan);
        found
            .hours
            .iter()
            .filter(|hour| hour.local.weekday() == jiff::civil::Weekday::Sunday)
            .count()
    };
    assert_eq!(over("2026-03-06T00:00-05:00"), 23, "spring");
    assert_eq!(over("2026-10-30T00:00-04:00"), 25, "autumn");
    assert_eq!(over("2026-06-05T00:00-04:00"), 24, "summer");
}

#[test]
fn a_sound_directory_has_no_bad_nights() {
    let found = rehearsed(DIRECTORY, 2, 10);
    assert_eq!(found.bad_nights, []);
    assert_eq!(found.holes, []);
    assert!(found.answer.unanswered == 0, "the ladder has no last step: {:?}", found.answer);
    assert!(found.answer.half_seconds.is_some_and(|half| half < 300.0), "{:?}", found.answer);
    let (half, most) = (found.answer.half_seconds, found.answer.ninety_nine_percent_seconds);
    assert!(half < most && most <= found.answer.longest_seconds);
}

#[test]
fn a_what_if_says_what_depends_on_one_provider_or_person() {
    let found = rehearsed(DIRECTORY, 2, 16);
    let of = |meant: &If| {
        let it = found.what_ifs.iter().find(|one| one.it == *meant);
        it.unwrap_or_else(|| panic!("{meant:?} is not rehearsed")).answer.clone()
    };
    let phones = If::ProviderDown {
        kinds: vec![crate::directory::ContactKind::Sms, crate::directory::ContactKind::Voice],
    };
    let mails = If::ProviderDown { kinds: vec![crate::directory::ContactKind::Email] };
    let ana = If::DoesNotHear { responder: "ana".into() };
    assert!(of(&phones).late > 0.5, "only mails arrive: {:?}", of(&phones));
    assert!(of(&mails).late < 0.05);
    assert!(of(&ana).late < of(&phones).late);
    assert!(of(&ana).half_seconds > of(&mails).half_seconds, "Ben and Cho are called later");
    assert_eq!(found.what_ifs.len(), 2 + 3);
}

#[test]
fn a_bad_night_tells_what_makes_it_one() {
    let only_primary =
        DIRECTORY.replace("  { page = [\"team:support\"], answer_within = \"5m\" },\n", "");
    let nights = "during = [{ days = \"mon-thu\", from = \"17:00\", until = \"09:00\" }]\n";
    let hole = only_primary.replace("handoff = \"1w\"\n", &format!("handoff = \"1w\"\n{nights}"));
    let off_duty = hole.replace("\"1m\"", "\"40m\"").replace("[\"ana\", \"ben\"]", "[\"cho\"]");
    for (what, text, cause) in [
        ("one person who hears nothing", &hole, Some(Cause::Alone { responder: "ana".into() })),
        ("nothing", &DIRECTORY.to_owned(), None),
        (
            "one person who is called too late",
            &off_duty,
            Some(Cause::Alone { responder: "cho".into() }),
        ),
        (
            "no calls",
            &DIRECTORY
                .replace("kind = \"voice\"", "kind = \"email\"")
                .replace("\"sms\", a", "\"email\", a"),
            Some(Cause::NoCalls { responders: vec!["ana".into(), "ben".into(), "cho".into()] }),
        ),
    ] {
        let found = rehearsed(text, 1, 10);
        let causes: Vec<_> = found.bad_nights.iter().map(|night| &night.why).collect();
        match cause {
            None => assert_eq!(causes, Vec::<&Cause>::new(), "{what}"),
            Some(cause) => assert!(causes.contains(&&cause), "{what}: {causes:?}"),
        }
    }
    let empty = rehearsed("", 1, 3);
    assert_eq!(empty.answer.unanswered, empty.answer.emergencies);
    assert!(empty.bad_nights.iter().all(|night| night.why == Cause::Nobody));
    assert!(empty.bad_nights.len() >= 7, "{}", empty.bad_nights.len());
}

fn rehearsed(text: &str, weeks: u32, each_hour: u32) -> Rehearsal {
    rehearse(&directory(text), &Settings::default(), &plan(weeks, each_hour))
}

fn plan(weeks: u32, each_hour: u32) -> Plan {
    let from = "2026-11-23T00:00-05:00".parse().unwrap();
    Plan { weeks, each_hour, ..Plan::usual(from) }
}

fn directory(text: &str) -> Directory {
    toml::from_str(text).unwrap()
}

#[test]
fn what_is_given_goes_wrong_in_all_of_it() {
    let deaf = |id: &str| If::DoesNotHear { responder: id.into() };
    let all = If::Together { all: vec![deaf("ana"), deaf("ben"), deaf("cho")] };
    let nobody = Plan { given: all, ..plan(1, 4) };
    let found = rehearse(&directory(DIRECTORY), &Settings::default(), &nobody);
    assert_eq!(found.answer.unanswered, found.answer.emergencies);
    let one = Plan { given: deaf("ana"), ..plan(1, 16) };
    let one = rehearse(&directory(DIRECTORY), &Settings::default(), &one);
    let usual = rehearsed(DIRECTORY, 1, 16);
    assert!(one.answer.late > usual.answer.late, "{:?} {:?}", one.answer, usual.answer);
}
