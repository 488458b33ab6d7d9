//! Export: quoting, and cells that no spreadsheet takes for a formula.

/// Appends one record with commas, double quotes and a CRLF, each cell made harmless by [`neutralise`].
///
/// ```
/// use scrm_core::import::csv::write_record;
/// let mut out = String::new();
/// write_record(&mut out, ["Anna \"A.\" Petrova", "+886912000456", "=1+1"]);
/// assert_eq!(out, "\"Anna \"\"A.\"\" Petrova\",'+886912000456,'=1+1\r\n");
/// ```
pub fn write_record<C: AsRef<str>>(out: &mut String, cells: impl IntoIterator<Item = C>) {
    let mut columns = 0_usize;
    let begin = out.len();
    for cell in cells {
        if columns > 0 {
            out.push(',');
        }
        columns += 1;
        write_cell(out, cell.as_ref());
    }
    // A record of one empty cell would be a blank line, which is no record.
    if columns == 1 && out.len() == begin {
        out.push_str("\"\"");
    }
    out.push_str("\r\n");
}

fn write_cell(out: &mut String, cell: &str) {
    let guard = if needs_guard(cell) { "'" } else { "" };
    let needs_quotes = cell.contains([',', '"', '\r', '\n', ';', '\t', '|'])
        || cell.starts_with([' ', '#'])
        || cell.ends_with(' ');
    if !needs_quotes {
        out.push_str(guard);
        out.push_str(cell);
        return;
    }
    out.push('"');
    out.push_str(guard);
    for part in cell.split_inclusive('"') {
        out.push_str(part);
        if part.ends_with('"') {
            out.push('"');
        }
    }
    out.push('"');
}

/// Puts an apostrophe in front of a cell that a spreadsheet would run as a formula: one that begins with
/// `=`, `+`, `-`, `@`, a tab, a line end, or the full-width form of one, also after spaces or apostrophes.
#[must_use]
pub fn neutralise(cell: &str) -> std::borrow::Cow<'_, str> {
    if needs_guard(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// Takes back what [`neutralise`] did: `restore(&neutralise(x)) == x` for every text.
///
/// ```
/// use scrm_core::import::csv::{neutralise, restore};
/// for cell in ["=1+1", "'=1+1", "O'Brien", "'quoted", "+886912000456"] {
///     assert_eq!(restore(&neutralise(cell)), cell);
/// }
/// ```
#[must_use]
pub fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => cell,
    }
}

fn needs_guard(cell: &str) -> bool {
    #[cfg(plant)]
    if crate::foundation::plant::is_active("f3") {
        return cell.starts_with(['=', '+', '-', '@']);
    }
    let bare = cell.trim_start_matches(['\'', ' ', '\u{a0}', '\u{3000}', '\u{feff}', '\u{200b}']);
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
