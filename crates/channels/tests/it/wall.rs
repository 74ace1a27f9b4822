use std::time::Duration;

use channels::{
    Channel, Wall,
    wall::{Fault, Kind, Senders},
};

use crate::{assert_busy, assert_refused, assert_unavailable, call, mail, now, sms};

#[tokio::test]
async fn what_was_sent_is_shown_in_order() {
    let senders = Senders { mail: "line@example.com".to_owned(), number: "+1555".to_owned() };
    let wall = Wall::new(senders);
    let channel = Channel::Wall(wall.clone());
    let mut live = wall.subscribe();

    channel.send(&sms("+1"), now()).await.unwrap();
    channel.send(&mail("ana@example.com", "1@x"), now()).await.unwrap();
    let sent = channel.send(&call("+2", "https://l.example/v", None), now()).await.unwrap();

    assert_eq!(sent.provider_id.as_deref(), Some("wall-3"));
    let shown = wall.messages_since(0);
    let kinds: Vec<_> = shown.iter().map(|shown| (shown.sequence, shown.kind)).collect();
    assert_eq!(kinds, [(1, Kind::Sms), (2, Kind::Mail), (3, Kind::Call)]);
    assert_eq!(wall.messages_since(2), shown[2..]);
    assert_eq!(live.recv().await.unwrap(), shown[0]);
    assert_eq!((shown[0].from.as_str(), shown[0].to.as_str()), ("+1555", "+1"));
    assert_eq!(shown[1].subject.as_deref(), Some("E-1042: Käse is off 🧀"));
    assert_eq!(shown[2].text, "Emergency 1042");
    assert_eq!(shown[2].answer_url.as_deref(), Some("https://l.example/v"));
    assert_eq!(shown[2].outgoing, call("+2", "https://l.example/v", None));
}

#[tokio::test]
async fn it_keeps_the_latest_only() {
    let wall = Wall::default();
    for _ in 0..2_100 {
        wall.send(&sms("+1"), now()).await.unwrap();
    }
    let shown = wall.messages_since(0);
    assert_eq!(shown.len(), 2_000);
    assert_eq!(shown[0].sequence, 101);
    assert_eq!(shown[1_999].sequence, 2_100);
}

#[tokio::test]
async fn addresses_misbehave_as_they_are_told() {
    let wall = Wall::default();
    wall.set_fault("+1", Some(Fault::Unavailable));
    assert_unavailable(wall.send(&sms("+1"), now()).await);
    wall.set_fault("+1", Some(Fault::Busy(5)));
    assert_eq!(assert_busy(wall.send(&sms("+1"), now()).await), 5);
    wall.set_fault("+1", Some(Fault::Refused));
    assert_refused(wall.send(&sms("+1"), now()).await);
    wall.set_fault("+1", Some(Fault::Hangs));
    let message = sms("+1");
    let hangs = tokio::time::timeout(Duration::from_millis(50), wall.send(&message, now()));
    assert!(hangs.await.is_err());
    assert!(wall.messages_since(0).is_empty());

    wall.send(&sms("+2"), now()).await.unwrap();
    wall.set_fault("+1", None);
    wall.send(&sms("+1"), now()).await.unwrap();
    assert_eq!(wall.messages_since(0).len(), 2);
}
