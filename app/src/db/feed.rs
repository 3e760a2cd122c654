//! What has changed, told to every server: topics and ids, never contents.

use super::{DbError, Tx, postgres::connect};
use crate::params;
use postgres::{Client, fallible_iterator::FallibleIterator};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::sync::broadcast;

const CHANNEL: &str = "wicken";
const WAITING_MOST: usize = 1024;

/// One thing that changed: what kind, and which one. Whoever hears it asks again, with his own
/// permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub topic: String,
    pub id: String,
}

/// Tells events to whoever listens in this process; on PostgreSQL also to the other servers.
pub struct Feed {
    tell: broadcast::Sender<Event>,
    is_stopping: Arc<AtomicBool>,
}

impl Feed {
    pub(super) fn local() -> Feed {
        Feed { tell: broadcast::channel(WAITING_MOST).0, is_stopping: Arc::default() }
    }

    /// One thread per server listens, and begins anew when the connection is lost.
    pub(super) fn listening(url: &str) -> Feed {
        let feed = Feed::local();
        let (tell, is_stopping) = (feed.tell.clone(), Arc::clone(&feed.is_stopping));
        let url = url.to_owned();
        let listen = move || {
            while !is_stopping.load(Ordering::Relaxed) {
                if let Err(error) = listen_until_lost(&url, &tell, &is_stopping) {
                    tracing::warn!(%error, "the feed lost its connection");
                    thread::park_timeout(Duration::from_secs(1));
                }
            }
        };
        thread::Builder::new()
            .name("wicken-feed".into())
            .spawn(listen)
            .expect("a process that has just started can start a thread");
        feed
    }

    /// Hears every event from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.tell.subscribe()
    }

    pub(super) fn tell(&self, event: Event) {
        // Nobody listening is no error.
        drop(self.tell.send(event));
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }
}

fn listen_until_lost(
    url: &str,
    tell: &broadcast::Sender<Event>,
    is_stopping: &AtomicBool,
) -> Result<(), super::OpenError> {
    let mut client = connect(url)?;
    client.batch_execute("listen wicken")?;
    while !is_stopping.load(Ordering::Relaxed) {
        pass_on(&mut client, tell)?;
        if client.is_closed() {
            return Err(super::OpenError::Other("the server closed the connection".into()));
        }
    }
    Ok(())
}

/// Passes on what arrives within half a second.
fn pass_on(client: &mut Client, tell: &broadcast::Sender<Event>) -> Result<(), super::OpenError> {
    let mut notifications = client.notifications();
    let mut waiting = notifications.timeout_iter(Duration::from_millis(500));
    while let Some(notification) = waiting.next()? {
        if let Some((topic, id)) = notification.payload().split_once(' ') {
            drop(tell.send(Event { topic: topic.to_owned(), id: id.to_owned() }));
        }
    }
    Ok(())
}

/// Sends an event with the transaction: it is told when, and only when, the commit is.
pub(super) fn notify(tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
    tx.execute(
        "select pg_notify($1, $2)",
        params![CHANNEL, format!("{} {}", event.topic, event.id)],
    )?;
    Ok(())
}
