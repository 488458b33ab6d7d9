//! scrm inside Node.js: what `lib/` calls.
//!
//! Every request and answer is JSON text; what could not be done is JSON text too, behind a `!`
//! ([`text::reply`]). Nothing is thrown, nothing calls a function of the host's but the one that
//! [`outlet::Outlet`] is given, and nothing keeps the process alive.

mod deduper;
mod engines;
mod guard;
mod import;
mod keywords;
mod outlet;
mod text;
mod workspace;
