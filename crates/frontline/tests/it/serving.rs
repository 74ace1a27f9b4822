//! `frontline serve`, and commands beside it.

use crate::{directories::SOUND, folder::Folder};

#[test]
fn the_first_start_says_how_to_sign_in_and_the_second_does_not() {
    let folder = Folder::new();
    let service = folder.serve();
    let first = &service.first_lines[0];
    assert!(
        first.starts_with("First sign-in, shown only this once: name admin, password "),
        "{first}"
    );
    assert!(service.url.starts_with("http://127.0.0.1:") && !service.url.ends_with(":0"));
    assert_eq!(service.stop(), Some(0));

    let service = folder.serve();
    assert_eq!(service.first_lines.len(), 1, "{:?}", service.first_lines);
    assert_eq!(service.stop(), Some(0));
}

#[test]
fn the_first_administrator_is_one_of_the_directory_if_there_is_one() {
    let folder = Folder::new();
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    let service = folder.serve();
    assert!(service.first_lines[0].contains("name ana, password "), "{:?}", service.first_lines);
}

#[test]
fn a_request_from_a_terminal_opens_an_emergency() {
    let folder = Folder::new();
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));
    let service = folder.serve();
    let sent = folder.run(&format!(
        "request --url {} --summary \"Checkout is down\" --impact outage --email kim@acme.example",
        service.url
    ));
    assert_eq!(sent.code, Some(0), "{sent:?}");
    assert!(sent.out.starts_with("We have your report: E-1001. A person is being called.\n"));
    assert!(sent.out.contains(&format!("See {}/r/", service.url)), "{sent:?}");
    assert!(sent.out.contains("Next word from us by "), "{sent:?}");

    let other = folder.run(&format!(
        "request --url {} --summary \"How do I export?\" --impact question --json",
        service.url
    ));
    assert_eq!(other.code, Some(0), "{other:?}");
    assert!(other.out.contains("\"kind\":\"ticket\""), "{other:?}");
}

#[test]
fn a_port_that_is_taken_is_said_plainly() {
    let folder = Folder::new();
    let service = folder.serve();
    let port = service.url.trim_start_matches("http://");
    folder.write("frontline.toml", &format!("[server]\nlisten = \"{port}\"\n"));
    let said = folder.run("serve");
    assert_eq!(said.code, Some(1));
    let expected = format!("frontline: server.listen: {port} cannot be listened on");
    assert!(said.problems.starts_with(&expected), "{said:?}");
}

#[tokio::test]
async fn the_first_administrator_stays_whatever_directory_is_applied_meanwhile() {
    let folder = Folder::new();
    let service = folder.serve();
    let (_, password) = service.first_lines[0].rsplit_once(' ').expect("a password");
    folder.write("d.toml", SOUND);
    assert_eq!(folder.run("directory apply d.toml").code, Some(0));

    // Only an error if a test before installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let client = client.build().expect("a client");
    let page = |path: &str| client.get(format!("{}{path}", service.url));
    let token = folder.run("token create --name test --role admin").out;
    let is_noticed = async || {
        let request = page("/api/v1/directory").bearer_auth(token.trim());
        let answer = request.send().await.expect("an answer").text().await.expect("a text");
        answer.contains("Ana Ruiz")
    };
    let begun = std::time::Instant::now();
    while !is_noticed().await {
        assert!(begun.elapsed().as_secs() < 20, "the running service does not notice");
    }

    let form = [("name", "admin"), ("password", password)];
    let sign_in = client.post(format!("{}/console/sign-in", service.url)).form(&form);
    let answer = sign_in.send().await.expect("an answer");
    assert_eq!(answer.status(), 303, "{answer:?}");
    let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie");
    let (cookie, _) = cookie.split_once(';').expect("a value and its limits");
    let console = page("/console/accounts").header("cookie", cookie);
    assert_eq!(console.send().await.expect("an answer").status(), 200);
}
