//! Configuration files and keys of a test's own.

use std::fs;
use std::path::{Path, PathBuf};

/// A key that is worth nothing and easily found wherever it leaks.
pub(crate) const FAKE: &str = "FAKE-KEY-0123456789abcdef";

/// An empty folder for one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a file that only its owner can read.
pub(crate) fn private_file(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    set_mode(path, 0o600);
}

/// Sets who may read a file.
#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Elsewhere every file of the user is private.
#[cfg(not(unix))]
pub(crate) fn set_mode(_: &Path, _: u32) {}
