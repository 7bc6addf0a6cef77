//! Identities of rows that were read.

/// Identities of rows that were read, so that a further file does not count them again.
///
/// A table of their hashes, each at the first free slot from the one that its last bits name; at most half of the slots are
/// taken.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Hashes; 0 is a free slot.
    slots: Vec<u64>,
    count: usize,
}

impl Seen {
    /// Takes an identity in; false where it was there.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        if self.slots.len() <= 2 * self.count {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![0; (2 * old.len()).max(64)];
            old.into_iter().filter(|hash| *hash != 0).for_each(|hash| self.take(hash));
        }
        let is_new = !self.contains(id);
        if is_new {
            self.take(hash(id));
            self.count += 1;
        }
        is_new
    }

    /// Whether an identity came before.
    pub(super) fn contains(&self, id: &str) -> bool {
        let hash = hash(id);
        self.slots.get(self.slot(hash)) == Some(&hash)
    }

    fn take(&mut self, hash: u64) {
        let slot = self.slot(hash);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = hash;
        }
    }

    /// The slot that has the hash, or the free one for it.
    fn slot(&self, hash: u64) -> usize {
        let last = self.slots.len().saturating_sub(1);
        let mut slot = hash as usize & last;
        while self.slots.get(slot).is_some_and(|own| *own != 0 && *own != hash) {
            slot = (slot + 1) & last;
        }
        slot
    }
}

/// FNV-1a with a final mix, the same on every machine, and never 0. Two of a million identities have the same hash in three
/// files of a hundred million.
fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash ^ (hash >> 29)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identity_is_new_once() {
        let mut seen = Seen::default();
        assert!(!seen.contains("0"));
        for round in 0..2 {
            for number in 0..10_000 {
                assert_eq!(seen.insert(&number.to_string()), round == 0, "{number}");
                assert!(seen.contains(&number.to_string()));
            }
        }
        assert!(!seen.contains("10000") && seen.count == 10_000 && seen.slots.len() < 64_000);
    }
}
