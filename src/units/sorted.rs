//! Maps and sets in the order of their keys: one search tree for every kind of key, where the standard library's is compiled
//! for each and takes kilobytes of the module.
//!
//! Entries stay in the order in which they came. What is ordered are their places, in blocks of some hundreds. A search takes
//! O(log n) comparisons, an insertion moves one block at most, and a block more every some hundred insertions.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;

/// Places in a block before it is split.
const MOST: usize = 512;

/// Places of entries in the order of their keys.
#[derive(Clone, Default)]
struct Places {
    blocks: Vec<Vec<usize>>,
}

impl Places {
    /// The place of the entry that `compare` finds equal, or the block and the position where it belongs.
    fn find(&self, compare: &dyn Fn(usize) -> Ordering) -> Result<usize, (usize, usize)> {
        let begins_before =
            |block: &Vec<usize>| block.first().is_some_and(|place| compare(*place) != Ordering::Greater);
        let number = self.blocks.partition_point(begins_before).saturating_sub(1);
        let Some(block) = self.blocks.get(number) else {
            return Err((0, 0));
        };
        match block.binary_search_by(|place| compare(*place)) {
            Ok(position) => block.get(position).copied().ok_or((number, position)),
            Err(position) => Err((number, position)),
        }
    }

    fn insert(&mut self, (number, position): (usize, usize), place: usize) {
        let Some(block) = self.blocks.get_mut(number) else {
            return self.blocks.push(vec![place]);
        };
        block.insert(position.min(block.len()), place);
        if block.len() > MOST {
            let tail = block.split_off(MOST / 2);
            self.blocks.insert(number + 1, tail);
        }
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.blocks.iter().flatten().copied()
    }
}

/// A map in the order of its keys.
///
/// ```
/// use inference_estimator::units::SortedMap;
///
/// let mut letters = SortedMap::default();
/// for letter in "banana".chars() {
///     *letters.at(letter) += 1;
/// }
/// assert!(letters.in_order().eq([('a', 3), ('b', 1), ('n', 2)]));
/// ```
#[derive(Clone)]
pub struct SortedMap<K, V> {
    entries: Vec<(K, V)>,
    places: Places,
}

impl<K: Ord, V> SortedMap<K, V> {
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, (usize, usize)>
    where
        K: Borrow<Q>,
    {
        let entries = &self.entries;
        self.places.find(&|place| entries.get(place).map_or(Ordering::Less, |(own, _)| own.borrow().cmp(key)))
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(self.find(key).ok()?).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.find(key).ok()?;
        self.entries.get_mut(place).map(|(_, value)| value)
    }

    /// The value of a key, which is `value` where it had none.
    #[expect(clippy::indexing_slicing, reason = "the place was found or made just before")]
    pub fn at_or(&mut self, key: K, value: V) -> &mut V {
        let place = match self.find(&key) {
            Ok(place) => place,
            Err(at) => {
                self.places.insert(at, self.entries.len());
                self.entries.push((key, value));
                self.entries.len() - 1
            }
        };
        &mut self.entries[place].1
    }

    /// The value of a key, which is the type's default where it had none.
    pub fn at(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.at_or(key, V::default())
    }
}

impl<K, V> SortedMap<K, V> {
    /// How many keys there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The keys in order, with their values.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.places.iter().filter_map(|place| self.entries.get(place)).map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The keys in order, with their values, to be kept.
    pub fn in_order(self) -> impl Iterator<Item = (K, V)> {
        let mut entries: Vec<Option<(K, V)>> = self.entries.into_iter().map(Some).collect();
        let places = self.places.blocks.into_iter().flatten();
        places.filter_map(move |place| entries.get_mut(place).and_then(Option::take))
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: Places::default() }
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for SortedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Eq, V: Eq> Eq for SortedMap<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Of equal keys the last one's value counts.
impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut map = Self::default();
        for (key, value) in pairs {
            match map.get_mut(&key) {
                Some(own) => *own = value,
                None => drop(map.at_or(key, value)),
            }
        }
        map
    }
}

/// A set in the order of its keys.
///
/// ```
/// use inference_estimator::units::SortedSet;
///
/// let letters: SortedSet<char> = "banana".chars().collect();
/// assert!(letters.iter().eq(&['a', 'b', 'n']) && letters.contains(&'b'));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SortedSet<K>(SortedMap<K, ()>);

impl<K: Ord> SortedSet<K> {
    /// Takes a key in.
    pub fn insert(&mut self, key: K) {
        self.0.at_or(key, ());
    }

    /// Whether the key is there.
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.get(key).is_some()
    }
}

impl<K> SortedSet<K> {
    /// How many keys there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.0.keys()
    }

    /// The keys in order, to be kept.
    pub fn in_order(self) -> impl Iterator<Item = K> {
        self.0.in_order().map(|(key, ())| key)
    }
}

impl<K> Default for SortedSet<K> {
    fn default() -> Self {
        Self(SortedMap::default())
    }
}

impl<K: fmt::Debug> fmt::Debug for SortedSet<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<K: Ord> Extend<K> for SortedSet<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        keys.into_iter().for_each(|key| self.insert(key));
    }
}

impl<K: Ord> FromIterator<K> for SortedSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::default();
        set.extend(keys);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn a_map_is_that_of_the_standard_library(
            pairs in prop::collection::vec((0_u16..2_000, any::<u8>()), 0..4_000),
            wanted in prop::collection::vec(0_u16..2_000, 0..50),
        ) {
            let (mut map, mut standard) = (SortedMap::default(), BTreeMap::new());
            for (key, value) in &pairs {
                *map.at(*key) += u32::from(*value);
                *standard.entry(*key).or_default() += u32::from(*value);
            }
            prop_assert!(map.iter().eq(&standard) && map.iter().rev().eq(standard.iter().rev()));
            prop_assert!(map.keys().eq(standard.keys()) && map.values().eq(standard.values()));
            prop_assert_eq!((map.len(), map.is_empty()), (standard.len(), standard.is_empty()));
            for key in &wanted {
                prop_assert_eq!(map.get(key), standard.get(key));
                prop_assert_eq!(map.get_mut(key), standard.get_mut(key));
                prop_assert_eq!(map.at_or(*key, 7), standard.entry(*key).or_insert(7));
            }
            prop_assert!(map.clone().in_order().eq(standard.clone()));
            let again: SortedMap<u16, u32> = standard.clone().into_iter().rev().collect();
            prop_assert_eq!(&again, &map);
            prop_assert_eq!(format!("{map:?}"), format!("{standard:?}"));
        }

        #[test]
        fn a_set_is_that_of_the_standard_library(
            keys in prop::collection::vec("[a-c]{0,4}", 0..100),
            wanted in "[a-c]{0,4}",
        ) {
            let set: SortedSet<String> = keys.iter().cloned().collect();
            let standard: BTreeSet<String> = keys.into_iter().collect();
            prop_assert!(set.iter().eq(&standard));
            prop_assert_eq!(set.contains(wanted.as_str()), standard.contains(wanted.as_str()));
            prop_assert_eq!((set.len(), set.is_empty()), (standard.len(), standard.is_empty()));
            prop_assert!(set.in_order().eq(standard));
        }
    }

    #[test]
    fn of_equal_keys_the_last_value_counts() {
        let map: SortedMap<&str, u8> = [("a", 1), ("b", 2), ("a", 3)].into_iter().collect();
        assert_eq!((map.get("a"), map.len()), (Some(&3), 2));
    }

    #[test]
    fn a_million_keys_are_no_burden_in_any_order() {
        for step in [1, 7_919, 999_999] {
            let set: SortedSet<u64> = (0..1_000_000).map(|count| count * step % 1_000_003).collect();
            assert!(set.len() == 1_000_000 && set.iter().is_sorted());
        }
    }
}
