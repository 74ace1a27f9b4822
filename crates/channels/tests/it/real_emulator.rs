//! Against an emulator of Twilio that nobody here wrote: it takes our messages and calls, and its
//! signed webhooks pass our check.

use channels::{Secret, Twilio, twilio};
use serde_json::Value;

use crate::{
    assert_refused, call,
    emulator::Emulated,
    http_sink::{Reply, Seen, Sink},
    install_tls, now, sms,
};

const SID: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "emulated-token";
const FROM: &str = "+15551234567";

struct Emulator {
    url: String,
    /// Our side of the webhooks.
    hooks: Sink,
    _emulated: Emulated,
}

impl Emulator {
    async fn start() -> Self {
        install_tls();
        let hooks = Sink::start(Reply::Status(200, "", "<Response/>".to_owned())).await;
        let number = serde_json::json!({
            "phone_number": FROM,
            "sms_url": format!("{}/hooks/twilio/sms", hooks.url),
            "voice_url": format!("{}/hooks/twilio/voice/in", hooks.url),
        });
        let account = serde_json::json!({"sid": SID, "auth_token": TOKEN});
        let seeded = serde_json::json!({"twilio": {"account": account, "phone_numbers": [number]}});
        let emulated = Emulated::start("twilio", &seeded);
        Self { url: emulated.url.clone(), hooks, _emulated: emulated }
    }

    fn twilio(&self, token: &str) -> Twilio {
        let settings = twilio::Settings::new(&self.url, SID, Secret::new(token), FROM);
        Twilio::new(&settings).unwrap()
    }

    /// Makes something happen at the provider.
    async fn simulate(&self, what: &str, form: &[(&str, &str)]) {
        let url = format!("{}/_twilio/simulate/{what}", self.url);
        let request = reqwest::Client::new().post(url).basic_auth(SID, Some(TOKEN)).form(form);
        request.send().await.unwrap().error_for_status().unwrap();
    }

    async fn read(&self, path: &str) -> Value {
        let url = format!("{}/2010-04-01/Accounts/{SID}/{path}.json", self.url);
        let request = reqwest::Client::new().get(url).basic_auth(SID, Some(TOKEN));
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The form of the latest webhook, once its signature has passed.
    #[track_caller]
    fn latest_hook(&self, path: &str) -> Vec<(String, String)> {
        let seen: Seen = self.hooks.seen().pop().expect("a webhook");
        assert_eq!(seen.line, format!("POST {path} HTTP/1.1"));
        let url = format!("{}{path}", self.hooks.url);
        let signature = seen.header("x-twilio-signature");
        assert!(twilio::verify(TOKEN, &url, &seen.form(), signature), "{seen:?}");
        assert!(!twilio::verify("another token", &url, &seen.form(), signature));
        assert!(!twilio::verify(TOKEN, &format!("{url}x"), &seen.form(), signature));
        seen.form()
    }
}

#[track_caller]
fn assert_holds(form: &[(String, String)], name: &str, value: &str) {
    let found = form.iter().find(|(found, _)| found == name);
    assert_eq!(found.map(|(_, value)| value.as_str()), Some(value), "{name} in {form:?}");
}

#[tokio::test]
async fn real_emulator_takes_a_text_message_and_reports_on_it() {
    let emulator = Emulator::start().await;
    let mut message = sms("+15550100001");
    let channels::To::Sms { status_url, text, .. } = &mut message.to else { unreachable!() };
    *status_url = Some(format!("{}/hooks/twilio/status/0199?a=1&b=2", emulator.hooks.url));
    let text = text.clone();

    let sent = emulator.twilio(TOKEN).send(&message, now()).await.unwrap();

    let sid = sent.provider_id.unwrap();
    let kept = emulator.read(&format!("Messages/{sid}")).await;
    assert_eq!(kept["to"], "+15550100001");
    assert_eq!(kept["from"], FROM);
    assert_eq!(kept["body"], text.as_str());
    let path = "/hooks/twilio/status/0199?a=1&b=2";
    assert_holds(&emulator.latest_hook(path), "MessageStatus", "queued");
    emulator
        .simulate("message-status", &[("MessageSid", sid.as_str()), ("Status", "delivered")])
        .await;
    let form = emulator.latest_hook(path);
    assert_holds(&form, "MessageStatus", "delivered");
    assert_holds(&form, "MessageSid", &sid);
}

#[tokio::test]
async fn real_emulator_calls_and_tells_how_it_ended() {
    let emulator = Emulator::start().await;
    let answer_url = format!("{}/hooks/twilio/voice/0200", emulator.hooks.url);
    let status_url = format!("{}/hooks/twilio/status/0200", emulator.hooks.url);
    let call = call("+15550100001", &answer_url, Some(&status_url));

    let sent = emulator.twilio(TOKEN).send(&call, now()).await.unwrap();

    let sid = sent.provider_id.unwrap();
    let kept = emulator.read(&format!("Calls/{sid}")).await;
    assert_eq!((&kept["to"], &kept["from"]), (&"+15550100001".into(), &FROM.into()));
    let events = emulator.hooks.seen();
    assert!(events.is_empty(), "only answered and completed were asked for: {events:?}");
    emulator.simulate("call-status", &[("CallSid", sid.as_str()), ("Status", "no-answer")]).await;
    assert_holds(&emulator.latest_hook("/hooks/twilio/status/0200"), "CallStatus", "no-answer");
}

#[tokio::test]
async fn real_emulator_passes_on_what_people_text_and_call() {
    let emulator = Emulator::start().await;
    let from = ("From", "+15550100001");
    let text = "7 ok, danke für's Wecken & so 🧀";
    emulator.simulate("inbound-message", &[("To", FROM), from, ("Body", text)]).await;
    let form = emulator.latest_hook("/hooks/twilio/sms");
    assert_holds(&form, "Body", text);
    assert_holds(&form, "From", "+15550100001");

    emulator.simulate("inbound-call", &[("To", FROM), from]).await;
    assert_holds(&emulator.latest_hook("/hooks/twilio/voice/in"), "CallStatus", "in-progress");
}

#[tokio::test]
async fn real_emulator_refuses_what_twilio_refuses() {
    let emulator = Emulator::start().await;
    emulator.twilio(TOKEN).check(now()).await.unwrap();
    let reason = assert_refused(emulator.twilio("wrong").check(now()).await);
    assert!(reason.contains("(code 20003)"), "{reason}");
    let reason = assert_refused(emulator.twilio(TOKEN).send(&sms("nobody"), now()).await);
    assert!(reason.contains("(code 21201)"), "{reason}");
}
