//! Pages as people see them: without script, one tap after the other.

mod attachments;
mod console;
mod devices;
mod hostile;
mod languages;
mod live;
mod office;
mod on_call;
mod outside;
mod own_words;
mod portal;
mod request;
mod requester;
mod switches;
mod tap;

use channels::wall::Kind;

use crate::{app::TestApp, browser::Browser};

/// Reports an outage through the form; the browser is on the requester's page.
async fn reported<'a>(app: &'a TestApp, name: &str, summary: &str) -> Browser<'a> {
    let mut browser = Browser::new(app);
    browser.open("/request").await;
    let mut form = browser.form("/request");
    form.fill("production", "true");
    form.fill("impact", "outage");
    form.fill("summary", summary);
    form.fill("organization", "acme");
    form.fill("name", name);
    form.fill("email", &format!("{}@acme.example", name.to_lowercase()));
    form.fill("time_zone", "America/Chicago");
    browser.submit(form).await;
    assert!(browser.path.starts_with("/r/"), "{}: {}", browser.path, browser.page.text());
    app.engine.settle().await;
    browser
}

/// The mails to an address so far, the newest last.
fn mails(app: &TestApp, to: &str) -> Vec<String> {
    let shown = app.wall.messages_since(0);
    let mails = shown.iter().filter(|one| one.kind == Kind::Mail && one.to == to);
    mails.map(|one| one.text.clone()).collect()
}
