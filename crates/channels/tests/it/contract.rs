//! What every channel that goes over HTTP promises, whatever its provider does: it comes back in time,
//! says what to do next, and tells no secret.

use std::time::{Duration, Instant};

use channels::{
    Channel, DeliveryError, Outgoing, Secret, Sent, To, Twilio, Webhook, twilio, webhook,
};
use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    assert_busy, assert_refused, assert_unavailable,
    http_sink::{Reply, Sink},
    install_tls, mail, notes, now, push,
};

const ALL: [&str; 9] =
    ["slack", "teams", "mattermost", "telegram", "ntfy", "gotify", "twilio", "webhook", "push"];
const TOKEN: &str = "very-secret";
const SIGNS: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// No provider holds a message for longer: it is tried elsewhere then.
const IN_TIME: Duration = Duration::from_secs(20);

/// The channel of this name at that server, and a message for it.
fn at(name: &str, url: &str) -> (Channel, Outgoing) {
    install_tls();
    match name {
        "twilio" => {
            let settings = twilio::Settings::new(url, "AC1", Secret::new(TOKEN), "+15550100000");
            (Channel::Twilio(Twilio::new(&settings).unwrap()), crate::sms("+15550100001"))
        }
        "webhook" => {
            let channel = Webhook::new(&webhook::Settings::default()).unwrap();
            let (url, secret) = (format!("{url}/hook?key={TOKEN}"), Some(Secret::new(SIGNS)));
            let to = To::Webhook { url, secret, body: json!({}) };
            (Channel::Webhook(channel), Outgoing { id: "0204".to_owned(), to })
        }
        "push" => (push::channel(), push::push_to(push::device(url), push::key(), notes::page())),
        name => (notes::channel(name, url), notes::note_at(name, url, notes::page())),
    }
}

async fn send(name: &str, url: &str) -> Result<Sent, DeliveryError> {
    let (channel, message) = at(name, url);
    let sent = channel.send(&message, now()).await;
    if let Err(error) = &sent {
        let told = format!("{} {error:?}", error.reason());
        for secret in [TOKEN, SIGNS, url] {
            assert!(!told.contains(secret), "{name} tells its secret: {told}");
        }
    }
    let shown = format!("{channel:?} {name}");
    assert!(!shown.contains(TOKEN), "{name} shows its secret: {shown}");
    sent
}

#[tokio::test]
async fn each_answer_leads_to_the_right_next_step() {
    for name in ALL {
        for status in [500, 502, 503, 408] {
            let sink = Sink::start(Reply::Status(status, "", "no".to_owned())).await;
            assert_unavailable(send(name, &sink.url).await);
        }
        for status in [400, 401, 403, 404, 410] {
            let sink = Sink::start(Reply::Status(status, "", "no".to_owned())).await;
            assert_refused(send(name, &sink.url).await);
        }
        for (status, after) in [(429, 7), (503, 7)] {
            let sink =
                Sink::start(Reply::Status(status, "Retry-After: 7\r\n", String::new())).await;
            assert_eq!(assert_busy(send(name, &sink.url).await), after, "{name}");
        }
        for reply in [Reply::Closes, Reply::Garbage] {
            assert_unavailable(send(name, &Sink::start(reply).await.url).await);
        }
    }
}

#[tokio::test]
async fn nobody_waits_for_an_answer_without_an_end() {
    for name in ALL {
        let begin = Instant::now();
        let sink = Sink::start(Reply::Floods).await;
        // Who needs to read it cannot; for the others it was taken.
        if let Err(error) = send(name, &sink.url).await {
            assert_unavailable::<()>(Err(error));
        }
        assert!(begin.elapsed() < IN_TIME, "{name} took {:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn a_provider_that_says_nothing_is_given_up() {
    let mut tries = JoinSet::new();
    for (name, reply) in
        ALL.into_iter().flat_map(|name| [(name, Reply::Hangs), (name, Reply::NeverEnds)])
    {
        tries.spawn(async move {
            let sink = Sink::start(reply.clone()).await;
            let begin = Instant::now();
            let sent = send(name, &sink.url).await;
            assert!(begin.elapsed() < IN_TIME, "{name} took {:?}", begin.elapsed());
            if matches!(reply, Reply::Hangs) {
                assert_unavailable(sent);
            }
        });
    }
    tries.join_all().await;
}

#[tokio::test]
async fn another_kind_of_message_is_refused_unsent() {
    for name in ALL {
        let sink = Sink::start(Reply::Status(200, "", String::new())).await;
        let (channel, _) = at(name, &sink.url);
        assert_refused(channel.send(&mail("ana@vendor.example", "1@x"), now()).await);
        assert!(sink.seen().is_empty(), "{name}");
    }
}
