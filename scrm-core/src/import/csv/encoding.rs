//! Which bytes mean which characters: byte order mark, name, or the evidence of a sample.

use encoding_rs::{
    BIG5, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1256,
};
use serde::{Deserialize, Serialize};

/// The encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// GB18030, of which GBK and GB2312 are parts.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// Big5 with the Hong Kong extensions.
    #[serde(rename = "big5")]
    Big5,
    /// Windows Cyrillic.
    #[serde(rename = "windows-1251")]
    Windows1251,
    /// Windows Western European, which includes Latin-1.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Windows Arabic.
    #[serde(rename = "windows-1256")]
    Windows1256,
}

impl TextEncoding {
    /// The name used in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::Windows1251 => "windows-1251",
            Self::Windows1252 => "windows-1252",
            Self::Windows1256 => "windows-1256",
        }
    }

    /// The encoding by any name in use for it, such as `gbk`, `cp1251` or `latin1`.
    ///
    /// ```
    /// use scrm_core::import::csv::TextEncoding;
    /// assert_eq!(TextEncoding::from_name("GBK"), Some(TextEncoding::Gb18030));
    /// assert_eq!(TextEncoding::from_name("cp1251"), Some(TextEncoding::Windows1251));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Encoding::for_label(name.as_bytes())?;
        let found = if found == encoding_rs::GBK { GB18030 } else { found };
        Self::ALL.iter().copied().find(|encoding| encoding.codec() == found)
    }

    const ALL: [Self; 8] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Gb18030,
        Self::Big5,
        Self::Windows1251,
        Self::Windows1252,
        Self::Windows1256,
    ];

    pub(super) fn codec(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
            Self::Windows1251 => WINDOWS_1251,
            Self::Windows1252 => WINDOWS_1252,
            Self::Windows1256 => WINDOWS_1256,
        }
    }
}

/// The encoding of a file by its first bytes; `whole` when they are all there is. A byte order mark wins,
/// then the caller's word, then the evidence.
pub(super) fn find(sample: &[u8], named: Option<TextEncoding>, whole: bool) -> TextEncoding {
    by_byte_order_mark(sample)
        .or(named)
        .or_else(|| utf16_without_mark(sample))
        .unwrap_or_else(|| by_content(sample, whole))
}

fn by_byte_order_mark(sample: &[u8]) -> Option<TextEncoding> {
    match sample {
        [0xef, 0xbb, 0xbf, ..] => Some(TextEncoding::Utf8),
        [0xff, 0xfe, ..] => Some(TextEncoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(TextEncoding::Utf16Be),
        [0x84, 0x31, 0x95, 0x33, ..] => Some(TextEncoding::Gb18030),
        _ => None,
    }
}

/// UTF-16 shows in its separators: nearly every comma and line end is half of a pair with a zero.
fn utf16_without_mark(sample: &[u8]) -> Option<TextEncoding> {
    let (mut little, mut big, mut single) = (0_usize, 0_usize, 0_usize);
    for pair in sample.chunks_exact(2) {
        let [first, second] = *pair else { continue };
        let separator = |byte: u8| matches!(byte, b',' | b';' | b'\t' | b'\n' | b'\r' | b' ' | b'|');
        match (first, second) {
            (low, 0) if separator(low) => little += 1,
            (0, low) if separator(low) => big += 1,
            (a, b) if separator(a) || separator(b) => single += 1,
            _ => {}
        }
    }
    // A Chinese character may hold a separator's byte, so a few single ones prove nothing.
    let enough = |pairs: usize| pairs >= 2 && pairs > single;
    match (enough(little), enough(big)) {
        (true, false) => Some(TextEncoding::Utf16Le),
        (false, true) => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

fn by_content(sample: &[u8], whole: bool) -> TextEncoding {
    if is_mostly_utf8(sample, whole) {
        return TextEncoding::Utf8;
    }
    const LEGACY: [TextEncoding; 5] = [
        TextEncoding::Windows1252,
        TextEncoding::Gb18030,
        TextEncoding::Big5,
        TextEncoding::Windows1251,
        TextEncoding::Windows1256,
    ];
    let mut best = (TextEncoding::Windows1252, f64::MIN);
    for encoding in LEGACY {
        let score = plausibility(sample, encoding);
        if score > best.1 {
            best = (encoding, score);
        }
    }
    best.0
}

/// Valid UTF-8, or so nearly that the few other bytes are defects of single rows.
fn is_mostly_utf8(sample: &[u8], whole: bool) -> bool {
    let (mut wide, mut bad) = (0_usize, 0_usize);
    let mut rest = sample;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                wide += text.chars().filter(|c| !c.is_ascii()).count();
                break;
            }
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                wide += String::from_utf8_lossy(valid).chars().filter(|c| !c.is_ascii()).count();
                let Some(length) = error.error_len() else {
                    bad += usize::from(whole);
                    break;
                };
                bad += 1;
                rest = rest.get(error.valid_up_to() + length..).unwrap_or_default();
            }
        }
    }
    // Hardly a letter of another encoding makes a sequence of UTF-8 with what comes behind it; of Chinese text every sixth does.
    bad == 0 || wide > bad.saturating_mul(2)
}

/// How much the sample looks like text in `encoding`: the mean over its characters beyond ASCII, less what
/// does not decode.
fn plausibility(sample: &[u8], encoding: TextEncoding) -> f64 {
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    let mut text = String::with_capacity(sample.len() * 2 + 16);
    let (mut rest, mut malformed) = (sample, 0_usize);
    loop {
        text.reserve(rest.len() * 3 + 16);
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, false);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::Malformed(..) => {
                malformed += 1;
                if malformed > 200 {
                    break;
                }
            }
            DecoderResult::OutputFull => {}
        }
    }
    let (mut sum, mut count) = (0.0, 0_usize);
    let mut previous = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            count += 1;
            sum += weight(c, previous, encoding);
        } else if c.is_ascii_alphabetic() && !previous.is_ascii() && joins_badly(previous) {
            sum -= 1.0;
        }
        previous = c;
    }
    let total = (count + malformed).max(1) as f64;
    // A double-byte reading has half as many characters; the mean makes the readings comparable.
    sum / total - 8.0 * malformed as f64 / total
}

/// Letters of a script that does not stand against Latin letters inside a word, or seldom.
fn joins_badly(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}' | '\u{600}'..='\u{6ff}' | '\u{4e00}'..='\u{9fff}')
}

fn weight(c: char, previous: char, encoding: TextEncoding) -> f64 {
    match encoding {
        _ if previous.is_ascii_alphabetic() && joins_badly(c) => -1.0,
        TextEncoding::Gb18030 => weight_of_chinese(c, SIMPLIFIED, encoding),
        TextEncoding::Big5 => weight_of_chinese(c, TRADITIONAL, encoding),
        TextEncoding::Windows1251 => weight_of_cyrillic(c, previous),
        TextEncoding::Windows1256 => weight_of_arabic(c),
        _ => weight_of_latin(c, previous),
    }
}

const SIMPLIFIED: &str = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许稜先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢病始达深完今提求清王化空业思切怎非找片罗钱吗语元喜曾离飞科言干流欢约各即指合反题必该论交终林请医晚制球决传画保读运及则房早院量苦火布品近坐产答星精视五连司巴奇管类未朋且婚台夜青北队久乎越观落尽形影红爸百令周吧识步希亚术留市半热送兴造谈容极随演收首根讲整式取照办强石古华拿计您装似足双妻尼转诉米称丽客南领节衣站黑刻统断福城故历惊脸选包紧争另建维绝树系伤示愿持千史谁准联妇纪基买志静阿诗独复痛消社算义竟确酒需单治卡幸兰念举仅钟怕共毛句息功官待究跟穿室易游程号居考突皮哪费倒价图具刚脑永歌响商礼细专黄块脚味灵改据般破引食仍存众注笔甚某沉血备习校默务土微娘须试怀料调广苏显赛查密议底列富梦错座参八除跑亮假印设线温虽掉京初养香停际致阳纸李纳验助激够严证帝饭忘趣支春集丈木研班普导顿睡展跳获艺六波察群皇段急庭创区奥器谢弟店否害草排背止组州朝封睛板角况曲馆育忙质河续哥呼若推境遇雨标姐充围案伦护冷警贝著雪索剧啊船险烟依斗值帮汉慢佛肯闻唱沙局伯族低玩资屋击速顾泪洲团圣旁堂兵七露园牛哭旅街劳型烈姑陈莫鱼异抱宝权鲁简态级票怪寻杀律胜份汽右洋范床舞秘午登楼贵吸责例追较职属渐左录丝牙党继托赶章智冲叶胡吉卖坚喝肉遗救修松临藏担戏善卫药悲敢靠伊村戴词森耳差短祖云规窗散迷油旧适乡架恩投弹铁博雷府压超负勒杂醒洗采毫嘴毕九冰既状乱景席珍童顶派素脱农疑练野按犯拍征坏骨余承置彩灯巨琴免环姆暗换技翻束增忍餐洛塞缺忆判欧层付阵玛批岛项狗休懂武革良恶恋委拥娜妙探呀营退摇弄桌熟诺宣银势奖宫忽套康供优课鸟喊降夏困刘罪亡鞋健模败伴守挥鲜财孤枪禁恐伙杰迹妹遍盖副坦牌江顺秋萨菜划授归浪听凡预奶雄升编典袋莱含盛济蒙棋端腿招释介烧误预算电话邮箱姓名备注万";
const TRADITIONAL: &str = "的一是了我不人在他有這個上們來到時大地為子中你說生國年著就那和要她出也得裡後自以會家可下而過天去能對小多然於心學麼之都好看起發當沒成只如事把還用第樣道想作種開美總從無情己面最女但現前些所同日手又行意動方期它頭經長兒回位分愛老因很給名法間斯知世什兩次使身者被高已親其進此話常與活正感見明問力理爾點文幾定本公特做外孩相西果走將月十實向聲車全信重三機工物氣每並別真打太新比才便夫再書部水像眼等體卻加電主界門利海受聽表德少克代員許先口由死安寫性馬光白或住難望教命花結樂色更拉東神記處讓母父應直字場平報友關放至張認接告入笑內英軍候民歲往何度山覺路帶萬男邊風解叫任金快原吃媽變通師立象數四失滿戰遠格士音輕目條呢病始達深完今提求清王化空業思切怎非找片羅錢嗎語元喜曾離飛科言乾流歡約各即指合反題必該論交終林請醫晚製球決傳畫保讀運及則房早院量苦火布品近坐產答星精視五連司巴奇管類未朋且婚台臺夜青北隊久乎越觀落盡形影紅爸百令週周吧識步希亞術留市半熱送興造談容極隨演收首根講整式取照辦強石古華拿計您裝似足雙妻尼轉訴米稱麗客南領節衣站黑刻統斷福城故歷驚臉選包緊爭另建維絕樹系傷示願持千史誰準聯婦紀基買志靜阿詩獨複痛消社算義竟確酒需單治卡幸蘭念舉僅鐘怕共毛句息功官待究跟穿室易遊程號居考突皮哪費倒價圖具剛腦永歌響商禮細專黃塊腳味靈改據般破引食仍存眾註筆甚某沉血備習校默務土微娘須試懷料調廣蘇顯賽查密議底列富夢錯座參八除跑亮假印設線溫雖掉京初養香停際致陽紙李納驗助激夠嚴證帝飯忘趣支春集丈木研班普導頓睡展跳獲藝六波察群皇段急庭創區奧器謝弟店否害草排背止組州朝封睛板角況曲館育忙質河續哥呼若推境遇雨標姐充圍案倫護冷警貝雪索劇啊船險煙依鬥值幫漢慢佛肯聞唱沙局伯族低玩資屋擊速顧淚洲團聖旁堂兵七露園牛哭旅街勞型烈姑陳莫魚異抱寶權魯簡態級票怪尋殺律勝份汽右洋範床舞秘午登樓貴吸責例追較職屬漸左錄絲牙黨繼托趕章智沖葉胡吉賣堅喝肉遺救修松臨藏擔戲善衛藥悲敢靠伊村戴詞森耳差短祖雲規窗散迷油舊適鄉架恩投彈鐵博雷府壓超負勒雜醒洗採預算電話郵箱姓名備註公司產業職位語言聯絡時間";

fn weight_of_chinese(c: char, common: &str, encoding: TextEncoding) -> f64 {
    match c {
        _ if common.contains(c) => 1.0,
        // Names are of characters that are seldom else, but few of them are rare.
        '\u{4e00}'..='\u{9fff}' if is_of_first_level(c, encoding) => 0.7,
        '\u{4e00}'..='\u{9fff}' => -0.05,
        '，' | '。' | '、' | '：' | '；' | '（' | '）' | '「' | '」' | '《' | '》' | '！' | '？' => {
            0.8
        }
        '\u{ff10}'..='\u{ff19}' | '\u{ff0b}'..='\u{ff0f}' => 0.4,
        // Other scripts inside GB18030 take four bytes each: nobody hits them by chance.
        '\u{600}'..='\u{6ff}' | '\u{900}'..='\u{97f}' | '\u{1f300}'..='\u{1faff}' => 0.9,
        '\u{400}'..='\u{4ff}' => 0.3,
        _ => -0.6,
    }
}

/// Whether a double-byte encoding has a character among its everyday ones, which it puts first.
fn is_of_first_level(c: char, encoding: TextEncoding) -> bool {
    let mut buffer = [0; 4];
    let (bytes, ..) = encoding.codec().encode(c.encode_utf8(&mut buffer));
    match encoding {
        TextEncoding::Big5 => matches!(*bytes, [0xa4..=0xc6, _]),
        _ => matches!(*bytes, [0xb0..=0xd7, 0xa1..=0xfe]),
    }
}

fn weight_of_cyrillic(c: char, previous: char) -> f64 {
    match c {
        'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' | 'к' | 'м' | 'д' | 'п' | 'у' => {
            1.0
        }
        'а'..='я' => 0.7,
        // A capital inside a word of small letters is what other encodings look like.
        'А'..='Я' if previous.is_lowercase() => -0.8,
        'А'..='Я' if previous.is_uppercase() && joins_badly(previous) => {
            c.to_lowercase().map(|small| weight_of_cyrillic(small, previous)).sum()
        }
        'А'..='Я' => 0.6,
        'ё' | 'Ё' | '№' | '«' | '»' | '—' | '–' => 0.5,
        _ => -0.5,
    }
}

const fn weight_of_arabic(c: char) -> f64 {
    match c {
        'ا' | 'ل' | 'ي' | 'م' | 'ن' | 'و' | 'ر' | 'ت' | 'ب' | 'ه' | 'د' | 'ع' | 'س' | 'ف' | 'ح' | 'ك'
        | 'ق' | 'أ' | 'ة' => 1.0,
        'ء'..='غ' | 'ى' => 0.7,
        '،' | '؛' | '؟' | 'ـ' => 0.5,
        _ => -0.5,
    }
}

fn weight_of_latin(c: char, previous: char) -> f64 {
    match c {
        'à'..='ö' | 'ø'..='ÿ' if previous.is_ascii_lowercase() => 1.0,
        'à'..='ö' | 'ø'..='ÿ' if previous.is_ascii_alphabetic() || !previous.is_alphanumeric() => 0.6,
        'À'..='Ö' | 'Ø'..='Þ' if previous.is_ascii_lowercase() => -0.2,
        'À'..='Ö' | 'Ø'..='ß' if previous.is_ascii() => 0.6,
        'À'..='Ö' | 'Ø'..='Þ' if matches!(previous, 'À'..='Ö' | 'Ø'..='Þ') => 0.3,
        '€' | '£' | '©' | '®' | '°' | '–' | '—' | '’' | '‘' | '“' | '”' | '…' | '«' | '»' | '\u{a0}'
        | '½' => 0.5,
        _ => -0.6,
    }
}
