//! Debian's Alertmanager calls our door: what fires opens an emergency, what is resolved closes it.

use std::{
    net::TcpListener as Port,
    process::{Child, Command, Stdio},
    time::Duration,
};

use domain::Number;
use engine::Change;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::app::{TestApp, secret_of};

const FIRST: Number = Number(1001);
/// Longer than Alertmanager needs to start, to group and to call.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends with the test.
struct Alertmanager {
    process: Child,
    url: String,
    _folder: TempDir,
}

impl Alertmanager {
    fn start(ours: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let token = secret_of("monitor");
        let configuration = format!(
            "route: {{receiver: frontline, group_wait: 100ms, group_interval: 1s}}\n\
             receivers:\n\
             - name: frontline\n  \
               webhook_configs:\n  \
               - url: {ours}/api/v1/events/alertmanager\n    \
                 http_config: {{authorization: {{credentials: {token}}}}}\n"
        );
        let file = folder.path().join("am.yml");
        std::fs::write(&file, configuration).unwrap();
        let port = Port::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("prometheus-alertmanager")
            .arg(format!("--config.file={}", file.display()))
            .arg(format!("--storage.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .arg("--cluster.listen-address=")
            .stderr(Stdio::null())
            .spawn()
            .expect(
                "prometheus-alertmanager is missing: run bin/test, which says how to install it",
            );
        Self { process, url: format!("http://127.0.0.1:{port}"), _folder: folder }
    }

    /// Fires an alert that ends at `ends`; tries until Alertmanager is there.
    async fn alert(&self, ends: &str) {
        let add = async {
            loop {
                let end = format!("--end={ends}");
                let labels = ["alertname=DatabaseDown", "severity=critical", "organization=acme"];
                let done = Command::new("amtool")
                    .args(["--alertmanager.url", &self.url, "alert", "add"])
                    .args(labels)
                    .args(["--annotation=summary=No orders can be stored", &end])
                    .stderr(Stdio::null())
                    .status()
                    .expect("amtool is missing: it comes with prometheus-alertmanager");
                if done.success() {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, add).await.expect("Alertmanager starts");
    }
}

impl Drop for Alertmanager {
    /// It has nothing to lose, and may have ended by itself.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn real_alertmanager_opens_and_closes() {
    let app = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ours = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(web::serve(listener, app.router.clone(), std::future::pending()));
    let alertmanager = Alertmanager::start(&ours);

    let day = jiff::SignedDuration::from_hours(24);
    // Alertmanager has a clock of its own.
    #[expect(clippy::disallowed_methods, reason = "another program's clock is the real one")]
    let now = jiff::Timestamp::now();
    let mut changes = app.engine.changes();
    alertmanager.alert(&(now + day).to_string()).await;
    until(&app, &mut changes, "unanswered").await;
    let saved = app.engine.store().emergency(FIRST).await.unwrap().unwrap();
    assert_eq!(saved.emergency.summary, "No orders can be stored");
    assert_eq!(saved.emergency.organization, Some("acme".into()));

    alertmanager.alert(&now.to_string()).await;
    until(&app, &mut changes, "closed").await;
}

/// Waits for this state of the first emergency.
async fn until(app: &TestApp, changes: &mut tokio::sync::broadcast::Receiver<Change>, state: &str) {
    let reached = async {
        loop {
            let saved = app.engine.store().emergency(FIRST).await.unwrap();
            if saved.is_some_and(|saved| saved.emergency.state_name() == state) {
                return;
            }
            changes.recv().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, reached).await.unwrap_or_else(|_| panic!("never {state}"));
}
