//! What the store promises, through its public face alone.

#[tokio::test]
async fn a_new_database_is_empty_and_starts_with_the_first_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("frontline.db").display());
    let store = store::Store::open(&url).await.unwrap();
    assert_eq!(store.next_number(), domain::Number::FIRST);
    assert_eq!(store.next_ticket_number(), domain::TicketNumber::FIRST);
    assert_eq!(store.earliest_wake().await.unwrap(), None);
    store.ping().await.unwrap();
}
