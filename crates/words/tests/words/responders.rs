//! What responders are sent, in their own language.

use domain::{
    message::{Content, Message},
    request::Impact,
};
use words::{Language, Reader, reply::Command, sms_length};

use crate::messages;

#[test]
fn every_message_to_responders_in_every_language() {
    for language in Language::ALL.into_iter().skip(1) {
        let all = to_responders(language).into_iter().map(|(name, message, reader)| {
            let mail = words::mail(&message, &reader);
            let text = words::sms(&message, &reader);
            let length = (text.chars().count(), sms_length::segments(&text));
            let taps = words::note(&message, &reader).choices;
            let taps: Vec<_> =
                taps.iter().map(|tap| format!("[{}: {}]", tap.label, tap.reply)).collect();
            let speech = words::speech(&message, &reader);
            format!(
                "=== {name}\nSubject: {}\n\n{}{}\n--- text message {length:?}\n{text}\n--- call\n{speech}\n",
                mail.subject,
                mail.text,
                taps.join(" ")
            )
        });
        let all = all.collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(format!("responders_{}", language.tag()), all);
    }
}

#[test]
fn a_page_says_in_forty_characters_who_is_hurt_and_how_in_every_language() {
    let impacts = [
        Impact::Outage,
        Impact::BrokenContent,
        Impact::RevenueBlocked,
        Impact::DataOrSecurity,
        Impact::OtherMaterial,
        Impact::Question,
    ];
    for language in Language::ALL {
        for (name, mut message, reader) in to_responders(language) {
            if !matches!(message.content, Content::Page(_)) {
                continue;
            }
            for impact in impacts {
                message.about.impact = Some(impact);
                message.about.organization = Some("Northwind Traders Retail Holding".to_owned());
                let text = words::sms(&message, &reader);
                let at = text.find("Checkout").expect("it says what is wrong");
                let who_and_how = text[..at].trim_end().trim_end_matches(['.', '。']);
                assert!(who_and_how.starts_with("Northwind Traders"), "{name}: {text}");
                assert!(who_and_how.chars().count() <= 41, "{language:?}: {who_and_how}");
            }
        }
    }
}

/// A page keeps its link and the way to answer it, with a link as long as they really are.
#[test]
fn a_text_message_to_a_responder_has_few_segments_and_keeps_its_link() {
    let mut wrong = Vec::new();
    for language in Language::ALL {
        for (name, message, reader) in to_responders(language) {
            let has_link = words::sms(&message, &reader).contains("https://");
            let link = Some(format!("https://emergency.example.com/a/{}", "x".repeat(61)));
            let text = words::sms(&message, &Reader { link, ..reader });
            let most = if matches!(message.content, Content::Page(_)) { 2 } else { 3 };
            let most = if language == Language::Japanese { 3 } else { most };
            let segments = sms_length::segments(&text);
            let is_page = matches!(message.content, Content::Page(_));
            // With 67 letters a segment, the longest notices have no room for it.
            let may_lack_it = !is_page && language == Language::Japanese;
            let keeps_it = !has_link || may_lack_it || text.contains("https://");
            let is_short = segments <= most && keeps_it;
            let can_be_answered = !is_page || (text.contains("7 ok") && text.contains("7 n"));
            if !(is_short && can_be_answered) {
                wrong.push(format!("{language:?} {name}, {segments}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Phones send a message back whole when it is liked or quoted: nobody has answered with that.
#[test]
fn a_page_that_is_sent_back_answers_nothing_in_any_language() {
    for language in Language::ALL {
        for (name, message, reader) in to_responders(language) {
            if message.about.number.is_none() || words::note(&message, &reader).choices.is_empty() {
                continue;
            }
            let text = words::sms(&message, &reader);
            for sent in
                [format!("Gefällt mir „{text}“"), format!("A aimé « {text} »"), format!("> {text}")]
            {
                let command = words::reply::parse(&sent).command;
                let is_taken = matches!(command, Command::Ok | Command::No);
                assert!(!is_taken, "{language:?} {name}: {sent}: {command:?}");
            }
        }
    }
}

fn to_responders(language: Language) -> Vec<(String, Message, Reader)> {
    let is_to_them = |content: &Content| {
        matches!(content, Content::Page(_) | Content::Drill { .. } | Content::Notice(_))
    };
    let all = messages::all().into_iter().filter(|(_, message, _)| is_to_them(&message.content));
    all.map(|(name, message, reader)| {
        (name, message, Reader { locale: language.tag().to_owned(), ..reader })
    })
    .collect()
}
