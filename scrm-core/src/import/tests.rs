use chrono::{DateTime, Utc};

use super::declared_field_tests::{own, read_own};
use super::*;
use crate::customer::{FieldName, FieldValue};
use crate::foundation::Coded;

pub(super) fn read_with(
    options: &ImportOptions,
    bytes: &[u8],
) -> Result<(Vec<RowOutcome>, ImportReport), ImportError> {
    // A clock of the epoch would have everybody still to be born.
    let now: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let mut import = CsvImport::new(options, &ImportConfig::standard(), now)?;
    let mut rows = Vec::new();
    import.read_rows(&mut &*bytes, &mut |batch| {
        rows.extend(batch);
        std::ops::ControlFlow::Continue(())
    })?;
    Ok((rows, import.report()))
}

pub(super) fn read(text: &str) -> (Vec<RowOutcome>, ImportReport) {
    read_with(&ImportOptions::new("test"), text.as_bytes()).unwrap()
}

pub(super) fn accepted(rows: &[RowOutcome]) -> Vec<&ImportRow> {
    rows.iter().filter_map(|row| if let RowOutcome::Accepted(row) = row { Some(row) } else { None }).collect()
}

pub(super) fn rejected(rows: &[RowOutcome]) -> Vec<&RejectedRow> {
    rows.iter().filter_map(|row| if let RowOutcome::Rejected(row) = row { Some(row) } else { None }).collect()
}

/// One customer in six languages: header and row.
const SIX_LANGUAGES: [(&str, &str); 6] = [
    (
        "Name,Phone,E-mail,Industry,Products,First contact,Last follow-up,Budget,Preferred contact time,Company,Head count,Position,Stage,Marketing consent",
        "Anna Lee,+886912000456,anna@example.com,Retail,Lamps; Chairs,2024/03/15 14:30,2024-03-20,50k-80k TWD,Wed/Fri afternoon,Acme,50-200,decision maker,quoted,yes",
    ),
    (
        "ФИО,Телефон,Электронная почта,Отрасль,Продукты,Первый контакт,Дата последнего контакта,Бюджет,Удобное время,Компания,Численность,Должность,Этап сделки,Согласие на рассылку",
        "Анна Ли,+886912000456,anna@example.com,Розница,Лампы; Стулья,15.03.2024 14:30,20 марта 2024,50-80 тыс. тайваньских долларов,Среда/Пятница после обеда,Акме,от 50 до 200,ЛПР,КП отправлено,да",
    ),
    (
        "الاسم,رقم الهاتف,البريد الإلكتروني,القطاع,المنتجات,أول تواصل,آخر متابعة,الميزانية,الوقت المفضل,الشركة,عدد الموظفين,المنصب,المرحلة,الموافقة على التسويق",
        "آنا لي,+٨٨٦٩١٢٠٠٠٤٥٦,anna@example.com,تجزئة,مصابيح؛ كراسي,١٥ مارس ٢٠٢٤ 14:30,٢٠ مارس ٢٠٢٤,50 ألف – 80 ألف دولار تايواني,الأربعاء والجمعة بعد الظهر,أكمي,٥٠ - ٢٠٠,صانع القرار,تم إرسال عرض السعر,نعم",
    ),
    (
        "नाम,फ़ोन,ईमेल,उद्योग,उत्पाद,पहला संपर्क,अंतिम फॉलो-अप,बजट,पसंदीदा समय,कंपनी,कर्मचारियों की संख्या,पद,चरण,सहमति",
        "अन्ना ली,+886912000456,anna@example.com,खुदरा,लैंप; कुर्सी,१५ मार्च २०२४ 14:30,२० मार्च २०२४,50 हज़ार से 80 हज़ार TWD,बुधवार/शुक्रवार दोपहर बाद,एक्मे,50-200,निर्णयकर्ता,कोटेशन भेजा,हाँ",
    ),
    (
        "姓名,电话,邮箱,行业,意向产品,首次联系时间,最后跟进,预算,方便联系时间,公司,人数,职位,阶段,营销同意",
        "李安娜,+886912000456,anna@example.com,零售,灯；椅子,2024年3月15日 下午2:30,2024年3月20日,5万-8万新台币,周三/周五下午,艾克米,50-200人,决策者,已报价,是",
    ),
    (
        "姓名,電話,電子郵件,行業,意向產品,首次聯絡時間,最後跟進,預算,方便聯絡時間,公司,人數,職位,階段,行銷同意",
        "李安娜,＋８８６９１２０００４５６,anna@example.com,零售,燈；椅子,民國113年3月15日 下午2:30,2024年3月20日,新台幣5萬-8萬,週三/週五下午,艾克米,50～200人,決策者,已報價,是",
    ),
];

#[test]
fn apostrophes_before_formulas_are_no_quotes() {
    let (rows, _) = read("Name,Phone,Remark\nAnna,'+447400123456,'=1+1\nOmar,'+447400123457,'=2+2\n");
    let rows = accepted(&rows);
    let remarks: Vec<_> = rows.iter().map(|row| row.draft.text(&FieldName::Remark)).collect();
    assert_eq!(remarks, [Some("=1+1"), Some("=2+2")]);
    assert!(rows.iter().all(|row| row.draft.identifiers.len() == 1));
}

#[test]
fn one_customer_reads_alike_in_six_languages() {
    let mut first: Option<CustomerDraft> = None;
    for (header, row) in SIX_LANGUAGES {
        let (rows, report) = read(&format!("{header}\n{row}\n"));
        let rows = accepted(&rows);
        assert_eq!(rows.len(), 1, "{header}: {:?}", report.rejected);
        assert!(
            report.columns.iter().all(|column| !column.target.starts_with("custom:")),
            "{:?}",
            report.columns
        );
        assert!(rows[0].notes.is_empty(), "{header}: {:?}", rows[0].notes);
        let draft = &rows[0].draft;
        let expected = first.get_or_insert_with(|| draft.clone());
        assert_eq!(draft.fields.len(), expected.fields.len(), "{header}");
        for (name, field) in &draft.fields {
            if !matches!(field.value, FieldValue::Text(_) | FieldValue::List(_)) {
                assert!(expected.value(name) == Some(&field.value), "{header}: {name}");
            }
        }
        assert_eq!(draft.identifiers[1].key, expected.identifiers[1].key);
        assert_eq!(draft.consents, expected.consents);
    }
}

#[test]
fn encodings_and_column_order_change_nothing() {
    let text =
        "姓名,電話,備註\n王小明,+886912000456,已經聯絡過客戶的公司\n陳美玲,0912-000-457,下週再打電話給她\n";
    let options = ImportOptions { default_region: Some("TW".to_owned()), ..ImportOptions::new("test") };
    let (expected, _) = read_with(&options, text.as_bytes()).unwrap();
    assert_eq!(accepted(&expected).len(), 2);
    for codec in [encoding_rs::BIG5, encoding_rs::GB18030] {
        let (bytes, _, lossy) = codec.encode(text);
        assert!(!lossy);
        let (rows, report) = read_with(&options, &bytes).unwrap();
        assert_eq!(rows, expected, "{} as {:?}", codec.name(), report.encoding);
    }
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_with(&options, &utf16).unwrap().0, expected);
    let moved = "備註;姓名;電話\r\n已經聯絡過客戶的公司;王小明;+886912000456\r\n下週再打電話給她;陳美玲;0912-000-457\r\n";
    let (moved, _) = read_with(&options, moved.as_bytes()).unwrap();
    for (a, b) in accepted(&moved).iter().zip(accepted(&expected)) {
        assert_eq!((a.fingerprint, &a.draft), (b.fingerprint, &b.draft));
    }
}

#[test]
fn rows_are_rejected_with_place_and_reason() {
    let (rows, report) = read(
        "name,phone,city\nAnna,+886912000456,A\n,+886912000457,B\ntest,,C\nIvan,what,D\nEva,,,x\n\n,,\nOlga,,E\n",
    );
    assert_eq!(report.counts.read, 6);
    assert_eq!(report.counts.rejected, 4);
    let found: Vec<_> = rejected(&rows)
        .iter()
        .map(|row| (row.row, row.line, row.column.clone(), row.code.to_string()))
        .collect();
    let at =
        |row, line, column: Option<&str>, code: &str| (row, line, column.map(str::to_owned), code.to_owned());
    assert_eq!(
        found,
        [
            at(2, 3, Some("name"), "customer.name.blank"),
            at(3, 4, Some("name"), "customer.name.placeholder"),
            at(4, 5, Some("phone"), "import.row.no_identifier"),
            at(5, 6, None, "import.row.extra_cells"),
        ]
    );
    assert_eq!(accepted(&rows).iter().map(|row| row.line).collect::<Vec<_>>(), [2, 9]);
}

#[test]
fn rejected_rows_can_be_mended_and_fed_again() {
    let (rows, _) = read("name,phone\n,+886912000457\n\"=1+1, \"\"x\"\"\",bad\n");
    let mut text = String::new();
    let csv = RejectedCsv::begin(&["name".to_owned(), "phone".to_owned()], &mut text);
    rejected(&rows).iter().for_each(|row| csv.row(row, &mut text));
    let mended =
        text.replacen(",'+886912000457", "Anna,'+886912000457", 1).replacen(",bad,", ",+886912000458,", 1);
    let (rows, report) = read(&mended);
    assert_eq!(report.counts.rejected, 0, "{mended}");
    assert_eq!(accepted(&rows)[1].draft.text(&FieldName::Name), Some("=1+1, \"x\""));
    assert_eq!(report.columns.len(), 2, "the import's own columns are ignored");
}

#[test]
fn mappings_name_columns_by_header_or_number() {
    let mut options = ImportOptions::new("test");
    options.mapping = Mapping::from_toml(
        "columns = { Kunde = \"family_name\", Vorname = \"given_name\", 3 = \"system:erp\", Farbe = \"custom:colour\", Rest = \"ignore\" }\nconstants = { language = \"de\" }",
    )
    .unwrap();
    let (rows, _) = read_with(&options, b"Kunde;Vorname;Nr;Farbe;Rest\nMeier;Eva;17;blau;x\n").unwrap();
    let draft = &accepted(&rows)[0].draft;
    assert_eq!(draft.text(&FieldName::Name), Some("Eva Meier"));
    assert_eq!(draft.text(&FieldName::Language), Some("de"));
    assert_eq!(draft.identifiers[0].key.as_str(), "system/erp:17");
    assert_eq!(draft.text(&FieldName::Custom("colour".into())), Some("blau"));
    assert_eq!(draft.fields.len(), 3);

    options.mapping = Mapping::from_json(r#"{"columns": {"1": "name", "2": "phone"}}"#).unwrap();
    let (rows, report) = read_with(&options, b"Eva,+886912000456\nIvan,+886912000457\n").unwrap();
    assert_eq!((accepted(&rows).len(), report.header_line), (2, None));

    assert!(matches!(
        Mapping::from_toml("columns = { a = \"nonsense\" }"),
        Err(ImportError::UnknownTarget { .. })
    ));
    assert!(matches!(
        Mapping::from_toml("columns = { a = \"custom:name\" }"),
        Err(ImportError::UnknownTarget { .. })
    ));
    options.mapping = Mapping::from_toml("columns = { missing = \"name\" }").unwrap();
    let error = read_with(&options, b"name,b\n1,2\n").unwrap_err();
    assert_eq!(error, ImportError::UnknownColumn { column: "missing".to_owned() });
}

#[test]
fn a_file_without_names_is_refused_with_what_to_do() {
    let error = read_with(&ImportOptions::new("test"), b"city,region\nBoston,MA\n").unwrap_err();
    assert_eq!(error, ImportError::NoNameColumn { columns: 2, line: 1 });
    let help = ERRORS.iter().find(|entry| entry.code == error.code()).unwrap().help;
    assert!(help.contains("given_name") && help.contains("姓名"));
    assert_eq!(read_with(&ImportOptions::new("test"), b"").unwrap_err(), ImportError::Empty);
}

#[test]
fn a_number_that_its_region_does_not_use_is_taken_with_a_note() {
    let text =
        "name,phone\nAnna,07400 123456\nOmar,0912 000 456\nEva,+44 7400 123456\nIvan,00 44 7400 123457\n";
    let options = ImportOptions { default_region: Some("TW".to_owned()), ..ImportOptions::new("test") };
    let (rows, report) = read_with(&options, text.as_bytes()).unwrap();
    let doubted: Vec<bool> = accepted(&rows)
        .iter()
        .map(|row| row.notes.iter().any(|note| note.code == "import.value.doubtful_region"))
        .collect();
    assert_eq!(doubted, [true, false, false, false]);
    assert_eq!(report.notes.iter().map(|note| note.rows).collect::<Vec<_>>(), [1]);
    let british = ImportOptions { default_region: Some("GB".to_owned()), ..options };
    let (rows, _) = read_with(&british, text.as_bytes()).unwrap();
    assert!(accepted(&rows)[0].notes.is_empty() && !accepted(&rows)[1].notes.is_empty());
}

#[test]
fn a_region_for_the_whole_file_says_how_its_phones_are_read() {
    let text =
        "name,phone,country\nAnna,0912 000 456,\nEva,07400 123456,GB\nOmar,0912 000 457,Formosa Street\n";
    let numbers = |constant: Option<&str>| {
        let mut options =
            ImportOptions { default_region: Some("DE".to_owned()), ..ImportOptions::new("test") };
        if let Some(region) = constant {
            options.mapping.constants.insert("region".to_owned(), region.to_owned());
        }
        let (rows, _) = read_with(&options, text.as_bytes()).unwrap();
        let number = |row: &&ImportRow| row.draft.identifiers[0].value.to_string();
        (accepted(&rows).iter().map(number).collect::<Vec<_>>(), accepted(&rows)[2].fingerprint)
    };
    let (of_file, in_taiwan) = numbers(Some("TW"));
    assert_eq!(of_file, ["+886912000456", "+447400123456", "+886912000457"]);
    let (by_default, in_germany) = numbers(None);
    assert_eq!(by_default, ["+49912000456", "+447400123456", "+49912000457"]);
    assert_ne!(in_taiwan, in_germany, "the same cells say another number");
    assert_eq!(numbers(Some("Тайвань")).0, of_file, "a country is known by its name too");
    assert_eq!(numbers(Some("somewhere")).0, by_default, "a text that is no country says no more than none");
}

#[test]
fn the_second_of_two_columns_for_one_value_is_noted_where_it_differs() {
    let (rows, report) = read(
        "name,budget,price range,company,account\nAnna,50000 TWD,80000 TWD,Acme,Acme\nOmar,,70000 TWD,Acme,Tea Ltd\n",
    );
    let noted: Vec<_> = report
        .notes
        .iter()
        .map(|note| (note.column.as_str(), note.code.as_str(), note.rows, note.first_rows.as_slice()))
        .collect();
    assert_eq!(
        noted,
        [
            ("account", "import.value.conflict", 1, &[2_u64] as &[u64]),
            ("price range", "import.value.conflict", 1, &[1])
        ]
    );
    assert_eq!(accepted(&rows)[1].draft.text(&FieldName::Company), Some("Acme"));
    let (rows, report) =
        read("name,product 1,product 2,product 3\nAnna,lamp,lamp,desk\nOmar,lamp,desk,chair\n");
    let products = |row: &ImportRow| row.draft.value(&FieldName::Products).cloned();
    let both = Some(FieldValue::List(vec!["lamp".into(), "desk".into()]));
    assert!(accepted(&rows).iter().all(|row| products(row) == both), "lists of several columns are one");
    assert_eq!((report.notes.len(), report.notes[0].code.as_str()), (1, "import.value.too_many_products"));
}

#[test]
fn preambles_are_skipped_and_extra_columns_kept() {
    let (rows, report) = read(
        "Export of 2024-03-15,,\nBy: somebody,,\n\nName,Phone 2 (mobile),Shoe size\nAnna,+886912000456,37\n",
    );
    assert_eq!(report.header_line, Some(4));
    let draft = &accepted(&rows)[0].draft;
    assert_eq!(draft.text(&FieldName::Custom("Shoe size".into())), Some("37"));
    assert_eq!(draft.identifiers.len(), 1);
}

#[test]
fn an_amount_without_a_currency_needs_one_from_outside() {
    let text = "name,budget\nAnna,5000\nOmar,5000 USD\n";
    let budgets = |default_currency| {
        let options = ImportOptions { default_currency, ..ImportOptions::new("test") };
        let (rows, _) = read_with(&options, text.as_bytes()).unwrap();
        let has_budget =
            |row: &&ImportRow| row.draft.fields.iter().any(|(name, _)| *name == FieldName::Budget);
        accepted(&rows).iter().map(has_budget).collect::<Vec<_>>()
    };
    assert_eq!(budgets(None), [false, true]);
    assert_eq!(budgets(Some(crate::foundation::Currency::parse("TWD").unwrap())), [true, true]);
}

#[test]
fn unreadable_values_are_kept_and_noted_or_reject_the_row() {
    let text = "name,birthday,budget,products\nAnna,soon,lots,a;b;c\n";
    let (rows, report) = read(text);
    let row = accepted(&rows)[0];
    assert_eq!(row.draft.text(&FieldName::Custom("birthday_raw".into())), Some("soon"));
    assert_eq!(row.draft.text(&FieldName::Custom("budget_raw".into())), Some("lots"));
    assert_eq!(report.notes.len(), 3);
    let strict = ImportOptions { on_bad_value: Some(OnBadValue::Reject), ..ImportOptions::new("test") };
    let (rows, _) = read_with(&strict, text.as_bytes()).unwrap();
    assert_eq!(rejected(&rows)[0].code, "import.row.bad_value");
}

#[test]
fn a_column_of_dates_settles_its_own_order() {
    let (rows, _) = read("name,birthday\nAnna,03/04/1990\nIvan,04/13/1990\n");
    let FieldValue::Date(date) = accepted(&rows)[0].draft.value(&FieldName::Birthday).unwrap() else {
        panic!()
    };
    assert_eq!(date.to_string(), "1990-03-04");
    let (rows, _) = read("name,birthday\nAnna,03/04/1990\nIvan,13/04/1990\n");
    let FieldValue::Date(date) = accepted(&rows)[0].draft.value(&FieldName::Birthday).unwrap() else {
        panic!()
    };
    assert_eq!(date.to_string(), "1990-04-03");
}

#[test]
fn local_times_follow_the_zone_through_gaps_and_folds() {
    let options =
        ImportOptions { time_zone: Some("America/New_York".to_owned()), ..ImportOptions::new("test") };
    let text = "name,first contact\na b,2024-03-10 02:30\nc d,2024-11-03 01:30\n";
    let (rows, _) = read_with(&options, text.as_bytes()).unwrap();
    let instants: Vec<String> = accepted(&rows)
        .iter()
        .map(|row| match row.draft.value(&FieldName::FirstContact) {
            Some(FieldValue::Instant(at)) => at.to_rfc3339(),
            _ => panic!(),
        })
        .collect();
    assert_eq!(instants, ["2024-03-10T07:30:00+00:00", "2024-11-03T05:30:00+00:00"]);
}

#[test]
fn several_phones_in_one_cell_are_all_kept() {
    let options = ImportOptions { default_region: Some("DE".to_owned()), ..ImportOptions::new("test") };
    let (rows, _) =
        read_with(&options, "name,phone,phone 2\nEva,+886912000456; +886912000457,030/1234567\n".as_bytes())
            .unwrap();
    let values: Vec<_> = accepted(&rows)[0].draft.identifiers.iter().map(|id| id.value.to_string()).collect();
    assert_eq!(values, ["+886912000456", "+886912000457", "+49301234567"]);
}

#[test]
fn numbers_are_parted_by_what_people_write_between_them() {
    let options = ImportOptions { default_region: Some("TR".to_owned()), ..ImportOptions::new("test") };
    for (cell, count) in [
        ("+90 532 123 45 67 +90 533 123 45 67", 2),
        ("+905321234567 - 0212 345 67 89", 2),
        ("0532 123 45 67 & 0533 123 45 67", 2),
        ("0532 123 45 67 – 0533 123 45 67 / +90 534 123 45 67", 3),
        ("0532 - 123 45 67", 1),
        ("+90 (532) 123 45 67", 1),
    ] {
        let (rows, _) = read_with(&options, format!("name,phone\nEva,{cell}\n").as_bytes()).unwrap();
        assert_eq!(accepted(&rows).first().map(|row| row.draft.identifiers.len()), Some(count), "{cell}");
    }
}

#[test]
fn a_year_of_another_calendar_is_no_date() {
    let (rows, _) = read_own(
        &ImportOptions::new("test"),
        "Name,Last contact,First contact,Renewal\nAnna,15/03/2567,1445/09/01,1403-12-25\nOmar,113/05/20,2024-03-15,2067-01-02\n",
    );
    let rows = accepted(&rows);
    assert_eq!(rows[0].notes.len(), 3, "{:?}", rows[0].notes);
    assert_eq!(rows[0].draft.text(&FieldName::from("last_follow_up_raw")), Some("15/03/2567"));
    assert!(rows[1].notes.is_empty(), "{:?}", rows[1].notes);
}

#[test]
fn the_unit_of_a_header_is_read_and_a_file_read_without_it_is_mended() {
    let file = |header: &str| format!("Name,\"{header}\"\nAnna,50\n");
    let row = |header: &str| {
        let (rows, report) = read(&file(header));
        (accepted(&rows)[0].clone(), report.columns[0].target.clone())
    };
    let (plain, _) = row("Budget (note)");
    let (scaled, target) = row("Budget, k USD");
    assert_eq!(target, "budget");
    let Some(FieldValue::Budget(budget)) = scaled.draft.value(&FieldName::Budget) else { panic!() };
    assert_eq!((budget.low, budget.currency.as_str()), (Some(5_000_000), "USD"));
    assert_ne!(plain.fingerprint, scaled.fingerprint, "the same cell says something else");
}

#[test]
fn cells_that_say_nothing_are_blank() {
    for nothing in ["-", "—", "...", "n/a", "#N/A", "нет", "None", "NULL", "لا يوجد", "नहीं", "無", "无"]
    {
        let (rows, report) = read(&format!(
            "name,phone,email,company,budget,stage,birthday,erp no,address\nAnna,{0},{0},{0},{0},{0},{0},,{0}\n",
            nothing
        ));
        let rows = accepted(&rows);
        assert_eq!(rows.len(), 1, "{nothing}: {:?}", report.rejected);
        assert!(rows[0].draft.identifiers.is_empty() && rows[0].notes.is_empty(), "{nothing}");
        assert_eq!(rows[0].draft.fields.len(), 1, "{nothing}: {:?}", rows[0].draft.fields);
    }
    for nothing in ["0", "0.0", "٠", "０"] {
        let (rows, _) = read(&format!("name,phone\nAnna,{nothing}\n"));
        assert!(accepted(&rows)[0].draft.identifiers.is_empty(), "{nothing}");
    }
    let (rows, _) = read("name,phone\nAnna,000-000-0000\n");
    assert_eq!(rejected(&rows)[0].code, "import.row.no_identifier");
    // Customers without a number in another system are not one customer.
    let mut options = ImportOptions::new("test");
    options.mapping.columns.insert("Nr".to_owned(), "system:erp".to_owned());
    options.mapping.constants.insert("company".to_owned(), "Acme".to_owned());
    let (rows, _) = read_with(&options, "name,Nr,company\nAnna,-,n/a\nOmar,-,Lumen\n".as_bytes()).unwrap();
    let rows = accepted(&rows);
    assert!(rows.iter().all(|row| row.draft.identifiers.is_empty()));
    assert_eq!(rows[0].draft.text(&FieldName::Company), Some("Acme"), "as where the cell is blank");
    assert_eq!(rows[1].draft.text(&FieldName::Company), Some("Lumen"));
}

#[test]
fn a_no_stays_where_it_is_an_answer_and_what_only_looks_like_nothing_too() {
    let (rows, _) = read_own(
        &ImportOptions::new("test"),
        "Name,VIP,Сорта,Marketing consent,Есть сайт,Products,Region,Shoe size\nAnna,нет,нет,нет,нет,нет,NA,нет\n",
    );
    let row = accepted(&rows)[0];
    assert!(own(row, "vip") == Some(FieldValue::Flag(false)));
    assert!(own(row, "сорта") == Some(FieldValue::List(vec!["нет".into()])));
    assert!(own(row, "Есть сайт") == Some(FieldValue::Text("нет".into())));
    assert_eq!(own(row, "shoe_size"), None);
    assert!(row.notes.is_empty());
    assert!(row.draft.value(&FieldName::Products) == Some(&FieldValue::List(vec!["нет".into()])));
    assert_eq!(row.draft.text(&FieldName::Region), Some("NA"));
    assert_eq!(row.draft.consents.len(), 1);
    let (rows, _) = read("given name,middle name,family name\nAnna,-,Na\n");
    assert_eq!(accepted(&rows)[0].draft.text(&FieldName::Name), Some("Anna Na"));
    let (rows, _) = read("name,phone\n-,+886912000456\n");
    assert_eq!(rejected(&rows)[0].code, "customer.name.placeholder");
}

/// What an import is told decides what a cell says that leaves it open, and so which row it is: the remedies of the notes
/// work on a file that was imported before. What a cell says by itself stays the same row.
#[test]
fn other_options_make_another_row_only_of_what_they_decide() {
    let plain = || ImportOptions::new("test");
    let region = |code: &str| ImportOptions { default_region: Some(code.to_owned()), ..plain() };
    let currency =
        |code| ImportOptions { default_currency: crate::foundation::Currency::parse(code), ..plain() };
    let zone = |name: &str| ImportOptions { time_zone: Some(name.to_owned()), ..plain() };
    let order = |order| {
        let mut options = plain();
        options.mapping.date_order = Some(order);
        options
    };
    let print = |options: &ImportOptions, text: &str| {
        let (rows, report) = read_with(options, text.as_bytes()).unwrap();
        assert_eq!(report.counts.rejected, 0, "{text}");
        accepted(&rows)[0].fingerprint
    };
    for (text, first, second) in [
        ("name,phone\nAnna,07400 123456\n", region("TW"), region("GB")),
        ("name,phone,email\nAnna,07400 123456,a@example.com\n", plain(), region("GB")),
        ("name,phone\nAnna,+44 7400 123457; 07400 123456\n", region("TW"), region("GB")),
        ("name,budget\nAnna,5000\n", currency("TWD"), currency("USD")),
        ("name,budget\nAnna,5000\n", plain(), currency("USD")),
        ("name,first contact\nAnna,2026-01-05 09:30\n", plain(), zone("Asia/Taipei")),
        ("name,birthday\nAnna,03/04/1990\n", plain(), order(DateOrder::MonthFirst)),
        ("name,birthday\nAnna,24-12-31\n", plain(), order(DateOrder::YearFirst)),
        ("name,last follow-up\nAnna,2024-03-14T16:00:00Z\n", plain(), zone("Asia/Taipei")),
    ] {
        assert_ne!(print(&first, text), print(&second, text), "{text}");
        assert_eq!(print(&second, text), print(&second, text), "{text}");
    }
    for (text, second) in [
        ("name,phone\nAnna,+44 7400 123456\n", region("GB")),
        ("name,phone\nAnna,0044 7400 123456\n", region("GB")),
        ("name,phone,region\nAnna,07400 123456,GB\n", region("TW")),
        ("name,budget\nAnna,5000 USD\n", currency("TWD")),
        ("name,first contact\nAnna,2026-01-05T09:30:00Z\n", zone("Asia/Taipei")),
        ("name,first contact\nAnna,2026-01-05 09:30\n", zone("UTC")),
        ("name,last follow-up\nAnna,2024-03-14T00:00:00Z\n", zone("Asia/Taipei")),
        ("name,birthday\nAnna,1990-12-31\n", order(DateOrder::YearFirst)),
        ("name,birthday\nAnna,13/04/1990\n", order(DateOrder::MonthFirst)),
        ("name,birthday\nAnna,03/04/1990\n", order(DateOrder::DayFirst)),
        ("name,company\nAnna,Acme\n", region("GB")),
    ] {
        assert_eq!(print(&plain(), text), print(&second, text), "{text}");
    }
}

#[test]
fn an_order_of_dates_that_was_given_leaves_nothing_to_note() {
    let text = "name,birthday\nAnna,03/04/1990\n";
    let notes =
        |options: &ImportOptions| accepted(&read_with(options, text.as_bytes()).unwrap().0)[0].notes.len();
    let mut options = ImportOptions::new("test");
    assert_eq!(notes(&options), 1);
    options.mapping.date_order = Some(DateOrder::MonthFirst);
    assert_eq!(notes(&options), 0);
    options.mapping.constants.insert("last_follow_up".to_owned(), "05/06/2024".to_owned());
    let (rows, _) = read_with(&options, text.as_bytes()).unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2024, 5, 6).unwrap();
    assert!(accepted(&rows)[0].draft.value(&FieldName::LastFollowUp) == Some(&FieldValue::Date(day)));
}

#[test]
fn an_instant_is_of_the_day_on_which_it_is_where_the_workspace_is() {
    let days = |zone: &str, raw: &str| {
        let options = ImportOptions { time_zone: Some(zone.to_owned()), ..ImportOptions::new("test") };
        let text = format!("name,last follow-up,birthday\nAnna,{raw},{raw}\n");
        let (rows, _) = read_with(&options, text.as_bytes()).unwrap();
        let draft = &accepted(&rows)[0].draft;
        [FieldName::LastFollowUp, FieldName::Birthday].map(|name| match draft.value(&name) {
            Some(FieldValue::Date(day)) => day.to_string(),
            other => format!("{other:?}"),
        })
    };
    for (zone, raw, day) in [
        ("Asia/Taipei", "2024-03-14T16:00:00Z", "2024-03-15"),
        ("Asia/Taipei", "2024-03-14T15:59:00Z", "2024-03-14"),
        ("America/New_York", "2024-03-15T02:00:00+00:00", "2024-03-14"),
        ("America/New_York", "1710468000", "2024-03-14"),
        // A day that was written as an instant, and a time without an offset.
        ("America/New_York", "2024-03-15T00:00:00Z", "2024-03-15"),
        ("Asia/Taipei", "2024-03-14 23:00", "2024-03-14"),
    ] {
        assert_eq!(days(zone, raw), [day, day], "{raw} in {zone}");
    }
}

#[test]
fn what_has_been_is_not_to_come() {
    let (rows, report) =
        read("name,first contact,last follow-up\nAnna,2126-01-05,2126-01-05\nIvan,2024-01-05,2024-01-06\n");
    let [anna, ivan] = accepted(&rows)[..] else { panic!("{rows:?}") };
    for name in [FieldName::FirstContact, FieldName::LastFollowUp] {
        assert_eq!(anna.draft.value(&name), None, "{name:?}");
        assert!(ivan.draft.value(&name).is_some(), "{name:?}");
    }
    let raw = |name: &str| anna.draft.text(&FieldName::Custom(name.into()));
    assert_eq!(
        (raw("first_contact_raw"), raw("last_follow_up_raw")),
        (Some("2126-01-05"), Some("2126-01-05"))
    );
    assert_eq!(
        report.notes.iter().filter(|note| note.code == "import.value.unreadable").count(),
        2,
        "{report:?}"
    );
}

#[test]
fn a_column_of_two_digit_years_is_read_as_it_says_of_itself() {
    let read = |text: &str| {
        let (rows, _) = read_with(&ImportOptions::new("test"), text.as_bytes()).unwrap();
        let rows = accepted(&rows);
        let days = rows.iter().map(|row| match row.draft.value(&FieldName::LastFollowUp) {
            Some(FieldValue::Date(day)) => day.to_string(),
            other => format!("{other:?}"),
        });
        (days.collect::<Vec<_>>(), rows.iter().map(|row| row.notes.len()).sum::<usize>())
    };
    let three = "name,last follow-up\nAnna,24-12-31\nBob,24-12-30\nCarl,24-11-05\n";
    assert_eq!(read(three), (["2024-12-31", "2024-12-30", "2024-11-05"].map(str::to_owned).to_vec(), 0));
    // One alone is read day first, and that day is to come.
    assert_eq!(read("name,last follow-up\nAnna,24-12-31\n").0, ["None"]);
}

#[test]
fn every_code_is_in_the_catalogue_once() {
    let mut codes: Vec<_> = ERRORS.iter().map(|entry| entry.code).collect();
    codes.sort_unstable();
    let count = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), count);
    for error in [
        ImportError::Compressed { format: "gzip" },
        ImportError::UnclosedQuote { line: 1 },
        ImportError::Empty,
        ImportError::NoNameColumn { columns: 1, line: 1 },
        ImportError::UnreadableHeader { line: 1 },
        ImportError::UnknownColumn { column: String::new() },
        ImportError::UnknownTarget { target: String::new() },
        ImportError::Mapping { problem: String::new() },
        ImportError::Separator { field: "quote" },
        ImportError::Setting { field: String::new(), problem: "" },
        ImportError::Reading { bytes: 0, kind: String::new() },
    ] {
        assert!(codes.contains(&error.code()), "{}", error.code());
    }
}
