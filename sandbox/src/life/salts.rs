//! Salts: the keys that make a request safe to repeat.

use serde_json::Value;

use crate::{rules::Refusal, settings::SaltReuse, world::World};

/// Returns what an earlier request with the same salt has made, or `None`. With another body, the switch
/// decides.
pub(crate) fn repeat<'a, T>(
    world: &World,
    salt: Option<&str>,
    body: &Value,
    mut earlier: impl Iterator<Item = (&'a T, Option<&'a str>, &'a Value)>,
) -> Result<Option<&'a T>, Refusal> {
    let Some(salt) = salt else { return Ok(None) };
    let Some((outcome, _, request)) = earlier.find(|(_, known, _)| *known == Some(salt)) else {
        return Ok(None);
    };
    if request != body && world.settings.salt_reuse == SaltReuse::Refuse {
        let refusal = Refusal::new("This salt was used with another body.");
        return Err(refusal.with_param("salt_id", "was used with another body"));
    }
    Ok(Some(outcome))
}
