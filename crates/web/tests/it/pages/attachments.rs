//! Pictures and files: kept, shown to the right people, and harmless.

use axum::http::{Method, StatusCode};

use super::reported;
use crate::{app::TestApp, browser::Browser};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

/// A form with files, as browsers send it.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    for (name, bytes) in files {
        let head = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    body
}

const KIND: &str = "multipart/form-data; boundary=cut";

async fn attach(browser: &mut Browser<'_>, path: &str, files: &[(&str, &[u8])]) -> String {
    let body = multipart(&[("text", "see the picture")], files);
    let answer = browser.ask_with(Method::POST, &format!("{path}/say"), Some(KIND), body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

#[tokio::test]
async fn a_picture_reaches_the_responder_and_nobody_else() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    let jo = reported(&app, "Jo", "Down, too").await;
    let path = maria.path.clone();
    attach(&mut maria, &path, &[("../../shot one.png", PNG)]).await;
    let link = maria.open(&path).await.link("/files/");
    assert!(maria.page.text().contains("shot one.png"), "{}", maria.page.text());
    let file = app.get(&link).await;
    assert_eq!(file.body, PNG);
    assert_eq!(file.header("content-type"), "image/png");
    assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let id = link.rsplit('/').next().unwrap();
    for (path, status) in [
        (format!("{}/files/{id}", jo.path), StatusCode::NOT_FOUND),
        (format!("/console/files/{id}"), StatusCode::SEE_OTHER),
        (format!("{}/files/..%2f..%2ffrontline.db", maria.path), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.get(&path).await.status, status, "{path}");
    }
    let mut ana = Browser::signed_in(&app, "ana").await;
    let link = ana.open("/console/emergencies/E-1001").await.link("/console/files/");
    assert_eq!(ana.ask(Method::GET, &link, None).await.body, PNG);
}

#[tokio::test]
async fn what_could_run_is_only_ever_saved() {
    let app = TestApp::new().await;
    let mut maria = reported(&app, "Maria", "Down").await;
    let path = maria.path.clone();
    let page = b"<html><script>alert(1)</script>";
    attach(&mut maria, &path, &[("page.html", page), ("picture.svg", b"<svg onload=alert(1)>")])
        .await;
    maria.open(&path).await;
    for name in ["page.html", "picture.svg"] {
        assert!(maria.page.text().contains(name));
    }
    for tag in maria.page.tags.iter().filter_map(|tag| tag.attribute("href")) {
        if tag.contains("/files/") {
            let file = app.get(tag).await;
            assert_eq!(file.header("content-type"), "application/octet-stream");
            assert!(file.header("content-disposition").starts_with("attachment; filename*="));
        }
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_never_stops_the_words() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    let fields = [("summary", "Down"), ("email", "maria@acme.example"), ("impact", "outage")];
    let body = multipart(&fields, &[("large.bin", &large), ("shot.png", PNG)]);
    let answer = browser.ask_with(Method::POST, "/request", Some(KIND), body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let text = browser.open(answer.header("location")).await.text();
    assert!(text.contains("A file did not"), "{text}");
    assert!(text.contains("shot.png") && !text.contains("large.bin"), "{text}");
    let folder = app.attachments();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "nothing is left of the large one");
}
