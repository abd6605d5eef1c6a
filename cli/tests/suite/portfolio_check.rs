//! `defacto portfolio check`.

use std::path::{Path, PathBuf};

use crate::common::companies::{csv, siren};
use crate::common::settings::folder;
use crate::common::{self, defacto, run, run_with};

fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// An account with a wrong check digit, easily found wherever it leaks.
const IBAN: &str = "FR5220041010050000000000106";

#[test]
fn a_file_without_problems_passes_and_needs_no_key() {
    let folder = folder("check-good");
    let file = file(&folder, "good.csv", csv(1..=20));
    run(defacto(&["portfolio", "check", &file]))
        .exits(0)
        .warns("All rows can pass of 20 rows.")
        .warns("siren  /identifier")
        .warns("name   /name");
}

#[test]
fn problems_are_listed_by_row_and_column_without_their_values() {
    let folder = folder("check-problems");
    let text = format!(
        "siren,account_number,internal note\n{},{IBAN},x\n{},{IBAN},x\n98765,,x\n",
        siren(1),
        siren(2)
    );
    let file = file(&folder, "bad.csv", text);
    let ran = run(defacto(&["portfolio", "check", &file]))
        .exits(3)
        .says("account number".replace(' ', "_").as_str())
        .says("iban_checksum")
        .says("identifier_format")
        .warns("2 rows cannot pass of 3 rows, 1 row with warnings.")
        .warns("Ignored: internal note");
    let shown = ran.out + &ran.err;
    assert!(!shown.contains(IBAN) && !shown.contains("98765"), "{shown}");

    let ran = run(defacto(&["portfolio", "check", &file, "--output", "json"])).exits(3);
    let first: serde_json::Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert_eq!(first["row"], 2);
    assert_eq!(first["column"], "account_number");
    assert_eq!(first["pointer"], "/account_number");
    assert_eq!(first["severity"], "error");
    run(defacto(&["portfolio", "check", &file, "--output", "csv"])).exits(3).says(
        "row,column,pointer,code,severity,detail\n2,account_number,/account_number,iban_checksum,error,",
    );
}

#[test]
fn a_first_line_that_is_data_is_not_shown() {
    let folder = folder("check-headless");
    let file = file(&folder, "headless.csv", format!("siren,{IBAN},jeanne@example.fr\n{},x,y\n", siren(1)));
    let ran = run(defacto(&["portfolio", "check", &file])).exits(0).warns("Ignored: ***, ***");
    assert!(!ran.err.contains(IBAN) && !ran.err.contains("jeanne"), "{}", ran.err);
}

#[test]
fn the_same_company_in_two_rows_is_a_warning() {
    let folder = folder("check-duplicates");
    let spaced = format!("{} {}", &siren(1)[..3], &siren(1)[3..]);
    let file = file(&folder, "twice.csv", csv([1, 2]) + &spaced + ",Fonderie des Tilleuls SAS\n");
    run(defacto(&["portfolio", "check", &file]))
        .exits(0)
        .says("duplicate_company")
        .says("stands in row 2 already")
        .warns("1 duplicate");
}

#[test]
fn one_company_in_two_spellings_is_a_duplicate() {
    let folder = folder("check-spellings");
    for (kind, numbers) in [
        ("belgium_registration_number", ["0403.170.701", "0403170701"]),
        ("hr_nummer", ["HRB 42 B", "hrb 42b"]),
        ("identifier", ["913572467", "91357246700018"]),
    ] {
        let file = file(&folder, "twice.csv", format!("{kind}\n{}\n{}\n", numbers[0], numbers[1]));
        run(defacto(&["portfolio", "check", &file])).exits(0).warns("1 duplicate");
    }
}

#[test]
fn two_courts_may_have_one_number() {
    let folder = folder("check-courts");
    let two = "hr_nummer,name\nHRB 42,Alpha Bau GmbH\nHRB 42 München,Beta Logistik GmbH\n";
    let ran = run(defacto(&["portfolio", "check", &file(&folder, "two.csv", two)])).exits(0);
    ran.says("ambiguous_company").says("may be the company of row 2");
    let two = "hr_nummer\nHRB 42 Hamburg\nHRB 42 München\n";
    let ran = run(defacto(&["portfolio", "check", &file(&folder, "two.csv", two)])).exits(0);
    assert!(!ran.out.contains("_company"), "{}", ran.out);
}

#[test]
fn a_quote_that_is_not_closed_does_not_pass() {
    let folder = folder("check-quotes");
    let rows = format!("{};\"Bar SA\n{};Baz\n{};Qux\n", siren(1), siren(2), siren(3));
    let file = file(&folder, "open.csv", format!("siren;name\n{rows}"));
    run(defacto(&["portfolio", "check", &file]))
        .exits(3)
        .says("quote_not_closed")
        .warns("1 row cannot pass of 1 row");
}

#[test]
fn a_table_shows_the_first_problems_and_json_all() {
    let folder = folder("check-limits");
    let file = file(
        &folder,
        "many.csv",
        "siren,account_number\n".to_owned() + &format!("{},{IBAN}\n", siren(1)).repeat(150),
    );
    let ran = run(defacto(&["portfolio", "check", &file])).exits(3).warns("50 problems more");
    assert_eq!(ran.out.lines().count(), 101, "{}", ran.out);
    let ran = run(defacto(&["portfolio", "check", &file, "--output", "json"])).exits(3);
    assert_eq!(ran.out.lines().count(), 150);
    let ran = run(defacto(&["portfolio", "check", &file, "--output", "json", "--limit", "7"])).exits(3);
    assert_eq!(ran.out.lines().count(), 7);
    ran.warns("143 problems more");
}

#[test]
fn how_the_file_is_read_can_be_said() {
    let folder = folder("check-options");
    let text = format!("Company no.\tfirm\n{}\tCaf\u{e9}\n", siren(1));
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let export = file(&folder, "export.data", latin);
    let options = [
        "portfolio",
        "check",
        &export,
        "--format",
        "csv",
        "--separator",
        "tab",
        "--encoding",
        "windows-1252",
        "--column",
        "Company no.=siren",
        "--column",
        "firm=/name",
        "--set",
        "/metadata/batch=spring",
    ];
    run(defacto(&options)).exits(0).warns("Company no.  /identifier").warns("firm         /name");
    run(defacto(&["portfolio", "check", &export])).exits(1).warns("Give the format");

    let file = file(&folder, "debit.csv", csv([1]));
    run(defacto(&["portfolio", "check", &file])).exits(0);
    run(defacto(&["portfolio", "check", &file, "--direct-debit"]))
        .exits(3)
        .says("/account_number".trim_start_matches('/'));
}

#[test]
fn standard_input_needs_a_format() {
    let text = csv(1..=3);
    run_with(defacto(&["portfolio", "check", "-", "--format", "csv"]), &text).exits(0).warns("3 rows");
    run(defacto(&["portfolio", "check", "-"])).exits(2).warns("Give --format");
    let line = std::fs::read_to_string(common::example("many-problems.json")).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    run_with(defacto(&["portfolio", "check", "-", "--format", "jsonl"]), &format!("{line}\n")).exits(3);
}

#[test]
fn what_cannot_be_read_is_told_with_what_to_do() {
    let folder = folder("check-unreadable");
    run(defacto(&["portfolio", "check", "no-such-file.csv"]))
        .exits(1)
        .warns("no-such-file.csv cannot be read");
    let wrong = file(&folder, "wrong.csv", csv(1..=3));
    run(defacto(&["portfolio", "check", &wrong, "--separator", ";"]))
        .exits(3)
        .warns("the separator is wrong")
        .warns("Give ','");
    run(defacto(&["portfolio", "check", &wrong, "--column", "vat=siren"])).exits(1).warns("no column 'vat'");
    let nameless = file(&folder, "nameless.csv", "name,city\nFonderie,Lyon\n");
    run(defacto(&["portfolio", "check", &nameless])).exits(3).warns("no column holds the company's number");
    let empty = file(&folder, "empty.csv", "");
    run(defacto(&["portfolio", "check", &empty])).exits(3).warns("the file is empty");
    let book = file(&folder, "book.csv", b"PK\x03\x04rest");
    run(defacto(&["portfolio", "check", &book])).exits(3).warns("an Excel workbook");
}

#[test]
fn an_option_that_is_wrong_does_not_repeat_its_value() {
    let folder = folder("check-wrong-options");
    let file = file(&folder, "good.csv", csv([1]));
    for (option, value) in [("--set", "s3cret-value"), ("--column", "s3cret-value")] {
        let ran =
            run(defacto(&["portfolio", "check", &file, option, value])).exits(2).warns("no equals sign");
        assert!(!ran.err.contains("s3cret"), "{}", ran.err);
    }
    run(defacto(&["portfolio", "check", &file, "--separator", "ab"])).exits(2);
    run(defacto(&["portfolio", "check", &file, "--limit", "0"])).exits(2);
}

#[test]
fn problems_are_counted_by_kind_above_the_table() {
    let folder = folder("check-kinds");
    let rows = format!("{},{IBAN}\n", siren(1)).repeat(3) + "98765,\n";
    let file = file(&folder, "kinds.csv", format!("siren,account_number\n{rows}"));
    run(defacto(&["portfolio", "check", &file]))
        .exits(3)
        .warns("Problems by kind:\n  3  error    iban_checksum\n  1  warning  identifier_format\n");
    run(defacto(&["portfolio", "check", &file, "--output", "json"]))
        .exits(3)
        .warns("3  error    iban_checksum");
}

#[test]
fn how_a_text_is_decoded_is_told_and_a_guess_is_marked() {
    let folder = folder("check-encodings");
    let plain = file(&folder, "plain.csv", csv([1]));
    run(defacto(&["portfolio", "check", &plain])).exits(0).warns("Encoding: UTF-8.");
    let text = format!("siren;name\n{};M", siren(1)).into_bytes();
    let mac = file(&folder, "mac.csv", [&text[..], b"\x9Fller & S\x9Ahne, K\x9Aln\n"].concat());
    run(defacto(&["portfolio", "check", &mac])).exits(0).warns("Encoding guessed: macintosh.");
    run(defacto(&["portfolio", "check", &mac, "--encoding", "cp850"])).exits(0).warns("Encoding: IBM850.");
}

#[test]
fn dates_need_an_order_and_ignored_directors_are_told() {
    let folder = folder("check-dates");
    let text = format!("N° SIREN;Date de naissance;Nom du dirigeant\n{};03/09/1971;Odile\n", siren(1));
    let file = file(&folder, "dates.csv", text);
    run(defacto(&["portfolio", "check", &file])).exits(3).says("ambiguous_date");
    run(defacto(&["portfolio", "check", &file, "--dates", "day-first"]))
        .exits(0)
        .warns("No data of directors is sent from Nom du dirigeant.");
}

#[test]
fn safe_repairs_are_proposed_and_written_when_accepted() {
    let folder = folder("check-fix");
    let text = "siren;Pays;Rue;Code postal;Ville;director_business_phone_number;note\n\
                005720784;France;1 rue A;59000;Lille;06 12 34 56 78;a,b\n\
                5720784;FR;\u{a0}1 rue B;59000;Lille;+33612345678;\n";
    let file = file(&folder, "raw.csv", text);
    let mended = folder.join("mended.csv");
    let target = mended.to_str().unwrap();
    let ran = run(defacto(&["portfolio", "check", &file, "--fix", target]))
        .exits(3)
        .says("\"06 12 34 56 78\"")
        .says("\"+33612345678\"")
        .warns("5 changes: 1 blanks, 2 country, 1 phone_number, 1 leading_zeros.")
        .warns("Nothing was written.");
    assert!(!mended.exists(), "{}", ran.err);
    run(defacto(&["portfolio", "check", &file, "--fix", target, "--yes"]))
        .exits(0)
        .warns("Your file is unchanged.");
    assert_eq!(
        std::fs::read_to_string(&mended).unwrap(),
        "\u{feff}siren,Pays,Rue,Code postal,Ville,director_business_phone_number,note\n\
         005720784,FRA,1 rue A,59000,Lille,+33612345678,\"a,b\"\n\
         005720784,FRA,1 rue B,59000,Lille,+33612345678,\n"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    run(defacto(&["portfolio", "check", target])).exits(0).warns("1 duplicate");
    run(defacto(&["portfolio", "check", &file, "--fix", target, "--yes"])).exits(2).warns("exists already");
    let next = folder.join("next.csv");
    run(defacto(&["portfolio", "check", target, "--fix", next.to_str().unwrap()]))
        .exits(0)
        .warns("Nothing to mend.");
    run(defacto(&["portfolio", "check", "-", "--format", "csv", "--fix", next.to_str().unwrap()])).exits(2);
    run(defacto(&["portfolio", "check", &file, "--yes"])).exits(2);
}
