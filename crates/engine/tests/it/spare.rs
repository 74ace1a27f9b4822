//! A node whose database goes away: it takes what comes, calls people, and hands over what it kept.

/// The name has the tests find a server.
mod real_postgres {
    use std::{collections::BTreeSet, time::Duration};

    use domain::Input;
    use engine::{Case, Standing};
    use tokio::time::{Instant, sleep};

    use crate::{
        alone::{PATIENCE, Place, from},
        app::{ANA, by, emergency},
        wire::Line,
    };

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_is_taken_paged_answered_and_handed_over_while_the_database_is_cut_off() {
        let place = Place::new().await;
        let node = place.started("node").await;
        place.wire.set(Line::Cut);
        let accepted = node.engine.submit(from(1)).await.expect("it is taken all the same");
        let number = emergency(&accepted);
        assert!(node.engine.standing().is_away());
        assert_eq!(node.engine.submit(from(1)).await.unwrap(), accepted, "the same key, once");
        node.is_called(ANA, 1).await;
        assert!(matches!(node.engine.standing(), Standing::Away { pages_alone: true, .. }));

        let case = Case::Emergency(number);
        let at_work = node.engine.that_has(case).await;
        let answer = Input::Answer { by: by("ana"), take_over: false };
        at_work.apply(number, answer).await.expect("Ana answers");
        assert!(!place.has(number).await);
        place.wire.set(Line::Through);
        node.comes_back().await;
        let saved = place.shared.emergency(number).await.unwrap().expect("it is handed over");
        assert_eq!(saved.emergency.state_name(), "answered");
        assert_eq!(saved.requesters, 1);
        assert!(!node.engine.keeps_alone(case).await);
        assert_eq!(node.engine.submit(from(1)).await.unwrap(), accepted, "the key went with it");
        let spare = node.engine.spare().unwrap().store();
        assert_eq!(spare.kept_requests().await.unwrap(), 0);
        // What it was told is told once.
        node.is_called("r@customer1.example", 2).await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(node.calls("r@customer1.example"), 2, "the receipt, and that Ana is there");
        assert_eq!(node.calls(ANA), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_that_is_back_soon_has_the_case_paged_once() {
        let place = Place::new().await;
        let node = place.started("node").await;
        place.wire.set(Line::Hangs);
        let begun = Instant::now();
        let number = emergency(&node.engine.submit(from(1)).await.unwrap());
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        let after = Instant::now();
        node.engine.submit(from(2)).await.unwrap();
        assert!(after.elapsed() < Duration::from_secs(1), "the second one does not wait");
        place.wire.set(Line::Through);
        node.comes_back().await;
        assert!(place.has(number).await);
        node.is_called(ANA, 2).await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(node.calls(ANA), 2, "two emergencies, one call for each");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_node_that_dies_while_it_is_alone_goes_on_after_its_start() {
        let place = Place::new().await;
        let mut node = place.started("node").await;
        place.wire.set(Line::Cut);
        let numbers: Vec<_> = [
            emergency(&node.engine.submit(from(1)).await.unwrap()),
            emergency(&node.engine.submit(from(2)).await.unwrap()),
        ]
        .into();
        drop(node.running.take());
        drop(node);
        let node = place.started("node").await;
        assert!(node.engine.standing().is_away(), "it begins without the database");
        node.is_called(ANA, 2).await;
        let third = emergency(&node.engine.submit(from(3)).await.unwrap());
        place.wire.set(Line::Through);
        node.comes_back().await;
        for number in numbers.into_iter().chain([third]) {
            assert!(place.has(number).await, "{number}");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nodes_that_are_alone_at_once_give_out_different_numbers() {
        let place = Place::new().await;
        let (one, other) = (place.started("one").await, place.started("other").await);
        place.wire.set(Line::Cut);
        let mut numbers = BTreeSet::new();
        for index in 0..10 {
            let node = if index % 2 == 0 { &one } else { &other };
            numbers.insert(emergency(&node.engine.submit(from(index)).await.unwrap()));
        }
        assert_eq!(numbers.len(), 10);
        place.wire.set(Line::Through);
        one.comes_back().await;
        other.comes_back().await;
        for number in numbers {
            assert!(place.has(number).await, "{number}");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn under_load_every_receipt_is_there_once_whatever_the_line_does() {
        let place = Place::new().await;
        let node = place.started("node").await;
        let load: Vec<_> = (0..4)
            .map(|lane| {
                let engine = node.engine.clone();
                tokio::spawn(async move {
                    let mut accepted = Vec::new();
                    for index in 0..100 {
                        let request = from(lane * 1_000 + index);
                        accepted.push(engine.submit(request).await.expect("none is refused"));
                        sleep(Duration::from_millis(40)).await;
                    }
                    accepted
                })
            })
            .collect();
        for line in [Line::Hangs, Line::Through, Line::Cut, Line::Through, Line::Hangs] {
            sleep(Duration::from_millis(900)).await;
            place.wire.set(line);
        }
        let mut accepted = Vec::new();
        for lane in load {
            accepted.extend(lane.await.unwrap());
        }
        place.wire.set(Line::Through);
        node.comes_back().await;
        let mut numbers = BTreeSet::new();
        for receipt in &accepted {
            let number = emergency(receipt);
            assert!(place.has(number).await, "{number} is lost");
            assert!(numbers.insert(number), "{number} was given twice");
            let row = place.shared.requester(&receipt.requester).await.unwrap();
            assert_eq!(row.expect("the status page is there").emergency, Some(number));
        }
        let all = place.shared.counts().await.unwrap().open;
        assert_eq!(all, numbers.len() as u64, "nothing is there twice");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_key_that_came_to_two_nodes_that_were_alone_leads_to_one_emergency() {
        let place = Place::new().await;
        let (one, other) = (place.started("one").await, place.started("other").await);
        place.wire.set(Line::Cut);
        let first = emergency(&one.engine.submit(from(1)).await.unwrap());
        let said_last = other.engine.submit(from(1)).await.unwrap();
        let second = emergency(&said_last);
        assert_ne!(first, second, "they do not know of each other");
        let at_work = other.engine.that_has(Case::Emergency(second)).await;
        let answer = Input::Answer { by: by("ana"), take_over: false };
        at_work.apply(second, answer).await.unwrap();
        place.wire.set(Line::Through);
        one.comes_back().await;
        other.comes_back().await;
        let until = Instant::now() + PATIENCE;
        while one.engine.submit(from(1)).await.unwrap() != said_last
            || place.shared.counts().await.unwrap().open != 1
        {
            assert!(Instant::now() < until, "they do not become one");
            sleep(Duration::from_millis(20)).await;
        }
        let mut open = Vec::new();
        for number in [first, second] {
            let saved = place.shared.emergency(number).await.unwrap().unwrap();
            open.extend((!saved.emergency.is_closed()).then_some(saved));
        }
        assert_eq!(open[0].emergency.state_name(), "answered", "Ana's answer stays");
        assert_eq!(open[0].requesters, 1, "it is one person");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_copy_that_starts_beside_another_has_the_spare_once_that_has_ended() {
        let place = Place::new().await;
        let mut older = place.started("node").await;
        let newer = place.started_beside("node").await;
        assert!(newer.engine.spare().is_none(), "the older has it");
        newer.engine.submit(from(1)).await.expect("it works without");
        let running = older.running.take().unwrap();
        assert!(running.stop(Duration::from_secs(5)).await, "it ends");
        drop(older);
        let until = Instant::now() + PATIENCE;
        while newer.engine.spare().is_none() {
            assert!(Instant::now() < until, "the spare is not taken over");
            sleep(Duration::from_millis(20)).await;
        }
        place.wire.set(Line::Cut);
        let number = emergency(&newer.engine.submit(from(2)).await.expect("it is taken alone"));
        newer.is_called(ANA, 2).await;
        place.wire.set(Line::Through);
        newer.comes_back().await;
        assert!(place.has(number).await);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_node_may_do_alone_is_what_was_right_last() {
        let place = Place::new().await;
        let node = place.started("node").await;
        let key = place.shared.secret("links").await.unwrap();
        let spare = node.engine.spare().unwrap();
        assert_eq!(spare.store().secret("links").await.unwrap(), key, "links lead to both");
        assert_eq!(spare.directory().0, 1);
        assert_eq!(node.engine.standing(), Standing::Well);
        assert!(!node.engine.may_keep_alone());
        node.becomes("it is well", |standing| *standing == Standing::Well).await;
        let (at_work, _stays) = node.engine.at_work().await;
        at_work.submit(from(1)).await.unwrap();
        assert_eq!(place.shared.counts().await.unwrap().open, 1, "nothing is kept in good times");
    }
}
