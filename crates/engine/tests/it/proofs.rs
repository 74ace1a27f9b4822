//! Contact methods, verified by codes and by answers.

use domain::{
    Directory, Settings,
    proof::{ProvedBy, Refused},
};
use engine::{EngineError, NewDirectory};
use jiff::SignedDuration;

use crate::app::{ANA, ANAS_PHONE, App, DIRECTORY};

/// What is verified of Ana: by which proof, method by method.
async fn anas(app: &App) -> Vec<Option<ProvedBy>> {
    let ways = app.engine.contact_ways(&"ana".into()).await.expect("they are read");
    ways.iter().map(|way| way.proof.proved.map(|proved| proved.by)).collect()
}

/// The code in a message that was sent to this address.
fn code(sent: &[String], to: &str) -> String {
    let text = sent.iter().find(|it| it.contains(to)).expect("it was sent");
    let text = text.split_once(": ").expect("kind and address").1;
    text.chars().filter(char::is_ascii_digit).take(6).collect()
}

async fn ask(app: &mut App, contact: &str) -> String {
    app.sent().await;
    app.engine.send_code(&"ana".into(), &contact.into()).await.expect("it is sent");
    let to = if contact == "sms" { ANA } else { ANAS_PHONE };
    code(&app.sent().await, to)
}

async fn enter(app: &App, contact: &str, code: &str) -> Result<(), EngineError> {
    app.engine.enter_code(&"ana".into(), &contact.into(), code).await
}

#[tokio::test]
async fn a_code_comes_over_the_method_and_verifies_that_one_alone() {
    let mut app = App::start().await;
    assert_eq!(anas(&app).await, [None, None]);
    let sms = ask(&mut app, "sms").await;
    assert_eq!(sms.len(), 6, "{sms}");
    let elsewhere = enter(&app, "voice", &sms).await;
    assert!(matches!(elsewhere, Err(EngineError::Proof(Refused::NoCode))), "{elsewhere:?}");
    app.crash().await;
    enter(&app, "sms", &format!(" {} {}", &sms[..3], &sms[3..])).await.expect("it is the one");
    assert_eq!(anas(&app).await, [Some(ProvedBy::Code), None]);
    let again = enter(&app, "sms", &sms).await;
    assert!(matches!(again, Err(EngineError::Proof(Refused::NoCode))), "once: {again:?}");

    let voice = ask(&mut app, "voice").await;
    enter(&app, "voice", &voice).await.expect("a call says it digit by digit");
    assert_eq!(anas(&app).await, [Some(ProvedBy::Code), Some(ProvedBy::Code)]);
}

#[tokio::test]
async fn the_code_stands_nowhere_in_the_database() {
    let mut app = App::start().await;
    let sms = ask(&mut app, "sms").await;
    for saved in app.engine.store().proofs().await.unwrap() {
        let stored = serde_json::to_string(&saved.proof).unwrap();
        assert!(!stored.contains(&sms), "{stored}");
    }
}

#[tokio::test]
async fn guessing_ends_after_five_and_a_code_after_ten_minutes() {
    let mut app = App::start().await;
    let sms = ask(&mut app, "sms").await;
    let wrong = if sms == "000000" { "000001" } else { "000000" };
    // At once, as somebody would who is not one person.
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let engine = app.engine.clone();
        guesses.spawn(async move { engine.enter_code(&"ana".into(), &"sms".into(), wrong).await });
    }
    let guesses = guesses.join_all().await;
    let counted = guesses.iter().filter(|it| {
        matches!(it, Err(EngineError::Proof(Refused::Wrong { .. } | Refused::WrongTooOften)))
    });
    assert_eq!(counted.count(), 5, "{guesses:?}");
    let late = enter(&app, "sms", &sms).await;
    assert!(matches!(late, Err(EngineError::Proof(Refused::NoCode))), "{late:?}");
    let soon = app.engine.send_code(&"ana".into(), &"sms".into()).await;
    assert!(matches!(soon, Err(EngineError::Proof(Refused::TooSoon(_)))), "{soon:?}");

    app.minutes(1).await;
    let sms = ask(&mut app, "sms").await;
    app.minutes(10).await;
    let late = enter(&app, "sms", &sms).await;
    assert!(matches!(late, Err(EngineError::Proof(Refused::NoCode))), "{late:?}");
    assert_eq!(anas(&app).await, [None, None]);
}

#[tokio::test]
async fn whoever_replies_with_the_code_or_answers_a_page_is_verified_there() {
    let mut app = App::start().await;
    let sms = ask(&mut app, "sms").await;
    app.engine.text_received(ANAS_PHONE, &sms, "").await.expect("it is taken");
    assert_eq!(anas(&app).await, [None, None], "from another number it is only digits");
    app.sent().await;
    app.engine.text_received(ANA, &sms, "").await.expect("it is taken");
    let sent = app.sent().await;
    assert!(sent[0].contains("This contact method is verified"), "{sent:?}");
    assert_eq!(anas(&app).await, [Some(ProvedBy::Code), None]);

    let mut app = App::start().await;
    app.engine.text_received(ANA, "what is this", "").await.expect("it is taken");
    assert_eq!(anas(&app).await, [None, None], "not an answer");
    app.report().await;
    app.sent().await;
    app.engine.text_received(ANA, "ok", "").await.expect("it is taken");
    assert_eq!(anas(&app).await, [Some(ProvedBy::Answer), None]);
}

#[tokio::test]
async fn another_address_is_not_verified_and_pages_all_the_same() {
    let mut app = App::start().await;
    let sms = ask(&mut app, "sms").await;
    enter(&app, "sms", &sms).await.expect("it is the one");
    let moved = DIRECTORY.replace("+15550100001", "+15550100099");
    let new = NewDirectory {
        directory: toml::from_str(&moved).expect("it is right"),
        replaces: None,
        accept_holes: true,
        by: "test".to_owned(),
    };
    app.engine.replace_directory(new).await.expect("it is applied");
    assert_eq!(anas(&app).await, [None, None]);
    app.sent().await;
    app.report().await;
    let sent = app.sent().await;
    assert!(sent.iter().any(|it| it.starts_with("sms +15550100099")), "{sent:?}");
    let gone = enter(&app, "pager", "000000").await;
    assert!(matches!(gone, Err(EngineError::Proof(Refused::NoSuchWay))), "{gone:?}");
}

async fn apply(app: &App, text: &str, accept: &[&str]) -> Result<i64, EngineError> {
    let mut directory: Directory = toml::from_str(text).expect("it is right");
    directory.accept = accept.iter().map(|name| (*name).to_owned()).collect();
    let new =
        NewDirectory { directory, replaces: None, accept_holes: false, by: "test".to_owned() };
    app.engine.replace_directory(new).await
}

/// Ana is reached twice; nobody else is called.
const ALONE: &str = r#"
responder = [
  { id = "ana", name = "Ana Ruiz", contact = [
      { id = "sms", kind = "sms", address = "+15550100001" },
      { id = "voice", kind = "voice", address = "+15550100011" },
      { id = "mail", kind = "email", address = "ana@vendor.example" } ] },
]
policy = [{ id = "sev1", steps = [{ page = ["responder:ana"] }] }]
"#;

#[tokio::test]
async fn without_two_verified_ways_is_told_and_refused_only_where_that_is_asked_for() {
    let mut app = App::start().await;
    apply(&app, ALONE, &[]).await.expect("nobody has verified anything yet: it is told");
    let found = app.engine.findings().await;
    let names = |holes: &[domain::directory::Hole]| {
        holes.iter().map(|hole| hole.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&found.unverified), ["responder:ana/unverified"]);
    assert_eq!(names(&found.open), Vec::<String>::new());
    assert!(found.unverified[0].problem.contains("no contact method is verified"), "{found:?}");

    let mut strict = Settings::default();
    strict.directory.require_verified = true;
    app.engine.set_settings(strict);
    let refused = apply(&app, ALONE, &[]).await;
    let Err(EngineError::DirectoryHoles(holes)) = refused else { panic!("{refused:?}") };
    assert_eq!(names(&holes), ["responder:ana/unverified"]);
    apply(&app, ALONE, &["responder:ana/unverified"]).await.expect("it is accepted by name");
    let found = app.engine.findings().await;
    assert_eq!(names(&found.accepted), ["responder:ana/unverified"]);

    let sms = ask(&mut app, "sms").await;
    enter(&app, "sms", &sms).await.expect("it is the one");
    let refused = apply(&app, ALONE, &[]).await;
    let Err(EngineError::DirectoryHoles(holes)) = refused else { panic!("{refused:?}") };
    assert!(holes[0].problem.contains("only \"sms\" is verified"), "{holes:?}");
    let voice = ask(&mut app, "voice").await;
    enter(&app, "voice", &voice).await.expect("it is the one");
    apply(&app, ALONE, &[]).await.expect("two ways are verified");
    assert_eq!(app.engine.findings().await.unverified, []);
    app.advance(SignedDuration::from_secs(1)).await;
}
