//! Debian's Prometheus and its promtool read what we give: the figures, the rules for alerts, and the
//! expressions of the dashboard.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    net::TcpListener as Port,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::app::TestApp;

const MISSING: &str = "the Debian package prometheus is missing: run bin/test, which installs it";
/// Longer than Prometheus needs to start and to scrape once.
const PATIENCE: Duration = Duration::from_secs(60);
/// What Prometheus itself adds to what it scrapes.
const OF_PROMETHEUS: [&str; 1] = ["up"];

/// Ends with the test.
struct Ends(Child);

impl Drop for Ends {
    /// It has nothing to lose, and may have ended by itself.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn real_promtool_finds_no_fault_in_the_figures() {
    let app = TestApp::new().await;
    let number = app.outage().await;
    let answer = format!("/api/v1/emergencies/{number}/answer");
    app.as_token("ana").post(&answer, &json!({})).await;
    let text = app.get("/metrics").await.text();
    let mut promtool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect(MISSING);
    promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = promtool.wait_with_output().unwrap();
    assert!(said.status.success(), "{}\n{text}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(String::from_utf8_lossy(&said.stdout), "");
}

#[test]
fn real_promtool_sees_each_alert_fire_on_what_it_is_for_and_on_nothing_else() {
    promtool(&["check", "rules"], &root().join("dist/prometheus/frontline.rules.yml"));
    promtool(&["test", "rules"], &root().join("tests/monitoring/frontline.rules.test.yml"));
}

#[test]
fn real_promtool_understands_each_expression_of_the_dashboard() {
    let rules = expressions().into_iter().enumerate().map(|(index, expression)| {
        // What Grafana puts in.
        let expression = expression.replace("$__rate_interval", "5m");
        json!({ "record": format!("dashboard:panel:{index}"), "expr": expression })
    });
    let rules: Vec<_> = rules.collect();
    assert!(rules.len() > 20, "{rules:?}");
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("dashboard.yml");
    // JSON is YAML.
    let groups = json!({ "groups": [{ "name": "dashboard", "rules": rules }] });
    fs::write(&file, groups.to_string()).unwrap();
    promtool(&["check", "rules"], &file);
}

#[tokio::test]
async fn every_figure_that_rules_and_dashboard_name_is_there() {
    let app = TestApp::new().await;
    app.outage().await;
    let text = app.get("/metrics").await.text();
    let described = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let mut known: BTreeSet<String> = OF_PROMETHEUS.map(str::to_owned).into();
    for (name, kind) in described.filter_map(|line| line.split_once(' ')) {
        known.insert(name.to_owned());
        if kind == "histogram" {
            known.extend(["bucket", "sum", "count"].map(|part| format!("{name}_{part}")));
        }
    }
    let rules = fs::read_to_string(root().join("dist/prometheus/frontline.rules.yml")).unwrap();
    let mut named = names(&rules);
    for expression in expressions() {
        named.extend(names(&expression));
    }
    assert!(named.len() > 15, "{named:?}");
    let unknown: Vec<_> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?} are not among {known:?}");
}

#[tokio::test]
async fn real_prometheus_scrapes() {
    let app = TestApp::new().await;
    app.outage().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ours = listener.local_addr().unwrap();
    tokio::spawn(web::serve(listener, app.router.clone(), std::future::pending()));

    let folder = TempDir::new().unwrap();
    let file = folder.path().join("prometheus.yml");
    let rules = root().join("dist/prometheus/frontline.rules.yml");
    let configuration = format!(
        "global: {{scrape_interval: 1s, evaluation_interval: 1s}}\n\
         rule_files: ['{}']\n\
         scrape_configs:\n- job_name: frontline\n  static_configs: [{{targets: ['{ours}']}}]\n",
        rules.display()
    );
    fs::write(&file, configuration).unwrap();
    let port = Port::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let prometheus = Command::new("prometheus")
        .arg(format!("--config.file={}", file.display()))
        .arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()))
        .arg(format!("--web.listen-address=127.0.0.1:{port}"))
        .stderr(Stdio::null())
        .spawn()
        .expect(MISSING);
    let _prometheus = Ends(prometheus);
    let asked = "frontline_requests_total{channel=\"api\",kind=\"emergency\"}";
    let found = async {
        loop {
            if let Some(value) = query(port, asked).await {
                return value;
            }
            tokio::task::yield_now().await;
        }
    };
    let found = tokio::time::timeout(PATIENCE, found).await.expect("Prometheus has scraped");
    assert_eq!(found, "1");
    assert_eq!(query(port, "frontline_database_up").await.as_deref(), Some("1"));
}

/// The only value that Prometheus knows for this; `None` as long as it knows none.
async fn query(port: u16, expression: &str) -> Option<String> {
    // Only an error if a test before installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url = format!("http://127.0.0.1:{port}/api/v1/query");
    let request = reqwest::Client::new().post(url).form(&[("query", expression)]);
    let answer = request.send().await.ok()?.text().await.ok()?;
    let answer: Value = serde_json::from_str(&answer).ok()?;
    answer["data"]["result"][0]["value"][1].as_str().map(str::to_owned)
}

fn promtool(what: &[&str], file: &Path) {
    let said = Command::new("promtool").args(what).arg(file).output().expect(MISSING);
    let text = [said.stdout, said.stderr].concat();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&text));
}

/// All that the dashboard asks for.
fn expressions() -> Vec<String> {
    let dashboard = fs::read_to_string(root().join("dist/grafana/frontline.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&dashboard).unwrap();
    let panels = dashboard["panels"].as_array().unwrap().iter();
    let targets = panels.flat_map(|panel| panel["targets"].as_array().unwrap());
    targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect()
}

/// The names of our figures in a text.
fn names(text: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c: char| !is_name(c));
    words.filter(|word| word.starts_with("frontline_")).map(str::to_owned).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
