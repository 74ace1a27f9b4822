//! Own words for messages.

use domain::{directory::Template, message::Content};
use words::{
    Language, Reader,
    template::{self, Kind, Problem},
};

use crate::{hostile::hostile_texts, messages};

fn template(id: &str, sms: &str) -> Template {
    let mail = Some("{{ news }}\n\n{{ quote_by }} {{ quote }}\n\n{{ next_word }}".to_owned());
    Template { id: id.to_owned(), subject: None, mail, sms: Some(sms.to_owned()) }
}

fn problems(template: Template) -> String {
    let told = template::check(&[template]).into_iter();
    told.map(|Problem { place, problem }| format!("{place}: {problem}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn own_words_are_said_with_the_link_and_what_a_person_wrote() {
    let own = Template {
        subject: Some("{{ number }}: Nachricht von Northwind".to_owned()),
        ..template("update.de", "Northwind, {{ number }}: {{ quote_by }} {{ quote }}")
    };
    assert_eq!(problems(own.clone()), "");
    let update = messages::all().into_iter().find(|(name, ..)| name.contains("news Update"));
    let (_, message, reader) = update.expect("it is among them");
    let reader = Reader { locale: "de-AT".to_owned(), ..reader };
    assert_eq!(template::id_of(&message, &reader).as_deref(), Some("update.de"));
    let text = template::sms(&own, &message, &reader).expect("it works");
    assert_eq!(
        text,
        "Northwind, E-1007: Ana Ruiz schreibt: Orders from this morning are safe. \
         https://emergency.example.com/r/k3Xw"
    );
    let mail = template::mail(&own, &message, &reader).expect("it works");
    assert_eq!(mail.subject, "E-1007: Nachricht von Northwind");
    assert!(mail.text.ends_with("Ihre Seite öffnen:\nhttps://emergency.example.com/r/k3Xw\n"));
    assert!(mail.html.contains("lang=\"de\"") && mail.html.contains("/r/k3Xw"));
}

#[test]
fn what_does_not_work_is_not_saved() {
    for (id, sms, expected) in [
        ("receipt.de", "{{ news", "sms: line 1: unexpected end of input"),
        ("receipt.de", "{{ nwes }}", "sms: there is no nwes; there are: number, news"),
        ("receipt.de", "{% include 'x' %}", "sms: "),
        ("receipt.de", "{{ news.__class__ }}", "sms: line 1: undefined value"),
        ("receipt.de", "{{ news | shout }}", "there are upper, lower, trim, replace"),
        ("receipt.de", "{% if false %}x{% endif %}", "sms: it comes out empty"),
        ("receipt.ja", &"長".repeat(180), "sms: it comes out longer than three segments"),
        ("receipt.de", "{% for a in 'x' * 99999 %}{{ a }}{% endfor %}", "sms: "),
        ("receipt.de", "{% set a = 'x' * 9999999999 %}{{ a }}", "sms: "),
        ("update.de", "{{ news }}", "would leave out what a person wrote"),
        ("consent_asked.de", "x", "there is no such message: write KIND.LANGUAGE"),
        ("receipt.tlh", "x", "there is no such message"),
        ("../../etc/passwd", "x", "there is no such message"),
    ] {
        let told = problems(template(id, sms));
        assert!(told.contains(expected), "{id} {sms}: {told}");
    }
    let long = "x".repeat(4_001);
    assert!(problems(template("receipt.de", &long)).contains("longer than 4000 characters"));
    let twice = [template("receipt.de", "{{ text }}"), template("receipt.de", "{{ text }}")];
    assert_eq!(template::check(&twice).len(), 1);
    let nothing = Template { id: "closed.fr".to_owned(), ..Template::default() };
    assert!(problems(nothing).contains("says nothing"));
}

/// As good as the built-in words, for each kind and language: what one starts from.
#[test]
fn the_built_in_words_as_templates_are_accepted() {
    for kind in Kind::ALL {
        for language in Language::ALL {
            let mail = "{{ news }}\n\n{{ quote }}\n\n{{ more }}".to_owned();
            let own = Template {
                id: template::id(kind, language),
                subject: Some("[{{ number }}] {{ organization }} !".to_owned()),
                mail: Some(mail),
                sms: Some("{{ text }}".to_owned()),
            };
            assert_eq!(problems(own.clone()), "", "{kind:?} {language:?}");
            let preview = template::preview(kind, language, Some(&own));
            assert!(preview.problems.is_empty() && preview.segments <= 3, "{preview:?}");
        }
    }
}

#[test]
fn whatever_somebody_writes_own_words_work_or_say_why_not() {
    let kinds =
        messages::all().into_iter().filter(|(_, message, _)| Kind::of(&message.content).is_some());
    let kinds: Vec<_> = kinds.collect();
    for (round, text) in hostile_texts().into_iter().enumerate() {
        let (name, mut message, reader) = kinds[round % kinds.len()].clone();
        message.about.summary.clone_from(&text);
        message.about.organization = Some(text.clone());
        message.about.responder = Some(text.clone());
        if let Content::News(domain::message::News::Update { text: words, .. }) =
            &mut message.content
        {
            words.clone_from(&text);
        }
        let own = template("update.en", "{{ number }}: {{ quote }} {{ responder }}");
        if let Ok(sms) = template::sms(&own, &message, &reader) {
            assert!(words::sms_length::segments(&sms) <= 3, "{name}: {sms}");
            assert!(!sms.contains(char::is_control), "{name}: {sms}");
        }
        if let Ok(mail) = template::mail(&own, &message, &reader) {
            assert!(!mail.html.contains("<script"), "{name}");
            assert!(!mail.subject.contains(char::is_control), "{name}");
        }
        // And as a template: it is refused, or works; it never takes long.
        let _ = template::check(&[template("receipt.en", &text)]);
        let _ = template::check(&[template("receipt.en", &format!("{{{{ {text} }}}}"))]);
    }
}
