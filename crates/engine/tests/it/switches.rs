//! The switch by text message: the second person confirms, and anybody switches on again.

use domain::{
    Directory, OrganizationId,
    switch::{Asker, Scope, Switch, SwitchInput, Through, Wish},
};
use engine::NewDirectory;

use crate::app::{ANA, App, BEN, by};

const DUO: &str = r#"
[[responder]]
id = "dee"
name = "Dee Park"
roles = ["responder", "lead"]
contact = [{ id = "sms", kind = "sms", address = "+15550100004" }]

[[organization]]
id = "duo"
name = "Duo Bank"
switch = { may_disable = "two_people", limit = "2h" }
"#;
const DEE: &str = "+15550100004";

async fn app() -> App {
    let app = App::start().await;
    let (version, mut directory) = app.engine.directory().as_ref().clone();
    let more: Directory = toml::from_str(DUO).expect("the directory is right");
    directory.responders.extend(more.responders);
    directory.organizations.extend(more.organizations);
    let by = "test".to_owned();
    let new = NewDirectory { directory, replaces: Some(version), accept_holes: true, by };
    app.engine.replace_directory(new).await.expect("the directory is applied");
    app
}

fn duo() -> OrganizationId {
    OrganizationId::from("duo")
}

async fn ask(app: &App, who: &str, through: Through) -> Switch {
    let who = Asker { by: by(who), leads: false, through };
    let wish = Wish {
        reason: "Orders are lost".to_owned(),
        until: None,
        emergency: None,
        agreement: None,
    };
    let input = SwitchInput::Disable { who, scope: Scope::All, wish };
    app.engine.switch(&duo(), input).await.expect("it may be asked")
}

/// What was answered to it.
async fn text(app: &mut App, from: &str, text: &str) -> String {
    app.sent().await;
    app.engine.text_received(from, text, "").await.expect("it is taken");
    let sent = app.sent().await;
    let mut back = sent.iter().filter_map(|line| line.strip_prefix(&format!("sms {from}: ")));
    back.next_back().unwrap_or_else(|| panic!("{text} was not answered: {sent:?}")).to_owned()
}

async fn is_off(app: &App) -> bool {
    let saved = app.engine.store().switch(&duo()).await.expect("it is read");
    saved.is_some_and(|saved| saved.switch.is_anything_off())
}

/// The words that the message to Dee says to reply.
async fn words_to_confirm(app: &mut App) -> String {
    let sent = app.sent().await;
    let asked = sent.iter().find(|line| line.starts_with(&format!("sms {DEE}: ")));
    let asked = asked.unwrap_or_else(|| panic!("Dee was not asked: {sent:?}"));
    let (_, words) = asked.split_once("Reply ").unwrap_or_else(|| panic!("{asked}"));
    words.split(" to switch off").next().expect("there is a first part").to_owned()
}

#[tokio::test]
async fn the_second_person_confirms_by_text_message() {
    let mut app = app().await;
    ask(&app, "ana", Through::Themselves).await;
    let words = words_to_confirm(&mut app).await;
    assert!(words.starts_with("confirm "), "{words}");
    for doubt in
        ["ok", "yes", "confirm", &format!("{words}?"), &format!("not {words}"), "confirm 1"]
    {
        text(&mut app, DEE, doubt).await;
        assert!(!is_off(&app).await, "{doubt}");
    }
    let said = text(&mut app, DEE, &words).await;
    assert!(said.starts_with("Switched off: all services for Duo Bank until"), "{said}");
    assert!(said.ends_with("switch on duo"), "{said}");
    let saved = app.engine.store().switch(&duo()).await.unwrap().unwrap();
    let off = saved.switch.off(None).expect("two people have said so").clone();
    assert_eq!(off.by.id.as_str(), "ana");
    let domain::switch::Authority::TwoPeople { confirmed_by } = off.authority else { panic!() };
    assert_eq!(confirmed_by.id.as_str(), "dee");
    let again = text(&mut app, DEE, &words).await;
    assert!(again.starts_with("Nothing was switched: no question waits"), "{again}");
}

#[tokio::test]
async fn one_person_is_not_two_by_any_phone() {
    let mut app = app().await;
    ask(&app, "ana", Through::Themselves).await;
    let words = words_to_confirm(&mut app).await;
    let said = text(&mut app, ANA, &words).await;
    assert!(
        said.contains("a second person has to confirm: ask Cho Lin, Dee Park or Ben"),
        "{said}"
    );
    let said = text(&mut app, "+4930123456", &words).await;
    assert!(said.starts_with("We do not know who you are"), "{said}");
    assert!(!is_off(&app).await);
    let said = text(&mut app, BEN, &words).await;
    assert!(said.starts_with("Switched off"), "any second responder may: {said}");
}

#[tokio::test]
async fn the_figures_count_for_one_question() {
    let mut app = app().await;
    ask(&app, "ana", Through::Themselves).await;
    let first = words_to_confirm(&mut app).await;
    let said = text(&mut app, DEE, "switch on duo").await;
    assert!(said.starts_with("Understood: all services for Duo Bank stay on."), "{said}");
    app.minutes(1).await;
    ask(&app, "ana", Through::Themselves).await;
    let second = words_to_confirm(&mut app).await;
    assert_ne!(first, second);
    let said = text(&mut app, DEE, &first).await;
    assert!(said.starts_with("Nothing was switched: no question waits"), "{said}");
    app.minutes(15).await;
    let said = text(&mut app, DEE, &second).await;
    assert!(said.starts_with("Nothing was switched: no question waits"), "it has lapsed: {said}");
    assert!(!is_off(&app).await);
}

#[tokio::test]
async fn a_program_asks_and_two_people_confirm_by_phone() {
    let mut app = app().await;
    ask(&app, "ana", Through::Token("robot".to_owned())).await;
    let words = words_to_confirm(&mut app).await;
    app.minutes(1).await;
    let said = text(&mut app, BEN, &words).await;
    assert!(said.contains("so you are the first person"), "{said}");
    assert!(!is_off(&app).await);
    let said = text(&mut app, DEE, &words).await;
    assert!(said.starts_with("Nothing was switched"), "Dee is asked anew: {said}");
    assert!(!is_off(&app).await);
}

#[tokio::test]
async fn on_again_by_text_message() {
    let mut app = app().await;
    for (words, says) in [
        ("switch on", "all services are on, for every customer"),
        ("switch on duo", "services for Duo Bank are on"),
        ("switch on nobody", "we know no customer or service called \"nobody\""),
        ("switch off duo", "services go off only in the console"),
    ] {
        let said = text(&mut app, BEN, words).await;
        assert!(said.contains(says), "{words}: {said}");
    }
    ask(&app, "ana", Through::Themselves).await;
    let words = words_to_confirm(&mut app).await;
    text(&mut app, DEE, &words).await;
    assert!(is_off(&app).await);
    let whose = text(&mut app, BEN, "switch on").await;
    assert!(whose.contains("Off are duo. Reply: switch on duo"), "{whose}");
    let said = text(&mut app, BEN, "Switch on DUO.").await;
    assert!(said.starts_with("Switched on again: all services for Duo Bank."), "{said}");
    assert!(!is_off(&app).await);
}
