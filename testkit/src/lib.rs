//! Store conformance tests, fake transports and seeded data for scrm.
