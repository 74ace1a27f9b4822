//! Traces, as a collector reads them that OpenTelemetry's own code takes apart.

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::folder::{Folder, PATIENCE, Service, ask, get};

const DIRECTORY: &str = r#"
[[responder]]
id = "ana"
name = "Ana Ruiz"
roles = ["responder", "lead", "admin"]
contact = [{ id = "hook", kind = "webhook", address = "http://127.0.0.1:PORT/secret-path-of-a-hook" }]

[[policy]]
id = "sev1"
default = true
steps = [{ page = ["responder:ana"], answer_within = "5m" }]
"#;

/// What only those may read who see the case.
const PRIVATE: [&str; 6] =
    ["Kim Larsen", "kim.larsen@", "Acme Stores", "zebra", "Ana Ruiz", "secret-path-of-a-hook"];

const CALLER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

struct Collector {
    child: Child,
    port: u16,
    spans: Arc<Mutex<Vec<Value>>>,
}

impl Collector {
    fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut command = Command::new(root.join("target/venv/bin/python"));
        command.arg(root.join("tests/traces/collector.py"));
        let mut child = command.stdout(Stdio::piped()).spawn().expect("bin/parts/set-up has run");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let port = lines.next().expect("it starts").expect("it speaks").parse().expect("a port");
        let spans = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&spans);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock()
                    .expect("nobody panics")
                    .push(serde_json::from_str(&line).expect("JSON"));
            }
        });
        Self { child, port, spans }
    }

    fn spans(&self) -> Vec<Value> {
        self.spans.lock().expect("nobody panics").clone()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder(telemetry: &str) -> Folder {
    let hook = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = hook.local_addr().expect("it has an address").port();
    thread::spawn(move || {
        for stream in hook.incoming().flatten() {
            thread::spawn(move || {
                use std::io::{Read, Write};
                let mut stream = stream;
                let mut bytes = [0; 65_536];
                while stream.read(&mut bytes).is_ok_and(|read| read > 0) {
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
                    stream.write_all(answer).expect("it listens");
                }
            });
        }
    });
    let folder = Folder::new();
    folder.write("key", "Bearer the-key-of-the-collector\n");
    folder.write("frontline.toml", &format!("[server]\nlisten = \"127.0.0.1:0\"\n{telemetry}"));
    folder.write("d.toml", &DIRECTORY.replace("PORT", &port.to_string()));
    assert_eq!(folder.run("directory apply d.toml --accept-holes").code, Some(0));
    folder
}

fn address(service: &Service) -> SocketAddr {
    service.url.trim_start_matches("http://").parse().expect("an address")
}

fn report(service: &Service) -> String {
    let body = json!({
        "summary": "Checkout zebra is down", "impact": "outage", "organization": "Acme Stores",
        "requester": { "name": "Kim Larsen", "email": "kim.larsen@acme.example" },
    })
    .to_string();
    let request = format!(
        "POST /api/v1/requests HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\
         content-type: application/json\r\ntraceparent: {CALLER}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    ask(address(service), &request).expect("it is answered")
}

fn wait<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn real_traces_show_one_request_from_the_door_to_its_page() {
    let collector = Collector::start();
    let folder = folder(&format!(
        "[telemetry]\notlp_url = \"http://127.0.0.1:{}\"\nauthorization_file = \"key\"\n",
        collector.port
    ));
    let service = folder.serve();
    assert!(report(&service).starts_with("HTTP/1.1 201"));
    let named = |name: &str| {
        let spans = collector.spans();
        spans.into_iter().find(|span| span["name"] == name && span["trace"] == CALLER[3..35])
    };
    let door = wait("the door", || named("POST /api/v1/requests"));
    let submit = wait("taking it in", || named("submit"));
    // What became of the page is a commit, too.
    let is_its_commit = |span: &Value| span["name"] == "commit" && span["parent"] == submit["span"];
    wait("the commit", || collector.spans().into_iter().find(is_its_commit));
    // The receipt is a delivery, too, for which no provider is set up here.
    let is_taken =
        |span: &Value| span["name"] == "send" && span["whole"].to_string().contains("\"accepted\"");
    let send = wait("handing it over", || collector.spans().into_iter().find(is_taken));
    let is_its_delivery = |span: &Value| span["span"] == send["parent"];
    let deliver = wait("the page", || collector.spans().into_iter().find(is_its_delivery));
    assert_eq!(door["parent"], CALLER[36..52], "the caller is the door's parent");
    assert_eq!(submit["parent"], door["span"]);
    assert_eq!(deliver["parent"], submit["span"], "through the outbox");
    assert_eq!((&deliver["name"], &send["trace"]), (&Value::from("deliver"), &door["trace"]));
    assert_eq!(door["path"], "/v1/traces");
    assert_eq!(door["authorization"], "Bearer the-key-of-the-collector");
    assert!(door["resource"].to_string().contains("frontline"), "{door}");
    assert!(submit["whole"].to_string().contains("E-1001"), "{submit}");
    assert!(deliver["whole"].to_string().contains("Page"), "{deliver}");
    get(address(&service), "/r/private-link-of-somebody").expect("it is answered");
    let private = wait("a page", || {
        collector.spans().into_iter().find(|span| span.to_string().contains("GET /r/{"))
    });
    assert!(!private.to_string().contains("private-link"), "{private}");
    assert_eq!(service.stop(), Some(0));
    let all = format!("{:?}", collector.spans());
    for word in PRIVATE {
        assert!(!all.contains(word), "{word} is in a trace");
    }
}

#[test]
fn a_collector_that_is_away_is_noticed_in_a_figure_and_nowhere_else() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = free.local_addr().expect("it has an address").port();
    drop(free);
    let folder = folder(&format!("[telemetry]\notlp_url = \"http://127.0.0.1:{port}\"\n"));
    let service = folder.serve_logging(&[]);
    let begun = Instant::now();
    assert!(report(&service).starts_with("HTTP/1.1 201"));
    assert!(begun.elapsed() < Duration::from_secs(5), "nobody waits for a collector");
    wait("the figure", || {
        let figures = get(address(&service), "/metrics").expect("it is answered");
        let lost = figures.lines().find(|line| line.contains("trace_spans{outcome=\"lost\"}"))?;
        let (_, count) = lost.rsplit_once(' ')?;
        count.trim().parse::<f64>().ok().filter(|count| *count > 0.0)
    });
    assert_eq!(service.stop(), Some(0));
    let log = folder.read("log");
    let strange: Vec<_> =
        log.lines().filter(|line| !line.contains("no provider is set up for mail")).collect();
    assert_eq!(strange, [""; 0], "the log does not speak of it");
}
