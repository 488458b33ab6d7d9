use super::tests::{accepted, read, rejected};
use super::*;
use crate::customer::FieldName;

/// The name of each row, and how many of the notes are conflicts.
fn names(text: &str) -> (Vec<String>, u64) {
    let (rows, report) = read(text);
    let name = |row: &&ImportRow| row.draft.text(&FieldName::Name).unwrap_or_default().to_owned();
    let conflicts = report.notes.iter().filter(|note| note.code == CONFLICT).map(|note| note.rows).sum();
    (accepted(&rows).iter().map(name).collect(), conflicts)
}

#[test]
fn a_name_beside_a_family_name_is_the_given_one() {
    for (text, expected) in [
        (
            "Имя;Фамилия;Телефон\nИван;Иванов;+79161234567\nИван;Петров;+79161234567\n",
            ["Иван Иванов", "Иван Петров"],
        ),
        ("Фамилия;Имя;Отчество\nИванов;Иван;Ильич\nПетров;Иван;\n", ["Иван Ильич Иванов", "Иван Петров"]),
        ("Name,Surname\nAnna,Bell\nBen,\n", ["Anna Bell", "Ben"]),
        ("Name,Last name\nAnna Bell,Bell\n,Hill\n", ["Anna Bell", "Hill"]),
        ("姓氏,名字\n王,小明\n王,王小明\n", ["王小明", "王小明"]),
        ("नाम,उपनाम\nप्रिया,शर्मा\nप्रिया शर्मा,शर्मा\n", ["प्रिया शर्मा", "प्रिया शर्मा"]),
        ("الاسم,اسم العائلة\nأحمد,حداد\nأحمد حداد,حداد\n", ["أحمد حداد", "أحمد حداد"]),
        ("Имя,Отчество\nИван,Ильич\nИван Ильич,Ильич\n", ["Иван Ильич", "Иван Ильич"]),
    ] {
        assert_eq!(names(text), (expected.map(str::to_owned).to_vec(), 0), "{text}");
    }
    let (rows, _) = read("Имя,Фамилия\nИван,Иванов\nИван,Петров\n");
    assert_ne!(accepted(&rows)[0].fingerprint, accepted(&rows)[1].fingerprint);
}

#[test]
fn a_whole_name_beside_all_its_parts_stays() {
    let text =
        "Name,First name,Last name\nAnna Bell,Anna,Bell\nBell Anna,Anna,Bell\nTea Ltd,Anna,Bell\n,Ben,Hill\n";
    let (found, conflicts) = names(text);
    assert_eq!(found, ["Anna Bell", "Bell Anna", "Tea Ltd", "Ben Hill"]);
    assert_eq!(conflicts, 2, "both parts of the third row");
}

#[test]
fn the_second_of_two_whole_names_is_noted_where_it_differs() {
    for (text, expected, conflicts) in [
        ("Клиент;ФИО\nИван Петров;Петров Иван Ильич\nИван;Иван\n", ["Иван Петров", "Иван"], 1),
        ("name,full name\nAnna Bell,Anna Maria Bell\nAnna Bell,Anna  Bell\n", ["Anna Bell", "Anna Bell"], 1),
        ("客户姓名,联系人\n星光贸易,王小明\n,王小明\n", ["星光贸易", "王小明"], 1),
        ("name,full name\n-,Anna Bell\nAnna,test\n", ["Anna Bell", "Anna"], 0),
    ] {
        assert_eq!(names(text), (expected.map(str::to_owned).to_vec(), conflicts), "{text}");
    }
    let (rows, _) = read("name,full name\ntest,-\n");
    assert_eq!(rejected(&rows)[0].code, "customer.name.placeholder");
}
