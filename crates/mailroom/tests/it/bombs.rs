//! Mails that are made to cost: each is answered soon, kept, and takes no memory that it does not have.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::room::{ADDRESS, Room};

/// With the room of a busy machine, and checks that the release build has not.
const SOON: Duration = Duration::from_secs(30);
/// Beyond what the test itself has: many times the largest of these mails.
const MEMORY_MAX_BYTES: u64 = 400 * 1024 * 1024;

fn bombs() -> [(&'static str, String); 10] {
    let nest =
        |head: &dyn Fn(usize) -> String, depth: usize| -> String { (0..depth).map(head).collect() };
    let multipart = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
    let inner = |_| "Content-Type: message/rfc822\n\n".to_owned();
    [
        ("a nest of parts", nest(&multipart, 20_000)),
        ("a nest of mails", nest(&inner, 50_000)),
        (
            "very many parts",
            format!(
                "Content-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
                "--b\nContent-Disposition: attachment; filename=x\n\nx\n".repeat(40_000)
            ),
        ),
        ("very many headers", format!("{}\nx\n", "X-A: b\n".repeat(200_000))),
        ("one long word", format!("Subject: x\n\n{}", "x".repeat(3_000_000))),
        (
            "base64 without lines",
            format!("Content-Transfer-Encoding: base64\n\n{}", "QUJD".repeat(700_000)),
        ),
        ("an endless subject", format!("Subject: {}\n\nx", "=?utf-8?B?w6TDtg==?= ".repeat(60_000))),
        ("an endless thread", format!("References: {}\n\nx", "<a@b.example> ".repeat(100_000))),
        (
            "a name in many pieces",
            format!(
                "Content-Type: text/plain{}\n\nx",
                (0..40_000).map(|n| format!(";\n name*{n}*=%41")).collect::<String>()
            ),
        ),
        ("many comments", format!("From: {}a@b.example\n\nx", "(".repeat(500_000))),
    ]
}

/// The most that this process ever held.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() * 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bomb_costs_little_and_is_kept() {
    let room = Room::open().await;
    let bombs = bombs();
    let before = peak();
    for (name, bomb) in &bombs {
        let begin = Instant::now();
        let answer = room.mail("ria@acme.example", ADDRESS, bomb).await;
        assert_eq!(answer, "250 2.0.0 It is kept", "{name}");
        assert!(begin.elapsed() < SOON, "{name} took {:?}", begin.elapsed());
        let grown = peak() - before;
        assert!(grown < MEMORY_MAX_BYTES, "{name} took {grown} bytes");
    }
    let number = room.emergencies().await[0].emergency.number;
    let kept = room.engine.store().requests_of(number).await.unwrap();
    assert_eq!(kept.len(), bombs.len());
}
