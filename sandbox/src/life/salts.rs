//! Salts: the keys that make a request safe to repeat.

use serde_json::Value;

use crate::{rules::refusal::Refusal, settings::SaltReuse, world::World};

/// What a request is, seen from those before it.
pub(crate) enum Repeat<'a, T> {
    /// One that was already carried out, with this outcome.
    Of(&'a T),
    /// A new one.
    None,
}

/// Looks for an earlier request with the same salt. With another body, the switch decides.
pub(crate) fn repeat<'a, T>(
    world: &World,
    salt: Option<&str>,
    body: &Value,
    earlier: impl Iterator<Item = (&'a T, Option<&'a str>, &'a Value)>,
) -> Result<Repeat<'a, T>, Refusal> {
    let Some(salt) = salt else { return Ok(Repeat::None) };
    let mut earlier = earlier;
    let Some((outcome, _, request)) = earlier.find(|(_, known, _)| *known == Some(salt)) else {
        return Ok(Repeat::None);
    };
    if request != body && world.settings.salt_reuse == SaltReuse::Refuse {
        let problem = Refusal::new("This salt was used with another body: choose a new one.");
        return Err(problem.with_param("salt_id", "was used with another body"));
    }
    Ok(Repeat::Of(outcome))
}
