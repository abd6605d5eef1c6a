//! Text as it is compared: what two spellings of one number or one name differ in is taken out.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use crate::validation::is_blank;

/// A text in compatibility form (NFKC: full-width digits are digits), in capitals, without anything invisible at its
/// ends; invisible characters inside are taken out, and blanks become one space.
pub(super) fn plain(value: &str) -> String {
    let composed = if value.is_ascii() {
        Cow::Borrowed(value)
    } else {
        ComposingNormalizerBorrowed::new_nfkc().normalize(value)
    };
    let mut text = String::with_capacity(composed.len());
    for c in composed.chars() {
        if c.is_whitespace() {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        } else if !is_blank(c) && !c.is_control() {
            text.extend(c.to_uppercase());
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// A number without blanks, signs between its characters, and the apostrophe by which spreadsheets mark text.
pub(super) fn compact(plain: &str) -> String {
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Digits that a spreadsheet has turned into a decimal number lose the `.0` that came of it.
pub(super) fn without_fraction(plain: &str) -> &str {
    let plain = plain.trim_start_matches(['\'', '\u{2019}', ' ']);
    let whole = plain.strip_suffix(".0").or_else(|| plain.strip_suffix(".00"));
    whole.filter(|whole| is_digits(&whole.replace(' ', ""))).unwrap_or(plain)
}

/// The first letters of the Spanish numbers of companies.
pub(super) const SPANISH_COMPANY: &str = "ABCDEFGHJNPQRSUVW";

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words without accents: `ä` is `AE` as German writes it without umlauts, `é` is `E`.
pub(super) fn words(value: &str) -> Vec<String> {
    let mut spelled = String::with_capacity(value.len());
    for c in plain(value).chars() {
        match c {
            'Ä' | 'Æ' => spelled.push_str("AE"),
            'Ö' | 'Œ' => spelled.push_str("OE"),
            'Ü' => spelled.push_str("UE"),
            'Ø' => spelled.push('O'),
            'Ł' => spelled.push('L'),
            '&' | '+' => spelled.push_str(" & "),
            // Between letters they do not part words: L'Oréal, S.A.S.
            '\'' | '’' | '‘' | '`' | '´' | '.' => {}
            c => spelled.push(c),
        }
    }
    let bare = DecomposingNormalizerBorrowed::new_nfkd().normalize(&spelled);
    let parted: String = bare
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36F}'))
        .map(|c| if c.is_alphanumeric() || c == '&' { c } else { ' ' })
        .collect();
    parted.split_whitespace().filter(|word| *word != "&").map(ToOwned::to_owned).collect()
}

/// Legal forms as they stand at the end of a company's name, or in front of it, word by word; the longest first.
const LEGAL_FORMS: [&str; 86] = [
    "UG HAFTUNGSBESCHRAENKT CO KG",
    "SOCIETE PAR ACTIONS SIMPLIFIEE UNIPERSONNELLE",
    "SOCIETE PAR ACTIONS SIMPLIFIEE",
    "SOCIETE A RESPONSABILITE LIMITEE",
    "GESELLSCHAFT MIT BESCHRAENKTER HAFTUNG",
    "SPOLKA Z OGRANICZONA ODPOWIEDZIALNOSCIA",
    "SOCIEDAD DE RESPONSABILIDAD LIMITADA",
    "SOCIETA A RESPONSABILITA LIMITATA",
    "SOCIEDAD LIMITADA UNIPERSONAL",
    "PRIVATE LIMITED COMPANY",
    "PUBLIC LIMITED COMPANY",
    "SOCIETA PER AZIONI",
    "SOCIEDAD LIMITADA",
    "SOCIEDAD ANONIMA",
    "SOCIEDADE ANONIMA",
    "SOCIETE ANONYME",
    "SOCIETE EN NOM COLLECTIF",
    "UG HAFTUNGSBESCHRAENKT",
    "OFFENE HANDELSGESELLSCHAFT",
    "KOMMANDITGESELLSCHAFT",
    "AKTIENGESELLSCHAFT",
    "UNTERNEHMERGESELLSCHAFT HAFTUNGSBESCHRAENKT",
    "BESLOTEN VENNOOTSCHAP",
    "NAAMLOZE VENNOOTSCHAP",
    "EINGETRAGENER KAUFMANN",
    "EINGETRAGENE KAUFFRAU",
    "SPOLKA AKCYJNA",
    "GMBH CO KGAA",
    "GMBH CO OHG",
    "GMBH CO KG",
    "AG CO KG",
    "UG CO KG",
    "SE CO KG",
    "SP Z O O SP K",
    "SP ZOO SP K",
    "SP Z O O",
    "SP Z OO",
    "SP ZOO",
    "UNIPESSOAL LDA",
    "COMPANY LIMITED",
    "CO LTD",
    "HAFTUNGSBESCHRAENKT",
    "INCORPORATED",
    "UNIPESSOAL",
    "LIMITADA",
    "LIMITED",
    "GGMBH",
    "MBH",
    "GMBH",
    "GESMBH",
    "KGAA",
    "SARLU",
    "SARL",
    "SASU",
    "EURL",
    "SCOP",
    "SELARL",
    "SELAS",
    "SRLS",
    "LTDA",
    "SAPA",
    "CVBA",
    "COMMV",
    "SPRL",
    "BVBA",
    "OHG",
    "EKFR",
    "SAS",
    "SNC",
    "SCA",
    "SLU",
    "SAU",
    "SLP",
    "SRL",
    "SPA",
    "LDA",
    "LTD",
    "PLC",
    "LLP",
    "DAC",
    "UG",
    "EK",
    "SE",
    "KG",
    "AG",
    "OG",
];
/// The forms of two letters that are words as well: only at the end of a name.
const SHORT_FORMS: [&str; 8] = ["SA", "SL", "BV", "NV", "SC", "CV", "VOF", "SRO"];

/// A company's name as it is compared: no legal form, no accents, no punctuation, no blanks.
pub(super) fn name_key(value: &str) -> Option<String> {
    let mut words = words(value);
    let all = words.concat();
    while take_form(&mut words) {}
    let key = words.concat();
    // A name that consists of its legal form alone is what it is.
    Some(if key.is_empty() { all } else { key }).filter(|key| !key.is_empty())
}

/// Takes one legal form off the end or the front; `false` if there is none.
fn take_form(words: &mut Vec<String>) -> bool {
    for form in LEGAL_FORMS {
        let length = form.split(' ').count();
        let Some(rest) = words.len().checked_sub(length).filter(|rest| *rest > 0) else { continue };
        if words[rest..].iter().eq(form.split(' ')) {
            words.truncate(rest);
            return true;
        }
        if words[..length].iter().eq(form.split(' ')) {
            words.drain(..length);
            return true;
        }
    }
    let short = words.len() > 1 && words.last().is_some_and(|last| SHORT_FORMS.contains(&last.as_str()));
    if short {
        words.pop();
    }
    short
}

/// A town as it is compared.
pub(super) fn town_key(value: &str) -> Option<String> {
    Some(words(value).concat()).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_or_of_another_width_makes_no_other_number() {
        for spelled in [
            "913 572 467",
            "９１３５７２４６７",
            "913.572.467",
            "'913572467",
            "913572467\0",
            "913\u{AD}572467",
        ] {
            assert_eq!(compact(without_fraction(&plain(spelled))), "913572467", "{spelled:?}");
        }
        assert_eq!(without_fraction("913572467.0"), "913572467");
        assert_eq!(without_fraction("800.688.350"), "800.688.350", "its points part groups");
    }

    #[test]
    fn a_name_is_compared_without_its_legal_form() {
        let key = |name: &str| name_key(name).unwrap_or_default();
        assert_eq!(key("Müller Bau GmbH & Co. KG"), key("MUELLER-BAU"));
        assert_eq!(key("S.A.S. L'Étoile"), key("L’Etoile SAS"));
        assert_eq!(key("Cafe\u{301} Ideal S.L.U."), key("Café Ideal"));
        assert_eq!(key("Jeu d'Été UG (haftungsbeschränkt)"), key("Jeu d’été"));
        assert_ne!(key("Alpha Bau GmbH"), key("Beta Logistik GmbH"));
        assert_eq!(name_key("SARL").as_deref(), Some("SARL"));
        assert_eq!(name_key(" .- "), None);
    }
}
