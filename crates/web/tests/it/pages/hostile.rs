//! Whatever arrives: pages stay whole, nothing runs, nothing breaks.

use axum::http::{Method, StatusCode};

use super::reported;
use crate::{
    app::TestApp,
    browser::{Browser, encoded},
};

const SCRIPT: &str = r#""'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"#;

#[tokio::test]
async fn words_never_become_markup_anywhere() {
    let app = TestApp::new().await;
    let mut maria = Browser::new(&app);
    maria.open("/request").await;
    let mut form = maria.form("/request");
    for field in ["summary", "organization", "name", "workaround", "details"] {
        form.fill(field, SCRIPT);
    }
    form.fill("email", "a\"><b>@acme.example");
    form.fill("phone", "+1555<script>12345");
    form.fill("impact", SCRIPT);
    form.fill("time_zone", SCRIPT);
    maria.submit(form).await;
    let mut form = maria.form("/request");
    form.fill("email", "a'b@acme.example");
    form.fill("key", "<script>");
    maria.submit(form).await;
    let path = maria.path.clone();
    assert!(path.starts_with("/r/"), "{path}: {}", maria.page.text());
    let mut form = maria.form(&format!("{path}/say"));
    form.fill("text", SCRIPT);
    maria.submit(form).await;
    app.engine.settle().await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    for path in
        ["/console", "/console/emergencies/E-1001", "/console/emergencies/E-1001?said=%3Cscript%3E"]
    {
        let page = cho.open(path).await;
        assert!(page.text().contains("<script>alert(1)</script>"), "{path} shows it as words");
        assert!(!page.html.contains("<script>alert"), "{path}");
        assert!(!page.html.contains("<img"), "{path}");
    }
    let mut form = cho.form("/console/emergencies/E-1001/preview");
    form.fill("act", "update");
    form.fill("note", SCRIPT);
    let page = cho.submit(form).await;
    assert!(!page.html.contains("<script>alert"), "{}", page.html);
    cho.press("/console/emergencies/E-1001/tell").await;
    assert!(!maria.open(&path).await.html.contains("<script>alert"));
}

#[tokio::test]
async fn huge_fields_are_cut_and_still_an_emergency() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    let fields = [
        ("summary".to_owned(), "down ".repeat(40_000)),
        ("name".to_owned(), "x".repeat(100_000)),
        ("email".to_owned(), "maria@acme.example".to_owned()),
    ];
    let answer = browser.ask(Method::POST, "/request", Some(encoded(&fields))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let text = browser.open(answer.header("location")).await.text();
    assert!(text.len() < 10_000, "{} characters", text.len());
    assert_eq!(app.engine.store().counts().await.unwrap().open, 1);
}

#[tokio::test]
async fn broken_forms_get_a_page_and_not_a_fault() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    let good = "--cut\r\nContent-Disposition: form-data; name=\"summary\"\r\n\r\nDown\r\n\
                --cut\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.example\r\n";
    for (kind, body, status) in [
        ("multipart/form-data", "nothing".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("multipart/form-data; boundary=cut", "--cu".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        ("multipart/form-data; boundary=cut", format!("{good}--cut\r\nbro"), StatusCode::SEE_OTHER),
        (
            "application/x-www-form-urlencoded",
            "%ff%fe=%00&&==".to_owned(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("application/json", "{}".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (
            "application/x-www-form-urlencoded",
            "x".repeat(2_000_000),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer = browser.ask_with(Method::POST, "/request", Some(kind), body).await;
        assert_eq!(answer.status, status, "{kind}: {}", answer.text());
    }
}

#[tokio::test]
async fn odd_addresses_get_a_page() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    for path in [
        "/console/emergencies/E-99999",
        "/console/emergencies/%3Cscript%3E",
        "/console/tickets/T-1",
        "/console/files/../../x",
    ] {
        ana.open(path).await;
        assert_eq!(ana.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = ana.open("/console?state=nonsense&after=nonsense").await.text();
    assert!(list.contains("1 open emergency"), "{list}");
}
