//! Stopping and starting again while people use it: nobody is refused, and systemd knows.

use std::{
    net::{SocketAddr, TcpListener},
    os::unix::net::UnixDatagram,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use store::Store;

use crate::{
    directories::SOUND,
    folder::{Folder, PATIENCE, ask, get, wait_until},
};

#[test]
fn restarting_under_load_loses_no_connection() {
    let folder = Folder::new();
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    // Held by the test as systemd holds it, over every restart.
    let socket = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = socket.local_addr().expect("it has an address");
    let (accepted, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));

    let problems = thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|client| {
                let (accepted, is_over) = (&accepted, &is_over);
                scope.spawn(move || reports(address, client, accepted, is_over))
            })
            .collect();
        for _ in 0..3 {
            let service = folder.serve_on(&socket);
            let before = accepted.load(Ordering::SeqCst);
            wait_until(|| accepted.load(Ordering::SeqCst) > before + 30);
            assert_eq!(service.stop(), Some(0));
        }
        let service = folder.serve_on(&socket);
        is_over.store(true, Ordering::SeqCst);
        let ended = clients.into_iter().map(|client| client.join().expect("a client ends"));
        let problems: Vec<String> = ended.filter_map(Result::err).collect();
        assert_eq!(service.stop(), Some(0));
        problems
    });

    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(folder.requesters(), accepted.into_inner(), "each accepted request is kept once");
}

#[test]
fn a_new_copy_listens_beside_the_old_one_if_the_port_is_shared() {
    let folder = Folder::new();
    folder.write("frontline.toml", "[server]\nlisten = \"127.0.0.1:0\"\nshare_port = true\n");
    let old = folder.serve();
    let address = old.url.trim_start_matches("http://").to_owned();
    folder
        .write("frontline.toml", &format!("[server]\nlisten = \"{address}\"\nshare_port = true\n"));
    let new = folder.serve();
    assert_eq!(new.url, old.url);
    assert_eq!(old.stop(), Some(0));
    let address: SocketAddr = address.parse().expect("an address");
    for _ in 0..10 {
        let answer = get(address, "/healthz");
        assert!(answer.expect("the new copy answers").starts_with("HTTP/1.1 200"));
    }
    assert_eq!(new.stop(), Some(0));
}

#[test]
fn two_sockets_that_were_handed_over_are_refused_with_what_to_do() {
    let folder = Folder::new();
    let socket = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let said = folder.run_holding(&socket, 2);
    assert_eq!(said.code, Some(1));
    let expected = "LISTEN_FDS: 2 sockets were handed over, and one is needed";
    assert!(said.problems.contains(expected), "{said:?}");
}

#[test]
fn systemd_hears_that_it_is_ready_alive_and_stopping() {
    let folder = Folder::new();
    let path = folder.path("notify");
    let ear = UnixDatagram::bind(&path).expect("a socket can be made");
    ear.set_read_timeout(Some(PATIENCE)).expect("a limit can be set");
    let heard = || {
        let mut words = [0; 512];
        let length = ear.recv(&mut words).expect("something is said");
        String::from_utf8_lossy(&words[..length]).into_owned()
    };
    let notify = path.to_str().expect("a path in UTF-8");
    let service = folder.serve_with(&[("NOTIFY_SOCKET", notify), ("WATCHDOG_USEC", "300000")]);
    assert!(heard().starts_with("READY=1\n"));
    assert_eq!(heard(), "WATCHDOG=1");
    assert_eq!(heard(), "WATCHDOG=1");
    assert_eq!(service.stop(), Some(0));
    let stopping = std::iter::repeat_with(heard).find(|said| said != "WATCHDOG=1");
    assert!(stopping.is_some_and(|said| said.starts_with("STOPPING=1\n")));
}

/// Sends one report after another, each over a connection of its own, until it is over.
fn reports(
    address: SocketAddr,
    client: usize,
    accepted: &AtomicUsize,
    is_over: &AtomicBool,
) -> Result<(), String> {
    for index in 0.. {
        if is_over.load(Ordering::SeqCst) {
            break;
        }
        let body = format!(
            "{{\"summary\":\"Checkout is down\",\"impact\":\"outage\",\"organization\":\"acme\",\
             \"requester\":{{\"email\":\"kim.{client}.{index}@acme.example\"}}}}"
        );
        let length = body.len();
        let request = format!(
            "POST /api/v1/requests HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let answer =
            ask(address, &request).map_err(|error| format!("{client}.{index}: {error}"))?;
        if !answer.starts_with("HTTP/1.1 201") {
            return Err(format!("{client}.{index}: {answer}"));
        }
        accepted.fetch_add(1, Ordering::SeqCst);
    }
    Ok(())
}

impl Folder {
    /// How many people stand in the first emergency.
    fn requesters(&self) -> usize {
        let url = format!("sqlite:{}", self.path("frontline.db").display());
        let count = async {
            let store = Store::open(&url).await.expect("the database opens");
            store.requesters_of(domain::Number(1001), 10_000).await.expect("it is read").len()
        };
        tokio::runtime::Runtime::new().expect("a runtime").block_on(count)
    }
}
