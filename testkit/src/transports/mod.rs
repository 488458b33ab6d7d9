//! Transports that carry messages nowhere far: to a file, to a list, or not at all.

mod file;
mod flaky;
mod recording;

pub use file::FileTransport;
pub use flaky::{FlakyTransport, Weather};
pub use recording::RecordingTransport;

use scrm_core::transport::TransportCapabilities;

/// A transport without limits.
fn unlimited(name: &str, recognises_key: bool) -> TransportCapabilities {
    TransportCapabilities {
        name: name.to_owned(),
        max_text: None,
        reply_window: None,
        needs_human_confirm: false,
        recognises_key,
        reports_status: false,
    }
}
