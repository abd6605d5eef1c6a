//! The file that events are saved in.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::outcome::failure::Failure;

/// A file with one event in each line.
pub(super) struct Saved {
    file: File,
    path: PathBuf,
}

impl Saved {
    /// Opens the file to append to it. Only its owner can read it.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let file = open(path).map_err(|error| unsaved(path, &error))?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Appends one event as one line. Line ends between JSON tokens become blanks; those in strings are
    /// escaped already.
    pub(super) fn append(&mut self, body: &[u8]) -> Result<(), Failure> {
        let mut line: Vec<u8> =
            body.iter().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { *byte }).collect();
        line.push(b'\n');
        self.file.write_all(&line).map_err(|error| unsaved(&self.path, &error))
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Ok(file);
    }
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    // A full disk may have left an incomplete line.
    if ends_within_a_line(&mut file)? {
        file.write_all(b"\n")?;
    }
    Ok(file)
}

fn ends_within_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

fn unsaved(path: &Path, error: &io::Error) -> Failure {
    Failure::Other(format!(
        "events cannot be saved in {}: {error}.\nCheck the path and the disk.",
        path.display()
    ))
}
