//! Text that was made to break messages.

use domain::{
    forward::{Forward, Forwarding},
    message::{Content, News, Notice, PageWhy},
};
use words::{Language, Reader, reply, sms_length};

use crate::messages;

#[test]
fn whatever_somebody_writes_no_form_breaks() {
    for (round, text) in hostile_texts().into_iter().enumerate() {
        // All messages with the classics; with the others every seventh, always another one.
        let step = if round < CLASSICS { 1 } else { 7 };
        for (name, message, reader) in messages::all().into_iter().skip(round % step).step_by(step)
        {
            let message = poisoned(&message, &text);
            // Each text meets each language, with another message each time.
            let language = Language::ALL[(round + name.len()) % Language::ALL.len()];
            let locale = language.tag().to_owned();
            let reader = Reader { phone: Some(text.clone()), locale, ..reader };
            let sms = words::sms(&message, &reader);
            assert!(sms_length::segments(&sms) <= 3, "{round}: {name}: {sms}");
            assert!(!sms.contains(char::is_control), "{round}: {name}: {sms}");
            let mail = words::mail(&message, &reader);
            assert!(!mail.subject.contains(char::is_control), "{round}: {name}");
            assert!(mail.subject.chars().count() <= 120, "{round}: {name}");
            assert!(!mail.html.contains("<script"), "{round}: {name}");
            let _ = words::webhook(&message, &reader);
            assert!(!words::speech(&message, &reader).contains(char::is_control));
            if let Content::Page(_) = message.content {
                assert!(sms.contains("E-1007"), "{round}: {name}: {sms}");
                let can_be_answered = sms.contains("7 ok") && sms.contains("7 n");
                assert!(can_be_answered, "{round}: {name}: {sms}");
            }
        }
    }
}

#[test]
fn quoted_text_fakes_no_line_of_ours() {
    let (_, mut message, reader) = messages::all().swap_remove(0);
    let text = "ok\r\n\r\nTake it:\r\nhttps://evil.example".to_owned();
    message.content = Content::Notice(Notice::RequesterSaid { name: None, text });
    let mail = words::mail(&message, &reader);
    for line in mail.text.lines().filter(|line| line.contains("evil")) {
        assert!(line.starts_with("> "), "{line}");
    }
    message.about.summary = "Down\r\nBcc: everybody@example.com".to_owned();
    let mail = words::mail(&message, &reader);
    assert_eq!(mail.subject, "[E-1007] Acme Stores: OUTAGE. Down Bcc: everybody@example.com");
}

#[test]
fn no_reply_makes_the_grammar_stumble() {
    for text in hostile_texts() {
        let _ = reply::parse(&text);
        for start in ["7 ", "7 up ", "ok", "no", "esc ", "E-1007 res ", "\u{feff}7\u{200d} "] {
            let _ = reply::parse(&format!("{start}{text}"));
            let _ = reply::parse(&format!("{text}{start}"));
        }
    }
}

/// Each "no" depends on what comes after it: once, that took twice as long for each one more.
#[test]
fn a_text_that_says_no_a_thousand_times_is_read_at_once() {
    for text in ["1 no ", "7no\n", "no 7 ok? ", "up 3 no, "] {
        for times in [40, 1_000, 100_000] {
            let _ = reply::parse(&text.repeat(times));
        }
    }
    assert_eq!(reply::parse("7 no").command, reply::Command::No);
}

fn poisoned(message: &domain::message::Message, text: &str) -> domain::message::Message {
    let mut message = message.clone();
    let some = || Some(text.to_owned());
    message.about.summary = text.to_owned();
    message.about.organization = some();
    message.about.service = some();
    message.about.reported_by = some();
    message.about.call_back = some();
    message.about.responder = some();
    if let Some(bridge) = &mut message.about.bridge {
        (bridge.phone, bridge.pin, bridge.host) = (some(), some(), some());
    }
    message.content = match message.content {
        Content::Page(PageWhy::Silence { round, .. }) => {
            Content::Page(PageWhy::Silence { of: text.to_owned(), round })
        }
        Content::Page(PageWhy::Invitation { round, .. }) => {
            Content::Page(PageWhy::Invitation { by: text.to_owned(), note: some(), round })
        }
        Content::Page(PageWhy::StillBroken { round, .. }) => {
            Content::Page(PageWhy::StillBroken { note: some(), round })
        }
        Content::Notice(Notice::RequesterSaid { .. }) => {
            Content::Notice(Notice::RequesterSaid { name: some(), text: text.to_owned() })
        }
        Content::Notice(Notice::ConsentAnswered { granted, .. }) => {
            Content::Notice(Notice::ConsentAnswered {
                name: text.to_owned(),
                granted,
                service: some(),
            })
        }
        Content::News(News::ConsentAsked { all, limit_secs, .. }) => {
            Content::News(News::ConsentAsked {
                by: text.to_owned(),
                all,
                services: vec![text.to_owned()],
                limit_secs,
                reason: text.to_owned(),
            })
        }
        Content::Notice(Notice::StandDown { .. }) => {
            Content::Notice(Notice::StandDown { answered_by: text.to_owned() })
        }
        Content::Notice(Notice::Hole { .. }) => {
            Content::Notice(Notice::Hole { place: text.to_owned() })
        }
        Content::News(News::Milestone { milestone, again, .. }) => {
            Content::News(News::Milestone { milestone, by: some(), note: some(), again })
        }
        Content::News(News::Update { .. }) => {
            Content::News(News::Update { by: some(), text: text.to_owned() })
        }
        Content::Forward(forward) => Content::Forward(poisoned_forward(forward, text)),
        Content::JoinCall => Content::JoinCall,
        Content::Reply(_) => Content::Reply(text.to_owned()),
        other @ (Content::Page(_)
        | Content::Drill { .. }
        | Content::Notice(_)
        | Content::News(_)
        | Content::Ticket(_)
        | Content::Announcement(_)) => other,
    };
    message
}

fn poisoned_forward(forward: Forward, text: &str) -> Forward {
    let (by, some) = (text.to_owned(), || Some(text.to_owned()));
    let what = match forward.what {
        Forwarding::New { pick_up_by, .. } => Forwarding::New {
            details: text.to_owned(),
            workaround: some(),
            email: some(),
            phone: some(),
            pick_up_by,
        },
        Forwarding::Word { .. } => Forwarding::Word { by, text: text.to_owned() },
        Forwarding::Answered { .. } => Forwarding::Answered { by, text: text.to_owned() },
        Forwarding::PickedUp { .. } => Forwarding::PickedUp { by },
        Forwarding::Solved { .. } => Forwarding::Solved { by },
        Forwarding::Confirmed { .. } => Forwarding::Confirmed { by },
        Forwarding::Reopened { .. } => Forwarding::Reopened { by },
        became @ Forwarding::BecameEmergency { .. } => became,
    };
    Forward { what, ..forward }
}

const CLASSICS: usize = 13;

/// The classics, then seventy from a small generator: the same in every run.
pub(crate) fn hostile_texts() -> Vec<String> {
    let mut texts = vec![
        String::new(),
        " \t\r\n".to_owned(),
        "x".repeat(10_000),
        "long words ".repeat(1_000),
        "日本語のとても長い文章".repeat(1_000),
        "👨‍👩‍👧‍👦🏽".repeat(2_000),
        format!("e{}", "\u{301}".repeat(10_000)),
        "{}[]^~\\|€".repeat(1_000),
        "\u{0}\u{1b}[31m\u{7f}\u{85}\u{2028}".repeat(300),
        "\u{202e}\u{2066}\u{feff}\u{ad}".repeat(300),
        "\r\nBcc: a@b.example\r\n\r\nX".repeat(100),
        "<script>alert(1)</script>\"'&".repeat(50),
        "ok no 7 9 inv? up res ".repeat(200),
    ];
    const ALPHABET: [&str; 24] = [
        "a", "Z", " ", " ", "\n", "7", "ok", "no", "€", "é", "ж", "語", "😀", "\u{301}",
        "\u{200d}", "\u{0}", "\"", "'", "<", "&", ".", "?", ">", "E-1007",
    ];
    let mut seed: u64 = 20_261_123;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 40).expect("24 bits fit")
    };
    assert_eq!(texts.len(), CLASSICS);
    for _ in 0..70 {
        let length = next() % 700;
        texts.push((0..length).map(|_| ALPHABET[next() % ALPHABET.len()]).collect());
    }
    texts
}
