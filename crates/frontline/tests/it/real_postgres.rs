//! `frontline move`: what a night left in a file goes on in PostgreSQL.

use std::process::Command;

use rusqlite::Connection;

use crate::{
    cluster,
    folder::{Folder, Said},
    verifying::after_a_night,
};

fn ask(url: &str, sql: &str) -> String {
    let asked = Command::new("psql").args(["-qAt", url, "-c", sql]).output();
    let answer = asked.expect("psql of the Debian package postgresql is there");
    assert!(answer.status.success(), "{sql}: {answer:?}");
    String::from_utf8(answer.stdout).expect("it speaks UTF-8").trim().to_owned()
}

fn move_to(folder: &Folder, url: &str) -> Said {
    folder.write("new.url", url);
    folder.run("move --to-file new.url")
}

fn configure(folder: &Folder, url: &str) {
    let text = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"{url}\"\n[emergency]\njoin_window = \
         \"0s\"\n"
    );
    folder.write("frontline.toml", &text);
}

/// An empty database with our tables; the configuration names the file as before.
fn make_tables(folder: &Folder, url: &str) {
    configure(folder, url);
    assert_eq!(folder.run("verify").code, Some(0));
    folder.write("frontline.toml", "[server]\nlisten = \"127.0.0.1:0\"\n");
}

fn text_with_a_zero(folder: &Folder) {
    let file = Connection::open(folder.path("frontline.db")).expect("it is a database");
    let sql = "UPDATE requesters SET summary = 'a' || char(0) || 'b' WHERE emergency = 1002";
    assert_eq!(file.execute(sql, []), Ok(1));
}

#[test]
fn everything_goes_over_and_the_work_goes_on_there() {
    let folder = after_a_night();
    text_with_a_zero(&folder);
    let url = cluster::database();
    let before = folder.run("verify --anchors anchors");
    assert_eq!(before.code, Some(0), "{before:?}");
    let said = move_to(&folder, &url);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("Everything in frontline.db is in postgres://"), "{said:?}");
    assert!(said.problems.contains("requests: 2 rows\n"), "what was carried is told: {said:?}");

    let refused = folder.run("serve");
    assert_eq!(refused.code, Some(1), "two must not call for one emergency");
    assert!(refused.problems.contains("everything in this file was moved to postgres://"));
    assert_eq!(folder.run("verify --against anchors").code, Some(0), "the file can still be read");

    configure(&folder, &url);
    let verified = folder.run("verify --against anchors");
    assert_eq!(verified.code, Some(0), "each hash came along: {verified:?}");
    assert_eq!(ask(&url, "SELECT COUNT(*) FROM directory_versions"), "1");
    let service = folder.serve();
    assert_eq!(
        service.first_lines.len(),
        1,
        "who may sign in came along: {:?}",
        service.first_lines
    );
    let line = format!("request --url {} --summary \"Login is down\" --impact outage", service.url);
    let sent = folder.run(&line);
    assert!(sent.out.starts_with("We have your report: E-1003."), "numbers go on: {sent:?}");
    assert_eq!(service.stop(), Some(0));
}

#[test]
fn a_move_that_was_cut_off_goes_on_and_until_then_nobody_works_on_it() {
    let folder = after_a_night();
    let url = cluster::database();
    make_tables(&folder, &url);
    ask(&url, "ALTER TABLE requests ADD CONSTRAINT none_today CHECK (channel = 'none')");
    let cut_off = move_to(&folder, &url);
    assert_eq!(cut_off.code, Some(1), "{cut_off:?}");
    assert_ne!(ask(&url, "SELECT COUNT(*) FROM facts"), "0", "it had begun");
    ask(&url, "ALTER TABLE requests DROP CONSTRAINT none_today");

    configure(&folder, &url);
    let early = folder.run("serve");
    assert_eq!(early.code, Some(1));
    assert!(early.problems.contains("a move into this database is not whole"), "{early:?}");
    folder.write("frontline.toml", "[server]\nlisten = \"127.0.0.1:0\"\n");
    let said = move_to(&folder, &url);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(ask(&url, "SELECT COUNT(*) FROM requests"), "2");
    configure(&folder, &url);
    assert_eq!(folder.run("verify").code, Some(0));
}

#[test]
fn what_is_not_empty_or_in_use_or_different_is_refused() {
    let folder = after_a_night();
    let url = cluster::database();
    configure(&folder, &url);
    assert_eq!(folder.run("token create --name a --role responder").code, Some(0));
    let from_postgres = move_to(&folder, &url);
    assert!(from_postgres.problems.contains("is PostgreSQL already"), "{from_postgres:?}");
    folder.write("frontline.toml", "[server]\nlisten = \"127.0.0.1:0\"\n");
    let said = move_to(&folder, &url);
    assert_eq!(said.code, Some(1));
    assert!(
        said.problems.contains("is not empty: there is something in its table tokens"),
        "{said:?}"
    );
    assert_eq!(ask(&url, "SELECT COUNT(*) FROM facts"), "0", "nothing was moved");

    let service = folder.serve();
    let said = move_to(&folder, &cluster::database());
    assert!(said.problems.contains("frontline.db is in use: stop the service first"), "{said:?}");
    assert_eq!(service.stop(), Some(0));

    // Somebody writes into the new database while it is filled.
    let url = cluster::database();
    make_tables(&folder, &url);
    ask(
        &url,
        "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN NEW.summary := 'another'; RETURN NEW; END $$;
         CREATE TRIGGER meddle BEFORE INSERT ON requesters
             FOR EACH ROW EXECUTE FUNCTION meddle()",
    );
    let said = move_to(&folder, &url);
    assert_eq!(said.code, Some(1));
    assert!(said.problems.contains("differ in their table requesters"), "{said:?}");
    let service = folder.serve();
    assert_eq!(service.stop(), Some(0), "the file still counts");
}
