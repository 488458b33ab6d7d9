//! Transports that carry messages nowhere far.
