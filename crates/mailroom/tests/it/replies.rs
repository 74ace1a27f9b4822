//! A reply lands in its case, by the token of its address or by the mail that it answers.

use domain::{Milestone, Phase};

use crate::room::{ADDRESS, Room, reply_to};

fn reply(from: &str, text: &str) -> String {
    format!(
        "From: {from}\nSubject: Re: Your report\n\n{text}\n\nOn Sat, Frontline wrote:\n> still broken\n"
    )
}

#[tokio::test]
async fn what_a_requester_answers_is_told_to_whoever_has_it() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let receipt = room.to("ria@acme.example").await.remove(0);
    let (address, _) = reply_to(&receipt);

    // The part before the @ is no secret kept by its case.
    let mail = reply("ria@acme.example", "Now the tills freeze, too.");
    assert!(room.mail("ria@acme.example", &address.to_uppercase(), &mail).await.starts_with("250"));

    assert_eq!(room.emergencies().await.len(), 1);
    let timeline = room.engine.store().timeline(number).await.unwrap();
    let said = timeline.iter().find(|entry| entry.fact.happening.kind() == "requester_said");
    let said = format!("{:?}", said.expect("it is in the journal"));
    assert!(
        said.contains("Now the tills freeze, too.") && !said.contains("still broken"),
        "{said}"
    );
    assert_eq!(room.to("ria@acme.example").await.len(), 0, "news are not answered");
}

#[tokio::test]
async fn without_the_token_the_mail_that_is_answered_tells_the_case() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let (_, id) = reply_to(&room.to("ria@acme.example").await.remove(0));

    let mail = format!("In-Reply-To: <{id}>\n{}", reply("ria@acme.example", "It got worse."));
    room.mail("ria@acme.example", ADDRESS, &mail).await;
    assert_eq!(room.emergencies().await.len(), 1);
    assert!(room.kinds(number).await.contains(&"requester_said"));
}

#[tokio::test]
async fn still_broken_opens_it_again_and_thanks_do_not() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let (address, _) = reply_to(&room.to("ria@acme.example").await.remove(0));
    let ana = || domain::input::By { id: "ana".into(), name: "Ana Ruiz".to_owned() };
    for milestone in [Milestone::Investigating, Milestone::Restored] {
        let input = domain::Input::Milestone { by: ana(), milestone, note: None };
        room.engine.apply(number, input).await.unwrap();
    }

    room.mail("ria@acme.example", &address, &reply("ria@acme.example", "Thank you!")).await;
    assert!(matches!(room.emergencies().await[0].emergency.phase, Phase::Restored { .. }));
    let mail = reply("ria@acme.example", "Sorry, it is still broken here.");
    room.mail("ria@acme.example", &address, &mail).await;
    assert!(matches!(room.emergencies().await[0].emergency.phase, Phase::Unanswered));
}

#[tokio::test]
async fn a_responder_writes_the_same_words_as_in_a_text_message() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let page = room.to("ana@vendor.example").await.remove(0);
    let (address, _) = reply_to(&page);

    room.mail("ana@vendor.example", &address, &reply("ana@vendor.example", "ok")).await;
    let saved = room.emergencies().await.remove(0);
    assert_eq!(saved.emergency.responder().map(|who| who.name.as_str()), Some("Ana Ruiz"));
    room.mail("ana@vendor.example", &address, &reply("ana@vendor.example", "inv")).await;
    assert!(matches!(room.emergencies().await[0].emergency.phase, Phase::Investigating { .. }));

    let heard = room.to("ana@vendor.example").await;
    let confirmed = heard.iter().filter(|mail| mail.subject.as_deref() == Some("Your reply"));
    assert_eq!(confirmed.count(), 2, "every reply is confirmed: {heard:?}");
    let kept = room.engine.store().requests_of(number).await.unwrap();
    assert_eq!(kept.len(), 3, "replies are kept as they came");
}

#[tokio::test]
async fn a_token_that_was_changed_is_nobodys() {
    let mut room = Room::open().await;
    room.report().await;
    let (address, _) = reply_to(&room.to("ana@vendor.example").await.remove(0));
    let (local, domain) = address.split_once('@').unwrap();
    let last = if local.ends_with('a') { "b" } else { "a" };
    let forged = format!("{}{last}@{domain}", &local[..local.len() - 1]);

    room.mail("eve@evil.example", &forged, &reply("ana@vendor.example", "ok")).await;
    let open = room.emergencies().await;
    assert_eq!(open.len(), 2, "it is a request like any other");
    assert!(open.iter().all(|saved| saved.emergency.responder().is_none()));
}

#[tokio::test]
async fn an_unknown_sender_changes_nothing_by_writing_a_code() {
    let mut room = Room::open().await;
    let number = room.report().await;
    let page = room.to("ana@vendor.example").await.remove(0);
    let (_, id) = reply_to(&page);

    let mail = format!("In-Reply-To: <{id}>\n{}", reply("eve@evil.example", "ok"));
    room.mail("eve@evil.example", ADDRESS, &mail).await;
    let saved = room.engine.store().emergency(number).await.unwrap().unwrap();
    assert_eq!(saved.emergency.responder(), None);
}
