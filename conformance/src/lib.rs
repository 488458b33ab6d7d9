//! Runs the shared conformance cases.
