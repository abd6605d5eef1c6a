//! PDF documents for Kotlin and Swift.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use crate::error::Result;
use crate::pdf::Pdf;

#[uniffi::export(name = "NativePdf")]
impl Pdf {
    /// Creates a document from its bytes. `name` is the file's name with its extension. Does not block.
    ///
    /// # Errors
    /// `Validation` when the content is empty, too large or not a PDF.
    #[uniffi::constructor(name = "from_bytes")]
    pub fn from_bytes_for_foreign(content: Vec<u8>, name: String) -> Result<Self> {
        Self::from_bytes(content, name)
    }

    /// Creates a document from a file. Blocks.
    ///
    /// # Errors
    /// `Validation` when the content cannot be read, is empty, too large or not a PDF.
    #[uniffi::constructor(name = "from_path")]
    pub fn from_path_for_foreign(path: String) -> Result<Self> {
        Self::from_path(path)
    }

    /// Returns the file's name.
    #[uniffi::method(name = "name")]
    pub fn name_for_foreign(&self) -> String {
        self.name().to_owned()
    }

    /// Returns the size as text, without the name, which may name a person.
    pub fn description(&self) -> String {
        format!("{self:?}")
    }

    /// Returns the bytes of the document.
    #[uniffi::method(name = "content")]
    pub fn content_for_foreign(&self) -> Vec<u8> {
        self.content().to_vec()
    }

    /// Returns the document in Base64, as requests carry it inside JSON.
    #[uniffi::method(name = "base64")]
    pub fn base64_for_foreign(&self) -> String {
        self.base64()
    }
}
