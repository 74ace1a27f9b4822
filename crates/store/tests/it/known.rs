//! What a spare knows of the open emergencies of a real shared database, and what becomes of it.

/// The name has the tests find a server.
mod real_postgres {
    use domain::{
        Happening, Number,
        emergency::{Person, Phase},
    };
    use store::{Handed, KeptCase, Mirror, Store, Unit};

    use crate::{
        journal::inspect,
        sample::{Place, at, closed, emergency, fact, open, requester},
    };

    struct Pair {
        shared: Store,
        spare: Store,
        mirror: Mirror,
    }

    impl Pair {
        async fn new() -> Self {
            let place = Place::on_postgres();
            let shared = place.open().await;
            let spare = Store::open_spare(&place.file("spare.db")).await.unwrap();
            Self { shared, spare, mirror: Mirror::default() }
        }

        /// One that both know, and that this node goes on with alone.
        async fn borrowed() -> (Self, Number) {
            let mut pair = Self::new().await;
            let number = open(&pair.shared, 60).await.number;
            let mut unit = Unit::new();
            unit.append(number, &[fact(Happening::Joined { requesters: 1 })]);
            pair.shared.commit(unit).await.unwrap();
            pair.look().await;
            assert_eq!(pair.spare.borrow_known().await.unwrap(), 1);
            (pair, number)
        }

        async fn look(&mut self) {
            self.mirror.refresh_cases(&self.shared, &self.spare).await.unwrap();
        }

        async fn hand_over(&self, number: Number) -> Handed {
            let case = KeptCase::Emergency(number);
            self.shared.hand_over(&self.spare, case, at(100)).await.unwrap()
        }
    }

    /// Ana answers, at `store`.
    async fn answer(store: &Store, number: Number) {
        let saved = store.emergency(number).await.unwrap().unwrap();
        let mut next = saved.emergency;
        let by = Person { id: "ana".into(), name: "Ana".to_owned() };
        next.phase = Phase::Answered { by, since: at(5), nudges: 0, nudge_at: None };
        let mut unit = Unit::new();
        unit.save(&next, saved.version, Some(at(90)));
        unit.append(number, &[fact(Happening::Answered { took_over_from: None })]);
        store.commit(unit).await.unwrap();
    }

    async fn kinds(store: &Store, number: Number) -> Vec<&'static str> {
        let timeline = store.timeline(number).await.unwrap();
        timeline.iter().map(|entry| entry.fact.happening.kind()).collect()
    }

    #[tokio::test]
    async fn what_is_open_is_known_as_it_was_at_the_last_look_until_it_is_closed() {
        let mut pair = Pair::new().await;
        let one = open(&pair.shared, 60).await;
        let other = open(&pair.shared, 50).await.number;
        pair.look().await;
        assert_eq!(pair.spare.known_version(one.number).await.unwrap(), Some(1));
        let mut unit = Unit::new();
        unit.save(&closed(one.clone()), 1, None);
        pair.shared.commit(unit).await.unwrap();
        answer(&pair.shared, other).await;
        pair.look().await;
        assert_eq!(pair.spare.known_version(one.number).await.unwrap(), None);
        assert_eq!(pair.spare.known_version(other).await.unwrap(), Some(2));
        // Whoever looks for the first time goes on from what is there.
        pair.mirror = Mirror::default();
        pair.look().await;
        assert_eq!(pair.spare.known_version(other).await.unwrap(), Some(2));
        assert_eq!(pair.spare.kept_cases().await.unwrap(), [], "it is known, and not kept");
    }

    #[tokio::test]
    async fn what_was_borrowed_and_not_touched_is_given_back_without_a_trace() {
        let (pair, number) = Pair::borrowed().await;
        let case = KeptCase::Emergency(number);
        assert!(pair.spare.keeps(case).await.unwrap());
        pair.spare.give_back_untouched().await.unwrap();
        assert!(!pair.spare.keeps(case).await.unwrap());
        assert_eq!(pair.spare.kept_cases().await.unwrap(), []);
        let known = pair.spare.emergency(number).await.unwrap();
        assert_eq!(known, None);
    }

    #[tokio::test]
    async fn what_went_on_alone_goes_on_from_there() {
        let (pair, number) = Pair::borrowed().await;
        answer(&pair.spare, number).await;
        // It was begun already when the node was started again.
        assert_eq!(pair.spare.borrow_known().await.unwrap(), 1);
        pair.spare.give_back_untouched().await.unwrap();
        assert_eq!(pair.hand_over(number).await, Handed::WentOn);
        let saved = pair.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!((saved.emergency.state_name(), saved.version), ("answered", 2));
        assert_eq!(kinds(&pair.shared, number).await, ["joined", "answered"]);
        assert_eq!(pair.spare.kept_cases().await.unwrap(), []);
        // The database may go away again before the next look.
        assert_eq!(pair.spare.known_version(number).await.unwrap(), Some(2));
        assert_eq!(pair.spare.borrow_known().await.unwrap(), 1);
        let saved = pair.spare.emergency(number).await.unwrap().unwrap();
        assert_eq!((saved.emergency.state_name(), saved.version), ("answered", 2));
        pair.spare.give_back_untouched().await.unwrap();
        assert_eq!(inspect(&pair.shared, Vec::new()).await.1, []);
    }

    #[tokio::test]
    async fn an_answer_goes_on_though_others_called_people_meanwhile() {
        let (pair, number) = Pair::borrowed().await;
        answer(&pair.spare, number).await;
        let mut unit = Unit::new();
        unit.save(&emergency(number), 1, Some(at(80)));
        unit.append(number, &[fact(Happening::Escalation { step: 2, round: 0 })]);
        pair.shared.commit(unit).await.unwrap();
        assert_eq!(pair.hand_over(number).await, Handed::Double);
        let saved = pair.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!((saved.emergency.state_name(), saved.version), ("answered", 3));
        assert_eq!(kinds(&pair.shared, number).await, ["joined", "escalation", "answered"]);
    }

    #[tokio::test]
    async fn who_was_merged_into_another_alone_is_there_in_the_end() {
        let (mut pair, number) = Pair::borrowed().await;
        let other = open(&pair.shared, 70).await.number;
        let mut unit = Unit::new();
        unit.requester(&requester(other, 8));
        pair.shared.commit(unit).await.unwrap();
        pair.look().await;
        pair.spare.borrow_known().await.unwrap();
        let mut unit = Unit::new();
        unit.move_requesters(other, number);
        unit.append(number, &[fact(Happening::MergedFrom { number: other })]);
        unit.append(other, &[fact(Happening::MergedInto { number })]);
        pair.spare.commit(unit).await.unwrap();
        assert_eq!(pair.hand_over(other).await, Handed::WentOn);
        assert_eq!(pair.hand_over(number).await, Handed::WentOn);
        let moved = pair.shared.requester(&requester(other, 8).id).await.unwrap().unwrap();
        assert_eq!(moved.emergency, Some(number));
        let saved = pair.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.requesters, 1);
    }

    #[tokio::test]
    async fn what_gives_way_stands_in_the_journal_once_and_leaves_when_it_was_said_again() {
        let (pair, number) = Pair::borrowed().await;
        let mut unit = Unit::new();
        unit.append(number, &[fact(Happening::Nudged { count: 1 })]);
        unit.requester(&requester(number, 7));
        pair.spare.commit(unit).await.unwrap();
        answer(&pair.shared, number).await;
        let before = pair.shared.emergency(number).await.unwrap();
        for _ in 0..2 {
            assert_eq!(pair.hand_over(number).await, Handed::GaveWay);
        }
        assert_eq!(pair.shared.emergency(number).await.unwrap(), before);
        assert_eq!(kinds(&pair.shared, number).await, ["joined", "answered", "nudged"]);
        let newcomer = requester(number, 7);
        assert_eq!(pair.shared.requester(&newcomer.id).await.unwrap(), Some(newcomer));
        let case = KeptCase::Emergency(number);
        assert!(pair.spare.keeps(case).await.unwrap(), "it waits until it was said again");
        let more = pair.spare.take_out(number, 0).await;
        assert!(matches!(more, Err(store::StoreError::Conflict)), "more has happened: {more:?}");
        pair.spare.take_out(number, 1).await.unwrap();
        assert!(!pair.spare.keeps(case).await.unwrap());
        let known = pair.spare.known_version(number).await.unwrap();
        assert_eq!(known, None, "what stands here is not what stands there");
        assert_eq!(inspect(&pair.shared, Vec::new()).await.1, []);
    }
}
