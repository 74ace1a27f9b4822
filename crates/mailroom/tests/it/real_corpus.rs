//! Mails that others have collected: the bounces of flufl.bounce, the hard mails of Python's tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::room::{ADDRESS, Room, on_the_wire, return_path};

const BOUNCES: &str = "target/sources/flufl.bounce/tests/data";
const HARD_MAILS: &str = "target/sources/pypy3-lib-testsuite/usr/lib";

fn installed(place: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(place);
    assert!(path.exists(), "{place} is missing: run bin/test, which installs what this test needs");
    path
}

/// How many dead addresses the library finds in each bounce.
fn library() -> BTreeMap<String, usize> {
    let mut python = Command::new(installed("target/venv/bin/python"));
    let script = installed("crates/mailroom/tests/it/oracles/bounces.py");
    let ran = python.arg(script).arg(installed(BOUNCES)).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8(ran.stdout).unwrap();
    let line = |line: &str| {
        let mut words = line.split(' ');
        let name = words.next().unwrap().to_owned();
        (name, words.next().unwrap().parse().unwrap())
    };
    said.lines().map(line).collect()
}

fn mails(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mails = files.filter(|path| path.extension().is_some_and(|kind| kind == "txt"));
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    mails.map(read).collect()
}

fn hard_mails() -> BTreeMap<String, Vec<u8>> {
    let lib = fs::read_dir(installed(HARD_MAILS)).unwrap();
    let data = lib.map(|entry| entry.unwrap().path().join("test/test_email/data"));
    mails(&data.into_iter().find(|path| path.exists()).expect("Python's mails"))
}

/// Everything that is on disk as it came.
fn stored(room: &Room) -> BTreeSet<Vec<u8>> {
    let database = rusqlite::Connection::open(room.database()).unwrap();
    let mut stored = database.prepare("SELECT body FROM requests").unwrap();
    let bodies = stored.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    bodies.map(|body| trimmed(&body.unwrap())).collect()
}

fn trimmed(mail: &[u8]) -> Vec<u8> {
    mail.trim_ascii_end().to_vec()
}

#[tokio::test]
async fn real_bounces_of_many_servers_fail_the_mail_that_came_back() {
    let (library, mut room) = (library(), Room::open().await);
    let (mut missed, mut alarmed) = (Vec::new(), Vec::new());
    for (index, (name, mail)) in mails(&installed(BOUNCES)).into_iter().enumerate() {
        let from = format!("ria@customer-{index}.example");
        let report = format!("From: {from}\nSubject: Down\nMessage-ID: <{index}@x>\n\nx\n");
        assert_eq!(room.mail(&from, ADDRESS, &report).await, "250 2.0.0 It is kept");
        let page = room.to("ana@vendor.example").await.remove(0);
        let number = page.outgoing.id.clone();
        let answer = room.mail_bytes("", &return_path(&page), &mail).await;
        assert_eq!(answer, "250 2.0.0 It is kept", "{name}");
        let (_, status) = room.engine.store().delivery(&number).await.unwrap().unwrap();
        let has_failed = status == store::DeliveryStatus::Failed;
        match (library[&name] > 0, has_failed) {
            (true, false) => missed.push(name),
            (false, true) => alarmed.push(name),
            (true, true) | (false, false) => {}
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
    // Failures in words that the library does not know.
    assert_eq!(alarmed, ["bounce_01.txt", "dumbass_01.txt", "simple_43.txt"]);
}

#[tokio::test]
async fn real_bounces_of_others_mails_are_kept_and_wake_nobody() {
    let mut room = Room::open().await;
    let mut requests = Vec::new();
    let mails = mails(&installed(BOUNCES));
    for (name, mail) in &mails {
        let before = room.emergencies().await.len();
        assert_eq!(room.mail_bytes("", ADDRESS, mail).await, "250 2.0.0 It is kept", "{name}");
        if room.emergencies().await.len() > before {
            requests.push(name.as_str());
        }
    }
    // In a person's words: in doubt somebody is called.
    assert_eq!(requests, ["groupwise_03.txt"]);
    let answered: Vec<_> = room.shown().await.into_iter().map(|shown| shown.to.clone()).collect();
    let is_ours = |to: &String| to == "+15550100001" || to == "ana@vendor.example";
    assert!(answered.iter().all(is_ours), "no machine is answered: {answered:?}");
    let stored = stored(&room);
    let lost = mails.iter().filter(|(_, mail)| !stored.contains(&trimmed(&on_the_wire(mail))));
    assert_eq!(lost.count(), 0, "what was taken is kept");
}

#[tokio::test]
async fn real_hard_mails_are_kept_to_the_byte_and_become_requests() {
    let room = Room::open().await;
    let mails = hard_mails();
    assert!(mails.len() > 40, "{} mails", mails.len());
    for (name, mail) in &mails {
        let answer = room.mail_bytes("ria@acme.example", ADDRESS, mail).await;
        assert_eq!(answer, "250 2.0.0 It is kept", "{name}");
    }
    let stored = stored(&room);
    let lost: Vec<_> =
        mails.iter().filter(|(_, mail)| !stored.contains(&trimmed(&on_the_wire(mail)))).collect();
    assert!(lost.is_empty(), "{:?}", lost.iter().map(|(name, _)| name).collect::<Vec<_>>());
    // Bounces and what a list sent by itself among them are kept, and are no requests.
    let unread = room.engine.store().unread_requests(100).await.unwrap();
    assert!(unread.len() <= 6, "{} of {} became no request", unread.len(), mails.len());
}
