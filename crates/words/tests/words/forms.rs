//! Every message in every form.

use domain::message::{Content, Message, Notice};
use words::{Language, Reader};

use crate::messages;

#[test]
fn every_message_as_a_mail() {
    let all = rendered(|message, reader| {
        let mail = words::mail(message, reader);
        format!("Subject: {}\n\n{}", mail.subject, mail.text)
    });
    insta::assert_snapshot!("mail", all);
}

#[test]
fn every_message_as_a_text_message() {
    let all = rendered(|message, reader| {
        let text = words::sms(message, reader);
        let segments = words::sms_length::segments(&text);
        format!("{text}\n({} characters, {segments})\n", text.chars().count())
    });
    insta::assert_snapshot!("text_message", all);
}

#[test]
fn every_message_as_a_call() {
    let all = rendered(|message, reader| words::speech(message, reader) + "\n");
    insta::assert_snapshot!("call", all);
}

#[test]
fn a_note_has_a_tap_for_what_can_be_answered() {
    let all = messages::all().into_iter();
    let all = all.map(|(name, message, reader)| (name, words::note(&message, &reader)));
    let all = all.filter(|(_, note)| !note.choices.is_empty()).map(|(name, note)| {
        let title = note.title.unwrap_or_default();
        let taps =
            note.choices.iter().map(|choice| format!("[{}: {}]", choice.label, choice.reply));
        let link = note.link.map(|link| format!("[{}: {}]", link.label, link.url));
        let taps: Vec<_> = taps.chain(link).collect();
        format!("=== {name}\n{title}\n\n{}\n{}\n", note.text, taps.join(" "))
    });
    insta::assert_snapshot!("note", all.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_message_as_a_webhook() {
    let all = rendered(|message, reader| {
        let body = words::webhook(message, reader);
        serde_json::to_string_pretty(&body).expect("it is JSON") + "\n"
    });
    insta::assert_snapshot!("webhook", all);
}

#[test]
fn a_page_and_its_news_as_html() {
    let chosen = messages::all().into_iter().filter(|(_, message, _)| {
        matches!(message.content, Content::Page(domain::message::PageWhy::Invitation { .. }))
    });
    let (_, message, reader) = chosen.into_iter().next().expect("it is among them");
    insta::assert_snapshot!("html", words::mail(&message, &reader).html);
}

#[test]
fn a_page_says_in_forty_characters_who_is_hurt_and_how() {
    for (name, message, reader) in messages::all() {
        if let Content::Page(_) = message.content {
            let text: String = words::sms(&message, &reader).chars().take(40).collect();
            assert!(text.starts_with("Acme Stores: "), "{name}: {text}");
            assert!(text.contains("OUTAGE") || text.contains("STILL BROKEN"), "{name}: {text}");
        }
    }
}

#[test]
fn the_mails_of_one_emergency_have_one_subject_for_each_kind_of_reader() {
    let subjects = |wanted: fn(&Content) -> bool| {
        let all = messages::all().into_iter().filter(|(_, message, _)| wanted(&message.content));
        let mut subjects: Vec<_> =
            all.map(|(_, message, reader)| words::mail(&message, &reader).subject).collect();
        subjects.dedup();
        subjects
    };
    assert_eq!(
        subjects(|content| matches!(content, Content::News(_))),
        ["[E-1007] Emergency at Acme Stores"]
    );
    assert_eq!(
        subjects(|content| {
            let elsewhere = matches!(content, Content::Notice(notice)
                if notice.ticket().is_some()
                    || matches!(notice, Notice::Duty(_) | Notice::NothingWritten));
            !elsewhere && matches!(content, Content::Page(_) | Content::Notice(_))
        }),
        ["[E-1007] Acme Stores: OUTAGE. Checkout is down"]
    );
}

/// What only responders may know must not reach a requester.
#[test]
fn news_carries_nothing_internal() {
    let internal = ["Dana Lee", "555 010 0042", "Checkout", "Reply 7", "/a/"];
    for (name, mut message, reader) in messages::all() {
        if !matches!(message.content, Content::News(_)) || name.contains("joined: false") {
            continue;
        }
        message.about.bridge = None;
        let mail = words::mail(&message, &reader);
        let forms = [
            mail.subject,
            mail.text,
            mail.html,
            words::sms(&message, &reader),
            words::speech(&message, &reader),
        ];
        for (form, word) in forms.iter().flat_map(|form| internal.map(|word| (form, word))) {
            assert!(!form.contains(word), "{name} says {word}: {form}");
        }
    }
}

/// What a requester of each language reads.
#[test]
fn every_message_to_requesters_in_every_language() {
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let all = for_requesters(language).into_iter().map(|(name, message, reader)| {
            let mail = words::mail(&message, &reader);
            let text = words::sms(&message, &reader);
            let length = (text.chars().count(), words::sms_length::segments(&text));
            let (subject, speech) = (mail.subject, words::speech(&message, &reader));
            format!(
                "=== {name}\nSubject: {subject}\n\n{}\n--- text message {length:?}\n{text}\n--- call\n{speech}\n",
                mail.text
            )
        });
        let all = all.collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(format!("requesters_{}", language.tag()), all);
    }
}

/// Nothing is left out of a text message for its length, in no language: neither the link nor a
/// word of ours.
#[test]
fn every_text_message_to_requesters_keeps_its_link() {
    let mut without = Vec::new();
    for language in Language::ALL {
        for (name, mut message, reader) in for_requesters(language) {
            // As long as they really are.
            let link = Some(format!("https://emergency.example.com/r/{}", "x".repeat(61)));
            message.about.bridge = None;
            let text = words::sms(&message, &Reader { link, ..reader });
            assert!(words::sms_length::segments(&text) <= 3, "{language:?} {name}: {text}");
            if !text.contains("https://") {
                without.push(format!("{language:?} {name}: {text}"));
            }
        }
    }
    assert!(without.is_empty(), "{}", without.join("\n"));
}

fn for_requesters(language: Language) -> Vec<(String, Message, Reader)> {
    let is_to_them = |content: &Content| matches!(content, Content::News(_) | Content::Ticket(_));
    let all = messages::all().into_iter().filter(|(_, message, _)| is_to_them(&message.content));
    all.map(|(name, message, reader)| {
        (name, message, Reader { locale: language.tag().to_owned(), ..reader })
    })
    .collect()
}

fn rendered(form: impl Fn(&Message, &Reader) -> String) -> String {
    let one = |(name, message, reader): (String, Message, Reader)| {
        format!("=== {name}\n{}", form(&message, &reader))
    };
    messages::all().into_iter().map(one).collect::<Vec<_>>().join("\n")
}
