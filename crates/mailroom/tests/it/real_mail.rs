//! Postfix hands mail to us by LMTP and gives ours back; swaks does so by SMTP.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use channels::{Outgoing, Smtp, smtp};
use tempfile::TempDir;

use crate::room::{ADDRESS, DESK_MAIL, Room, reply_to};

/// A Postfix of the test's own.
struct Postfix {
    folder: TempDir,
    port: u16,
}

impl Postfix {
    /// Hands all mail to `mailroom`, which refuses what is not for it.
    fn start(mailroom: u16) -> Self {
        let program = Path::new("/usr/sbin/postfix");
        assert!(program.exists(), "Postfix is missing: run bin/test, which installs it");
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let postfix = Self { folder, port };
        let templates = [
            ("main.cf", include_str!("postfix/main.cf")),
            ("master.cf", include_str!("postfix/master.cf")),
        ];
        for (name, template) in templates {
            let text = template
                .replace("@DIR@", &postfix.path(""))
                .replace("@SMTP@", &port.to_string())
                .replace("@MAILROOM@", &mailroom.to_string());
            fs::write(postfix.path(name), text).unwrap();
        }
        for (name, owner) in [("queue", "root"), ("data", "postfix")] {
            fs::create_dir(postfix.path(name)).unwrap();
            postfix.run("chown", &[owner, &postfix.path(name)]);
        }
        postfix.run("postfix", &["-c", &postfix.path(""), "start"]);
        postfix
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Quiet, and not through a pipe: Postfix would keep it open.
    #[track_caller]
    fn run(&self, program: &str, arguments: &[&str]) {
        let log = fs::File::create(self.path("run.log")).unwrap();
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        assert!(command.status().unwrap().success(), "{program} {arguments:?}: {}", self.log());
    }

    fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.path(name)).unwrap_or_default();
        read("run.log") + &read("postfix.log")
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let mut command = Command::new("postfix");
        command.args(["-c", &self.path(""), "abort"]);
        let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn swaks(port: u16, arguments: &[&str]) {
    let mut command = Command::new("swaks");
    command.args(["--server", "127.0.0.1", "--port", &port.to_string(), "--hide-all"]);
    let ran = command.args(arguments).stdin(Stdio::null()).output();
    let ran = ran.expect("swaks is missing: run bin/test, which installs it");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// Waits until it is so, and looks at the log if it never is.
async fn until<F: Future<Output = bool>>(postfix: &Postfix, what: &str, is_so: impl Fn() -> F) {
    let give_up = Instant::now() + Duration::from_secs(60);
    while !is_so().await {
        assert!(Instant::now() < give_up, "{what} never came: {}", postfix.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_postfix_brings_a_report_a_reply_and_a_bounce() {
    let mut room = Room::open().await;
    let postfix = Postfix::start(room.port);
    let report =
        ["--from", "ria@acme.example", "--to", ADDRESS, "--header", "Subject: Till is dead"];
    swaks(postfix.port, &[&report[..], &["--attach-name", "a.txt", "--attach", "hello"]].concat());
    until(&postfix, "the report", async || !room.emergencies().await.is_empty()).await;
    let saved = room.emergencies().await.remove(0);
    let number = saved.emergency.number;
    assert_eq!(saved.emergency.summary, "Till is dead");

    let mut shown = room.shown().await;
    let receipt = shown.iter().find(|one| one.to == "ria@acme.example").unwrap();
    let (address, _) = reply_to(receipt);
    swaks(
        postfix.port,
        &["--from", "ria@acme.example", "--to", &address, "--body", "Two tills now."],
    );
    let heard = async || room.kinds(number).await.contains(&"requester_said");
    until(&postfix, "the reply", heard).await;

    // Our own page, sent through a relay that finds nobody to take it, comes back to who it is from.
    shown.retain(|one| one.to == "ana@vendor.example");
    let url = format!("smtp://127.0.0.1:{}", postfix.port);
    let relay = Smtp::new(&smtp::Settings::new(url, ADDRESS)).unwrap();
    let page = Outgoing { id: shown[0].id.clone(), to: shown[0].outgoing.to.clone() };
    relay.send(&page, room.engine.now()).await.unwrap();
    let failed = async || room.kinds(number).await.contains(&"page_failed");
    until(&postfix, "the bounce", failed).await;
    assert_eq!(room.emergencies().await.len(), 1, "neither a reply nor a bounce is a request");
}

#[tokio::test(flavor = "multi_thread")]
async fn real_swaks_hands_over_by_smtp_and_by_lmtp() {
    let room = Room::open().await;
    for (protocol, from) in [("ESMTP", "a@one.example"), ("LMTP", "b@two.example")] {
        swaks(room.port, &["--protocol", protocol, "--from", from, "--to", ADDRESS, "--pipeline"]);
    }
    assert_eq!(room.emergencies().await.len(), 2);
}

/// Through a real relay and back: the requester's thread with the desk, and a desk outside that answers.
#[tokio::test(flavor = "multi_thread")]
async fn real_postfix_carries_a_ticket_to_the_desk_outside_and_back() {
    let mut room = Room::open().await;
    let postfix = Postfix::start(room.port);
    let ticket = room.ask().await;
    let shown = room.shown().await;
    let [to_ria, to_desk] = ["ria@acme.example", DESK_MAIL]
        .map(|to| reply_to(shown.iter().find(|one| one.to == to).expect("a mail")).0);
    let text = "Under Billing, then Export.";
    let from = ["--from", "tom@contoso.example", "--to", &to_desk, "--body", text];
    swaks(postfix.port, &[&from[..], &["--attach-name", "a.txt", "--attach", "hello"]].concat());
    until(&postfix, "the desk's answer", async || room.conversation(ticket).await.len() == 1).await;
    let heard = room.to("ria@acme.example").await;
    let (again, _) = reply_to(&heard[0]);
    assert_eq!(again, to_ria, "one thread has one address");
    swaks(
        postfix.port,
        &["--from", "ria@acme.example", "--to", &again, "--body", "Thank you, found it."],
    );
    until(&postfix, "the requester's word", async || room.conversation(ticket).await.len() == 2)
        .await;
    assert!(!room.to(DESK_MAIL).await.is_empty(), "the desk outside gets it");

    // What we forward finds nobody there, and comes back.
    let forward = shown.iter().find(|one| one.to == DESK_MAIL).unwrap();
    let url = format!("smtp://127.0.0.1:{}", postfix.port);
    let relay = Smtp::new(&smtp::Settings::new(url, ADDRESS)).unwrap();
    let forward = Outgoing { id: forward.id.clone(), to: forward.outgoing.to.clone() };
    relay.send(&forward, room.engine.now()).await.unwrap();
    let is_known = async || {
        let saved = room.engine.store().ticket(ticket).await.unwrap().unwrap();
        saved.ticket.is_undelivered()
    };
    until(&postfix, "the bounce", is_known).await;
    assert!(room.emergencies().await.is_empty(), "none of it is a request");
}
