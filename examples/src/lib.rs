//! Runnable examples and the demo.
