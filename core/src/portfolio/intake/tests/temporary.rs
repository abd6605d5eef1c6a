//! Files that tests write.

use std::io::Write as _;
use std::path::PathBuf;

use super::*;

/// A file that is gone after the test.
pub(super) struct Temporary(pub(super) PathBuf);

impl Temporary {
    pub(super) fn new(ending: &str, bytes: &[u8]) -> Self {
        let name =
            format!("defacto-intake-{}-{:x}.{ending}", std::process::id(), crate::world::random_number());
        let path = std::env::temp_dir().join(name);
        File::create(&path).unwrap().write_all(bytes).unwrap();
        Self(path)
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        open(&self.0, &IntakeOptions::new()).unwrap().map(Result::unwrap).collect()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
