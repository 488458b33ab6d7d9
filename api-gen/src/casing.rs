//! Names of data in the case that a language writes.

/// The words of a name in snake_case, kebab-case or with dots.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// `customer_view` as `CustomerView`.
pub(crate) fn upper_camel(name: &str) -> String {
    words(name).map(capitalised).collect()
}

/// `customer_view` and `customer.view` as `customerView`.
pub(crate) fn lower_camel(name: &str) -> String {
    let mut words = words(name);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalised(word))
}

/// `scoped_user_id` as `SCOPED_USER_ID`; a name that begins with a digit gets `_` in front.
pub(crate) fn constant(name: &str) -> String {
    let name = words(name).collect::<Vec<_>>().join("_").to_uppercase();
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::{constant, lower_camel, upper_camel};

    #[test]
    fn names_change_their_case() {
        assert_eq!(upper_camel("head_count"), "HeadCount");
        assert_eq!(lower_camel("priority.evaluate"), "priorityEvaluate");
        assert_eq!(lower_camel("at"), "at");
        assert_eq!(constant("utf-16le"), "UTF_16LE");
        assert_eq!(constant("24h"), "_24H");
    }
}
