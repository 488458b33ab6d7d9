//! _areas.py: one class of errors per area.

use super::{WRITTEN, docstring};
use crate::model::Model;

pub(super) fn write(model: &Model) -> String {
    let mut out = format!(
        "\"\"\"One class of errors per area of the engine.\n\n{WRITTEN}\n\"\"\"\n\nfrom __future__ import annotations\n\nfrom ._errors import ScrmError\n"
    );
    let mut classes = Vec::new();
    for (area, codes) in &model.errors {
        let class = class(area);
        let listed: Vec<String> =
            codes.iter().map(|code| format!("`{}`: {}", code.code, code.message)).collect();
        out.push_str(&format!("\n\nclass {class}(ScrmError):\n"));
        docstring(&format!("What the area `{area}` refuses.\n\n{}", listed.join("\n\n")), 1, &mut out);
        classes.push(format!("    \"{area}\": {class},\n"));
    }
    out.push_str(&format!("\n\nAREAS: dict[str, type[ScrmError]] = {{\n{}}}\n", classes.concat()));
    out.push_str("\"\"\"The class of each area.\"\"\"\n");
    out
}

/// The class of an area: `ImportError` for `import`.
fn class(area: &str) -> String {
    let words = area.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    format!("{}Error", words.collect::<String>())
}
