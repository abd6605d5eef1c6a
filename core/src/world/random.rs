//! Random numbers.

use uuid::Uuid;

/// Returns a random number between 0 and 1, to spread pauses.
pub(crate) fn random_fraction() -> f64 {
    #[cfg(feature = "simulation")]
    if let Some(world) = super::simulated::world() {
        return f64::from(u32::try_from(world.random() >> 32).unwrap_or(0)) / f64::from(u32::MAX);
    }
    fastrand::f64()
}

/// Returns a random number to tell things apart. It must not be used for secrets.
pub(crate) fn random_number() -> u64 {
    fastrand::u64(..)
}

/// Returns a UUID from the system's random numbers, which a fork does not repeat.
pub(crate) fn new_uuid() -> Uuid {
    #[cfg(feature = "simulation")]
    if let Some(world) = super::simulated::world() {
        let (high, low) = (world.random(), world.random());
        return uuid::Builder::from_u128((u128::from(high) << 64) | u128::from(low))
            .with_version(uuid::Version::Random)
            .with_variant(uuid::Variant::RFC4122)
            .into_uuid();
    }
    Uuid::new_v4()
}

/// Fills `bytes` with the system's random numbers, for secrets.
///
/// # Errors
/// The system cannot supply random numbers.
pub(crate) fn random_bytes(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
    getrandom::fill(bytes)
}
