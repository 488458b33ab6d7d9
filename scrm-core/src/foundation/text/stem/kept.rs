//! Words whose stem would be that of a word that means something else.

use super::StemLanguage;

/// The stem of a folded word that is known to be mistaken for another: `customs` is no `custom`, `पानी` no `पान`.
pub(super) fn kept(language: StemLanguage, word: &str) -> Option<&'static str> {
    use StemLanguage::{Ar, En, Hi, Ru};
    Some(match (language, word) {
        (Ar, "شيرين") => "شيرين",
        (En, "apartment" | "apartments") => "apartment",
        (En, "clothes") => "clothes",
        (En, "container" | "containers") => "container",
        (En, "customer" | "customers") => "customer",
        (En, "customs") => "customs",
        (En, "department" | "departments") => "department",
        (En, "goods") => "goods",
        (En, "important" | "importantly" | "importance") => "importan",
        (En, "shorts") => "shorts",
        (En, "tired") => "tired",
        (Hi, "चीनी") => "चीनी",
        (Hi, "पानी") => "पानी",
        (Ru, "почти") => "почти",
        _ => return None,
    })
}
