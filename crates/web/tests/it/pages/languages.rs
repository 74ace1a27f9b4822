//! Pages in the language of whoever reads them.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use words::Language;

use super::mails;
use crate::{app::TestApp, browser::Browser, html::Page};

/// What only English pages say.
const ENGLISH: [&str; 8] =
    [" the ", " you ", " your ", "Your ", "Tell ", "Pictures", "emergency", "Send it"];

#[tokio::test]
async fn a_page_speaks_what_the_browser_asks_for() {
    let app = TestApp::new().await;
    for (asked, lang, heading) in [
        ("de-CH,de;q=0.9,en;q=0.5", "de", "Sagen Sie uns, was nicht geht"),
        ("fr", "fr", "Dites-nous ce qui ne va pas"),
        ("pt, es;q=0.8", "es", "Díganos qué ocurre"),
        ("ja", "ja", "何が起きているかお知らせください"),
        ("nl", "en", "Tell us what is wrong"),
    ] {
        let request = app.request(Method::GET, "/request").header("accept-language", asked);
        let answer = app.send(request.body(Body::empty()).expect("a request")).await;
        let vary = answer.header("vary").to_owned();
        assert!(vary.contains("accept-language") || vary.contains("accept"), "{vary}");
        let html = answer.text();
        assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{asked}: {html}");
        assert!(Page::read(&html).text().contains(heading), "{asked}: {html}");
    }
}

#[tokio::test]
async fn a_language_is_chosen_by_a_link_and_kept() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    let page = browser.open("/").await;
    let link = page.link("?lang=de");
    let page = browser.open(&format!("/{link}")).await.text();
    assert!(page.contains("Ist das ein Notfall?"), "{page}");
    let page = browser.open("/portal").await.text();
    assert!(page.contains("An unseren Support schreiben"), "kept: {page}");
    let page = browser.open("/?lang=%22%3E%3Cscript%3E").await.text();
    assert!(page.contains("Ist das ein Notfall?"), "what we do not speak changes nothing: {page}");
    let page = browser.open("/r/nowhere").await.text();
    assert!(page.contains("Diese Seite gibt es nicht"), "{page}");
}

#[tokio::test]
async fn no_page_of_a_requester_has_english_left_in_it() {
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let app = TestApp::new().await;
        let mut browser = Browser::new(&app);
        let tag = language.tag();
        for path in ["/", "/request", "/portal", "/nowhere"] {
            let text = browser.open(&format!("{path}?lang={tag}")).await.text();
            speaks(language, path, &text);
        }
        browser.open("/request").await;
        let mut form = browser.form("/request");
        form.fill("email", "maria");
        form.fill("phone", "1");
        let text = browser.submit(form).await.text();
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        speaks(language, "a form with problems", &text);

        let mut form = browser.form("/request");
        form.fill("summary", "E-77");
        form.fill("production", "true");
        form.fill("impact", "outage");
        form.fill("email", "maria@acme.example");
        form.fill("phone", "");
        form.fill("time_zone", "Asia/Tokyo");
        browser.submit(form).await;
        app.engine.settle().await;
        speaks(language, "an emergency", &browser.page.text());
        let path = browser.path.clone();
        browser.press(&format!("{path}/heard-nothing")).await;
        speaks(language, "what was just done", &browser.page.text());
        let mail = mails(&app, "maria@acme.example").remove(0);
        speaks(language, "the receipt", &mail);

        browser.open("/portal").await;
        let mut form = browser.form("/portal");
        form.fill("summary", "E-78");
        form.fill("email", "jo@acme.example");
        browser.submit(form).await;
        app.engine.settle().await;
        speaks(language, "a ticket", &browser.page.text());
    }
}

/// The page, without names, in no English.
#[track_caller]
fn speaks(language: Language, place: &str, text: &str) {
    let text: Vec<_> = text.lines().filter(|line| !line.contains("://")).collect();
    let text = text.join("\n").replace("Support", "");
    for word in ENGLISH {
        assert!(!text.contains(word), "{language:?}, {place} says “{word}”: {text}");
    }
}

#[tokio::test]
async fn a_private_page_speaks_the_language_of_the_request() {
    let app = TestApp::new().await;
    let mut browser = Browser::new(&app);
    browser.open("/request?lang=ja").await;
    let mut form = browser.form("/request");
    form.fill("summary", "レジが動きません");
    form.fill("phone", "+81 3 0000 0000");
    browser.submit(form).await;
    // Another browser, which asks for nothing: the request is known.
    let page = app.get(&browser.path).await.text();
    assert!(page.contains("<html lang=\"ja\""), "{page}");
    assert!(page.contains("当番のエンジニアに電話をかけています"), "{page}");
    assert!(page.contains("今</span>") || page.contains("秒前</span>"), "{page}");
}

#[tokio::test]
async fn pages_stay_small_in_every_language() {
    let app = TestApp::new().await;
    for language in Language::ALL {
        let page = app.get(&format!("/request?lang={}", language.tag())).await;
        let style = Page::read(&page.text()).link(".css");
        let (form, style) = (page.body.len(), app.get(&style).await.body.len());
        assert!(form + style < 14 * 1024, "{language:?}: {form} + {style} bytes");
    }
}
