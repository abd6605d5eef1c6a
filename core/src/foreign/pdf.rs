//! Documents for Kotlin and Swift.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use crate::Pdf;
use crate::error::Result;

#[uniffi::export]
impl Pdf {
    /// A document from its bytes. `name` is the file's name with its extension.
    ///
    /// # Errors
    /// `Validation` when it is empty, too large or no PDF.
    #[uniffi::constructor(name = "from_bytes")]
    pub fn from_bytes_for_foreign(content: Vec<u8>, name: String) -> Result<Self> {
        Self::from_bytes(content, name)
    }

    /// A document from a file. Blocks.
    ///
    /// # Errors
    /// `Validation` when it cannot be read, is empty, too large or no PDF.
    #[uniffi::constructor(name = "from_path")]
    pub fn from_path_for_foreign(path: String) -> Result<Self> {
        Self::from_path(path)
    }

    /// The file's name.
    #[uniffi::method(name = "name")]
    pub fn name_for_foreign(&self) -> String {
        self.name().to_owned()
    }

    /// The bytes of the document.
    #[uniffi::method(name = "content")]
    pub fn content_for_foreign(&self) -> Vec<u8> {
        self.content().to_vec()
    }

    /// The document in Base64, as requests carry it inside JSON.
    #[uniffi::method(name = "base64")]
    pub fn base64_for_foreign(&self) -> String {
        self.base64()
    }
}
