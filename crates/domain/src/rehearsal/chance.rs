//! Numbers that look like chance and are the same for the same seed (the `SplitMix64` sequence).

use jiff::SignedDuration;

#[derive(Clone, Copy, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The same for the same parts.
    pub(super) fn of(parts: [u64; 3]) -> Self {
        let mut chance = Self(0);
        for part in parts {
            chance.0 ^= part;
            chance.0 = chance.next();
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0, included, to 1, excluded.
    pub(super) fn share(&mut self) -> f64 {
        let thousandths = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        f64::from(thousandths) / (f64::from(u32::MAX) + 1.0)
    }

    pub(super) fn happens(&mut self, likelihood: f64) -> bool {
        self.share() < likelihood
    }

    /// A wait between two others.
    pub(super) fn between(&mut self, (least, most): (f64, f64)) -> SignedDuration {
        let seconds = least + self.share() * (most - least);
        SignedDuration::try_from_secs_f64(seconds).unwrap_or_default()
    }
}
