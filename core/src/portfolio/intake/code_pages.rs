//! The code pages of one byte a letter that European programs write, from 0x80 on.
//!
//! Source: the mapping tables of the Unicode consortium (`MAPPINGS/VENDORS`). Windows-1252 leaves five bytes
//! unused.

/// The replacement for an unused byte. The check of the cell reports it.
const NONE: char = char::REPLACEMENT_CHARACTER;

/// The characters for the bytes from 0x80 on.
pub(super) type CodePage = [char; 128];

/// Windows-1252: Western Europe. It includes the letters of Latin-1.
#[rustfmt::skip]
pub(super) const WINDOWS_1252: CodePage = [
    '€', NONE, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', NONE, 'Ž', NONE,
    NONE, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', NONE, 'ž', 'Ÿ',
    '\u{a0}', '¡', '¢', '£', '¤', '¥', '¦', '§', '¨', '©', 'ª', '«', '¬', '\u{ad}', '®', '¯',
    '°', '±', '²', '³', '´', 'µ', '¶', '·', '¸', '¹', 'º', '»', '¼', '½', '¾', '¿',
    'À', 'Á', 'Â', 'Ã', 'Ä', 'Å', 'Æ', 'Ç', 'È', 'É', 'Ê', 'Ë', 'Ì', 'Í', 'Î', 'Ï',
    'Ð', 'Ñ', 'Ò', 'Ó', 'Ô', 'Õ', 'Ö', '×', 'Ø', 'Ù', 'Ú', 'Û', 'Ü', 'Ý', 'Þ', 'ß',
    'à', 'á', 'â', 'ã', 'ä', 'å', 'æ', 'ç', 'è', 'é', 'ê', 'ë', 'ì', 'í', 'î', 'ï',
    'ð', 'ñ', 'ò', 'ó', 'ô', 'õ', 'ö', '÷', 'ø', 'ù', 'ú', 'û', 'ü', 'ý', 'þ', 'ÿ',
];

/// Windows-1250: Central Europe.
#[rustfmt::skip]
pub(super) const WINDOWS_1250: CodePage = [
    '€', NONE, '‚', NONE, '„', '…', '†', '‡', NONE, '‰', 'Š', '‹', 'Ś', 'Ť', 'Ž', 'Ź',
    NONE, '‘', '’', '“', '”', '•', '–', '—', NONE, '™', 'š', '›', 'ś', 'ť', 'ž', 'ź',
    '\u{a0}', 'ˇ', '˘', 'Ł', '¤', 'Ą', '¦', '§', '¨', '©', 'Ş', '«', '¬', '\u{ad}', '®', 'Ż',
    '°', '±', '˛', 'ł', '´', 'µ', '¶', '·', '¸', 'ą', 'ş', '»', 'Ľ', '˝', 'ľ', 'ż',
    'Ŕ', 'Á', 'Â', 'Ă', 'Ä', 'Ĺ', 'Ć', 'Ç', 'Č', 'É', 'Ę', 'Ë', 'Ě', 'Í', 'Î', 'Ď',
    'Đ', 'Ń', 'Ň', 'Ó', 'Ô', 'Ő', 'Ö', '×', 'Ř', 'Ů', 'Ú', 'Ű', 'Ü', 'Ý', 'Ţ', 'ß',
    'ŕ', 'á', 'â', 'ă', 'ä', 'ĺ', 'ć', 'ç', 'č', 'é', 'ę', 'ë', 'ě', 'í', 'î', 'ď',
    'đ', 'ń', 'ň', 'ó', 'ô', 'ő', 'ö', '÷', 'ř', 'ů', 'ú', 'ű', 'ü', 'ý', 'ţ', '˙',
];

/// ISO 8859-15: Western Europe on Unix.
#[rustfmt::skip]
pub(super) const LATIN_9: CodePage = [
    NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
    NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
    '\u{a0}', '¡', '¢', '£', '€', '¥', 'Š', '§', 'š', '©', 'ª', '«', '¬', '\u{ad}', '®', '¯',
    '°', '±', '²', '³', 'Ž', 'µ', '¶', '·', 'ž', '¹', 'º', '»', 'Œ', 'œ', 'Ÿ', '¿',
    'À', 'Á', 'Â', 'Ã', 'Ä', 'Å', 'Æ', 'Ç', 'È', 'É', 'Ê', 'Ë', 'Ì', 'Í', 'Î', 'Ï',
    'Ð', 'Ñ', 'Ò', 'Ó', 'Ô', 'Õ', 'Ö', '×', 'Ø', 'Ù', 'Ú', 'Û', 'Ü', 'Ý', 'Þ', 'ß',
    'à', 'á', 'â', 'ã', 'ä', 'å', 'æ', 'ç', 'è', 'é', 'ê', 'ë', 'ì', 'í', 'î', 'ï',
    'ð', 'ñ', 'ò', 'ó', 'ô', 'õ', 'ö', '÷', 'ø', 'ù', 'ú', 'û', 'ü', 'ý', 'þ', 'ÿ',
];

/// Mac Roman: the CSV format of Excel for Mac.
#[rustfmt::skip]
pub(super) const MAC_ROMAN: CodePage = [
    'Ä', 'Å', 'Ç', 'É', 'Ñ', 'Ö', 'Ü', 'á', 'à', 'â', 'ä', 'ã', 'å', 'ç', 'é', 'è',
    'ê', 'ë', 'í', 'ì', 'î', 'ï', 'ñ', 'ó', 'ò', 'ô', 'ö', 'õ', 'ú', 'ù', 'û', 'ü',
    '†', '°', '¢', '£', '§', '•', '¶', 'ß', '®', '©', '™', '´', '¨', '≠', 'Æ', 'Ø',
    '∞', '±', '≤', '≥', '¥', 'µ', '∂', '∑', '∏', 'π', '∫', 'ª', 'º', 'Ω', 'æ', 'ø',
    '¿', '¡', '¬', '√', 'ƒ', '≈', '∆', '«', '»', '…', '\u{a0}', 'À', 'Ã', 'Õ', 'Œ', 'œ',
    '–', '—', '“', '”', '‘', '’', '÷', '◊', 'ÿ', 'Ÿ', '⁄', '€', '‹', '›', 'ﬁ', 'ﬂ',
    '‡', '·', '‚', '„', '‰', 'Â', 'Ê', 'Á', 'Ë', 'È', 'Í', 'Î', 'Ï', 'Ì', 'Ó', 'Ô',
    '\u{f8ff}', 'Ò', 'Ú', 'Û', 'Ù', 'ı', 'ˆ', '˜', '¯', '˘', '˙', '˚', '¸', '˝', '˛', 'ˇ',
];

/// Code page 850: Western Europe in MS-DOS, and the CSV (MS-DOS) format of Excel.
#[rustfmt::skip]
pub(super) const CP_850: CodePage = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å',
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ',
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»',
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐',
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
    'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀',
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´',
    '\u{ad}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{a0}',
];

/// Letters and signs of Western European texts. A code page that makes others of a file is likely the wrong
/// one.
const USUAL: &str = "àâäáãåçéèêëíìîïñóòôöõøúùûüßæœÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÆŒ€’‘“”„«»°ªº–·¿¡\u{a0}";

/// Returns how well a code page fits the bytes: the usual letters, less twice those that do not belong where
/// they stand.
pub(super) fn fit(page: &CodePage, bytes: &[u8]) -> i64 {
    let letter =
        |byte: u8| page.get(usize::from(byte).wrapping_sub(0x80)).copied().unwrap_or(char::from(byte));
    let mut score = 0;
    let mut before = ' ';
    let mut letters = bytes.iter().map(|byte| letter(*byte)).peekable();
    while let Some(letter) = letters.next() {
        let behind = letters.peek().copied().unwrap_or(' ');
        if !letter.is_ascii() {
            score += match USUAL.contains(letter) {
                _ if letter == NONE || is_misplaced(before, letter, behind) => -2,
                true => 1,
                false => i64::from(letter.is_alphabetic()) - 1,
            };
        }
        before = letter;
    }
    score
}

/// Returns `true` for a capital or a sign inside a word.
fn is_misplaced(before: char, letter: char, behind: char) -> bool {
    if letter.is_uppercase() {
        return before.is_lowercase() || (before.is_uppercase() && behind.is_lowercase());
    }
    let is_sign = !letter.is_alphabetic() || matches!(letter, 'ª' | 'º');
    is_sign && before.is_alphabetic() && behind.is_alphabetic() && !matches!(letter, '’' | '·' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(page: &CodePage, text: &str) -> Vec<u8> {
        let byte = |letter: char| match page.iter().position(|other| *other == letter) {
            Some(at) => u8::try_from(at + 0x80).unwrap(),
            None => u8::try_from(u32::from(letter)).unwrap(),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn a_text_fits_its_own_code_page_best() {
        let texts = [
            "Müller & Söhne, Bäckerstraße 1, Köln",
            "Café Sévigné, Évry, Allée n° 5",
            "Muñoz, León, Íñigo Núñez",
        ];
        let pages = [&WINDOWS_1252, &MAC_ROMAN, &CP_850];
        for (own, page) in pages.iter().enumerate() {
            for text in texts {
                let text = bytes(page, text);
                let scores: Vec<i64> = pages.iter().map(|page| fit(page, &text)).collect();
                let others = scores.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, score)| *score);
                assert!(others.max().unwrap() + 2 < scores[own], "{own} {scores:?}");
            }
        }
    }
}
