//! The server: connections in, a clean stop, and the work that goes on beside the pages.

use app::{App, job::run_due_jobs_while, ledger::seal_entries};
use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    time::{Instant, timeout, timeout_at},
};
use tower::{ServiceExt, service_fn};
use web::{Site, site};

/// A visitor who has not finished saying what they want by then is let go.
const HEADERS_MOST: Duration = Duration::from_secs(10);
/// Once told to stop, whoever is connecting just now is still let in.
const LAST_CALL: Duration = Duration::from_millis(300);
/// And whoever was let in has this long to be answered, in all.
const STOP_MOST: Duration = Duration::from_secs(8);
/// Work whose visitor was cut off is finished within this, or left to the database to undo.
const FINISH_MOST: Duration = Duration::from_secs(1);
/// How often entries are sealed: "within a second" with room.
const BESIDE_EVERY: Duration = Duration::from_millis(500);

/// Serves until SIGTERM or SIGINT; then answers what is under way, and returns.
pub(crate) fn run(here: Site, listener: std::net::TcpListener) -> io::Result<()> {
    log_to_stderr();
    let app = here.app().clone();
    let is_stopping = Arc::new(AtomicBool::new(false));
    let (beside, is_over) = work_beside(app.clone(), Arc::clone(&is_stopping));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(here, listener));
    // Blocking work that was begun is finished: a change is not cut in half.
    runtime.shutdown_timeout(FINISH_MOST);
    is_stopping.store(true, Ordering::Relaxed);
    beside.thread().unpark();
    // A job is told to stop. One that does not hear it in time is leased and does no harm twice:
    // another run begins it anew, as after a power cut.
    if is_over.recv_timeout(FINISH_MOST).is_err() {
        tracing::warn!("a job is left to the next start");
    }
    app.empty_spool();
    if let Err(error) = seal_entries(&app) {
        tracing::warn!(%error, "what is not sealed yet is sealed at the next start");
    }
    served
}

/// Below this level it logs the address of each request, which may hold what somebody typed.
const NO_ADDRESSES: &str = "tower_http::csrf=info";

fn log_to_stderr() {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::builder()
        .with_default_directive(tracing::Level::INFO.into())
        .with_env_var("WICKEN_LOG")
        .from_env_lossy()
        .add_directive(NO_ADDRESSES.parse().expect("what is written here is a directive"));
    let log = fmt().json().with_writer(io::stderr).with_env_filter(filter);
    // A second server in one process, as in tests, logs where the first one does.
    drop(log.try_init());
}

/// Sealing, the spool and due jobs: on a thread of their own, since they wait for the disk.
///
/// The channel tells that it is over.
fn work_beside(app: App, is_stopping: Arc<AtomicBool>) -> (thread::JoinHandle<()>, Receiver<()>) {
    let (over, is_over) = mpsc::channel();
    let work = move || {
        while !is_stopping.load(Ordering::Relaxed) {
            app.empty_spool();
            if let Err(error) = seal_entries(&app) {
                tracing::warn!(%error, "entries could not be sealed");
            }
            let goes_on = || !is_stopping.load(Ordering::Relaxed);
            if let Err(error) = run_due_jobs_while(&app, &goes_on) {
                tracing::warn!(%error, "jobs could not be looked at");
            }
            thread::park_timeout(BESIDE_EVERY);
        }
        // Nobody waits any more where it took too long.
        over.send(()).ok();
    };
    let beside = thread::Builder::new().name("wicken-beside".into()).spawn(work);
    (beside.expect("a process that has just started can start a thread"), is_over)
}

async fn serve(here: Site, listener: std::net::TcpListener) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let graceful = GracefulShutdown::new();
    let router = site(here.clone());
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    loop {
        tokio::select! {
            accepted = listener.accept() => welcome(accepted, &router, &graceful).await,
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        }
    }
    tracing::info!("stopping");
    // From here on each answer closes its connection, so that nobody sends a next request.
    here.drain();
    let end = Instant::now() + LAST_CALL;
    while let Ok(accepted) = timeout_at(end, listener.accept()).await {
        welcome(accepted, &router, &graceful).await;
    }
    drop(listener);
    if timeout(STOP_MOST, graceful.shutdown()).await.is_err() {
        tracing::warn!("some visitors were still connected; their connections are cut");
    }
    Ok(())
}

async fn welcome(
    accepted: io::Result<(TcpStream, SocketAddr)>,
    router: &Router,
    graceful: &GracefulShutdown,
) {
    match accepted {
        Ok((stream, peer)) => connect(stream, peer, router.clone(), graceful),
        Err(error) => {
            // Too many open files, most likely: wait for some to be closed.
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn connect(stream: TcpStream, peer: SocketAddr, router: Router, graceful: &GracefulShutdown) {
    // A page is small: it leaves at once, not when more has gathered.
    drop(stream.set_nodelay(true));
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_MOST)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // A visitor who goes away, or who speaks no HTTP, is no event.
        drop(connection.await);
    });
}
