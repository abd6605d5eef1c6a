//! Chance that repeats: everything random follows from the seed and what it is for.

use std::time::Duration;

use fastrand::Rng;
use uuid::Builder;

/// The seed of a simulator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    /// A generator for one purpose, the same in every run and independent of the order of requests.
    pub(crate) fn rng(self, purpose: &str, subject: &str) -> Rng {
        Rng::with_seed(self.hash(purpose, subject))
    }

    /// A number for one purpose (FNV-1a: stable across platforms and compiler versions).
    pub(crate) fn hash(self, purpose: &str, subject: &str) -> u64 {
        let seed = self.0.to_le_bytes();
        let bytes = seed.iter().chain(purpose.as_bytes()).chain(&[0]).chain(subject.as_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }

    /// A uuid for one purpose.
    pub(crate) fn uuid(self, purpose: &str, subject: &str) -> String {
        let mut rng = self.rng(purpose, subject);
        Builder::from_random_bytes(rng.u128(..).to_le_bytes()).into_uuid().to_string()
    }

    /// A duration between two bounds in milliseconds.
    pub(crate) fn duration(self, purpose: &str, subject: &str, from_ms: u64, to_ms: u64) -> Duration {
        Duration::from_millis(self.rng(purpose, subject).u64(from_ms..=to_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        assert_eq!(Seed(1).uuid("borrower", "a"), Seed(1).uuid("borrower", "a"));
        assert_ne!(Seed(1).uuid("borrower", "a"), Seed(2).uuid("borrower", "a"));
        assert_ne!(Seed(1).uuid("borrower", "a"), Seed(1).uuid("line", "a"));
    }
}
