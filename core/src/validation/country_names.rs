//! Countries by their names.

use super::countries::{alpha3_from_alpha2, alpha3_from_alpha3};
use super::plain_words::plain_words;

/// The names of countries in English, French, German, Dutch, Spanish and their own languages, in the spelling
/// of [`plain_words`]. Source: the territories of the Unicode CLDR, with usual older and longer names.
const NAMES: [(&str, &[&str]); 74] = [
    ("ALB", &["albania", "albanie", "albanien"]),
    ("AND", &["andorra", "andorre"]),
    (
        "ARE",
        &[
            "united arab emirates",
            "emirats arabes unis",
            "vereinigte arabische emirate",
            "verenigde arabische emiraten",
            "emiratos arabes unidos",
        ],
    ),
    ("ARG", &["argentina", "argentine", "argentinien", "argentinie"]),
    ("AUS", &["australia", "australie", "australien"]),
    ("AUT", &["austria", "autriche", "osterreich", "oostenrijk"]),
    ("BEL", &["belgium", "belgique", "belgien", "belgie", "belgica"]),
    ("BGR", &["bulgaria", "bulgarie", "bulgarien", "bulgarije"]),
    (
        "BIH",
        &[
            "bosnia herzegovina",
            "bosnie herzegovine",
            "bosnien und herzegowina",
            "bosnie en herzegovina",
            "bosnia y herzegovina",
        ],
    ),
    ("BRA", &["brazil", "bresil", "brasilien", "brazilie", "brasil"]),
    ("CAN", &["canada", "kanada"]),
    (
        "CHE",
        &[
            "switzerland",
            "suisse",
            "schweiz",
            "zwitserland",
            "suiza",
            "svizzera",
            "schweizerische eidgenossenschaft",
        ],
    ),
    ("CHL", &["chile", "chili"]),
    ("CHN", &["china", "chine"]),
    ("CIV", &["cote divoire", "ivoorkust"]),
    ("CMR", &["cameroon", "cameroun", "kamerun", "kameroen", "camerun"]),
    ("COL", &["colombia", "colombie", "kolumbien"]),
    ("CYP", &["cyprus", "chypre", "zypern", "chipre"]),
    (
        "CZE",
        &[
            "czechia",
            "tchequie",
            "tschechien",
            "tsjechie",
            "chequia",
            "cesko",
            "czech republic",
            "republique tcheque",
            "tschechische republik",
            "republica checa",
            "tsjechische republiek",
        ],
    ),
    (
        "DEU",
        &[
            "germany",
            "allemagne",
            "deutschland",
            "duitsland",
            "alemania",
            "bundesrepublik deutschland",
            "brd",
        ],
    ),
    ("DNK", &["denmark", "danemark", "denemarken", "dinamarca", "danmark"]),
    ("DZA", &["algeria", "algerie", "algerien", "algerije", "argelia"]),
    ("EGY", &["egypt", "egypte", "agypten", "egipto"]),
    ("ESP", &["spain", "espagne", "spanien", "spanje", "espana"]),
    ("EST", &["estonia", "estonie", "estland", "eesti"]),
    ("FIN", &["finland", "finlande", "finnland", "finlandia", "suomi"]),
    (
        "FRA",
        &["france", "frankreich", "frankrijk", "francia", "republique francaise", "france metropolitaine"],
    ),
    (
        "GBR",
        &[
            "united kingdom",
            "royaume uni",
            "vereinigtes konigreich",
            "verenigd koninkrijk",
            "reino unido",
            "great britain",
            "grande bretagne",
            "grossbritannien",
            "groot brittannie",
            "gran bretana",
            "england",
            "angleterre",
            "scotland",
            "wales",
        ],
    ),
    ("GRC", &["greece", "grece", "griechenland", "griekenland", "grecia", "hellas"]),
    (
        "HKG",
        &[
            "hong kong sar china",
            "ras chinoise de hong kong",
            "sonderverwaltungsregion hongkong",
            "hongkong sar van china",
            "rae de hong kong china",
            "hong kong",
            "hongkong",
        ],
    ),
    ("HRV", &["croatia", "croatie", "kroatien", "kroatie", "croacia", "hrvatska"]),
    ("HUN", &["hungary", "hongrie", "ungarn", "hongarije", "hungria", "magyarorszag"]),
    ("IND", &["india", "inde", "indien"]),
    ("IRL", &["ireland", "irlande", "irland", "ierland", "irlanda", "eire", "republic of ireland"]),
    ("IRN", &["iran"]),
    ("ISL", &["iceland", "islande", "island", "ijsland", "islandia"]),
    ("ISR", &["israel"]),
    ("ITA", &["italy", "italie", "italien", "italia"]),
    ("JPN", &["japan", "japon"]),
    ("KOR", &["south korea", "coree du sud", "sudkorea", "zuid korea", "corea del sur"]),
    ("LBN", &["lebanon", "liban", "libanon", "libano"]),
    ("LIE", &["liechtenstein"]),
    ("LTU", &["lithuania", "lituanie", "litauen", "litouwen", "lituania", "lietuva"]),
    ("LUX", &["luxembourg", "luxemburg", "luxemburgo", "letzebuerg"]),
    ("LVA", &["latvia", "lettonie", "lettland", "letland", "letonia", "latvija"]),
    ("MAR", &["morocco", "maroc", "marokko", "marruecos"]),
    ("MCO", &["monaco"]),
    ("MDA", &["moldova", "moldavie", "republik moldau", "moldavia"]),
    ("MEX", &["mexico", "mexique", "mexiko"]),
    (
        "MKD",
        &[
            "north macedonia",
            "macedoine du nord",
            "nordmazedonien",
            "noord macedonie",
            "macedonia del norte",
            "macedonia",
        ],
    ),
    ("MLT", &["malta", "malte"]),
    ("MNE", &["montenegro"]),
    (
        "NLD",
        &[
            "netherlands",
            "pays bas",
            "niederlande",
            "nederland",
            "paises bajos",
            "the netherlands",
            "holland",
            "hollande",
            "holanda",
        ],
    ),
    ("NOR", &["norway", "norvege", "norwegen", "noorwegen", "noruega", "norge"]),
    ("NZL", &["new zealand", "nouvelle zelande", "neuseeland", "nieuw zeeland", "nueva zelanda"]),
    ("PER", &["peru", "perou"]),
    ("POL", &["poland", "pologne", "polen", "polonia", "polska"]),
    ("PRT", &["portugal"]),
    ("ROU", &["romania", "roumanie", "rumanien", "roemenie", "rumania"]),
    ("RUS", &["russia", "russie", "russland", "rusland", "rusia"]),
    ("SEN", &["senegal"]),
    ("SGP", &["singapore", "singapour", "singapur"]),
    ("SMR", &["san marino", "saint marin"]),
    ("SRB", &["serbia", "serbie", "serbien", "servie"]),
    ("SVK", &["slovakia", "slovaquie", "slowakei", "slowakije", "eslovaquia", "slovensko"]),
    ("SVN", &["slovenia", "slovenie", "slowenien", "eslovenia", "slovenija"]),
    ("SWE", &["sweden", "suede", "schweden", "zweden", "suecia", "sverige"]),
    ("TUN", &["tunisia", "tunisie", "tunesien", "tunesie", "tunez"]),
    ("TUR", &["turkiye", "turquie", "turkei", "turkije", "turquia", "turkey"]),
    ("UKR", &["ukraine", "oekraine", "ucrania"]),
    (
        "USA",
        &[
            "united states",
            "etats unis",
            "vereinigte staaten",
            "verenigde staten",
            "estados unidos",
            "united states of america",
            "etats unis damerique",
            "vereinigte staaten von amerika",
            "usa",
            "estados unidos de america",
        ],
    ),
    (
        "VAT",
        &[
            "vatican city",
            "etat de la cite du vatican",
            "vatikanstadt",
            "vaticaanstad",
            "ciudad del vaticano",
        ],
    ),
    ("VNM", &["vietnam", "viet nam"]),
    ("ZAF", &["south africa", "afrique du sud", "sudafrika", "zuid afrika", "sudafrica"]),
];

/// Returns the three-letter code of a country that is given as a code of two or three letters or by its name.
/// Returns `None` if it is not known.
pub(crate) fn alpha3_of(country: &str) -> Option<&'static str> {
    let words = plain_words(country);
    let upper = words.to_ascii_uppercase();
    match upper.len() {
        2 => alpha3_from_alpha2(&upper),
        3 => alpha3_from_alpha3(&upper),
        _ => None,
    }
    .or_else(|| NAMES.iter().find(|(_, names)| names.contains(&words.as_str())).map(|(alpha3, _)| *alpha3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_code_and_by_its_name_in_five_languages() {
        for france in ["FRA", "fra", "FR", "France", "FRANCE", " frankreich ", "Frankrijk", "Francia"] {
            assert_eq!(alpha3_of(france), Some("FRA"), "{france}");
        }
        for (name, code) in [
            ("Allemagne", "DEU"),
            ("Pays-Bas", "NLD"),
            ("The Netherlands", "NLD"),
            ("Österreich", "AUT"),
            ("OSTERREICH", "AUT"),
            ("España", "ESP"),
            ("Espan\u{303}a", "ESP"),
            ("België", "BEL"),
            ("Côte d'Ivoire", "CIV"),
            ("UK", "GBR"),
            ("REU", "REU"),
        ] {
            assert_eq!(alpha3_of(name), Some(code), "{name}");
        }
        for other in ["", "Atlantis", "XX", "ZZZ", "F"] {
            assert_eq!(alpha3_of(other), None, "{other}");
        }
    }

    #[test]
    fn names_are_in_the_spelling_in_which_they_are_looked_up() {
        let mut seen = std::collections::HashSet::new();
        for (code, names) in NAMES {
            assert!(super::super::countries::is_alpha3(code), "{code}");
            for name in names {
                assert_eq!(plain_words(name), *name);
                assert!(seen.insert(name), "{name}");
            }
        }
    }
}
