//! Byte-pair merging with a table of merges, in time that grows with the length of a word times its logarithm: a word of 64 KB is no
//! slower a byte than a short one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use thiserror::Error;

/// Tokens of a single byte.
const BYTES: u32 = 256;
/// Words up to this length are merged by looking for the best pair again and again, which needs no heap.
const SHORT: usize = 24;
/// A place of the table without a pair.
const EMPTY: u64 = u64::MAX;
/// The end of a word in the list of its parts.
const NONE: u32 = u32::MAX;

/// Why bytes are no table of merges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the table of merges is damaged; load it again")]
pub struct TableError;

/// Which pairs of tokens are joined, and in which order.
#[derive(Debug)]
pub struct Merges {
    /// Open addressing: the pair's ranks, and the rank of the token that they make.
    places: Vec<(u64, u32)>,
    /// The rank of each byte.
    bytes: [u32; 256],
}

impl Merges {
    /// Reads six planes of bytes, as `scripts/token-tables.mjs` writes them.
    ///
    /// # Errors
    /// [`TableError`] if the length is wrong or a token is made of one that comes behind it.
    pub fn read(table: &[u8]) -> Result<Self, TableError> {
        let count = table.len() / 6;
        if count == 0 || !table.len().is_multiple_of(6) {
            return Err(TableError);
        }
        let planes: Vec<&[u8]> = table.chunks_exact(count).collect();
        let [a, b, c, d, e, f] = planes.as_slice() else { return Err(TableError) };
        let mut merges =
            Self { places: vec![(EMPTY, 0); (count * 2).next_power_of_two()], bytes: ranks_of_bytes() };
        let lefts = a.iter().zip(*b).zip(*c);
        let rights = d.iter().zip(*e).zip(*f);
        for (rank, (((h, m), l), ((i, j), k))) in (BYTES..).zip(lefts.zip(rights)) {
            let (left, right) = (u32::from_be_bytes([0, *h, *m, *l]), u32::from_be_bytes([0, *i, *j, *k]));
            if left >= rank || right >= rank {
                return Err(TableError);
            }
            merges.insert(key(left, right), rank);
        }
        Ok(merges)
    }

    fn insert(&mut self, key: u64, rank: u32) {
        let mut at = self.place(key);
        while let Some(place) = self.places.get_mut(at) {
            if place.0 == EMPTY {
                *place = (key, rank);
                return;
            }
            at = (at + 1) % self.places.len();
        }
    }

    fn place(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % self.places.len()
    }

    /// The token that two tokens make.
    fn joined(&self, left: u32, right: u32) -> Option<u32> {
        let key = key(left, right);
        let mut at = self.place(key);
        loop {
            let (found, rank) = *self.places.get(at)?;
            if found == key {
                return Some(rank);
            }
            if found == EMPTY {
                return None;
            }
            at = (at + 1) % self.places.len();
        }
    }

    /// Begins to merge words one after the other.
    pub(super) fn merging(&self) -> Merging<'_> {
        Merging {
            merges: self,
            parts: Vec::new(),
            next: Vec::new(),
            before: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }
}

fn key(left: u32, right: u32) -> u64 {
    u64::from(left) << 32 | u64::from(right)
}

/// Printable bytes come first, then the others: the order of GPT-2.
fn ranks_of_bytes() -> [u32; 256] {
    let is_printable = |byte: &u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    let mut ranks = [0; 256];
    let (first, others): (Vec<u8>, Vec<u8>) = (0..=255).partition(is_printable);
    for (rank, byte) in (0..).zip(first.into_iter().chain(others)) {
        if let Some(place) = ranks.get_mut(usize::from(byte)) {
            *place = rank;
        }
    }
    ranks
}

/// Merges one word after the other in the same memory.
pub(super) struct Merging<'a> {
    merges: &'a Merges,
    parts: Vec<u32>,
    next: Vec<u32>,
    before: Vec<u32>,
    /// The rank of a pair's join, the place of its left part, and both parts: a pair that has changed since counts no more.
    heap: BinaryHeap<Reverse<(u32, u32, u32, u32)>>,
}

impl Merging<'_> {
    /// The tokens of a word.
    pub(super) fn count(&mut self, word: &[u8]) -> usize {
        self.parts.clear();
        let bytes = &self.merges.bytes;
        self.parts.extend(word.iter().map(|byte| bytes.get(usize::from(*byte)).copied().unwrap_or(0)));
        if word.len() <= SHORT { self.count_short() } else { self.count_long() }
    }

    fn count_short(&mut self) -> usize {
        loop {
            let pairs = self.parts.iter().zip(self.parts.iter().skip(1)).enumerate();
            let ranked =
                pairs.filter_map(|(at, (left, right))| Some((self.merges.joined(*left, *right)?, at)));
            let Some((rank, at)) = ranked.min() else {
                return self.parts.len();
            };
            if let Some(part) = self.parts.get_mut(at) {
                *part = rank;
            }
            self.parts.remove(at + 1);
        }
    }

    fn count_long(&mut self) -> usize {
        let length = u32::try_from(self.parts.len()).unwrap_or(NONE);
        self.next.clear();
        self.next.extend((1..length).chain([NONE]));
        self.before.clear();
        self.before.extend([NONE].into_iter().chain(0..length.saturating_sub(1)));
        self.heap.clear();
        for at in 0..length {
            self.offer(at);
        }
        let mut count = self.parts.len();
        while let Some(Reverse((rank, at, left, right))) = self.heap.pop() {
            if self.pair(at) != Some((left, right)) {
                continue;
            }
            self.join(at, rank);
            count -= 1;
        }
        count
    }

    fn get(list: &[u32], at: u32) -> u32 {
        list.get(at as usize).copied().unwrap_or(NONE)
    }

    /// The parts of the pair that begins at a place; none for the last part, and for one that was joined to another.
    fn pair(&self, at: u32) -> Option<(u32, u32)> {
        let left = Self::get(&self.parts, at);
        let right = Self::get(&self.parts, Self::get(&self.next, at));
        (left != NONE && right != NONE).then_some((left, right))
    }

    fn offer(&mut self, at: u32) {
        if let Some((left, right)) = self.pair(at)
            && let Some(rank) = self.merges.joined(left, right)
        {
            self.heap.push(Reverse((rank, at, left, right)));
        }
    }

    fn join(&mut self, at: u32, rank: u32) {
        let right = Self::get(&self.next, at);
        let behind = Self::get(&self.next, right);
        let before = Self::get(&self.before, at);
        let set = |list: &mut Vec<u32>, at: u32, value: u32| {
            if let Some(place) = list.get_mut(at as usize) {
                *place = value;
            }
        };
        set(&mut self.parts, at, rank);
        set(&mut self.parts, right, NONE);
        set(&mut self.next, at, behind);
        set(&mut self.before, behind, at);
        self.offer(at);
        self.offer(before);
    }
}
