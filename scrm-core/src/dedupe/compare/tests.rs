use proptest::prelude::*;

use super::{ComparableName, NameKind};

fn person(left: &str, right: &str) -> Option<f64> {
    likeness(NameKind::Person, left, right)
}

fn likeness(kind: NameKind, left: &str, right: &str) -> Option<f64> {
    let (left, right) = (ComparableName::new(left, kind), ComparableName::new(right, kind));
    let likeness = left.likeness(&right);
    assert_eq!(likeness, right.likeness(&left));
    likeness
}

#[test]
fn one_person_in_many_spellings() {
    for (left, right) in [
        ("Smith, John", "john smith"),
        ("Dr. Anna Müller", "Anna Mueller"),
        ("JC Juncker", "Jean-Claude Juncker"),
        ("SergeiLavrov", "Sergei Lavrov"),
        ("Anglea Merkel", "Angela Merkel"),
        ("Bob Smith", "Robert Smith"),
        ("Hans J Friedrich", "Hans Joachim Friedrich"),
        ("J.Friedrich", "J. Friedrich"),
        ("Наталья Иванова", "Natalia Ivanova"),
        ("Сергей Лавров", "Sergey Lavrov"),
        ("Γεώργιος Παπανδρέου", "Georgios Papandreou"),
        ("محمد صالح", "Mohammed Saleh"),
        ("प्रिया शर्मा", "Priya Sharma"),
        ("Usama bin Ladin", "Osama bin Laden"),
        ("O'Brien Sean", "Sean OBrien"),
        ("ＡＮＮＡ　Ｌｅｅ", "Anna Lee"),
    ] {
        assert!(person(left, right) >= Some(0.75), "{left} | {right}: {:?}", person(left, right));
    }
}

#[test]
fn two_people() {
    for (left, right) in [
        ("Ivan Petrov", "Olga Petrov"),
        ("Barack Obama", "Michelle Obama"),
        ("Иван Петров", "Olga Petrova"),
        ("Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi"),
        ("Lee Kuan Hsien", "Lee Kuan Yew"),
        ("Ahmad Al-Raymi", "Ahmad Al-Hamzi"),
        ("John", "Mary"),
    ] {
        assert!(person(left, right) < Some(0.71), "{left} | {right}: {:?}", person(left, right));
    }
}

#[test]
fn chinese_names_meet_their_spelling() {
    for (left, right) in [
        ("王伟", "Wang Wei"),
        ("王偉", "王伟"),
        ("王小明", "Xiaoming Wang"),
        ("王小明", "Xiao Ming Wang"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("王伟先生", "Wang, Wei"),
        ("黃志強", "Wong Zhiqiang"),
    ] {
        assert!(person(left, right) >= Some(0.85), "{left} | {right}: {:?}", person(left, right));
    }
    // Written by ear: the sound is the same, the characters are not.
    assert!(person("王倩", "王茜") > Some(0.74));
    assert!(person("王伟", "李伟") < Some(0.5));
    assert!(person("王伟", "Li Na") < Some(0.1));
    assert_eq!(person("王伟", "王 伟"), Some(1.0));
}

#[test]
fn a_father_is_not_his_son() {
    for (left, right) in [
        ("John Smith Sr", "John Smith Jr."),
        ("Morris Klein I", "Morris Klein II"),
        ("Dobbins Senior David", "David Dobbins Jr"),
    ] {
        assert!(person(left, right) < Some(0.3), "{left} | {right}: {:?}", person(left, right));
    }
    assert!(person("John Smith", "John Smith Jr") > Some(0.9));
    assert!(person("Hans I Friedrich", "Hans Ivan Friedrich") > Some(0.9));
}

#[test]
fn the_arabic_article_is_joined_or_not() {
    assert!(person("Khaled Al Mansoori", "Khalid Almansouri") > Some(0.9));
}

#[test]
fn companies_are_more_than_their_legal_form() {
    let company = |left, right| likeness(NameKind::Company, left, right);
    for (left, right) in [
        ("CRISTALORD LIMITED", "Crystalord Ltd"),
        ("Stripe LLC", "Stripe Limited Liability Company"),
        ("S.C. Johnson & Son, Inc.", "SC Johnson & Son Inc"),
        ("ООО «Байкал»", "Байкал"),
        ("PricewaterhouseCoopers LLP", "Pricewaterhouse Coopers"),
    ] {
        assert!(company(left, right) >= Some(0.8), "{left} | {right}: {:?}", company(left, right));
    }
    for (left, right) in
        [("Volkswagen AG", "Siemens AG"), ("Bank of China (Singapore)", "Bank of China (Australia)")]
    {
        assert!(company(left, right) < Some(0.7), "{left} | {right}: {:?}", company(left, right));
    }
}

#[test]
fn nothing_is_said_where_nothing_can_be_compared() {
    assert_eq!(person("", "Anna"), None);
    assert_eq!(person("😀 ...", "Anna"), None);
    assert_eq!(person("さくら", "Sakura"), None);
}

proptest! {
    #[test]
    fn any_two_names_can_be_compared(left in "\\PC{0,40}", right in "\\PC{0,40}") {
        if let Some(likeness) = person(&left, &right) {
            prop_assert!((0.0..=1.0).contains(&likeness));
        }
    }

    #[test]
    fn a_name_is_alike_to_itself_in_any_order(mut words in proptest::collection::vec("[a-zа-я]{2,9}", 1..5)) {
        let name = words.join(" ");
        prop_assert_eq!(person(&name, &name), Some(1.0));
        words.reverse();
        prop_assert!(person(&name, &words.join(" ")) > Some(0.69), "{}", name);
    }
}
