//! Applying, exporting and comparing directories.

use crate::folder::Folder;

pub(crate) const SOUND: &str = r#"[[responder]]
id = "ana"
name = "Ana Ruiz"
roles = ["responder", "admin"]
contact = [
  { id = "hook", kind = "webhook", address = "http://127.0.0.1:9/hook", secret = "whsec_MTIz" },
  { id = "chat", kind = "webhook", address = "http://127.0.0.1:9/chat" },
]

[[team]]
id = "support"
name = "Technical Support"
members = ["ana"]

[[policy]]
id = "sev1"
default = true
steps = [{ page = ["team:support"], answer_within = "5m" }]

[[organization]]
id = "acme"
name = "Acme Stores"
"#;

#[test]
fn a_directory_goes_in_and_comes_out_the_same() {
    let folder = Folder::new();
    folder.write("directory.toml", SOUND);
    let applied = folder.run("directory apply directory.toml");
    assert_eq!(
        (applied.code, applied.out.as_str()),
        (
            Some(0),
            "responder ana: added\nteam support: added\npolicy sev1: added\n\
             organization acme: added\nThe directory has version 1 now\n"
        ),
        "{}",
        applied.problems
    );
    let exported = folder.run("directory export");
    folder.write("again.toml", &exported.out);
    let same = folder.run("directory diff again.toml");
    assert_eq!((same.code, same.out.as_str()), (Some(0), ""), "{}", exported.out);
    let nothing = folder.run("directory apply again.toml");
    assert_eq!(nothing.out, "Nothing to do: version 1 is the same\n");

    folder
        .write("new.toml", &SOUND.replace("Ana Ruiz", "Ana Ruiz-Sol").replace("\"5m\"", "\"3m\""));
    let told = "responder ana: name changed from \"Ana Ruiz\" to \"Ana Ruiz-Sol\"\n\
                policy sev1: steps[0].answer_within changed from \"5m\" to \"3m\"\n";
    assert_eq!(folder.run("directory diff new.toml").out, told);
    assert_eq!(folder.run("directory diff directory.toml").out, "");
    let applied = folder.run("directory apply new.toml");
    assert_eq!(applied.out, format!("{told}The directory has version 2 now\n"));
}

#[test]
fn a_contradiction_is_refused_with_its_line() {
    let folder = Folder::new();
    for (what, instead, expected) in [
        (
            "members = [\"ana\"]",
            "members = [\"ana\", \"zoe\"]",
            "d.toml:13: team support, members[1]: there is no responder \"zoe\"",
        ),
        (
            "http://127.0.0.1:9/chat",
            "127.0.0.1",
            "d.toml:7: responder ana, contact chat, address: \"127.0.0.1\" cannot be reached",
        ),
        ("team:support", "team:db", "d.toml:18: policy sev1, steps[0].page[0]: there is no team"),
        ("\"5m\"", "\"0s\"", "d.toml:18: policy sev1, steps[0].answer_within: must be longer"),
        ("id = \"acme\"", "id = \"acme\"\npolicy = \"x\"", "d.toml:22: organization acme, policy"),
    ] {
        folder.write("d.toml", &SOUND.replace(what, instead));
        let said = folder.run("directory apply d.toml --accept-holes");
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{instead}");
        assert!(said.problems.contains(expected), "{expected}: {}", said.problems);
        assert!(said.problems.contains("nothing was changed"), "{}", said.problems);
    }
    assert_eq!(folder.run("directory export").out.trim(), "");
}

#[test]
fn what_is_no_directory_is_refused_with_its_line() {
    let folder = Folder::new();
    for (what, instead, expected) in [
        (
            "members =",
            "membrs =",
            "frontline: d.toml:13: team[0].membrs: there is no such key, \"membrs\": did you mean \"members\"?\n",
        ),
        (
            "\"5m\"",
            "\"5 minutes\"",
            "frontline: d.toml:18: policy[0].steps[0].answer_within: \"5 minutes\" is not a duration: write it as 90s, 5m, 1h, 2d or 1w\n",
        ),
        (
            "team:support",
            "support",
            "frontline: d.toml:18: policy[0].steps[0].page: \"support\" is not a target: write schedule:ID, team:ID or responder:ID\n",
        ),
        (
            "kind = \"webhook\"",
            "kind = \"pager\"",
            "frontline: d.toml:6: responder[0].contact[0].kind: \"pager\" is not possible: write one of \"email\", \"gotify\", \"mattermost\", \"ntfy\", \"push\", \"slack\", \"sms\", \"teams\", \"telegram\", \"voice\", \"webhook\"\n",
        ),
        (
            "name = \"Ana Ruiz\"\n",
            "",
            "frontline: d.toml:1: responder[0]: \"name\" is missing: add it\n",
        ),
        ("\"ana\"\n", "ana\n", "frontline: d.toml:2: "),
    ] {
        folder.write("d.toml", &SOUND.replacen(what, instead, 1));
        let said = folder.run("directory apply d.toml");
        assert_eq!(said.code, Some(1), "{instead}");
        assert!(said.problems.starts_with(expected), "{expected}: {}", said.problems);
    }
}

#[test]
fn holes_are_refused_unless_they_are_accepted() {
    let folder = Folder::new();
    let hole = SOUND.replace("[\"ana\"]", "[]");
    folder.write("d.toml", &hole);
    let refused = folder.run("directory apply d.toml");
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(refused.problems.contains("d.toml: policy sev1: no step names anybody"), "{refused:?}");
    assert!(refused.problems.contains("--accept-holes"), "{refused:?}");
    assert_eq!(folder.run("directory export").out.trim(), "");

    let accepted = folder.run("directory apply d.toml --accept-holes");
    assert_eq!(accepted.code, Some(0), "{accepted:?}");
    assert!(accepted.out.ends_with("The directory has version 1 now\n"), "{accepted:?}");
}

#[test]
fn a_hole_that_is_accepted_by_name_stays_accepted_and_visible() {
    let folder = Folder::new();
    let two_holes = SOUND.replace("[\"ana\"]", "[]")
        + "[[policy]]\nid = \"other\"\nsteps = [{ page = [\"team:support\"] }]\n";
    folder.write("d.toml", &two_holes);
    let refused = folder.run("directory apply d.toml --accept policy:sev1/always");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.problems.contains("[policy:other/always]"), "{refused:?}");
    assert!(!refused.problems.contains("[policy:sev1/always]"), "{refused:?}");

    let both = "directory apply d.toml --accept policy:sev1/always --accept policy:other/always";
    let accepted = folder.run(both);
    assert_eq!(accepted.code, Some(0), "{accepted:?}");
    assert!(accepted.out.contains("accept policy:sev1/always: added\n"), "{accepted:?}");
    let kept = folder.run("directory export").out;
    assert!(
        kept.starts_with("accept = [\"policy:sev1/always\", \"policy:other/always\"]"),
        "{kept}"
    );

    let checked = folder.run("check");
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(checked.out.contains("Accepted: policy sev1: no step names anybody"), "{checked:?}");

    folder.write("e.toml", &kept.replace("Ana Ruiz", "Ana Sol"));
    assert_eq!(folder.run("directory apply e.toml").code, Some(0), "accepted in the file");
}

#[test]
fn holidays_come_from_a_calendar_file() {
    let folder = Folder::new();
    let region = "[[region]]\nid = \"us\"\ntime_zone = \"America/New_York\"\n\
                  hours = [{ days = \"mon-sun\" }]\nholidays = \"days.ics\"\n";
    folder.write("d.toml", &format!("{SOUND}\n{region}"));
    let missing = folder.run("directory apply d.toml");
    assert_eq!(missing.code, Some(1));
    let expected = "frontline: d.toml:28: region us, holidays: days.ics cannot be read: ";
    assert!(missing.problems.starts_with(expected), "{missing:?}");

    let calendar = |rule: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Day\nDTSTART:20301224\n{rule}\nEND:VEVENT\n"
        )
    };
    folder.write("days.ics", &calendar("RRULE:FREQ=DAILY"));
    let refused = folder.run("directory apply d.toml");
    let expected = "days.ics: \"Day\" repeats, but not every year: list its days\n";
    assert!(refused.problems.ends_with(expected), "{refused:?}");

    folder.write("days.ics", &calendar("SEQUENCE:1"));
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    let exported = folder.run("directory export");
    assert!(
        exported.out.contains("calendar = \"days.ics\"\ndates = [\"2030-12-24\"]"),
        "{exported:?}"
    );
    assert_eq!(folder.run("directory diff d.toml").out, "");

    folder.write("days.ics", &calendar("RDATE:20301226"));
    let changed = folder.run("directory diff d.toml");
    assert!(changed.out.starts_with("region us: holidays"), "{changed:?}");
    folder.write("elsewhere.toml", &exported.out.replace("days.ics", "gone.ics"));
    assert_eq!(folder.run("directory apply elsewhere.toml").code, Some(0), "the days are kept");
}

#[test]
fn the_directory_of_another_system_is_imported_and_applied() {
    let folder = Folder::new();
    folder.write(
        "export.json",
        r#"{ "users": [{ "id": "a", "name": "Ana", "email": "ana@vendor.example",
             "contact_methods": [{ "id": "c", "type": "fax", "address": "1" }] }],
             "escalation_policies": [{ "id": "p", "name": "Sev 1", "escalation_rules": [
               { "escalation_delay_in_minutes": 5, "targets": [{ "id": "a", "type": "user_reference" }] }] }] }"#,
    );
    let told = folder.run("import pagerduty export.json");
    assert_eq!(told.code, Some(0), "{told:?}");
    let note = "export.json: responder ana: a \"fax\" contact is not carried over\n";
    assert!(told.problems.starts_with(note), "{told:?}");
    folder.write("d.toml", &told.out);
    let applied = folder.run("directory apply d.toml --accept-holes");
    assert_eq!(applied.code, Some(0), "{applied:?}");

    for (file, expected) in [
        ("[1,\n2", "frontline: bad.json:2: this is no JSON: "),
        ("{}", "frontline: bad.json names no people, schedules or policies: "),
    ] {
        folder.write("bad.json", file);
        let told = folder.run("import goalert bad.json");
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
        assert!(told.problems.starts_with(expected), "{told:?}");
    }
    assert_eq!(folder.run("import pagerduty gone.json").code, Some(1));
    assert_eq!(folder.run("import victorops bad.json").code, Some(2));
}
