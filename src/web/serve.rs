//! The server: one listener, one token that ends it.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::{HttpServer, rt};
use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::{app::app, sites::Sites};
use crate::memory;

/// Threads of each worker that look things up and write pages: with two workers, twice as many as two processors can
/// use. Each has a connection of its own, and keeps what its largest page took until it is asked to give it back.
const WRITERS_OF_PAGES: usize = 2;

/// How to listen.
#[derive(Debug)]
pub struct Listen {
    /// Where.
    pub listener: TcpListener,
    /// Threads that answer.
    pub workers: usize,
    /// The longest that requests in hand may take when it ends.
    pub patience: Duration,
}

impl Listen {
    /// On a listener that may have been listening before, as the demonstration does.
    ///
    /// # Errors
    /// It cannot be used so.
    pub fn on(listener: TcpListener) -> anyhow::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self {
            listener,
            workers: 2,
            patience: Duration::from_secs(30),
        })
    }

    /// At an address.
    ///
    /// # Errors
    /// It is taken, or may not be used.
    pub fn at(address: SocketAddr) -> anyhow::Result<Self> {
        Self::on(TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?)
    }
}

/// Serves until the token is cancelled or the process is told to stop; then finishes what is in hand.
/// A second word to stop ends at once. `ready` is told the address.
///
/// # Errors
/// The address is taken, or may not be used.
pub fn run(
    sites: Arc<Sites>,
    listen: Listen,
    token: CancellationToken,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let at = listen.listener.local_addr()?;
    rt::System::new().block_on(async move {
        let server = HttpServer::new(move || app(sites.clone()))
            .workers(listen.workers.max(1))
            .worker_max_blocking_threads(WRITERS_OF_PAGES)
            .client_request_timeout(Duration::from_secs(5))
            .client_disconnect_timeout(Duration::from_secs(1))
            .keep_alive(Duration::from_secs(30))
            .shutdown_timeout(listen.patience.as_secs())
            .disable_signals()
            .listen(listen.listener)
            .context("cannot listen")?;
        let server = server.run();
        let handle = server.handle();
        rt::spawn({
            let token = token.clone();
            async move {
                told_to_stop().await;
                token.cancel();
            }
        });
        rt::spawn(async {
            loop {
                rt::time::sleep(memory::EVERY).await;
                // It waits for threads that are asking for memory: not on a thread that answers.
                if rt::task::spawn_blocking(memory::give_back).await.is_err() {
                    tracing::warn!("memory that is free was not given back");
                }
            }
        });
        rt::spawn(async move {
            token.cancelled().await;
            tracing::info!("ending: requests in hand are finished");
            let hard = handle.clone();
            rt::spawn(async move {
                told_to_stop().await;
                hard.stop(false).await;
            });
            handle.stop(true).await;
        });
        ready(at);
        server.await.context("the server stopped")
    })
}

/// The word of an operator or of a terminal.
pub(super) async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler nobody can tell us; waiting for ever is right then.
    if interrupted.await.is_err() {
        std::future::pending::<()>().await;
    }
}
