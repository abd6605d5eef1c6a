//! Texts in the form in which words are compared.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Returns the words of a text in small letters without accents, with one blank between them. Dots and
/// apostrophes join their neighbours (`e.V.` is `ev`); other signs separate.
pub(crate) fn plain_words(value: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(value);
    let mut words = String::with_capacity(decomposed.len());
    for c in decomposed.chars().flat_map(char::to_lowercase) {
        match c {
            // The last range is accents, which follow their letter in decomposed text.
            '.' | '\'' | '\u{2019}' | '\u{300}'..='\u{36F}' => {}
            'ł' => words.push('l'),
            'œ' => words.push_str("oe"),
            'ß' => words.push_str("ss"),
            c if c.is_alphanumeric() => words.push(c),
            _ => {
                if !words.is_empty() && !words.ends_with(' ') {
                    words.push(' ');
                }
            }
        }
    }
    words.truncate(words.trim_end().len());
    words
}
