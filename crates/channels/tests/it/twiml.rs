use channels::twiml::{self, Gather, Otherwise};

#[test]
fn a_call_asks_for_a_key() {
    let gather = Gather {
        text: "Emergency 1042. Acme & Sons: \"checkout\" < down.\nPress 1 to answer.",
        language: "en-US",
        action: "https://l.example/v/0199?try=1&key=a",
        timeout_secs: 8,
        otherwise: Otherwise::Redirect("https://l.example/v/0199?try=2&key=a"),
    };
    insta::assert_snapshot!(lines(&twiml::gather(&gather)), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Response>
    <Gather input="dtmf" numDigits="1" timeout="8" action="https://l.example/v/0199?try=1&amp;key=a" method="POST">
    <Say language="en-US">Emergency 1042. Acme &amp; Sons: &quot;checkout&quot; &lt; down.&#10;Press 1 to answer.</Say>
    </Gather>
    <Redirect method="POST">https://l.example/v/0199?try=2&amp;key=a</Redirect>
    </Response>
    "#);
    let last = Gather { otherwise: Otherwise::Hangup, ..gather };
    assert!(twiml::gather(&last).ends_with("</Gather><Hangup/></Response>"));
}

#[test]
fn replies_and_announcements_are_escaped() {
    insta::assert_snapshot!(lines(&twiml::empty()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Response>
    </Response>
    "#);
    insta::assert_snapshot!(lines(&twiml::message("7: yours </Message> & 'now' ü🧀\u{0}\u{b}")), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Response>
    <Message>7: yours &lt;/Message&gt; &amp; 'now' ü🧀</Message>
    </Response>
    "#);
    insta::assert_snapshot!(lines(&twiml::say("de-DE", "Grüße")), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Response>
    <Say language="de-DE">Grüße</Say>
    <Hangup/>
    </Response>
    "#);
    insta::assert_snapshot!(lines(&twiml::say_then("en-GB", "Again.", "https://l.example/?a=1&b")), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Response>
    <Say language="en-GB">Again.</Say>
    <Redirect method="POST">https://l.example/?a=1&amp;b</Redirect>
    </Response>
    "#);
}

/// A line an element.
fn lines(document: &str) -> String {
    document.replace("><", ">\n<")
}
