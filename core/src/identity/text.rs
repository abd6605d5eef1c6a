//! Text in the form that is compared: differences between spellings of one number or name are removed.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use crate::validation::is_blank;

/// Returns a text in capitals and in compatibility form (NFKC: full-width digits are digits). Invisible
/// characters are removed, blanks become one space, and those at the ends are removed.
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

/// Returns `true` for texts that differ at most in case, blanks, and how Unicode writes a letter: `é` may be
/// one character or two.
pub(crate) fn is_same_text(one: &str, other: &str) -> bool {
    one == other || plain(one) == plain(other)
}

/// Returns the letters and digits of a number, without blanks and signs.
pub(super) fn compact(plain: &str) -> String {
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns digits without the `.0` of a spreadsheet that read them as a decimal number.
pub(super) fn without_fraction(plain: &str) -> &str {
    let plain = plain.trim_start_matches(['\'', '\u{2019}', ' ']);
    let whole = plain.strip_suffix(".0").or_else(|| plain.strip_suffix(".00"));
    whole.filter(|whole| is_digits(&whole.replace(' ', ""))).unwrap_or(plain)
}

/// The first letters of Spanish company numbers.
pub(super) const SPANISH_COMPANY: &str = "ABCDEFGHJNPQRSUVW";

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns words in capitals without accents. `ä` becomes `AE`, as German writes it; `é` becomes `E`.
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
            // These signs do not separate words: L'Oréal, S.A.S.
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

/// Legal forms at the end or the front of a company's name. A form stands before the forms that it contains.
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
/// Short forms that are also words. They are removed only at the end of a name.
const SHORT_FORMS: [&str; 8] = ["SA", "SL", "BV", "NV", "SC", "CV", "VOF", "SRO"];

/// Returns a company's name as it is compared: no legal form, no accents, no punctuation, no blanks.
pub(super) fn name_key(value: &str) -> Option<String> {
    let mut words = words(value);
    let all = words.concat();
    while take_form(&mut words) {}
    let key = words.concat();
    // A name that is only a legal form is kept.
    Some(if key.is_empty() { all } else { key }).filter(|key| !key.is_empty())
}

/// Removes one legal form from the end or the front. Returns `false` if the name has no legal form.
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

/// Returns a town's name as it is compared; `None` if nothing remains of it.
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
