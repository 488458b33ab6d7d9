//! The core's documentation in words that hold in every language.

/// Without examples in Rust, without links, without sentences about Rust's `Debug`; `None` is null.
pub(crate) fn plain(doc: &str) -> String {
    let text = doc.split("```").next().unwrap_or_default();
    let text = without_links(text.trim()).replace("`None`", "null");
    let text: String = sentences(&text).filter(|sentence| !sentence.contains("`Debug`")).collect();
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A text cut after each full stop that ends a sentence.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(". ").into_iter().chain(rest.find(".\n")).min().map_or(rest.len(), |dot| dot + 2);
        let (sentence, after) = rest.split_at(end);
        rest = after;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// ``[`Type::Name`](path)`` and ``[words](path)`` as what stands in the brackets.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after.split_once(']') {
            Some((words, after)) if after.starts_with('(') => {
                out.push_str(words);
                rest = after.split_once(')').map_or("", |(_, after)| after);
            }
            Some((words, after)) if words.starts_with('`') && words.ends_with('`') => {
                out.push_str(words);
                rest = after;
            }
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_only_rust_has_is_left_out() {
        let doc = "A name, see [`FieldName::Custom`] and [`reply`](super::reply).\n`None` where [it](x) is blank.\n\n```\nuse x;\n```\n";
        assert_eq!(plain(doc), "A name, see `FieldName::Custom` and `reply`.\nnull where it is blank.");
        assert_eq!(plain("Who wrote. `Debug` hides the name."), "Who wrote.");
        assert_eq!(plain("Who wrote.\n\n`Debug` hides the name."), "Who wrote.");
        assert_eq!(plain("written `[\"mon\", \"wed\"]`."), "written `[\"mon\", \"wed\"]`.");
    }
}
