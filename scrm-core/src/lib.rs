//! The scrm engine: social CRM on WhatsApp-style messaging as pure functions.
//!
//! Facts come in as [events](foundation::Event), pure engines turn an event, the state and the
//! [playbook] into a [decision](foundation::Decision) — what follows, and why — and one atomic
//! [`ChangeSet`](store::ChangeSet) stores the new state together with the messages to send and the timers
//! to fire. Hosts carry the effects out at their own pace.
//!
//! The crate has no clock, randomness, files, sockets, threads or global state: `now` is an argument, and
//! the same input gives the same bytes everywhere. [`workspace`] is the only place where engines and a
//! store meet; every engine can also be used alone.

pub mod api;
pub mod audit;
pub mod customer;
pub mod dedupe;
pub mod desk;
pub mod export;
pub mod foundation;
pub mod import;
pub mod keyword;
pub mod playbook;
pub mod priority;
pub mod reply;
pub mod segment;
pub mod store;
pub mod tag;
pub mod transport;
pub mod trust;
pub mod value;
pub mod workspace;
