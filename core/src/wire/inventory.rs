//! The list of all that other languages must have, too.

use super::kind::{AreaInfo, EnumInfo, ModelInfo};

/// One public item that a macro described.
#[derive(Debug, Clone, Copy)]
pub enum Entry {
    /// An area of the API.
    Area(&'static AreaInfo),
    /// A model.
    Model(&'static ModelInfo),
    /// An open enum.
    Enum(&'static EnumInfo),
}

impl Entry {
    /// Returns the name of the type.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Area(info) => info.name,
            Self::Model(info) => info.name,
            Self::Enum(info) => info.name,
        }
    }
}

inventory::collect!(Entry);

/// Returns every area, model and enum of the library, by name.
pub fn entries() -> Vec<Entry> {
    let mut entries: Vec<Entry> = inventory::iter::<Entry>.into_iter().copied().collect();
    entries.sort_by_key(Entry::name);
    entries
}
