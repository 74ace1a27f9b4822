//! The spare of a node, beside a real shared database.

/// The name has the tests find a server.
mod real_postgres {
    use domain::{
        Fact, Happening, Number,
        emergency::{Person, Phase},
    };
    use jiff::Timestamp;
    use store::{Handed, KeptCase, Mirror, RawRequest, Store, Token, Unit};

    use crate::{
        journal::inspect,
        sample::{Place, at, emergency, fact, page, requester, word},
    };

    struct Pair {
        shared: Store,
        spare: Store,
        place: Place,
    }

    impl Pair {
        async fn new() -> Self {
            let place = Place::on_postgres();
            let shared = place.open().await;
            let spare = Store::open_spare(&place.file("spare.db")).await.unwrap();
            shared.set_numbers_aside(&spare).await.unwrap();
            Self { shared, spare, place }
        }

        async fn hand_over(&self, number: Number) -> Handed {
            let case = KeptCase::Emergency(number);
            self.shared.hand_over(&self.spare, case, at(100)).await.unwrap()
        }
    }

    /// A case as a report leaves it: state, journal, requester, raw request, page and receipt.
    async fn take_in(store: &Store, number: Number) {
        let mut unit = Unit::new();
        unit.open(&emergency(number), Some("organization:acme"), Some(at(60)));
        unit.append(number, &[fact(Happening::Joined { requesters: 1 })]);
        unit.requester(&requester(number, 1)).request(&raw(number, "raw"));
        unit.deliver(&page(number, &format!("{number}-page"), "ana", 0), None);
        let receipt = word(number, &format!("{number}-r1"), crate::sample::nothing_new(), 0);
        unit.deliver(&receipt, None).involve(number, &"ana".into());
        unit.remember("requests", &format!("key-{number}"), "{}", at(0));
        store.commit(unit).await.unwrap();
    }

    fn raw(number: Number, id: &str) -> RawRequest {
        RawRequest {
            id: format!("{number}-{id}"),
            received_at: at(0),
            channel: "api".to_owned(),
            source: "192.0.2.7".to_owned(),
            body: b"help".to_vec(),
            request: None,
            emergency: Some(number),
            ticket: None,
        }
    }

    async fn facts(store: &Store, number: Number) -> usize {
        store.timeline(number).await.unwrap().len()
    }

    #[tokio::test]
    async fn numbers_that_were_set_aside_are_nobody_elses() {
        let one = Pair::new().await;
        let other = Store::open_spare(&one.place.file("other.db")).await.unwrap();
        one.shared.set_numbers_aside(&other).await.unwrap();
        let mut numbers = Vec::new();
        for _ in 0..20 {
            numbers.push(one.shared.next_number().await.unwrap());
            numbers.push(one.spare.next_number().await.unwrap());
            numbers.push(other.next_number().await.unwrap());
        }
        // Opened again, it goes on where it was.
        let again = Store::open_spare(&one.place.file("other.db")).await.unwrap();
        numbers.push(again.next_number().await.unwrap());
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
    }

    #[tokio::test]
    async fn numbers_are_set_aside_once_and_follow_each_other() {
        let pair = Pair::new().await;
        let first = pair.spare.next_number().await.unwrap();
        assert!(first.0 >= 10_000_000, "{first} is far from those that are counted");
        pair.shared.set_numbers_aside(&pair.spare).await.unwrap();
        assert_eq!(pair.spare.next_number().await.unwrap(), Number(first.0 + 1));
        let ticket = pair.spare.next_ticket_number().await.unwrap();
        assert_ne!(ticket.0, first.0, "each kind has numbers of its own");
        assert_eq!(pair.shared.next_number().await.unwrap(), Number::FIRST, "no gap is made");
        let empty = Store::open_spare(&pair.place.file("empty.db")).await.unwrap();
        let none = empty.next_number().await.unwrap_err();
        assert!(matches!(none, store::StoreError::Unavailable(_)), "{none:?}");
    }

    #[tokio::test]
    async fn what_is_needed_alone_is_mirrored_and_what_is_gone_goes() {
        let Pair { shared, spare, .. } = Pair::new().await;
        assert!(!spare.is_mirror().await.unwrap());
        let token = Token {
            token_hash: [7; 32],
            name: "monitoring".to_owned(),
            role: "monitoring".to_owned(),
            organization: None,
            made_at: at(0),
            last_used_at: None,
        };
        let key = shared.secret("links").await.unwrap();
        let mut unit = Unit::new();
        unit.make_token(&token).new_directory(&store::DirectoryVersion {
            version: 1,
            at: at(0),
            by: "ana".to_owned(),
            directory: domain::Directory::default(),
            accepted_holes: Vec::new(),
        });
        shared.commit(unit).await.unwrap();
        let mut mirror = Mirror::default();
        assert!(mirror.refresh(&shared, &spare).await.unwrap());
        assert!(spare.is_mirror().await.unwrap());
        assert_eq!(spare.secret("links").await.unwrap(), key);
        assert_eq!(spare.token(&[7; 32]).await.unwrap(), Some(token));
        assert_eq!(spare.directory().await.unwrap(), shared.directory().await.unwrap());
        assert!(!mirror.refresh(&shared, &spare).await.unwrap(), "nothing is new");

        let mut unit = Unit::new();
        unit.revoke_token("monitoring");
        shared.commit(unit).await.unwrap();
        assert!(mirror.refresh(&shared, &spare).await.unwrap());
        assert_eq!(spare.token(&[7; 32]).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_case_is_handed_over_whole_and_leaves_the_spare_empty() {
        let pair = Pair::new().await;
        let number = pair.spare.next_number().await.unwrap();
        take_in(&pair.spare, number).await;
        assert_eq!(pair.spare.kept_cases().await.unwrap(), [KeptCase::Emergency(number)]);
        let before = pair.spare.timeline(number).await.unwrap();
        pair.shared.hand_over_keys(&pair.spare).await.unwrap();
        assert_eq!(pair.hand_over(number).await, Handed::New);
        pair.shared.hand_over_rest(&pair.spare).await.unwrap();

        let saved = pair.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!((saved.version, saved.requesters), (1, 1));
        assert_eq!(pair.shared.timeline(number).await.unwrap(), before);
        let (heads, findings) = inspect(&pair.shared, Vec::new()).await;
        assert_eq!((heads.len(), findings), (1, Vec::new()), "the chain holds");
        assert_eq!(pair.shared.deliveries_of(number).await.unwrap().len(), 2);
        assert_eq!(pair.shared.due(at(61), 9).await.unwrap(), [number]);
        let key = format!("key-{number}");
        assert!(pair.shared.remembered("requests", &key).await.unwrap().is_some());
        assert!(pair.shared.requester(&format!("{number}-r1").as_str().into()).await.is_ok());

        assert_eq!(pair.spare.kept_cases().await.unwrap(), []);
        assert_eq!(pair.spare.kept_requests().await.unwrap(), 0);
        assert_eq!(pair.spare.remembered("requests", &key).await.unwrap(), None);
        assert_eq!(facts(&pair.spare, number).await, 0);
    }

    /// The node died between the commit here and the removal there.
    #[tokio::test]
    async fn a_hand_over_that_was_cut_off_is_done_once() {
        let pair = Pair::new().await;
        let number = pair.spare.next_number().await.unwrap();
        take_in(&pair.spare, number).await;
        pair.hand_over(number).await;
        let once = pair.shared.timeline(number).await.unwrap();
        pair.shared.hand_over_rest(&pair.spare).await.unwrap();
        take_in(&pair.spare, number).await;
        assert_eq!(pair.hand_over(number).await, Handed::Double);
        assert_eq!(pair.shared.timeline(number).await.unwrap(), once);
        assert_eq!(pair.shared.deliveries_of(number).await.unwrap().len(), 2);
        assert_eq!(inspect(&pair.shared, Vec::new()).await.1, []);
    }

    async fn answer(store: &Store, number: Number, at: Timestamp) {
        let saved = store.emergency(number).await.unwrap().unwrap();
        let mut next = saved.emergency.clone();
        let by = Person { id: "ana".into(), name: "Ana Ruiz".to_owned() };
        next.phase = Phase::Answered { by, since: at, nudges: 0, nudge_at: None };
        let mut unit = Unit::new();
        unit.save(&next, saved.version, Some(at))
            .append(number, &[Fact { at, ..fact(Happening::Joined { requesters: 2 }) }]);
        store.commit(unit).await.unwrap();
    }

    #[tokio::test]
    async fn what_was_answered_in_the_spare_stays_answered() {
        let pair = Pair::new().await;
        let number = pair.shared.next_number().await.unwrap();
        // The commit that was not heard of.
        take_in(&pair.shared, number).await;
        take_in(&pair.spare, number).await;
        answer(&pair.spare, number, at(30)).await;
        assert_eq!(pair.hand_over(number).await, Handed::Double);
        let saved = pair.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.state_name(), "answered");
        assert_eq!(facts(&pair.shared, number).await, 2, "one report and one answer");
        assert_eq!(inspect(&pair.shared, Vec::new()).await.1, []);
    }

    #[tokio::test]
    async fn what_was_answered_there_meanwhile_stays_answered_too() {
        let pair = Pair::new().await;
        let number = pair.shared.next_number().await.unwrap();
        take_in(&pair.shared, number).await;
        take_in(&pair.spare, number).await;
        answer(&pair.shared, number, at(30)).await;
        assert_eq!(pair.hand_over(number).await, Handed::Double);
        let saved = pair.shared.emergency(number).await.unwrap().unwrap();
        assert_eq!(saved.emergency.state_name(), "answered");
        assert_eq!(saved.version, 2, "nothing was written over it");
    }

    #[tokio::test]
    async fn what_could_not_be_read_is_handed_over_as_well() {
        let pair = Pair::new().await;
        let mut unit = Unit::new();
        unit.request(&RawRequest { emergency: None, ..raw(Number(0), "unreadable") });
        pair.spare.commit(unit).await.unwrap();
        assert_eq!(pair.spare.kept_requests().await.unwrap(), 1);
        pair.shared.hand_over_rest(&pair.spare).await.unwrap();
        assert_eq!(pair.spare.kept_requests().await.unwrap(), 0);
        assert_eq!(pair.shared.kept_requests().await.unwrap(), 1);
    }
}
