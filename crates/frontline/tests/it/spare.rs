//! The database is frozen and killed under load, and the node as well: every receipt that was given is
//! there once afterwards, and people were called meanwhile.

/// The name has the tests find a server; this one is our own, to be frozen and killed.
mod real_postgres {
    use std::{
        collections::BTreeMap,
        fs,
        io::{BufRead, BufReader, Write},
        net::{SocketAddr, TcpListener, TcpStream},
        process::{Command, Stdio},
        sync::{
            Arc,
            atomic::{AtomicBool, AtomicUsize, Ordering},
        },
        thread,
        time::Duration,
    };

    use crate::folder::{Folder, ask, get, wait_until};

    const DIRECTORY: &str = r#"
responder = [{ id = "ana", name = "Ana", roles = ["responder", "admin"], rules = [{ via = "mail" }],
  contact = [{ id = "mail", kind = "email", address = "ana@vendor.example" }] }]
team = [{ id = "support", name = "Support", members = ["ana"], lead = "ana" }]
policy = [{ id = "sev1", default = true, repeat_last_every = "1h",
  steps = [{ page = ["team:support"], answer_within = "1h" }] }]
"#;

    /// A server that ends with this test.
    struct Server {
        url: String,
        data: String,
        options: String,
    }

    impl Server {
        fn start() -> Self {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/postgres-server");
            let started = Command::new(script).env_remove("NEXTEST_ENV").output();
            let started = started.expect("the script runs");
            assert!(started.status.success(), "{started:?}");
            let url = String::from_utf8(started.stdout).expect("an address").trim().to_owned();
            let url = format!("{url}/postgres?sslmode=disable");
            let asked =
                Command::new("psql").args(["-qAt", &url, "-c", "SHOW data_directory"]).output();
            let data = String::from_utf8(asked.expect("psql is there").stdout);
            let data = data.expect("a path").trim().to_owned();
            let options = fs::read_to_string(format!("{data}/postmaster.opts"));
            Self { url, data, options: options.expect("it says how it was started") }
        }

        fn processes(&self) -> Vec<String> {
            let pid = fs::read_to_string(format!("{}/postmaster.pid", self.data));
            let pid = pid.expect("it runs").lines().next().expect("a number").to_owned();
            let children = Command::new("pgrep").args(["-P", &pid]).output().expect("pgrep");
            let children = String::from_utf8(children.stdout).expect("numbers");
            children.lines().map(str::to_owned).chain([pid]).rev().collect()
        }

        fn signal(&self, signal: &str) {
            let processes = self.processes();
            // One that has ended meanwhile is no reason to stop.
            let _ = Command::new("kill").arg(signal).args(processes).output();
        }

        fn start_again(&self) {
            // As it was started before; as root it would refuse.
            let program = self.options.split(' ').next().expect("a program");
            let (folder, _) = program.rsplit_once('/').expect("it names the program in full");
            let control = format!("{folder}/pg_ctl");
            let port = self.url.rsplit(':').next().and_then(|rest| rest.split('/').next());
            let port = port.expect("a port");
            let mut command = if fs::metadata(&self.data).expect("a folder").is_ours() {
                Command::new(&control)
            } else {
                let mut other = Command::new("setpriv");
                other.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]);
                other.arg(&control);
                other
            };
            let options = format!("-p {port} -k '' -h 127.0.0.1 -c max_connections=400");
            command.args(["-D", &self.data, "-w", "-l", &format!("{}/log", self.data)]);
            command.args(["-o", &options, "start"]).current_dir("/").stdout(Stdio::null());
            let mut tries = 0;
            // What was killed may still be ending.
            while !command.status().expect("pg_ctl is there").success() {
                tries += 1;
                assert!(tries < 60, "it does not start again: see {}/log", self.data);
                thread::sleep(Duration::from_millis(500));
            }
        }

        fn ask(&self, sql: &str) -> String {
            let asked = Command::new("psql").args(["-qAt", &self.url, "-c", sql]).output();
            let asked = asked.expect("psql is there");
            assert!(asked.status.success(), "{sql}: {asked:?}");
            String::from_utf8(asked.stdout).expect("it speaks UTF-8").trim().to_owned()
        }
    }

    trait Ours {
        fn is_ours(&self) -> bool;
    }

    impl Ours for fs::Metadata {
        fn is_ours(&self) -> bool {
            let me = fs::metadata("/proc/self").expect("Linux");
            std::os::unix::fs::MetadataExt::uid(self) == std::os::unix::fs::MetadataExt::uid(&me)
        }
    }

    /// A mail server that takes everything: how many mails went to Ana.
    fn mail_server() -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it listens").port();
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let count = Arc::clone(&counted);
                thread::spawn(move || take_mail(&stream, &count));
            }
        });
        (port, count)
    }

    fn take_mail(mut stream: &TcpStream, count: &AtomicUsize) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        stream.write_all(b"220 here\r\n").ok()?;
        loop {
            let line = lines.next()?.ok()?.to_uppercase();
            if line.starts_with("RCPT TO:<ANA@") {
                count.fetch_add(1, Ordering::SeqCst);
            }
            if line == "DATA" {
                stream.write_all(b"354 go on\r\n").ok()?;
                while lines.next()?.ok()? != "." {}
            }
            stream.write_all(b"250 yes\r\n").ok()?;
        }
    }

    /// Sends requests until it is over; one that gets no receipt is sent again with the same key.
    fn send(
        address: SocketAddr,
        client: usize,
        taken: &AtomicUsize,
        is_over: &AtomicBool,
    ) -> Taken {
        let mut receipts = BTreeMap::new();
        let mut index = 0;
        while !is_over.load(Ordering::SeqCst) {
            let key = format!("{client}-{index}");
            let body = format!(
                r#"{{"summary":"down","impact":"outage","organization":"customer {key}"}}"#
            );
            let request = format!(
                "POST /api/v1/requests HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-type: \
                 application/json\r\nidempotency-key: \"{key}\"\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            let answer = ask(address, &request).unwrap_or_default();
            if answer.starts_with("HTTP/1.1 201") {
                let number = answer
                    .split("\"number\":\"E-")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next().map(str::to_owned));
                receipts.insert(key, number.expect("it has a number"));
                taken.fetch_add(1, Ordering::SeqCst);
                index += 1;
            }
            thread::sleep(Duration::from_millis(50));
        }
        receipts
    }

    /// Clients end once this is dropped, also by a failure.
    struct Over<'a>(&'a AtomicBool);

    impl Drop for Over<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    type Taken = BTreeMap<String, String>;

    fn furnished(server: &Server, mail_port: u16) -> Folder {
        let folder = Folder::new();
        folder.write(
            "frontline.toml",
            &format!(
                "[server]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"{}\"\npage_alone_after = \
                 \"1s\"\n[email]\nsmtp_url = \"smtp://127.0.0.1:{mail_port}\"\nfrom = \
                 \"support@vendor.example\"\n",
                server.url
            ),
        );
        folder.write("d.toml", DIRECTORY);
        let said = folder.run("directory apply d.toml --accept-holes");
        assert_eq!(said.code, Some(0), "{said:?}");
        folder
    }

    fn each_is_there_once(server: &Server, receipts: &Taken) {
        for (key, number) in receipts {
            let sql = format!("SELECT COUNT(*) FROM emergencies WHERE number = {number}");
            assert_eq!(server.ask(&sql), "1", "{key} is E-{number}");
        }
        let twice = "SELECT COUNT(*) FROM (SELECT join_key FROM emergencies GROUP BY join_key
                     HAVING COUNT(*) > 1) AS twice";
        assert_eq!(server.ask(twice), "0", "a repeated key opens nothing twice");
        let unpaged = "SELECT COUNT(*) FROM emergencies AS e WHERE NOT EXISTS (SELECT 1 FROM
                       deliveries AS d WHERE d.emergency = e.number AND d.urgency = 0)";
        assert_eq!(server.ask(unpaged), "0", "somebody is called for each");
    }

    #[test]
    fn no_receipt_is_lost_or_doubled_whatever_is_frozen_or_killed() {
        let server = Server::start();
        let (mail_port, mails) = mail_server();
        let folder = furnished(&server, mail_port);
        let socket = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = socket.local_addr().expect("it has an address");
        let first = folder.serve_on(&socket);

        let (taken, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let ready = || get(address, "/readyz").unwrap_or_default();
        let more = |by: usize| {
            let before = taken.load(Ordering::SeqCst);
            wait_until(|| taken.load(Ordering::SeqCst) >= before + by);
        };
        let (receipts, service): (Taken, _) = thread::scope(|scope| {
            let over = Over(&is_over);
            let clients: Vec<_> = (0..4)
                .map(|client| {
                    let (taken, is_over) = (&taken, &is_over);
                    scope.spawn(move || send(address, client, taken, is_over))
                })
                .collect();
            more(20);
            server.signal("-STOP");
            more(20);
            let answer = ready();
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(answer.contains("The database is away since"), "{answer}");
            let before = mails.load(Ordering::SeqCst);
            wait_until(|| mails.load(Ordering::SeqCst) > before + 5);

            // The node dies while it is alone; dropping it is kill -9.
            drop(first);
            let second = folder.serve_on(&socket);
            more(10);
            // It dies while it hands over.
            server.signal("-CONT");
            wait_until(|| {
                server.ask("SELECT COUNT(*) FROM emergencies WHERE number > 9999999") != "0"
            });
            drop(second);
            let third = folder.serve_on(&socket);
            more(10);

            server.signal("-KILL");
            more(20);
            server.start_again();
            more(10);
            drop(over);
            let ended = clients.into_iter().flat_map(|client| client.join().expect("it ends"));
            (ended.collect(), third)
        });
        wait_until(|| {
            let answer = ready();
            answer.starts_with("HTTP/1.1 200") && !answer.contains("The database")
        });
        wait_until(|| {
            let all = server.ask("SELECT COUNT(*) FROM emergencies");
            all.parse::<usize>().expect("a number") >= receipts.len()
        });
        each_is_there_once(&server, &receipts);
        assert_eq!(service.stop(), Some(0));
        let verified = folder.run("verify");
        assert_eq!(verified.code, Some(0), "the journals hold: {verified:?}");
    }
}
