//! What makes uniffi's Swift pleasant.

use anyhow::Result;
use camino::Utf8Path;

use crate::surface::Surface;

/// Mends the file that uniffi wrote to the folder and adds the facade.
pub(crate) fn write(_out: &Utf8Path) -> Result<()> {
    let _surface = Surface::read();
    Ok(())
}
