//! `frontline backup` and `frontline restore`: a night is lost, and comes back.

use std::fs;

use rusqlite::Connection;

use crate::{folder::Folder, verifying::after_a_night};

/// A folder with two emergencies and an attached file, all of it in `copy.db` too.
fn backed_up() -> Folder {
    let folder = after_a_night();
    fs::create_dir(folder.path("attachments")).expect("a folder can be made");
    folder.write("attachments/0199-a", "a picture");
    let sql = "INSERT INTO attachments VALUES
                   ('0199-a', 1001, NULL, NULL, 'x.png', 'image/png', 9, '0199-a', 0),
                   ('0199-b', 1001, NULL, NULL, 'y.png', 'image/png', 9, '0199-b', 0)";
    database(&folder, "frontline.db").execute(sql, []).expect("it is a database");
    let said = folder.run("backup copy.db");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.out, "copy.db holds everything, with 1 attached file, and passed its check\n");
    assert!(said.problems.contains("1 attached files could not be read"), "{said:?}");
    assert!(said.problems.contains("0199-b"), "{said:?}");
    folder
}

fn database(folder: &Folder, name: &str) -> Connection {
    Connection::open(folder.path(name)).expect("it is a database")
}

fn leftovers(folder: &Folder) -> Vec<String> {
    let names = fs::read_dir(folder.path("")).expect("it is a folder");
    let names = names.map(|entry| entry.expect("it can be read").file_name());
    let names = names.map(|name| name.into_string().expect("it is text"));
    names.filter(|name| name.contains("restoring") || name.contains("unfinished")).collect()
}

#[test]
fn what_was_lost_comes_back_with_its_files_and_no_number_is_given_twice() {
    let folder = backed_up();
    for name in ["frontline.db", "attachments/0199-a"] {
        fs::remove_file(folder.path(name)).expect("it was there");
    }
    let said = folder.run("restore copy.db");
    assert_eq!((said.code, said.problems.as_str()), (Some(0), ""), "{said:?}");
    assert!(said.out.starts_with("copy.db passed its check and is frontline.db now: 2 emer"));
    assert!(said.out.ends_with(" entries, 1 attached files\n"), "{said:?}");
    assert_eq!(leftovers(&folder), [""; 0]);
    let picture = fs::read_to_string(folder.path("attachments/0199-a"));
    assert_eq!(picture.expect("it is back"), "a picture");
    let packed = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'backup_files'";
    let packed = database(&folder, "frontline.db").query_row(packed, [], |row| row.get(0));
    assert_eq!(packed, Ok(0), "they do not lie in it twice");

    assert_eq!(folder.run("verify").code, Some(0));
    let service = folder.serve();
    let line = format!("request --url {} --summary \"Login is down\" --impact outage", service.url);
    let sent = folder.run(&line);
    assert!(sent.out.starts_with("We have your report: E-2003."), "{sent:?}");
    assert_eq!(service.stop(), Some(0));
    let leased = "SELECT COUNT(*) FROM deliveries WHERE emergency < 2000 AND status = 'waiting'
                  AND attempts = 0";
    let leased = database(&folder, "frontline.db").query_row(leased, [], |row| row.get(0));
    assert_eq!(leased, Ok(0), "whoever was being called is called");
}

#[test]
fn what_is_there_is_kept_and_only_replaced_if_told() {
    let folder = backed_up();
    let service = folder.serve();
    let line = format!("request --url {} --summary \"Login is down\" --impact outage", service.url);
    assert_eq!(folder.run(&line).code, Some(0));
    let said = folder.run("restore copy.db");
    assert_eq!(said.code, Some(1));
    assert!(said.problems.contains("frontline.db is there already: say --replace"), "{said:?}");
    let said = folder.run("restore copy.db --replace");
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.problems.contains("frontline.db is in use: stop the service first"), "{said:?}");
    assert_eq!(service.stop(), Some(0));

    let said = folder.run("restore copy.db --replace");
    assert_eq!(said.code, Some(0), "{said:?}");
    let (_, aside) = said.out.trim_end().split_once("is kept as ").expect("it says where");
    let count = |name: &str| {
        let sql = "SELECT COUNT(*) FROM emergencies";
        database(&folder, name).query_row(sql, [], |row| row.get::<_, u32>(0)).expect("a count")
    };
    assert_eq!((count(aside), count("frontline.db")), (3, 2));
    assert_eq!(leftovers(&folder), [""; 0]);
}

#[test]
fn a_backup_that_is_not_sound_never_takes_the_place_of_anything() {
    let folder = backed_up();
    let whole = fs::read(folder.path("copy.db")).expect("it is there");
    let broken = [&whole[..4096], &vec![0x5a; whole.len() - 4096][..]].concat();
    fs::write(folder.path("broken.db"), broken).expect("a file can be written");
    fs::write(folder.path("half.db"), &whole[..whole.len() / 2]).expect("a file can be written");
    folder.write("diary.db", &"Dear diary, ".repeat(400));
    fs::write(folder.path("empty.db"), "").expect("a file can be written");
    let other = database(&folder, "other.db");
    other.execute_batch("CREATE TABLE birds (name TEXT)").expect("it is a database");
    database(&folder, "frontline.db").execute_batch("VACUUM").expect("it is a database");
    let before = fs::read(folder.path("frontline.db")).expect("it is there");
    for (name, expected) in [
        ("broken.db", "a stored backup cannot be read: "),
        ("half.db", "a stored backup cannot be read: "),
        ("diary.db", "file is not a database"),
        ("empty.db", "it is the database of another program"),
        ("other.db", "it is the database of another program"),
        ("nowhere.db", "there is no file nowhere.db"),
        ("frontline.db", "frontline.db is the database itself"),
    ] {
        let said = folder.run(&format!("restore {name} --replace --accept-findings"));
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{name}: {said:?}");
        assert!(said.problems.contains(expected), "{name}: {said:?}");
        assert_eq!(leftovers(&folder), [""; 0], "{name}");
        let after = fs::read(folder.path("frontline.db")).expect("it is there");
        assert!(after.len() == before.len(), "{name}: the database was touched");
    }
    assert_eq!(folder.run("verify").code, Some(0));
}

#[test]
fn a_backup_with_an_altered_journal_is_only_restored_if_told() {
    let folder = backed_up();
    let copy = database(&folder, "copy.db");
    let sql = "DROP TRIGGER facts_are_never_changed;
               UPDATE facts SET at_us = at_us + 1 WHERE number = 1001 AND sequence = 1";
    copy.execute_batch(sql).expect("it is a database");
    drop(copy);
    fs::remove_file(folder.path("frontline.db")).expect("it was there");
    let said = folder.run("restore copy.db");
    assert_eq!(said.code, Some(1));
    assert!(said.problems.starts_with("E-1001: entry 1 is not what was written"), "{said:?}");
    assert!(!folder.has("frontline.db"));
    assert_eq!(leftovers(&folder), [""; 0]);
    assert_eq!(folder.run("restore copy.db --accept-findings").code, Some(0));
    assert!(folder.has("frontline.db"));
}

#[test]
fn a_database_that_is_destroyed_can_be_replaced() {
    let folder = backed_up();
    let mut bytes = fs::read(folder.path("frontline.db")).expect("it is there");
    bytes[..2000].fill(0x5a);
    fs::write(folder.path("frontline.db"), bytes).expect("a file can be written");
    assert_eq!(folder.run("verify").code, Some(1));
    let said = folder.run("restore copy.db --replace");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(folder.run("verify").code, Some(0));
}
