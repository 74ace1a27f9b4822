//! The API against its own description, asked by a program that nobody here wrote.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use tokio::{net::TcpListener, sync::oneshot};

use crate::app::TestApp;

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/api/schemathesis.sh")
}

#[tokio::test(flavor = "multi_thread")]
async fn real_schemathesis_finds_the_description_true() {
    let app = TestApp::new().await;
    app.outage().await;
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let router = app.router.clone();
    let server = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        web::serve(listener, router, stopped).await.unwrap();
    });
    let output = tokio::task::spawn_blocking(move || {
        Command::new(script()).args([&url, "fl_admin_secret"]).output().unwrap()
    });
    let output = output.await.unwrap();
    stop.send(()).unwrap();
    server.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
}
