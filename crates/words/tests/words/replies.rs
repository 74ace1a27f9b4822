//! What people text back.

use words::reply::{self, Command};

fn note(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[track_caller]
fn check(typed: &str, code: Option<u32>, command: Command) {
    let reply = reply::parse(typed);
    assert_eq!((reply.code, reply.command), (code, command), "{typed:?}");
}

#[test]
fn short_words_of_other_languages_answer_where_nothing_else_is_said() {
    for text in [
        "7 ja",
        "ja 7",
        "7ja",
        "Ja, bitte!",
        "7 oui",
        "Oui.",
        "7 si",
        "7 sí",
        "SÍ",
        "d'accord",
        "7 はい",
        "はい。",
        "7はい",
        "７　はい",
        "７ ｏｋ",
        "了解です",
    ] {
        assert_eq!(reply::parse(text).command, Command::Ok, "{text}");
    }
    for text in [
        "7 nein",
        "Nein, danke",
        "nein, leider",
        "7 non",
        "Non merci",
        "7 no, gracias",
        "no puedo",
        "7 ich kann nicht",
        "7 peux pas",
        "7 いいえ",
        "無理です",
    ] {
        assert_eq!(reply::parse(text).command, Command::No, "{text}");
    }
    for text in ["hilfe", "aide", "ayuda", "ヘルプ"] {
        assert_eq!(reply::parse(text).command, Command::Help, "{text}");
    }
    for text in [
        "si je peux",
        "ja aber erst um acht",
        "7 ja wenn ich zu Hause bin",
        "oui mais pas moi",
        "non production only",
        "nein das war Ben",
        "no problema",
        "7 no sé",
        "si no puedo, llama a Ben",
        "いいえ、ベンさんです",
        "はいお願いします",
        "kann nicht nachstellen",
        "ja nein",
    ] {
        let command = reply::parse(text).command;
        assert!(matches!(command, Command::Unclear { .. }), "{text}: {command:?}");
    }
    assert_eq!(reply::parse("7 ja").code, Some(7));
    assert_eq!(reply::parse("７ はい").code, Some(7));
}

#[test]
fn a_page_is_taken() {
    for typed in [
        "ok",
        "OK",
        "Ok.",
        "OK!",
        "ok!!",
        " ok ",
        "ok thanks",
        "Okay",
        "ack",
        "Ack",
        "ACK.",
        "yes",
        "Yes",
        "yep",
        "y",
        "k",
        "Acknowledged",
        "ok, on my way",
        "OK 👍",
        "👍 ok",
        "“Ok”",
        "Ok’",
        "ok no problem",
        "Sorry, ok",
        "I take it",
        "I'm on it",
        "I’ll take it",
        "got it",
        "hi, ok",
        "ok be there in 5 min",
        "ok, back at 7:30",
        "Ok\n> Acme Stores: OUTAGE.",
        "Ok\n\nSent from my iPhone",
        "ok. Will look in 10 minutes",
        "Ok\nOn Mon, Nov 23, 2026 Frontline wrote:\nE1 down, reply no",
        "ＯＫ",
    ] {
        check(typed, None, Command::Ok);
    }
}

#[test]
fn a_page_is_taken_by_its_number() {
    for typed in [
        "7 ok",
        "7, ok thanks",
        "7ok",
        "ok 7",
        "ok7",
        "Yes 7",
        "7: ok",
        "7. Ok",
        "#7 ok",
        "7 OK!",
        "ok thanks, 7",
        "7 ack",
        "7\nok",
        "Ok, 7!",
        "ok (7)",
        "7 - yes",
        "7 ok 👍🏽",
        "hello 7 ok",
        "7 I'm on it",
        "7 ok, no worries",
        "7 got it",
        "7 yes thanks 7",
    ] {
        check(typed, Some(7), Command::Ok);
    }
    for typed in
        ["E-1007 ok", "e1007 ok", "ok E-1007", "Ok thanks for E-1007!", "1007 ok", "e-1007, ok"]
    {
        check(typed, Some(1007), Command::Ok);
    }
}

#[test]
fn our_own_page_quoted_back_is_not_an_answer() {
    let page =
        "Acme Stores: OUTAGE. Checkout is down. E-1007. Reply 7 ok to take it, 7 no if you cannot.";
    check(&format!("Ok\n\n{page}"), Some(1007), Command::Ok);
    check("Ok\n> Acme Stores: OUTAGE. E-1009", Some(1009), Command::Ok);
    check(&format!("ok \"{page}\""), Some(1007), Command::Ok);
    check(&format!("inv\n> {page}"), Some(1007), Command::Investigating { note: None });
    for typed in [
        page.to_owned(),
        format!("> {page}"),
        format!("Liked “{page}”"),
        format!("Reacted 👍 to “{page}”"),
        "Laughed at an image 7 ok".to_owned(),
    ] {
        let reply = reply::parse(&typed);
        assert!(matches!(reply.command, Command::Unclear { .. }), "{typed}: {reply:?}");
    }
}

#[test]
fn a_page_is_refused() {
    for typed in [
        "no",
        "No.",
        "NO",
        "nope",
        "n",
        "can't",
        "Can’t",
        "cannot",
        "can not",
        "I can't",
        "sorry, no",
        "Sorry can't",
        "no sorry",
        "no, I am on a plane",
        "No. Ask Ben",
        "cant take it",
        "can't right now",
        "i cannot do it",
        "no thanks",
        "No i can't",
    ] {
        check(typed, None, Command::No);
    }
    for typed in ["7 no", "no 7", "7no", "7, no sorry", "7 can't", "No 7!", "7 cannot take it"] {
        check(typed, Some(7), Command::No);
    }
}

#[test]
fn in_doubt_nothing_is_guessed() {
    for typed in [
        "",
        "   ",
        "👍",
        "hello",
        "thanks",
        "7",
        "7 thanks",
        "book it",
        "broken",
        "token expired",
        "know more?",
        "nothing works",
        "not ok",
        "is it ok",
        "ok?",
        "7 ok?",
        "yes but I can't",
        "ok but no",
        "no problem",
        "no idea",
        "no idea yet",
        "now",
        "north",
        "can't reproduce it",
        "7 can't log in yet",
        "not fixed",
        "fixed?",
        "7 res not yet",
        "restored soon",
        "dep in 10 min",
        "7 fix is not ready",
        "call me",
        "7 call me back",
        "who is this",
        "ok 7 or 9",
        "upset",
        "update?",
        "what is going on",
        "stop",
        "7 fix failed",
        "resist",
        "yes or no",
    ] {
        let reply = reply::parse(typed);
        assert!(matches!(reply.command, Command::Unclear { .. }), "{typed:?}: {reply:?}");
    }
    assert_eq!(reply::parse("7 thanks").code, Some(7));
}

#[test]
fn what_only_sounds_like_a_command_is_none() {
    for typed in [
        "No, it's the db",
        "No, wait",
        "no one is here",
        "no news yet",
        "No, not yet",
        "No, I'll take it",
        "yes but ask Ben",
        "ok later",
        "answer me",
        "take it easy",
        "update please",
        "update me",
        "7 inv\n9 inv",
        "7 fix this",
        "fix it yourself later",
        "restore from backup is running",
        "deploy is running",
        "7 res partially",
        "7 ok 9",
        "reproduce it",
    ] {
        let reply = reply::parse(typed);
        assert!(matches!(reply.command, Command::Unclear { .. }), "{typed:?}: {reply:?}");
    }
}

#[test]
fn milestones_carry_the_rest_as_a_note() {
    for (typed, rest) in [
        ("7 inv", ""),
        ("7 inv started looking", "started looking"),
        ("inv 7 started looking", "started looking"),
        ("7 Investigating: the gateway", "the gateway"),
        ("7inv", ""),
        ("7 inv no luck so far", "no luck so far"),
        ("7 inv - “cards” only", "\"cards\" only"),
    ] {
        check(typed, Some(7), Command::Investigating { note: note(rest) });
    }
    check("7 rep on staging", Some(7), Command::Reproduced { note: note("on staging") });
    check("Reproduced", None, Command::Reproduced { note: None });
    for typed in [
        "7 rc the cause",
        "7 root cause the cause",
        "7 Root cause: the cause",
        "rc 7 the cause",
        "7 RC - the cause",
    ] {
        check(typed, Some(7), Command::RootCause { note: note("the cause") });
    }
    check("7 fix in review", Some(7), Command::FixDeveloped { note: note("in review") });
    check("fixed", None, Command::FixDeveloped { note: None });
    check("7 fix deployed", Some(7), Command::FixDeployed { note: None });
    check("fix is live", None, Command::FixDeployed { note: None });
    check("7 dep", Some(7), Command::FixDeployed { note: None });
    check("Deployed to all regions", None, Command::FixDeployed { note: note("to all regions") });
    check("7 res", Some(7), Command::Restored { note: None });
    check("E-1007 restored, all green", Some(1007), Command::Restored { note: note("all green") });
}

#[test]
fn an_update_keeps_its_words() {
    for (typed, code, text) in [
        ("7 up any text", Some(7), "any text"),
        ("7 update: any text", Some(7), "any text"),
        ("up any text", None, "any text"),
        ("Update - any text", None, "any text"),
        ("up 7 any text", Some(7), "any text"),
        ("7 up", Some(7), ""),
        ("7 up ...", Some(7), ""),
        ("up 50% of the traffic is back", None, "50% of the traffic is back"),
        ("up 5 minutes of orders were lost", None, "5 minutes of orders were lost"),
        ("7 up it is not ok yet, no cause", Some(7), "it is not ok yet, no cause"),
        ("7 up line one\nline two", Some(7), "line one\nline two"),
        ("7 up we’re “close”", Some(7), "we're \"close\""),
        ("no idea yet, 7 up looking", Some(7), "looking"),
        ("hmm, 7 up still on it", Some(7), "still on it"),
        ("7 up text\n> Acme Stores: quoted", Some(7), "text"),
    ] {
        check(typed, code, Command::Update { text: text.to_owned() });
    }
}

#[test]
fn the_other_words() {
    for (typed, words) in [
        ("7 esc db", "db"),
        ("7 escalate to the db team", "db team"),
        ("7 esc", ""),
        ("esc 7 db", "db"),
    ] {
        check(typed, Some(7), Command::Escalate { words: words.to_owned() });
    }
    check("7 call", Some(7), Command::Call);
    check("7 call\n--\nAna", Some(7), Command::Call);
    check("call", None, Command::Call);
    check("bridge please", None, Command::Call);
    for typed in [
        "state",
        "st",
        "status",
        "Status?",
        "st please",
        "What's the status?",
        "what is the status",
    ] {
        check(typed, None, Command::State);
    }
    check("7 st", Some(7), Command::State);
    check("st 7", Some(7), Command::State);
    for typed in ["help", "HELP", "Help!", "?", "??", "help me please"] {
        check(typed, None, Command::Help);
    }
}
