//! Improves uniffi's Kotlin: one package with immutable data classes, sealed enums and exceptions, and a
//! class for each area. uniffi's own machinery becomes internal.

mod areas;
mod docs;
mod enums;
mod errors;
mod models;
mod source;
mod visibility;

use std::fs;

use anyhow::{Context, Result};
use camino::Utf8Path;

use crate::surface::Surface;
use source::Source;

const PACKAGE: &str = "com.getdefacto.sdk";

/// Changes the file that uniffi wrote to the folder and adds the facade.
pub(crate) fn write(out: &Utf8Path) -> Result<()> {
    let surface = Surface::read();
    let folder = out.join(PACKAGE.replace('.', "/"));
    let path = folder.join("defacto.kt");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let snake_names = docs::snake_names(&surface);

    let mut source = Source::new(&text)?;
    enums::mend(&mut source, &surface)?;
    models::mend(&mut source, &surface)?;
    errors::mend(&mut source)?;
    visibility::mend(&mut source, &surface)?;
    // uniffi passes on a closed object, whose memory is freed. This throws instead, like a call on it.
    source.replace_text("return value.uniffiCloneHandle()", "return value.callWithHandle { it }")?;
    // The engine's thread calls back for each finished call, so it stays attached to the JVM.
    let callback = "object uniffiRustFutureContinuationCallbackImpl: UniffiRustFutureContinuationCallback {";
    source.replace_text(callback, &format!("{callback} init {{ keepEngineAttached(this) }}"))?;
    fs::remove_file(&path)?;
    fs::write(folder.join("Generated.kt"), docs::in_camel_case(&source.text(), &snake_names))?;

    for (name, text) in areas::files(&surface) {
        fs::write(folder.join(name), docs::in_camel_case(&text, &snake_names))?;
    }
    Ok(())
}
