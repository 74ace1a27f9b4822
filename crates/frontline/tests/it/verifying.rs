//! `frontline verify`, after somebody has laid hands on the file itself.

use rusqlite::Connection;

use crate::{directories::SOUND, folder::Folder};

/// A folder in which two emergencies were reported, E-1001 and E-1002; the service has stopped.
pub(crate) fn after_a_night() -> Folder {
    let folder = Folder::new();
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    folder.write(
        "frontline.toml",
        "[server]\nlisten = \"127.0.0.1:0\"\n[emergency]\njoin_window = \"0s\"\n",
    );
    let service = folder.serve();
    for summary in ["Checkout is down", "Search is down"] {
        let line = format!(
            "request --url {} --summary \"{summary}\" --impact outage --email kim@acme.example",
            service.url
        );
        assert_eq!(folder.run(&line).code, Some(0));
    }
    assert_eq!(service.stop(), Some(0));
    folder
}

fn tamper(folder: &Folder, sql: &str) {
    let file = Connection::open(folder.path("frontline.db")).expect("it is a database");
    let triggers = "DROP TRIGGER IF EXISTS facts_are_never_changed;
                    DROP TRIGGER IF EXISTS facts_are_never_deleted;";
    file.execute_batch(triggers).expect("it is a database");
    file.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[test]
fn what_nobody_touched_is_as_it_was_written() {
    let folder = after_a_night();
    let said = folder.run("verify --anchors anchors");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("All is as it was written: "), "{said:?}");
    assert!(said.out.contains(" entries of 2 journals\nanchors holds the anchors"), "{said:?}");

    let service = folder.serve();
    let line = format!("request --url {} --summary \"Login is down\" --impact outage", service.url);
    assert_eq!(folder.run(&line).code, Some(0));
    let said = folder.run("verify --against anchors --json");
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
    assert_eq!(
        (said.code, &json["sound"], &json["anchors_known"]),
        (Some(0), &true.into(), &2.into())
    );
    assert_eq!(service.stop(), Some(0));
}

#[test]
fn what_was_altered_behind_its_back_is_named() {
    for (sql, expected) in [
        (
            "UPDATE facts SET body = replace(body, 'e', 'a') WHERE number = 1001 AND sequence = 2",
            "E-1001: entry 2 is not what was written: altered or forged\n",
        ),
        ("DELETE FROM facts WHERE number = 1002 AND sequence = 1", "E-1002: entry 1 is missing\n"),
        (
            "DELETE FROM emergencies WHERE number = 1002",
            "E-1002: its journal is there, and it itself is not\n",
        ),
    ] {
        let folder = after_a_night();
        tamper(&folder, sql);
        let said = folder.run("verify --anchors anchors");
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{sql}: {said:?}");
        let problem = said.problems.strip_prefix(expected).unwrap_or_else(|| panic!("{said:?}"));
        assert!(problem.starts_with("frontline: 1 finding: "), "{said:?}");
        assert!(!folder.has("anchors"), "they would vouch for what is wrong");
        let json = folder.run("verify --json");
        assert_eq!(json.code, Some(1), "{json:?}");
        let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
        assert_eq!(json["sound"], false);
        assert_eq!(json["findings"][0]["text"], expected.trim_end());
    }
}

#[test]
fn what_was_cut_off_or_taken_away_whole_is_found_by_anchors() {
    for (sql, expected) in [
        (
            "DELETE FROM facts WHERE number = 1001 AND sequence > 1",
            "missing at the end: the anchor knows",
        ),
        (
            "DELETE FROM facts WHERE number = 1002; DELETE FROM emergencies WHERE number = 1002",
            "and none is left",
        ),
    ] {
        let folder = after_a_night();
        assert_eq!(folder.run("verify --anchors anchors").code, Some(0));
        tamper(&folder, sql);
        assert_eq!(folder.run("verify").code, Some(0), "without them it cannot be seen");
        let said = folder.run("verify --against anchors");
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.problems.contains(expected), "{said:?}");
    }
}

#[test]
fn what_cannot_be_verified_is_said_in_one_sentence() {
    let folder = Folder::new();
    let said = folder.run("verify");
    let expected = "frontline: database.url: there is no frontline.db: is this the right folder?\n";
    assert_eq!((said.code, said.problems.as_str()), (Some(1), expected));
    assert!(!folder.has("frontline.db"), "none was made");

    let folder = after_a_night();
    folder.write("anchors", "Dear diary\n");
    for (line, expected) in [
        ("verify --against anchors", "frontline: anchors:1: not a line"),
        ("verify --against nowhere", "frontline: nowhere cannot be read: "),
        ("verify --anchors anchors", "frontline: anchors is there already: "),
        ("verify --anchors no/such/folder", "frontline: no/such/folder.unfinished cannot be "),
    ] {
        let said = folder.run(line);
        assert_eq!(said.code, Some(1), "{line}: {said:?}");
        assert!(said.problems.starts_with(expected), "{line}: {said:?}");
    }
}
