//! The file in which events are kept.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::outcome::failure::Failure;

/// A file with an event in each line.
pub(super) struct Saved {
    file: File,
    path: PathBuf,
}

impl Saved {
    /// Opens it, to write behind what is there. It is for its owner alone.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let file = open(path).map_err(|error| unsaved(path, &error))?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// One line an event: in JSON a line end outside of texts is as good as a blank, and inside it is
    /// escaped.
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
    // A disk that was full has left half a line.
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
