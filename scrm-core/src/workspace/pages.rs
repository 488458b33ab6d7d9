//! Listings read to their end, page by page, so that memory does not grow with the store.

use super::WorkspaceError;
use crate::store::StoreResult;

/// Calls `visit` with every row of a listing. `read` gives the page after the row at a place, at most `limit` rows, in
/// one order; `place` says where a row stands in it.
pub(super) fn visit_pages<Row, Place>(
    limit: usize,
    read: impl Fn(Option<&Place>) -> StoreResult<Vec<Row>>,
    place: impl Fn(&Row) -> Place,
    mut visit: impl FnMut(Row),
) -> Result<(), WorkspaceError> {
    let mut after = None;
    loop {
        let page = read(after.as_ref())?;
        let is_last = page.len() < limit;
        after = page.last().map(&place);
        page.into_iter().for_each(&mut visit);
        if is_last {
            return Ok(());
        }
    }
}
