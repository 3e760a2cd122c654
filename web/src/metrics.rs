//! What the server counts.

use metrics::{Key, KeyName, Label, Recorder};
use metrics_exporter_prometheus::{
    Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};
use std::time::Duration;

/// The counters of one site. They are its own, not the process's, so that tests run side by side.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

const SECONDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let times = Matcher::Full("wicken_request_seconds".to_owned());
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(times, SECONDS)
            .expect("the buckets are not empty")
            .build_recorder();
        let handle = recorder.handle();
        Metrics { recorder, handle }
    }

    /// `route` is the pattern of a path, never the path: that could hold an id.
    pub(crate) fn count(&self, route: &str, status: u16, took: Duration) {
        let route = Label::new("route", route.to_owned());
        let status = Label::new("status", status.to_string());
        let about = metrics::Metadata::new("wicken", metrics::Level::INFO, None);
        let requests = Key::from_parts("wicken_requests_total", vec![route.clone(), status]);
        self.recorder.register_counter(&requests, &about).increment(1);
        let seconds = Key::from_parts(KeyName::from("wicken_request_seconds"), vec![route]);
        self.recorder.register_histogram(&seconds, &about).record(took.as_secs_f64());
    }

    pub(crate) fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }
}
