//! Workbooks, written here part by part and read back.

use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::temporary::Temporary;
use super::*;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook with these sheets: name, state and rows. The styles are a date (1) and nine zeros (2).
fn xlsx(sheets: &[(&str, &str, &str)]) -> Temporary {
    let list = |(at, (name, state, _)): (usize, &(&str, &str, &str))| {
        format!("<sheet name=\"{name}\" sheetId=\"{at}\" state=\"{state}\" r:id=\"r{at}\"/>")
    };
    let relate = |at: usize| {
        format!(
            "<Relationship Id=\"r{at}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
        )
    };
    let listed: String = (1..).zip(sheets).map(list).collect();
    let related: String = (1..=sheets.len()).map(relate).collect();
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"000000000\"/></numFmts>\
         <cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
    );
    let mut parts = vec![
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\">{related}\
                 <Relationship Id=\"s\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml".to_owned(), styles),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
    ];
    for (at, (_, _, rows)) in sheets.iter().enumerate() {
        let text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{}.xml", at + 1), text));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Temporary::new("xlsx", &archive(&parts))
}

/// A row of cells that are texts; `=` begins the XML of another cell, in which `@` is its place.
fn row(number: usize, cells: &[&str]) -> String {
    let cell = |(at, cell): (usize, &&str)| {
        let place = format!("{}{number}", char::from(b'A' + u8::try_from(at).unwrap()));
        match cell.strip_prefix('=') {
            Some(xml) => xml.replace('@', &place),
            None => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
        }
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

fn ods(content: &str) -> Temporary {
    let start = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                 xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
                 xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>";
    let content = format!("{start}{content}</office:spreadsheet></office:body></office:document-content>");
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ];
    Temporary::new("ods", &archive(&parts))
}

fn fails(file: &Temporary, options: &IntakeOptions) -> String {
    open(&file.0, options).unwrap_err().to_string()
}

#[test]
fn cells_are_read_by_their_type_and_format() {
    let rows = row(1, &["siren", "Raison sociale", "director_birth_date", "wait_for_ready", "note"])
        + &row(
            3,
            &[
                "=<c r=\"@\" s=\"2\"><v>5720784</v></c>",
                "Caf\u{e9}",
                "=<c r=\"@\" s=\"1\"><v>26001</v></c>",
                "=<c r=\"@\" t=\"b\"><v>1</v></c>",
            ],
        )
        + &row(4, &["=<c r=\"@\"><v>472618354</v></c>", "=<c r=\"@\" t=\"e\"><v>#N/A</v></c>"])
        + &row(5, &["=<c r=\"@\"><v>5720784</v></c>", "=<c r=\"@\" s=\"1\"><v>26001</v></c>"]);
    let file = xlsx(&[("Clients", "visible", &rows)]);
    let mut opened = open(&file.0, &IntakeOptions::new()).unwrap();
    assert_eq!(opened.sheet(), Some("Clients"));
    assert_eq!(opened.columns()[1].column, "Raison sociale");
    let rows: Vec<Row> = opened.by_ref().map(Result::unwrap).collect();
    let request = rows[0].request.as_ref().unwrap();
    assert_eq!((rows[0].number, request.identifier.as_str()), (3, "005720784"));
    assert_eq!(request.wait_for_ready, Some(true));
    assert_eq!(request.directors.as_ref().unwrap()[0].birth_date.unwrap().to_string(), "1971-03-09");
    assert_eq!(
        (rows[1].number, found(&rows[1])),
        (4, vec![(Some("B: Raison sociale"), "spreadsheet_error")])
    );
    assert_eq!(
        found(&rows[2]),
        [(Some("B: Raison sociale"), "spreadsheet_date"), (Some("A: siren"), "leading_zeros_lost")]
    );
}

#[test]
fn a_column_that_is_ignored_may_be_the_reference_and_is_kept_by_repairs() {
    let rows =
        row(1, &["Remarks", "siren", "Ref"]) + &row(2, &["call", "=<c r=\"@\"><v>472618354</v></c>", "C-1"]);
    let file = xlsx(&[("Clients", "visible", &rows)]);
    let options = IntakeOptions::new().reference("ref");
    let read = open(&file.0, &options).unwrap().next().unwrap().unwrap();
    assert_eq!(read.reference.as_deref(), Some("C-1"));
    let mut mended = repairs(&file.0, &IntakeOptions::new()).unwrap();
    assert_eq!(mended.names(), ["Remarks", "siren", "Ref"]);
    assert_eq!(mended.next().unwrap().unwrap().cells, ["call", "472618354", "C-1"]);
}

#[test]
fn the_first_sheet_that_is_not_hidden_is_read_unless_one_is_named() {
    let table = |number: &str| row(1, &["siren"]) + &row(2, &[number]);
    let file = xlsx(&[
        ("Old", "hidden", &table("472618354")),
        ("Now", "visible", &table("005720784")),
        ("Empty", "visible", ""),
    ]);
    let number = |options: &IntakeOptions| {
        let row = open(&file.0, options).unwrap().next().unwrap().unwrap();
        row.request.unwrap().identifier
    };
    assert_eq!(number(&IntakeOptions::new()), "005720784");
    assert_eq!(number(&IntakeOptions::new().sheet("Old")), "472618354");
    assert!(
        fails(&file, &IntakeOptions::new().sheet("Next")).contains("its sheets are 'Old', 'Now', 'Empty'")
    );
    assert!(fails(&file, &IntakeOptions::new().sheet("Empty")).contains("the sheet 'Empty' is empty"));
    let hidden = xlsx(&[("Old", "veryHidden", "")]);
    assert!(fails(&hidden, &IntakeOptions::new()).contains("no visible sheet; it has 'Old'"));
}

#[test]
fn a_table_may_begin_below_a_title_and_beside_other_cells() {
    let rows =
        row(1, &["Clients 2026"]) + &row(4, &["=", "siren", "name"]) + &row(6, &["=", "472618354", "A"]);
    let file = xlsx(&[("Clients", "visible", &rows)]);
    let rows: Vec<Row> = file.rows();
    assert_eq!((rows.len(), rows[0].number), (1, 6));
    let other = xlsx(&[("Clients", "visible", &row(1, &["Client", "Total"]))]);
    assert!(fails(&other, &IntakeOptions::new()).contains("the columns are 'Client', 'Total'"));
}

#[test]
fn an_open_document_is_read_by_type() {
    let cell = |kind: &str| format!("<table:table-cell {kind}/>");
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let file = ods(&format!(
        "<table:table table:name=\"Clients\">{}{}{}</table:table>",
        row(&[text("siren"), text("director_birth_date"), text("wait_for_ready")]),
        row(&[cell("table:number-columns-repeated=\"3\"")]),
        row(&[
            cell("office:value-type=\"float\" office:value=\"472618354\""),
            cell("office:value-type=\"date\" office:date-value=\"1971-03-09\""),
            cell("office:value-type=\"boolean\" office:boolean-value=\"false\""),
        ]),
    ));
    let rows = file.rows();
    let request = rows[0].request.as_ref().unwrap();
    assert_eq!((rows[0].number, request.identifier.as_str()), (3, "472618354"));
    assert_eq!(request.wait_for_ready, Some(false));
    assert_eq!(request.directors.as_ref().unwrap()[0].birth_date.unwrap().to_string(), "1971-03-09");
}

#[test]
fn what_is_no_readable_workbook_says_what_to_do() {
    let none = IntakeOptions::new();
    let container = Temporary::new("xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    assert!(fails(&container, &none).contains("without a password"));
    assert!(
        fails(&Temporary::new("xls", b"\xD0\xCF\x11\xE0"), &none)
            .contains("save it as an Excel workbook (.xlsx)")
    );
    assert!(fails(&Temporary::new("xlsx", b"siren\n1"), &none).contains("no workbook"));
    assert!(fails(&Temporary::new("xlsx", b""), &none).contains("empty"));
    assert!(fails(&Temporary::new("xlsx", b"PK\x03\x04rest"), &none).contains("damaged"));
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>\
                    </manifest:manifest>";
    let parts =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", manifest)];
    assert!(fails(&Temporary::new("ods", &archive(&parts)), &none).contains("protected by a password"));
    let whole = std::fs::read(&xlsx(&[("A", "visible", &row(1, &["siren"]))]).0).unwrap();
    for length in (0..whole.len()).step_by(97) {
        let _ = open(&Temporary::new("xlsx", &whole[..length]).0, &none).map(Iterator::count);
    }
    let stream = read(std::io::Cursor::new(whole), Format::Xlsx, &none);
    assert!(stream.unwrap_err().to_string().contains("cannot be streamed"));
}
