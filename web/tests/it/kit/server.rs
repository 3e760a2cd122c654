//! A real server on a loopback port, in threads of its own.

use app::App;
use std::{
    net::{SocketAddr, TcpListener},
    thread::{self, JoinHandle},
    time::Duration,
};
use tokio::sync::oneshot;
use web::{Site, SiteConfig};

/// Serves until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    /// As browsers know the site: `http://127.0.0.1:40123`, or what it was told to be.
    pub origin: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Reached directly, over http.
    pub fn start(app: App) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Server::serve(app, listener, origin)
    }

    /// Behind something that speaks https to the world.
    pub fn start_as(app: App, origin: &str) -> Server {
        Server::serve(app, TcpListener::bind("127.0.0.1:0").unwrap(), origin.to_owned())
    }

    fn serve(app: App, listener: TcpListener, origin: String) -> Server {
        let address = listener.local_addr().unwrap();
        let parsed = origin.parse().unwrap();
        let config = SiteConfig { origin: parsed, is_behind_proxy: false, workbooks: None };
        let router = web::site(Site::new(app.clone(), config));
        let (stop, stopped) = oneshot::channel();
        listener.set_nonblocking(true).unwrap();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let service = router.into_make_service_with_connect_info::<SocketAddr>();
                tokio::select! {
                    served = axum::serve(listener, service) => served.unwrap(),
                    _ = stopped => {}
                }
            });
            runtime.shutdown_timeout(Duration::from_secs(2));
            // A connection to PostgreSQL must not be closed from inside the runtime.
            drop(app);
        });
        Server { address, origin, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _is_gone = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
