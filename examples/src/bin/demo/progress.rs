//! Progress bars.

use indicatif::{ProgressBar, ProgressStyle};

/// One bar after the other.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
        if let Ok(style) = ProgressStyle::with_template("{msg:<22} {wide_bar:.cyan/blue} {percent:>3} %") {
            bar.set_style(style);
        }
        Self { bar }
    }

    pub(crate) fn begin(&self, what: &'static str, length: u64) {
        self.bar.reset();
        self.bar.set_length(length.max(1));
        self.bar.set_message(what);
    }

    pub(crate) fn step(&self, what: &'static str) {
        self.begin(what, 1);
    }

    pub(crate) fn at(&self, position: u64) {
        self.bar.set_position(position);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
