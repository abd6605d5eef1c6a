//! A PDF that is sent with a request.

use std::io::{ErrorKind, Read};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{DefactoError, Problem, Result, Severity};
use crate::validation::Finding;

/// The number of first bytes that must hold the mark `%PDF-`: readers look no further.
const MARK_WITHIN: usize = 1024;

/// A PDF document, for example an invoice that a loan finances.
///
/// Created from a file, from bytes or from anything that can be read. Content that is not a PDF, is empty or
/// is larger than 20 MiB is refused at once. Requests that carry a document inside JSON take its `base64()`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object), uniffi(name = "NativePdf"))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct Pdf {
    name: String,
    content: Vec<u8>,
}

impl std::fmt::Debug for Pdf {
    /// Leaves out the file's name, which may name a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pdf({} bytes)", self.content.len())
    }
}

impl Pdf {
    /// The largest document that is sent, in bytes. The contract names no limit; this limit is the library's.
    pub const MAX_BYTES: usize = 20 * 1024 * 1024;

    /// Creates a document from its bytes. `name` is the file's name with its extension. Does not block.
    ///
    /// # Errors
    /// `Validation` when the content is empty, too large or not a PDF.
    pub fn from_bytes(content: impl Into<Vec<u8>>, name: impl Into<String>) -> Result<Self> {
        let content = content.into();
        match finding(&content) {
            Some(finding) => Err(refused(finding.code, &finding.detail)),
            None => Ok(Self { name: name.into(), content }),
        }
    }

    /// Creates a document from all that `reader` holds. `name` is the file's name with its extension. Blocks.
    ///
    /// # Errors
    /// `Validation` when the content cannot be read, is empty, too large or not a PDF.
    pub fn from_reader(reader: impl Read, name: impl Into<String>) -> Result<Self> {
        let mut content = Vec::new();
        // One byte more than allowed shows that it is too large, without reading all of it.
        let read = reader.take(Self::MAX_BYTES as u64 + 1).read_to_end(&mut content);
        read.map_err(|error| refused("unreadable_file", &format!("cannot be read: {}", error.kind())))?;
        Self::from_bytes(content, name)
    }

    /// Creates a document from the file at `path`. Blocks.
    ///
    /// # Errors
    /// `Validation` when the content cannot be read, is empty, too large or not a PDF.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file =
            std::fs::File::open(path).map_err(|error| refused("unreadable_file", &why_not_opened(&error)))?;
        Self::from_reader(file, name)
    }

    /// Returns the file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the bytes of the document.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Returns the document in Base64, as requests carry it inside JSON.
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.content)
    }
}

/// Says what to do, without the path: a file's name may be that of a person.
fn why_not_opened(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => {
            "cannot be read: no file is at this path; a relative path begins at the program's working folder"
                .to_owned()
        }
        kind => format!("cannot be read: {kind}"),
    }
}

fn refused(code: &str, detail: &str) -> DefactoError {
    DefactoError::invalid(vec![Problem::new("/file", code, Severity::Error, detail)])
}

/// Returns why the bytes cannot be sent as a PDF; `None` if they can.
fn finding(content: &[u8]) -> Option<Finding> {
    if content.is_empty() {
        return Some(Finding::error("empty_file", "is empty"));
    }
    if content.len() > Pdf::MAX_BYTES {
        return Some(Finding::error("file_too_large", "is larger than 20 MiB"));
    }
    let head = &content[..content.len().min(MARK_WITHIN)];
    let marked = head.windows(5).any(|window| window == b"%PDF-");
    (!marked).then(|| Finding::error("no_pdf", "must be a PDF document"))
}

/// Returns why the text cannot be sent as a PDF in Base64; `None` if it can.
pub(crate) fn check_base64(text: &str) -> Option<Finding> {
    if text.len() / 4 * 3 > Pdf::MAX_BYTES + 3 {
        return Some(Finding::error("file_too_large", "is larger than 20 MiB"));
    }
    match STANDARD.decode(text) {
        Ok(content) => finding(&content),
        Err(_) => Some(Finding::error("no_base64", "must be a PDF document in Base64: take Pdf.base64()")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Pdf, check_base64};

    fn code(result: crate::error::Result<Pdf>) -> String {
        result.expect_err("it is refused").problems()[0].code.clone()
    }

    #[test]
    fn a_document_is_sent_as_base64() {
        let pdf = Pdf::from_bytes(*b"%PDF-1.7 ...", "invoice.pdf").expect("it is a PDF");
        assert_eq!((pdf.name(), pdf.base64().as_str()), ("invoice.pdf", "JVBERi0xLjcgLi4u"));
        assert_eq!(check_base64(&pdf.base64()), None);
        assert_eq!(format!("{pdf:?}"), "Pdf(12 bytes)");
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert_eq!(code(Pdf::from_bytes(*b"PK\x03\x04", "invoice.pdf")), "no_pdf");
        assert_eq!(code(Pdf::from_bytes(*b"", "invoice.pdf")), "empty_file");
        assert_eq!(code(Pdf::from_reader(std::io::repeat(b'%'), "invoice.pdf")), "file_too_large");
        assert_eq!(code(Pdf::from_path("/there/is/no/invoice.pdf")), "unreadable_file");
        assert_eq!(check_base64("%PDF-1.7").map(|finding| finding.code), Some("no_base64"));
        assert_eq!(check_base64("UEsDBA==").map(|finding| finding.code), Some("no_pdf"));
    }

    #[test]
    fn the_mark_may_follow_other_bytes() {
        assert!(Pdf::from_bytes([b"\xEF\xBB\xBF\n".as_slice(), b"%PDF-1.4"].concat(), "a.pdf").is_ok());
    }
}
