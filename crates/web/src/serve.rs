//! Connections: limits against slow senders, and an end in which none is dropped.

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
};
use tower::{ServiceExt, service_fn};

/// How long a client may take to send the head of a request.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// How long open connections may finish what they do once we stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// How long a new connection may take to begin its first request once we stop.
const FIRST_REQUEST_WITHIN: Duration = Duration::from_secs(1);
/// How many connections that wait in our own queue are taken in once we stop.
const QUEUE_MAX: usize = 4_096;
/// How long to wait when no connection can be accepted, as when file handles run out.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// Tells those who would never finish by themselves that we stop.
#[derive(Clone, Debug)]
pub(crate) struct Closing(watch::Receiver<bool>);

impl Closing {
    /// Ready once we stop.
    pub(crate) async fn wait(mut self) {
        // Without its sender the server is gone, which is the same.
        let _ = self.0.wait_for(|closing| *closing).await;
    }
}

/// Where connections come from.
#[derive(Debug)]
pub struct Listener {
    pub listener: TcpListener,
    /// Somebody else holds the same socket and its queue, as systemd does: what waits there when
    /// we stop is for the program that comes next.
    pub outlives_us: bool,
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self { listener, outlives_us: false }
    }
}

/// Serves until `stop` is ready, then lets open connections finish.
pub async fn serve(
    listener: impl Into<Listener>,
    router: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let Listener { listener, outlives_us } = listener.into();
    let (close, closing) = watch::channel(false);
    let (fresh, mut none_is_fresh) = mpsc::channel(1);
    let hall = Hall::new(router, Closing(closing), fresh);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => hall.enter(stream, peer),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
            }
        }
    }
    if !outlives_us {
        hall.let_all_in(listener);
    }
    let Hall { graceful, fresh, .. } = hall;
    // A connection that is closed before its first request looks like a refusal.
    drop(fresh);
    let _ = tokio::time::timeout(FIRST_REQUEST_WITHIN, none_is_fresh.recv()).await;
    let _ = close.send(true);
    if tokio::time::timeout(FINISH_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::info!("some connections were cut off");
    }
    Ok(())
}

/// What every new connection is given.
struct Hall {
    builder: auto::Builder<TokioExecutor>,
    graceful: GracefulShutdown,
    router: Router,
    closing: Closing,
    /// Held by each connection that has not begun a request yet.
    fresh: mpsc::Sender<()>,
}

impl Hall {
    fn new(router: Router, closing: Closing, fresh: mpsc::Sender<()>) -> Self {
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
        builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30));
        Self { builder, graceful: GracefulShutdown::new(), router, closing, fresh }
    }

    fn enter(&self, stream: TcpStream, peer: SocketAddr) {
        // Without it a small answer waits for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let fresh = Fresh(Arc::new(Mutex::new(Some(self.fresh.clone()))));
        let service = with_peer(self.router.clone(), peer, self.closing.clone(), fresh);
        let service = TowerToHyperService::new(service);
        let connection = self.builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let connection = self.graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error, "a connection ended early");
            }
        });
    }

    /// The kernel would refuse what is still in our queue the moment the socket is closed.
    fn let_all_in(&self, listener: TcpListener) {
        let Ok(listener) = listener.into_std() else { return };
        for _ in 0..QUEUE_MAX {
            let Ok((stream, peer)) = listener.accept() else { return };
            let stream = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream));
            if let Ok(stream) = stream {
                self.enter(stream, peer);
            }
        }
    }
}

/// Says until its first request that a connection has not begun one.
#[derive(Clone)]
struct Fresh(Arc<Mutex<Option<mpsc::Sender<()>>>>);

impl Fresh {
    fn is_over(&self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Tells every request where it comes from.
fn with_peer(
    router: Router,
    peer: SocketAddr,
    closing: Closing,
    fresh: Fresh,
) -> impl tower::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send,
> + Clone {
    service_fn(move |request: Request<Incoming>| {
        fresh.is_over();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(closing.clone());
        router.clone().oneshot(request)
    })
}
