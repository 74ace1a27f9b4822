//! `/api/v1/openapi.json`

use std::collections::BTreeSet;

use serde_json::Value;

use crate::app::TestApp;

async fn document() -> Value {
    TestApp::new().await.get("/api/v1/openapi.json").await.json()
}

#[tokio::test]
async fn every_call_of_the_contract_is_described() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let described: Vec<_> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    insta::assert_snapshot!(described.join("\n"), @r"
    GET /coverage
    GET /directory
    PUT /directory
    GET /emergencies
    GET /emergencies/{number}
    POST /emergencies/{number}/answer
    POST /emergencies/{number}/bridge
    POST /emergencies/{number}/close
    POST /emergencies/{number}/consent
    POST /emergencies/{number}/decline
    POST /emergencies/{number}/escalate
    POST /emergencies/{number}/merge
    POST /emergencies/{number}/milestones
    POST /emergencies/{number}/ticket
    GET /emergencies/{number}/timeline
    POST /emergencies/{number}/updates
    POST /events/alertmanager
    GET /on-call
    POST /on-call/cover
    POST /on-call/ill
    GET /on-call/swaps
    POST /on-call/swaps
    POST /on-call/swaps/{id}/accept
    POST /on-call/swaps/{id}/decline
    POST /on-call/swaps/{id}/withdraw
    GET /organizations/{id}/switch
    PUT /organizations/{id}/switch
    GET /organizations/{id}/switch/preview
    POST /requests
    GET /responders/{id}/contacts
    POST /responders/{id}/contacts/{contact}/code
    POST /responders/{id}/contacts/{contact}/verify
    GET /tickets
    GET /tickets/{number}
    POST /tickets/{number}/assignment
    POST /tickets/{number}/emergency
    POST /tickets/{number}/pick-up
    POST /tickets/{number}/replies
    POST /tickets/{number}/solve
    ");
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = document().await;
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.contains("#/components/schemas/Problem"));
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn every_call_says_who_may_and_how_it_refuses() {
    let document = document().await;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let call = format!("{method} {path}");
            let anyone = operation["security"] == serde_json::json!([{}]);
            let is_open = ["/requests", "/coverage"].contains(&path.as_str());
            assert_eq!(anyone, is_open, "{call}");
            assert_eq!(operation["responses"].get("401").is_some(), !is_open, "{call}");
            let keyed = operation["parameters"].as_array().is_some_and(|parameters| {
                parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key")
            });
            assert_eq!(keyed, method == "post", "{call}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let is_problem = response["content"].get("application/problem+json").is_some();
                assert_eq!(is_problem, status.as_str() >= "400", "{call} {status}");
            }
        }
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            references.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| collect(field, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
