//! What was open goes on at a node whose database went away, and is one again afterwards.

/// The name has the tests find a server.
#[expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]
mod real_postgres {
    use std::time::Duration;

    use domain::{Input, Milestone, Number};
    use engine::{Case, Engine, Standing};
    use store::Store;
    use tokio::time::{Instant, sleep};

    use crate::{
        alone::{Node, PATIENCE, Place, from},
        app::{ANA, ANAS_PHONE, BEN, DIRECTORY, by, emergency},
        wire::Line,
    };

    /// Ana is called first, and Ben so long after her; nobody else for hours.
    const STEP: &str = "answer_within = \"4s\"";

    async fn place() -> Place {
        let directory = DIRECTORY.replacen("answer_within = \"5m\"", STEP, 1);
        Place::with(&directory).await
    }

    /// An emergency for which Ana was called, as the node's spare knows it.
    async fn open(node: &Node, customer: usize) -> Number {
        let number = emergency(&node.engine.submit(from(customer)).await.unwrap());
        node.is_called(ANA, 1).await;
        number
    }

    /// Waits until the spare has it as it is in the database.
    async fn is_known(node: &Node, place: &Place, number: Number) {
        let spare = node.engine.spare().unwrap().store();
        eventually("the spare knows what is open", async || {
            let saved = place.shared.emergency(number).await.unwrap().unwrap();
            spare.known_version(number).await.unwrap() == Some(saved.version)
        })
        .await;
    }

    async fn is_alone(node: &Node, number: Number) {
        node.becomes("it is alone", Standing::is_away).await;
        let case = Case::Emergency(number);
        eventually("it is borrowed", async || node.engine.keeps_alone(case).await).await;
    }

    async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !is_so().await {
            assert!(Instant::now() < until, "{what}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    async fn answer(engine: &Engine, number: Number, who: &str) {
        let at_work = engine.that_has(Case::Emergency(number)).await;
        let answer = Input::Answer { by: by(who), take_over: false };
        at_work.apply(number, answer).await.unwrap();
    }

    async fn kinds(store: &Store, number: Number) -> Vec<&'static str> {
        let timeline = store.timeline(number).await.unwrap();
        timeline.iter().map(|entry| entry.fact.happening.kind()).collect()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_comes_next_is_called_while_the_database_is_cut_off() {
        let place = place().await;
        let node = place.started("node").await;
        let number = open(&node, 1).await;
        is_known(&node, &place, number).await;
        place.wire.set(Line::Cut);
        node.is_called(BEN, 1).await;
        assert!(node.engine.standing().is_away(), "nobody else could have called Ben");
        let (at_work, stays) = node.engine.at_work().await;
        at_work.text_received(BEN, "ok", "text 1").await.unwrap();
        drop((at_work, stays));
        place.wire.set(Line::Through);
        node.comes_back().await;

        let saved = place.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.responder().map(|who| who.id.as_str()), Some("ben"));
        let kinds = kinds(&place.shared, number).await;
        assert_eq!(kinds.iter().filter(|kind| **kind == "answered").count(), 1, "{kinds:?}");
        assert_eq!(kinds.first(), Some(&"received"), "{kinds:?}");
        let mut inspection = place.shared.inspect(Box::new(std::iter::empty()));
        while let Some(page) = inspection.next().await.unwrap() {
            assert!(page.findings.is_empty(), "{:?}", page.findings);
        }
        assert!(!node.engine.keeps_alone(Case::Emergency(number)).await);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(
            (node.calls(ANA), node.calls(BEN)),
            (2, 2),
            "each one page, and one word after it"
        );
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_nobody_touched_is_left_as_it_is() {
        let place = place().await;
        let node = place.started("node").await;
        let number = open(&node, 1).await;
        answer(&node.engine, number, "ana").await;
        is_known(&node, &place, number).await;
        let before = place.shared.emergency(number).await.unwrap();
        place.wire.set(Line::Cut);
        node.becomes("it pages alone", |standing| {
            matches!(standing, Standing::Away { pages_alone: true, .. })
        })
        .await;
        assert!(node.engine.keeps_alone(Case::Emergency(number)).await, "its page is there");
        place.wire.set(Line::Through);
        node.comes_back().await;
        assert_eq!(place.shared.emergency(number).await.unwrap(), before);
        assert!(!node.engine.keeps_alone(Case::Emergency(number)).await);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_answer_at_one_of_two_nodes_that_are_alone_is_never_lost() {
        let place = place().await;
        let (one, other) = (place.started("one").await, place.started("other").await);
        let number = open(&one, 1).await;
        is_known(&one, &place, number).await;
        is_known(&other, &place, number).await;
        place.wire.set(Line::Cut);
        one.is_called(BEN, 1).await;
        other.is_called(BEN, 1).await;
        answer(&other.engine, number, "ben").await;
        let told = Input::Milestone {
            by: by("ben"),
            milestone: Milestone::RootCauseIdentified,
            note: None,
        };
        let case = Case::Emergency(number);
        other.engine.that_has(case).await.apply(number, told).await.unwrap();
        place.wire.set(Line::Through);
        one.comes_back().await;
        other.comes_back().await;
        let saved = place.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.responder().map(|who| who.id.as_str()), Some("ben"));
        let kinds = kinds(&place.shared, number).await;
        for once in ["received", "answered", "milestone"] {
            assert_eq!(kinds.iter().filter(|kind| **kind == once).count(), 1, "{once}: {kinds:?}");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_somebody_said_alone_is_said_again_where_others_went_on() {
        let place = place().await;
        let node = place.started("node").await;
        let number = open(&node, 1).await;
        answer(&node.engine, number, "ana").await;
        is_known(&node, &place, number).await;
        place.wire.set(Line::Cut);
        is_alone(&node, number).await;
        let over = Input::Answer { by: by("ben"), take_over: true };
        node.engine.that_has(Case::Emergency(number)).await.apply(number, over).await.unwrap();
        // Somebody whose node can reach the database goes on there.
        let saved = place.shared.emergency(number).await.unwrap().unwrap();
        let mut unit = store::Unit::new();
        let wake_at = saved.emergency.wake_at(&node.engine.settings());
        unit.save(&saved.emergency, saved.version, wake_at);
        place.shared.commit(unit).await.unwrap();
        place.wire.set(Line::Through);
        node.comes_back().await;
        let saved = place.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.responder().map(|who| who.id.as_str()), Some("ben"));
        let kinds = kinds(&place.shared, number).await;
        assert_eq!(kinds.iter().filter(|kind| **kind == "answered").count(), 2, "{kinds:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_node_that_starts_without_the_database_goes_on_with_what_it_knew() {
        let place = place().await;
        let mut node = place.started("node").await;
        let number = open(&node, 1).await;
        is_known(&node, &place, number).await;
        place.wire.set(Line::Cut);
        drop(node.running.take());
        drop(node);
        let node = place.started("node").await;
        assert!(node.engine.standing().is_away(), "it begins without the database");
        node.is_called(BEN, 1).await;
        answer(&node.engine, number, "ben").await;
        place.wire.set(Line::Through);
        node.comes_back().await;
        let saved = place.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.state_name(), "answered");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_call_that_began_before_is_known_by_its_keys() {
        let directory = DIRECTORY.replacen("after = \"1m\"", "after = \"0s\"", 1);
        let place = Place::with(&directory).await;
        let node = place.started("node").await;
        let number = emergency(&node.engine.submit(from(1)).await.unwrap());
        node.is_called(ANAS_PHONE, 1).await;
        is_known(&node, &place, number).await;
        place.wire.set(Line::Cut);
        is_alone(&node, number).await;
        let calls = node.wall.messages_since(0);
        let call = calls.iter().find(|shown| shown.to == ANAS_PHONE).unwrap();
        let found = node.engine.spare().unwrap().find_delivery(&call.id).await.unwrap();
        assert_eq!(found.unwrap().emergency, Some(number));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_report_of_what_is_known_joins_it() {
        let place = place().await;
        let node = place.started("node").await;
        let number = open(&node, 1).await;
        is_known(&node, &place, number).await;
        place.wire.set(Line::Cut);
        is_alone(&node, number).await;
        let mut second = from(1);
        second.idempotency_key = Some("another".to_owned());
        second.request.requester.email = Some("second@customer1.example".to_owned());
        let accepted = node.engine.submit(second).await.unwrap();
        assert_eq!(emergency(&accepted), number);
        place.wire.set(Line::Through);
        node.comes_back().await;
        let saved = place.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.requesters, 2);
        assert!(place.shared.requester(&accepted.requester).await.unwrap().is_some());
        node.is_called("second@customer1.example", 1).await;
    }
}
