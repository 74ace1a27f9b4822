//! The console by day: signing in, roles, on call, directory, health, accounts.

use axum::http::{Method, StatusCode};

use super::reported;
use crate::{app::TestApp, browser::Browser};

#[tokio::test]
async fn nobody_gets_in_without_the_password() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    for path in ["/console", "/console/on-call", "/console/directory", "/console/emergencies/E-1"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/console/sign-in?next="), "{path}");
    }
    ana.press("/console/sign-out").await;
    ana.open("/console").await;
    assert!(ana.path.starts_with("/console/sign-in"), "{}", ana.path);
    for name in ["ana", "nobody", "<script>"] {
        let mut form = ana.form("/console/sign-in");
        form.fill("name", name);
        form.fill("password", "wrong");
        let text = ana.submit(form).await.text();
        assert!(text.contains("do not belong together"), "{name}: {text}");
        assert_eq!(ana.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    let (mut last, mut tries) = (StatusCode::OK, 0);
    while last != StatusCode::TOO_MANY_REQUESTS && tries < 100 {
        tries += 1;
        let body = "name=ana&password=wrong".to_owned();
        last = browser.ask(Method::POST, "/console/sign-in", Some(body)).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let app = TestApp::new().await;
    web::set_password(&app.engine, &"ana".into(), "correct horse battery".to_owned())
        .await
        .unwrap();
    let body = "name=ana&password=correct+horse+battery&next=https://evil.example";
    let form = "application/x-www-form-urlencoded";
    let answer = app.post_raw("/console/sign-in", form, body).await;
    assert_eq!(answer.header("location"), "/console");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn another_site_cannot_press_our_buttons() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = app
            .request(Method::POST, "/console/emergencies/E-1001/answer")
            .header("host", "emergency.example.com")
            .header(name, value);
        let answer = app.send(request.body(String::new().into()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
        assert!(answer.text().contains("This is not yours to do"), "{}", answer.text());
    }
}

#[tokio::test]
async fn every_page_of_the_console_stands() {
    let app = TestApp::new().await;
    reported(&app, "Maria", "Down").await;
    app.pass("6m").await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    for (path, says) in [
        ("/console", "1 open emergency"),
        ("/console?state=closed", "Nothing has been closed yet."),
        ("/console/emergencies/E-1001?all=1", "Ben Okafor being called"),
        ("/console/tickets", "Nothing waits for the desk."),
        ("/console/on-call", "primary Ana Ruiz until 05:00 UTC on 30 November"),
        ("/console/directory", "[[responder]]"),
        ("/console/health", "It works, and a page could fall through"),
        ("/console/readiness", "A page would be answered now"),
        (
            "/console/readiness",
            "Now it would be called, one step after the other: Ana Ruiz Ben Okafor",
        ),
        ("/console/rehearsal?weeks=1", "A person answers: half within"),
        ("/console/accounts", "Cho Lee cho"),
        ("/console/switches", "All services are on"),
        ("/console/switches/acme", "Nothing has asked for this switch within a day."),
    ] {
        let text = cho.open(path).await.text();
        assert_eq!(cho.status, StatusCode::OK, "{path}");
        assert!(text.contains(says), "{path}: {text}");
        assert!(text.contains("On call: Ana Ruiz (primary)"), "{path}: {text}");
    }
}

#[tokio::test]
async fn only_an_admin_sees_accounts_and_changes_the_directory() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    let text = ana.open("/console/accounts").await.text();
    assert!(text.contains("Your own password") && !text.contains("Ben Okafor"), "{text}");
    let form = Some("responder=ben".to_owned());
    let answer = ana.ask(Method::POST, "/console/accounts/password", form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("This needs the role"), "{}", answer.text());
    let page = ana.open("/console/directory").await;
    assert!(page.text().contains("Only an admin can change it."));
    assert!(!page.html.contains("whsec_") && !page.html.contains("<textarea"));
    let answer = ana.ask(Method::POST, "/console/directory", Some("act=save&text=".into())).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_admin_makes_passwords_and_tokens_that_are_shown_once() {
    let app = TestApp::new().await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    cho.open("/console/accounts").await;
    let mut form = cho.form("/console/accounts/password");
    form.fill("responder", "ben");
    let page = cho.submit(form).await;
    let at = page.tags.iter().position(|tag| tag.attribute("class") == Some("secret")).unwrap();
    let password = page.text_of(at);
    assert_eq!(password.len(), 24);
    let mut ben = Browser::new(&app);
    ben.open("/console/sign-in").await;
    let mut form = ben.form("/console/sign-in");
    form.fill("name", "ben");
    form.fill("password", &password);
    ben.submit(form).await;
    assert_eq!(ben.path, "/console");

    let mut form = cho.form("/console/accounts/token");
    form.fill("name", "alertmanager");
    let page = cho.submit(form).await;
    let at = page.tags.iter().position(|tag| tag.attribute("class") == Some("secret")).unwrap();
    let token = page.text_of(at);
    let ask = || {
        let request = app.request(Method::GET, "/api/v1/emergencies");
        request.header("authorization", format!("Bearer {token}"))
    };
    let answer = app.send(ask().body(String::new().into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut twin = cho.form("/console/accounts/token");
    twin.fill("name", "alertmanager");
    assert!(cho.submit(twin).await.text().contains("There is a token “alertmanager” already"));
    assert!(!cho.open("/console/accounts").await.html.contains(&token));
    let mut form = cho.form("/console/accounts/revoke");
    form.fill("name", "alertmanager");
    cho.submit(form).await;
    let answer = app.send(ask().body(String::new().into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn everybody_changes_their_own_password() {
    let app = TestApp::new().await;
    let mut ana = Browser::signed_in(&app, "ana").await;
    for (current, password, says) in [
        ("correct horse battery", "short", "12 characters or more"),
        ("wrong", "a better password", "This is not the password you have."),
        ("correct horse battery", "a better password", "Sign in"),
    ] {
        ana.open("/console/accounts").await;
        let mut form = ana.form("/console/accounts/own");
        form.fill("current", current);
        form.fill("password", password);
        let text = ana.submit(form).await.text();
        assert!(text.contains(says), "{text}");
    }
    ana.open("/console").await;
    assert!(ana.path.starts_with("/console/sign-in"), "every session has ended");
}

#[tokio::test]
async fn the_directory_is_checked_before_it_is_saved() {
    let app = TestApp::new().await;
    let mut cho = Browser::signed_in(&app, "cho").await;
    cho.open("/console/directory").await;
    let form = || cho.form("/console/directory");
    let (mut broken, mut contradiction, mut good) = (form(), form(), form());
    let text = good.value("text").to_owned();
    broken.fill("text", "[[responder]\nid = ");
    contradiction
        .fill("text", &text.replace("members = [\n    \"ana\",", "members = [\n    \"zoe\","));
    good.fill("text", &text.replace("Ana Ruiz", "Ana Ruiz-Vega"));
    for form in [&mut broken, &mut contradiction, &mut good] {
        form.fill("act", "check");
    }
    cho.submit(broken).await;
    assert_eq!(cho.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(cho.page.text().contains("line 1"), "{}", cho.page.text());
    let said = cho.submit(contradiction).await.text();
    assert!(said.contains("It contradicts itself") && said.contains("zoe"), "{said}");
    let said = cho.submit(good).await.text();
    assert!(
        said.contains("Not saved yet.") && said.contains("responder ana: name changed from"),
        "{said}"
    );
    let mut save = cho.form("/console/directory");
    save.fill("act", "save");
    save.fill("accept_holes", "true");
    let mut stale = cho.form("/console/directory");
    stale.fill("act", "save");
    stale.fill("accept_holes", "true");
    cho.submit(save).await;
    assert_eq!(app.engine.directory().1.responders[0].name, "Ana Ruiz-Vega");
    let said = cho.submit(stale).await.text();
    assert!(said.contains("has changed since you read it"), "{said}");
}

#[tokio::test]
async fn the_first_admin_is_made_once() {
    let app = TestApp::new().await;
    let first = web::first_admin(&app.engine).await.unwrap().unwrap();
    assert_eq!(first.responder.as_str(), "cho", "the admin of the directory");
    assert_eq!(web::first_admin(&app.engine).await.unwrap(), None);
}
