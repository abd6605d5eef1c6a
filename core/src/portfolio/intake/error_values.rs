//! The error values of spreadsheets.

/// The error values of Excel and `LibreOffice` in English, French, German, Dutch, Spanish, Italian and
/// Portuguese, in capitals. Source: Microsoft's localised lists of formula errors.
const ERROR_VALUES: [&str; 86] = [
    // English; several are the same in other languages.
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#EXTERNAL!",
    "#PYTHON!",
    "#TIMEOUT!",
    "#DATA!",
    "#ERROR!",
    "#MACRO?",
    "#GETTING_DATA",
    // German.
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "#ZAHL!",
    "#ÜBERLAUF!",
    "#KALK!",
    "#FELD!",
    "#BLOCKIERT!",
    "#VERBINDEN!",
    "#UNBEKANNT!",
    "#BESCHÄFTIGT!",
    "#DATEN_ABRUFEN",
    "#FEHLER!",
    // French.
    "#VALEUR!",
    "#NOM?",
    "#NOMBRE!",
    "#NUL!",
    "#PROPAGATION!",
    "#EPARS!",
    "#ÉPARS!",
    "#CHAMP!",
    "#BLOQUE!",
    "#BLOQUÉ!",
    "#CONNEXION!",
    "#INCONNU!",
    "#OCCUPE!",
    "#OCCUPÉ!",
    "#CHARGEMENT_DONNEES",
    "#OBTENTION_DONNEES",
    "#ERREUR!",
    // Dutch.
    "#N/B",
    "#VERW!",
    "#WAARDE!",
    "#NAAM?",
    "#DEEL/0!",
    "#GETAL!",
    "#LEEG!",
    "#OVERLOOP!",
    "#BEREKENEN!",
    "#VELD!",
    "#GEBLOKKEERD!",
    "#ONBEKEND!",
    "#BEZET!",
    "#GEGEVENS_OPHALEN",
    "#FOUT!",
    // Spanish, without the leading `¡` and `¿`.
    "#N/D",
    "#VALOR!",
    "#NOMBRE?",
    "#NULO!",
    "#DESBORDAMIENTO!",
    "#CAMPO!",
    "#BLOQUEADO!",
    "#CONECTAR!",
    "#DESCONOCIDO!",
    "#OCUPADO!",
    "#OBTENIENDO_DATOS",
    // Italian and Portuguese.
    "#RIF!",
    "#VALORE!",
    "#NOME?",
    "#NULLO!",
    "#ESPANSIONE!",
    "#CALCOLO!",
    "#NÚM!",
    "#DESPEJAR!",
    "#ERRO!",
];

/// The words that `LibreOffice` writes before the number of an error.
const ERROR_WORDS: [&str; 6] = ["ERR", "ERROR", "FEHLER", "ERREUR", "FOUT", "ERRORE"];

/// Returns `true` if the whole text is an error value of a spreadsheet: `#N/A`, `#¡REF!`, `Err:502`, `#####`.
pub(super) fn is_error_value(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('#') {
        // The column was too narrow for its number.
        if rest.len() >= 2 && rest.bytes().all(|byte| byte == b'#') {
            return true;
        }
        let plain = format!("#{}", rest.trim_start_matches(['¡', '¿']).to_uppercase());
        return ERROR_VALUES.contains(&plain.as_str());
    }
    let Some((word, number)) = text.split_once(':') else { return false };
    let number = number.trim();
    ERROR_WORDS.contains(&word.trim().to_uppercase().as_str())
        && number.len() == 3
        && number.starts_with('5')
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_values_of_every_language_are_known_as_a_whole_text_alone() {
        for text in [
            "#N/A",
            "#n/a",
            "#REF!",
            "#NAME?",
            "#GETTING_DATA",
            "#NV",
            "#BEZUG!",
            "#WERT!",
            "#VALEUR!",
            "#NOM?",
            "#N/D",
            "#N/B",
            "#VERW!",
            "#NAAM?",
            "#¡REF!",
            "#¡VALOR!",
            "#¿NOMBRE?",
            "#¡DIV/0!",
            "#¡NULO!",
            "#ÜBERLAUF!",
            "Err:502",
            "err:508",
            "Fehler:502",
            "Erreur : 504",
            "###",
            "########",
        ] {
            assert!(is_error_value(text), "{text}");
        }
        for text in [
            "",
            "#",
            "#1",
            "##",
            "#YES!",
            "N/A",
            "Ref #N/A",
            "#N/A Ltd",
            "Err:1",
            "Err: Müller",
            "#12",
            "REF!",
        ] {
            assert!(!is_error_value(text), "{text}");
        }
    }
}
