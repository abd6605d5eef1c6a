//! Legal forms that are not commercial companies.
//!
//! The vendor's guide says that a borrower must be a commercial company, in France one that is registered at
//! an RCS. The lists hold the usual names of the other forms, in the languages of each country:
//!
//! - France: the first level of the legal categories of INSEE (`1` sole traders, `65` civil companies, `92`
//!   associations, `93` foundations). A civil company such as an SCI is registered at an RCS, but is not
//!   commercial: article L210-1 of the Code de commerce names the commercial forms.
//! - Germany: Handelsgesetzbuch, sections 1 to 6; Bürgerliches Gesetzbuch, section 705;
//!   Partnerschaftsgesellschaftsgesetz, section 1. An `e.K.` is a registered merchant and left to the API.
//! - Netherlands, Belgium, Spain, Italy, Portugal, Luxembourg, Austria, Ireland, the United Kingdom, Poland:
//!   the names of sole traders, civil partnerships, associations and foundations in their business registers.

use super::finding::Finding;
use super::plain_words::plain_words;

/// The forms of one country, in the spelling of [`plain_words`].
struct Forms {
    country: &'static str,
    /// The whole form, without blanks: `ev`, `asbl`.
    whole: &'static [&'static str],
    /// How the form begins: `association` also matches `association loi 1901`. Only words that begin no
    /// commercial form: `stiftung` would match `Stiftung & Co. KG`.
    beginnings: &'static [&'static str],
}

const FORMS: [Forms; 12] = [
    Forms {
        country: "FRA",
        whole: &[
            "ei",
            "eirl",
            "sci",
            "scpi",
            "scm",
            "scp",
            "sccv",
            "scea",
            "earl",
            "gaec",
            "gfa",
            "autoentreprise",
            "autoentrepreneur",
            "microentreprise",
            "microentrepreneur",
            "professionliberale",
            "artisan",
            "personnephysique",
            "asso",
        ],
        beginnings: &[
            "association",
            "entreprise individuelle",
            "entrepreneur individuel",
            "fondation",
            "fonds de dotation",
            "micro entreprise",
            "micro entrepreneur",
            "auto entrepreneur",
            "societe civile",
            "syndicat",
        ],
    },
    Forms {
        country: "DEU",
        whole: &[
            "einzelunternehmen",
            "einzelunternehmer",
            "einzelunternehmerin",
            "einzelfirma",
            "freiberufler",
            "freiberuflerin",
            "freiberuflich",
            "freierberuf",
            "kleingewerbe",
            "kleinunternehmer",
            "gbr",
            "egbr",
            "gbrmbh",
            "bgbgesellschaft",
            "ev",
            "eingetragenerverein",
            "verein",
            "vereinev",
            "stiftung",
            "partg",
            "partgmbb",
        ],
        beginnings: &[
            "gesellschaft burgerlichen rechts",
            "partnerschaftsgesellschaft",
            "nicht eingetragener verein",
        ],
    },
    Forms {
        country: "AUT",
        whole: &[
            "einzelunternehmen",
            "einzelunternehmer",
            "einzelunternehmerin",
            "freiberufler",
            "freiberuflerin",
            "gesbr",
            "gesnbr",
            "verein",
            "ev",
            "stiftung",
            "privatstiftung",
        ],
        beginnings: &["gesellschaft burgerlichen rechts"],
    },
    Forms {
        country: "NLD",
        whole: &["eenmanszaak", "zzp", "zzper", "maatschap", "vve", "kerkgenootschap"],
        beginnings: &["stichting", "vereniging"],
    },
    Forms {
        country: "BEL",
        whole: &[
            "eenmanszaak",
            "asbl",
            "vzw",
            "aisbl",
            "ivzw",
            "asblvzw",
            "vzwasbl",
            "maatschap",
            "societesimple",
            "personnephysique",
            "natuurlijkpersoon",
            "zelfstandige",
            "independant",
        ],
        beginnings: &[
            "entreprise individuelle",
            "association sans but lucratif",
            "vereniging zonder winstoogmerk",
            "association de fait",
            "feitelijke vereniging",
            "fondation",
            "stichting",
            "private stichting",
        ],
    },
    Forms {
        country: "ESP",
        whole: &[
            "autonomo",
            "autonoma",
            "trabajadorautonomo",
            "trabajadoraautonoma",
            "empresarioindividual",
            "empresariaindividual",
            "personafisica",
            "cb",
            "sc",
            "scp",
        ],
        beginnings: &[
            "asociacion",
            "fundacion",
            "comunidad de bienes",
            "comunidad de propietarios",
            "sociedad civil",
        ],
    },
    Forms {
        country: "ITA",
        whole: &["ss", "liberoprofessionista", "partitaiva", "onlus", "asd", "aps", "odv", "personafisica"],
        beginnings: &[
            "ditta individuale",
            "impresa individuale",
            "societa semplice",
            "associazione",
            "fondazione",
            "studio associato",
        ],
    },
    Forms {
        country: "PRT",
        whole: &["eni", "trabalhadorindependente", "profissionalliberal", "pessoasingular"],
        beginnings: &["empresario em nome individual", "associacao", "fundacao", "sociedade civil"],
    },
    Forms {
        country: "LUX",
        whole: &["asbl", "sci", "independant", "personnephysique"],
        beginnings: &[
            "association",
            "entreprise individuelle",
            "fondation",
            "societe civile",
            "einzelunternehmen",
        ],
    },
    Forms {
        country: "IRL",
        whole: &[
            "soletrader",
            "soletradership",
            "soleproprietor",
            "soleproprietorship",
            "selfemployed",
            "charity",
        ],
        beginnings: &["unincorporated association", "charitable trust"],
    },
    Forms {
        country: "GBR",
        whole: &[
            "soletrader",
            "soletradership",
            "soleproprietor",
            "soleproprietorship",
            "selfemployed",
            "charity",
            "cio",
            "scio",
        ],
        beginnings: &[
            "unincorporated association",
            "charitable incorporated organisation",
            "charitable trust",
        ],
    },
    Forms {
        country: "POL",
        whole: &["jdg", "sc", "osobafizyczna"],
        beginnings: &[
            "jednoosobowa dzialalnosc gospodarcza",
            "osoba fizyczna prowadzaca",
            "spolka cywilna",
            "stowarzyszenie",
            "fundacja",
        ],
    },
];

/// Returns a warning for a legal form that is not a commercial company. `country` is the three-letter code of
/// the register; `None` compares with the forms of all countries.
///
/// Case, accents, dots and hyphens do not matter. The whole form decides: `SCI` inside a name does not match.
pub(crate) fn check_legal_form(value: &str, country: Option<&str>) -> Vec<Finding> {
    let words = plain_words(value);
    let whole: String = words.split(' ').collect();
    let is_named = |forms: &Forms| {
        let begins = |beginning: &&str| {
            words.strip_prefix(*beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        forms.whole.contains(&whole.as_str()) || forms.beginnings.iter().any(begins)
    };
    let mut forms = FORMS.iter().filter(|forms| country.is_none_or(|country| forms.country == country));
    let is_category = country.is_none_or(|country| country == "FRA") && is_insee_category(&whole);
    if !is_category && !forms.any(is_named) {
        return Vec::new();
    }
    let text = "names no commercial company, and the API enrols only those: check it before you send it";
    vec![Finding::warning("not_a_commercial_company", text)]
}

/// Returns `true` for an INSEE legal category that is not a company: `1000`, `6540`, `9220`, `9300`.
fn is_insee_category(value: &str) -> bool {
    value.len() == 4
        && value.bytes().all(|b| b.is_ascii_digit())
        && ["1", "65", "92", "93"].iter().any(|level| value.starts_with(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_told(form: &str, country: Option<&str>) -> bool {
        !check_legal_form(form, country).is_empty()
    }

    #[test]
    fn the_lists_are_in_the_spelling_that_is_compared() {
        for forms in &FORMS {
            for whole in forms.whole {
                assert_eq!(plain_words(whole), *whole, "{}", forms.country);
                assert!(!whole.contains(' '), "{whole}");
            }
            for beginning in forms.beginnings {
                assert_eq!(plain_words(beginning), *beginning, "{}", forms.country);
            }
        }
    }

    #[test]
    fn spelling_does_not_matter() {
        for form in
            ["e.V.", "E. V.", "eV", "Eingetragener Verein", "GbR", "G.b.R.", "Freiberufler", "PartG mbB"]
        {
            assert!(is_told(form, Some("DEU")), "{form}");
        }
        for form in [
            "Association",
            "ASSOCIATION LOI 1901",
            "Société civile immobilière",
            "socie\u{301}te\u{301} civile",
        ] {
            assert!(is_told(form, Some("FRA")), "{form}");
        }
        for form in
            ["S.C.I.", "E.I.", "Entreprise individuelle", "Auto-entrepreneur", "micro-entreprise", "6540"]
        {
            assert!(is_told(form, Some("FRA")), "{form}");
        }
    }

    #[test]
    fn a_commercial_company_is_not_told() {
        let commercial = [
            ("FRA", "SAS"),
            ("FRA", "SASU"),
            ("FRA", "SARL"),
            ("FRA", "EURL"),
            ("FRA", "SA"),
            ("FRA", "SNC"),
            ("FRA", "SCA"),
            ("FRA", "SELARL"),
            ("FRA", "SCI Holding SAS"),
            ("FRA", "5710"),
            ("DEU", "GmbH"),
            ("DEU", "GmbH & Co. KG"),
            ("DEU", "Stiftung & Co. KG"),
            ("DEU", "UG (haftungsbeschränkt)"),
            ("DEU", "e.K."),
            ("DEU", "eG"),
            ("NLD", "B.V."),
            ("NLD", "VOF"),
            ("BEL", "SRL"),
            ("ESP", "S.L."),
            ("ITA", "S.r.l."),
            ("GBR", "Ltd"),
            ("POL", "sp. z o.o."),
            ("FRA", ""),
            ("FRA", "?"),
        ];
        for (country, form) in commercial {
            assert!(!is_told(form, Some(country)), "{country} {form}");
            assert!(!is_told(form, None), "{form}");
        }
    }

    #[test]
    fn a_form_is_that_of_its_country() {
        assert!(is_told("SC", Some("ESP")));
        assert!(!is_told("SC", Some("DEU")));
        assert!(is_told("eenmanszaak", None), "without a country, all lists are looked through");
        assert!(!is_told("GbR", Some("USA")));
    }
}
