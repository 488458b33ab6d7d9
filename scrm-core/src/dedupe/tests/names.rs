use crate::dedupe::{NameComparison, compare_names};
use NameComparison::{Compatible, Contradicting, Same, Unknown};

#[test]
fn names_compare_as_people_write_them() {
    let cases = [
        ("Anna Petrova", "PETROVA, Anna", Same),
        ("Müller", "Muller", Same),
        ("Артём Королёв", "артем королев", Same),
        ("王小明", "王 小明", Compatible),
        ("張偉", "张伟", Same),
        ("王伟", "王先生", Compatible),
        ("王伟", "李伟", Contradicting),
        ("محمد علي", "مُحَمَّد عَلِي", Same),
        ("السيد محمد علي", "محمد علي", Same),
        ("राहुल शर्मा", "श्री राहुल शर्मा", Same),
        ("राहुल शर्मा", "सीमा शर्मा", Contradicting),
        ("Ｉｖａｎ Petrov", "Ivan\u{200b} Petrov\u{200f}", Same),
        ("Ivan Petrov 🌟", "Ivan Petrov", Same),
        ("I. Petrov", "Ivan Petrov", Compatible),
        ("Ivan P", "Ivan Sergeevich Petrov", Compatible),
        ("Abd al-Rahman", "Abd Al Rahman", Same),
        ("Abdalrahman", "Abd al-Rahman", Compatible),
        ("O'Neil", "ONeil", Same),
        ("Ivan Petrov", "Olga Petrov", Contradicting),
        ("Ivan Petrov", "Ivan Petrov Sidorov", Compatible),
        ("Maria Garcia Lopez", "Maria Garcia Perez", Contradicting),
        ("Anna Petrova", "Anna Ivanova", Contradicting),
        ("Ivan", "Petrov", Contradicting),
        // An initial does not take the place of a word written out on both sides.
        ("A Anna", "Anna Boris", Contradicting),
        ("Ivan", "Иван", Unknown),
        ("", "Ivan", Unknown),
        ("n/a", "Ivan", Unknown),
        ("test", "test", Unknown),
        ("0912 000 456", "Ivan", Unknown),
        ("Wang Wei 王伟", "王伟", Compatible),
        ("Wang Wei 王伟", "李娜", Contradicting),
    ];
    for (left, right, expected) in cases {
        assert_eq!(compare_names(left, right), expected, "{left} / {right}");
        assert_eq!(compare_names(right, left), expected, "{right} / {left}");
    }
}
