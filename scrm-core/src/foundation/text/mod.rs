//! Text in every script.
