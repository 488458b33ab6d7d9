//! One class of exception for each area of the error catalogue.

use std::collections::BTreeSet;
use std::fmt::Write;

use scrm_core::api;

use super::text::{GENERATED, quoted};
use crate::casing::upper_camel;
use crate::model::Model;

/// The sealed class.
pub(super) fn emit(model: &Model) -> String {
    let defect = api::defect().code;
    let retryable: BTreeSet<&str> =
        model.errors.values().flatten().filter(|error| error.retryable).map(|error| error.code).collect();
    let mut text = format!(
        "{GENERATED}
package scrm

/**
 * What the engine refuses. It never carries a customer's data; docs/errors.md lists the codes with what to do.
 *
 * @property code the stable code, `area.thing.what`.
 * @property field the field concerned, where there is one.
 * @property row the row or line concerned, counted from 1, where there is one.
 */
public sealed class ScrmException(
    public val code: String,
    override val message: String,
    public val field: String?,
    public val row: Long?,
) : Exception(message) {{
    /** Whether the same call may succeed later. */
    public val isRetryable: Boolean get() = code in retryable
"
    );
    let areas: Vec<&String> = model.errors.keys().collect();
    for area in &areas {
        class(&mut text, &upper_camel(area), &format!("Codes that begin with `{area}`."));
    }
    class(&mut text, "Internal", "The engine met a state that it does not know. Later calls work.");
    text.push_str(
        "
    internal companion object {
        private val retryable = setOf(
",
    );
    for code in &retryable {
        let _ = writeln!(text, "            {},", quoted(code));
    }
    let _ = write!(
        text,
        "        )

        fun of(code: String, message: String, field: String?, row: Long?): ScrmException = when {{
            code == {} -> Internal(code, message, field, row)
            else -> when (code.substringBefore('.')) {{
",
        quoted(&defect)
    );
    for area in &areas {
        let class = upper_camel(area);
        let _ = writeln!(text, "                {} -> {class}(code, message, field, row)", quoted(area));
    }
    text.push_str(
        "                else -> Internal(code, message, field, row)\n            }\n        }\n    }\n}\n",
    );
    text
}

fn class(text: &mut String, name: &str, doc: &str) {
    let _ = write!(
        text,
        "
    /** {doc} */
    public class {name} internal constructor(code: String, message: String, field: String?, row: Long?) :
        ScrmException(code, message, field, row)
"
    );
}
