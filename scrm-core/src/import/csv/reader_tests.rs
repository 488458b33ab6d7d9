use super::super::TextEncoding;
use super::*;
use crate::import::ImportConfig;

fn limits() -> CsvLimits {
    ImportConfig::standard().limits
}

type Rows = Vec<(u64, Vec<String>)>;

fn read_with(
    bytes: &[u8],
    piece: usize,
    options: &CsvOptions,
    limits: &CsvLimits,
) -> Result<Rows, ImportError> {
    let mut reader = RecordReader::new(options, limits)?;
    let mut rows = Vec::new();
    let mut pull = |reader: &mut RecordReader| -> Result<(), ImportError> {
        while let Some(record) = reader.next_record()? {
            assert_eq!(record.problem, None);
            rows.push((record.line, record.cells().map(str::to_owned).collect()));
        }
        Ok(())
    };
    for piece in bytes.chunks(piece.max(1)) {
        reader.feed(piece)?;
        pull(&mut reader)?;
    }
    reader.finish()?;
    pull(&mut reader)?;
    Ok(rows)
}

fn read(text: &str) -> Vec<Vec<String>> {
    let rows = read_with(text.as_bytes(), 1 << 20, &CsvOptions::default(), &limits()).unwrap();
    rows.into_iter().map(|(_, cells)| cells).collect()
}

#[test]
fn dialects_are_found() {
    for (text, expected) in [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\r\n1;2,5\r\n", [["a", "b"], ["1", "2,5"]]),
        ("a\tb\r1\t2\r", [["a", "b"], ["1", "2"]]),
        ("a|b\n1|2", [["a", "b"], ["1", "2"]]),
        ("a:b\n1:2", [["a", "b"], ["1", "2"]]),
        ("'a','b'\n'1','2'\n", [["a", "b"], ["1", "2"]]),
        ("a, b\n1, \"x, y\"\n", [["a", "b"], ["1", "x, y"]]),
        ("a,b\n\"1 \\\" 2\",\"3\"\n", [["a", "b"], ["1 \" 2", "3"]]),
        ("a,b\n\"1 \"\" 2\",\"3\"\n", [["a", "b"], ["1 \" 2", "3"]]),
        ("# made by hand\na,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("\u{feff}a,b\n\n\n1,2\n\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n\"x\r\ny\",2\n", [["a", "b"], ["x\r\ny", "2"]]),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn pieces_of_any_size_give_the_same_records_and_lines() {
    let text = "имя;\"заметка\"\r\n\"Анна\";\"две\r\nстроки\"\r\n\r\n王;प्रिया\n\"a \"\"b\"\"\";\rz;";
    let whole = read_with(text.as_bytes(), usize::MAX, &CsvOptions::default(), &limits()).unwrap();
    assert_eq!(whole.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 5, 6, 7]);
    for piece in 1..40 {
        assert_eq!(
            read_with(text.as_bytes(), piece, &CsvOptions::default(), &limits()).unwrap(),
            whole,
            "{piece}"
        );
    }
    let small = CsvLimits { sample_bytes: 16, ..limits() };
    assert_eq!(
        read_with(text.as_bytes(), 3, &CsvOptions { delimiter: Some(';'), ..Default::default() }, &small)
            .unwrap(),
        whole
    );
}

#[test]
fn encodings_are_found() {
    let utf16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let chinese = "姓名,公司,备注\n王小明,上海贸易有限公司,已经联系过客户\n李华,北京科技,下周再打电话\n";
    let taiwan = "姓名,公司,備註\n王小明,臺北貿易有限公司,已經聯絡過客戶\n陳美玲,高雄科技,下週再打電話\n";
    let russian = "имя,компания,примечание\nАнна Петрова,Ромашка,перезвонить в среду\nИван,Завод,нет\n";
    let arabic = "الاسم,الشركة,ملاحظات\nأحمد علي,شركة النور,الاتصال يوم الأربعاء\n";
    let french = "nom,société,remarque\nJosé Müller,Café Élan,à rappeler\n";
    for (text, encoding) in [
        (chinese, TextEncoding::Gb18030),
        (taiwan, TextEncoding::Big5),
        (russian, TextEncoding::Windows1251),
        (arabic, TextEncoding::Windows1256),
        (french, TextEncoding::Windows1252),
    ] {
        let (bytes, _, lossy) = encoding.codec().encode(text);
        assert!(!lossy, "{encoding:?}");
        assert_eq!(super::super::encoding::find(&bytes, None, true), encoding, "{text}");
    }
    for text in [chinese, taiwan, russian, arabic, french, "name,phone\nAnna,1\n"] {
        assert_eq!(super::super::encoding::find(text.as_bytes(), None, true), TextEncoding::Utf8, "{text}");
        for (big, encoding) in [(false, TextEncoding::Utf16Le), (true, TextEncoding::Utf16Be)] {
            for mark in [false, true] {
                assert_eq!(
                    super::super::encoding::find(&utf16(text, big, mark), None, true),
                    encoding,
                    "{text} {mark}"
                );
            }
        }
    }
    let (gb, ..) = encoding_rs::GB18030.encode("имя,الاسم,नाम\nАнна,أحمد,प्रिया\n王小明,陳,😀\n");
    assert_eq!(super::super::encoding::find(&gb, None, true), TextEncoding::Gb18030);
}

#[test]
fn encodings_are_found_by_a_few_names_in_any_case() {
    for (encoding, names) in [
        (TextEncoding::Windows1251, ["ИВАНОВ ИВАН", "ПЕТРОВА АННА", "ШИШКИН ЮРИЙ", "Ёлкина Жанна"]),
        (TextEncoding::Windows1251, ["ГЕОРГИЕВ ГЕОРГИ", "ЩЕРЕВА ЯНА", "И. И. СИДОРОВ", "ООО ЩИТ"]),
        (TextEncoding::Windows1256, ["أحمد علي", "سعد حداد", "محمد", "فاطمة الزهراء"]),
        (TextEncoding::Windows1252, ["JOSÉ GARCÍA", "MÄKINEN ÄÄNI", "JOÃO ASSUNÇÃO", "MÜLLER JÖRG"]),
        (TextEncoding::Windows1252, ["José García", "Åsa Öberg", "Élodie", "Günther Groß"]),
        (TextEncoding::Gb18030, ["王秀兰", "欧阳娜娜", "诸葛亮", "TCL集团"]),
        (TextEncoding::Big5, ["陳雅婷", "歐陽菲菲", "諸葛亮", "林怡君"]),
    ] {
        for count in [3, 10, 100] {
            for first in 0..names.len() {
                let rows = (0..count)
                    .map(|row| format!("{},+88691200{row:04}\n", names[(first + row) % names.len()]));
                let text: String = std::iter::once("name,phone\n".to_owned()).chain(rows).collect();
                let (bytes, _, lossy) = encoding.codec().encode(&text);
                assert!(!lossy);
                assert_eq!(super::super::encoding::find(&bytes, None, true), encoding, "{text}");
            }
        }
    }
}

#[test]
fn a_few_bad_bytes_in_utf8_are_defects_of_their_rows() {
    let latin = b"Jos\xe9 Garc\xeda,+34600000000\n";
    let of = |text: &str, bad: &[u8]| [text.as_bytes(), bad].concat();
    let cut = "姓名,手機,公司\n王小明,0912000456,星光\n李華,0912000457,月光";
    let names = "name,phone\n".to_owned() + &"José García,1\n".repeat(20);
    let chinese = "姓名,电话\n".to_owned() + &"王小明,1\n".repeat(10);
    for (bytes, rejected) in [
        (of("имя,телефон\nАнна,1\nИван,2\n", latin), 4),
        (of(&names, latin), 22),
        (of(&chinese, latin), 12),
        (cut.as_bytes()[..cut.len() - 1].to_vec(), 3),
    ] {
        let mut reader = RecordReader::new(&CsvOptions::default(), &limits()).unwrap();
        reader.feed(&bytes).unwrap();
        reader.finish().unwrap();
        let mut found = Vec::new();
        while let Some(record) = reader.next_record().unwrap() {
            found.extend(record.problem.map(|problem| (record.line, problem)));
        }
        assert_eq!(reader.layout().map(|(encoding, _)| encoding), Some(TextEncoding::Utf8));
        assert_eq!(found, [(rejected, RecordProblem::Undecodable)]);
    }
}

#[test]
fn an_unclosed_quote_is_an_error_with_its_line() {
    let unclosed = |text: &str, limits: &CsvLimits| {
        read_with(
            text.as_bytes(),
            64,
            &CsvOptions { delimiter: Some(','), quote: Some('"'), ..Default::default() },
            limits,
        )
        .unwrap_err()
    };
    assert_eq!(unclosed("a,b\n1,2\n3,\"4\n5,6\n", &limits()), ImportError::UnclosedQuote { line: 3 });
    assert_eq!(unclosed("a,b\n\"x\ny\",\"4\n5,6", &limits()), ImportError::UnclosedQuote { line: 3 });
    assert_eq!(unclosed("a,b\n1,\"", &limits()), ImportError::UnclosedQuote { line: 2 });
    let small = CsvLimits { field_bytes: 100, ..limits() };
    let long = format!("a,b\n1,\"{}", "5,6\n".repeat(100));
    assert_eq!(unclosed(&long, &small), ImportError::UnclosedQuote { line: 2 });
    let without_lines = format!("a,b\n1,\"{}", "x".repeat(5_000));
    assert_eq!(unclosed(&without_lines, &small), ImportError::UnclosedQuote { line: 2 });
    // Both sides of the end.
    assert!(read_with(b"a,b\n1,\"2\"", 64, &CsvOptions::default(), &limits()).is_ok());
}

#[test]
fn bounds_hold_on_both_sides() {
    let options = CsvOptions { delimiter: Some(','), quote: Some('"'), ..Default::default() };
    let bounds = CsvLimits { sample_bytes: 64, field_bytes: 10, record_bytes: 24, columns: 3 };
    let problems = |text: &str| {
        let mut reader = RecordReader::new(&options, &bounds).unwrap();
        reader.feed(text.as_bytes()).unwrap();
        reader.finish().unwrap();
        let mut found = Vec::new();
        while let Some(record) = reader.next_record().unwrap() {
            found.push((record.line, record.problem));
        }
        found
    };
    assert_eq!(problems("aaaaaaaaaa,b\nc\n"), [(1, None), (2, None)]);
    assert_eq!(problems("aaaaaaaaaaa,b\nc\n"), [(1, Some(RecordProblem::FieldTooLong(1))), (2, None)]);
    assert_eq!(
        problems("b,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nc\n"),
        [(1, Some(RecordProblem::FieldTooLong(2))), (2, None)]
    );
    assert_eq!(problems("a,b,c\nd\n"), [(1, None), (2, None)]);
    assert_eq!(problems("a,b,c,d\ne\n"), [(1, Some(RecordProblem::TooManyColumns)), (2, None)]);
    assert_eq!(
        problems("aaaaaaaaa,bbbbbbbbb,ccccccccc\nd\n"),
        [(1, Some(RecordProblem::TooLong)), (2, None)]
    );
}

#[test]
fn bytes_without_meaning_mark_their_record_only() {
    let mut bytes = "name,city\n".repeat(20).into_bytes();
    bytes.extend("Анна,Москва\n".repeat(20).bytes());
    bytes.extend(b"bad \xff\xfe,x\n");
    bytes.extend("Иван \u{fffd},Казань\n".bytes());
    let mut reader = RecordReader::new(&CsvOptions::default(), &limits()).unwrap();
    reader.feed(&bytes).unwrap();
    reader.finish().unwrap();
    let mut marked = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        if record.problem.is_some() {
            marked.push((record.line, record.problem));
        }
    }
    assert_eq!(marked, [(41, Some(RecordProblem::Undecodable))]);
}

#[test]
fn archives_and_bad_separators_are_refused() {
    for (bytes, format) in
        [(&b"\x1f\x8b\x08rest"[..], "gzip"), (b"PK\x03\x04rest", "zip or xlsx"), (b"BZh91AY", "bzip2")]
    {
        let error = read_with(bytes, 100, &CsvOptions::default(), &limits()).unwrap_err();
        assert_eq!(error, ImportError::Compressed { format });
    }
    for options in [
        CsvOptions { delimiter: Some('，'), ..Default::default() },
        CsvOptions { delimiter: Some('"'), quote: Some('"'), ..Default::default() },
        CsvOptions { comment: Some('\n'), ..Default::default() },
    ] {
        assert!(matches!(RecordReader::new(&options, &limits()), Err(ImportError::Separator { .. })));
    }
}
