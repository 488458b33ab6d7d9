//! The workspace's operations: each is one call of its method.

pub(super) mod audit;
pub(super) mod customers;
pub(super) mod duplicates;
pub(super) mod facts;
pub(super) mod keywords;
pub(super) mod outbox;
pub(super) mod playbooks;
pub(super) mod segments;

/// How many rows a listing gives where the call does not say.
const USUAL_LIMIT: usize = 100;

const fn usual_limit() -> usize {
    USUAL_LIMIT
}
