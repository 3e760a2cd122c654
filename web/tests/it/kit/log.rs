//! Everything that the process logs, kept so that a test can look for what must not be in it.

use std::{
    fmt::{Debug, Write},
    sync::{Mutex, Once},
};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

static HEARD: Mutex<String> = Mutex::new(String::new());
static ONCE: Once = Once::new();

struct Listener;

struct Words<'w>(&'w mut String);

/// Begins to listen; once is enough for all tests.
pub fn listen() {
    ONCE.call_once(|| tracing::subscriber::set_global_default(Listener).unwrap());
}

/// Every event and span so far, of every test of this process.
pub fn logged_so_far() -> String {
    HEARD.lock().unwrap().clone()
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let own = ["app", "web", "domain", "wicken"];
        let is_own = own.iter().any(|name| metadata.target().starts_with(name));
        is_own || *metadata.level() <= Level::DEBUG
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Words(&mut HEARD.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Words(&mut HEARD.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut heard = HEARD.lock().unwrap();
        write!(heard, "\n{} {}", event.metadata().level(), event.metadata().target()).unwrap();
        event.record(&mut Words(&mut heard));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}
