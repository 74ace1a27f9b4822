//! The doors while the shared database is away: what goes on, and what is said about the rest.

/// The name has the tests find a server.
mod real_postgres {
    use axum::http::{Method, StatusCode};
    use engine::{Link, Standing};

    use crate::{
        app::TestApp,
        cluster::database,
        wire::{Line, Wire},
    };

    /// A house with an emergency in the database, which is away then; its number and the path of its page.
    async fn left_alone(by: Line) -> (TestApp, Wire, String, String) {
        let wire = Wire::to(&database()).await;
        let app = TestApp::beside_a_spare(&wire).await;
        let answer = app.post("/api/v1/requests", &report("bolt", "before")).await;
        let (number, page) = receipt(&answer.json());
        wire.set(by);
        (app, wire, number, page)
    }

    fn report(organization: &str, key: &str) -> serde_json::Value {
        serde_json::json!({
            "summary": format!("Nothing works {key}"),
            "impact": "outage",
            "organization": organization,
            "requester": {"name": "Jo Smith", "email": format!("jo@{organization}.example")},
        })
    }

    fn receipt(json: &serde_json::Value) -> (String, String) {
        let url = json["status_url"].as_str().expect("there is a page");
        let page = url.split_once("/r/").expect("a private one").1;
        (json["number"].as_str().expect("a number").to_owned(), format!("/r/{page}"))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_is_taken_and_its_page_and_its_answer_work() {
        let (app, wire, _, _) = left_alone(Line::Cut).await;
        let answer = app.post("/api/v1/requests", &report("acme", "now")).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let (number, page) = receipt(&answer.json());
        assert_eq!(app.get(&page).await.status, StatusCode::OK);
        let form = "key=f1&summary=Broken&email=a%40other.example";
        let sent = app.post_raw("/request", "application/x-www-form-urlencoded", form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        assert_eq!(app.get(sent.header("location")).await.status, StatusCode::OK);

        let link = Link::Page {
            number: number.parse().expect("it is one"),
            responder: "ana".into(),
            via: None,
        };
        let tap = format!("/a/{}", app.engine.link_token(&link));
        assert_eq!(app.get(&tap).await.status, StatusCode::OK);
        let form = "application/x-www-form-urlencoded";
        let tapped = app.post_raw(&format!("{tap}/answer"), form, "take_over=false").await;
        assert_eq!(tapped.status, StatusCode::SEE_OTHER, "{}", tapped.text());
        let path = format!("/api/v1/emergencies/{number}");
        let ana = app.as_token("ana");
        assert_eq!(ana.get(&path).await.json()["state"], "answered");

        wire.set(Line::Through);
        for _ in 0..20 {
            // The first words may meet connections that were cut.
            app.engine.come_back_now().await;
            let is_well = app.engine.standing() == Standing::Well;
            if is_well && ana.get(&path).await.status == StatusCode::OK {
                break;
            }
        }
        assert_eq!(app.engine.standing(), Standing::Well);
        assert_eq!(ana.get(&path).await.json()["state"], "answered", "it is in the database now");
        assert_eq!(app.get(&page).await.status, StatusCode::OK);
        assert!(!app.get("/readyz").await.text().contains("database"));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_in_the_database_says_so_and_nothing_is_changed_where_it_would_be_lost() {
        let (app, _wire, number, page) = left_alone(Line::Hangs).await;
        app.post("/api/v1/requests", &report("acme", "now")).await;
        let shown = app.get(&page).await;
        assert_eq!(shown.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(
            shown.text().contains("Our database has been out of reach since"),
            "{}",
            shown.text()
        );
        assert!(shown.text().contains("href=\"/request\""), "there is a way on");
        assert!(!shown.header("content-security-policy").is_empty());
        assert_eq!(shown.header("retry-after"), "5");

        let admin = app.as_token("admin");
        let said = app.as_token("ana");
        let path = format!("/api/v1/emergencies/{number}");
        for answer in [
            said.get(&path).await,
            said.get("/api/v1/emergencies").await,
            said.post(&format!("{path}/answer"), &serde_json::json!({})).await,
            admin.post("/api/v1/on-call/ill", &serde_json::json!({})).await,
            admin
                .send(
                    admin
                        .request(Method::PUT, "/api/v1/directory")
                        .body(axum::body::Body::from("{}"))
                        .expect("a request"),
                )
                .await,
        ] {
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.text().contains("out of reach since"), "{}", answer.text());
        }
        assert_eq!(
            said.get("/api/v1/on-call").await.status,
            StatusCode::OK,
            "who is on call is known"
        );
        assert_eq!(app.get("/").await.status, StatusCode::OK);

        let ready = app.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::OK, "{}", ready.text());
        assert!(ready.text().contains("The database is away since"), "{}", ready.text());
        assert!(ready.text().contains("kept on this node's disk: 1 so far"), "{}", ready.text());
        let figures = app.get("/metrics").await.text();
        assert!(figures.contains("frontline_alone 1"), "{figures}");
        assert!(figures.contains("frontline_requests_kept_alone_total 1"), "{figures}");
        assert_eq!(app.get("/healthz").await.status, StatusCode::OK, "no restart would help");
    }
}
