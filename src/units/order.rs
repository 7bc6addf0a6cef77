//! Order by a number: one sort for every kind of item, where a generic one would be compiled for each.

/// Sorts `values`, the least first.
pub fn sort_numbers(values: &mut [f64]) {
    let order = rising(values);
    let sorted: Vec<f64> = order.into_iter().map(|(value, _)| value).collect();
    values.copy_from_slice(&sorted);
}

/// The items in the order of their numbers, the least first; those of equal numbers keep their order.
///
/// ```
/// use inference_estimator::units::in_order;
///
/// assert_eq!(in_order(vec!["long", "a", "be", "c"], |word| word.len() as f64), ["a", "c", "be", "long"]);
/// ```
#[must_use]
pub fn in_order<T>(items: Vec<T>, number: impl Fn(&T) -> f64) -> Vec<T> {
    let numbers: Vec<f64> = items.iter().map(number).collect();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let mut next = |(_, place): (f64, usize)| items.get_mut(place).and_then(Option::take);
    rising(&numbers).into_iter().filter_map(&mut next).collect()
}

/// Every number with its place, rising, those at the front first among equals.
///
/// Dealt out digit by digit of their bits, the lowest first: as short as a merge sort, and much faster for the
/// thousands of times of a simulation.
fn rising(numbers: &[f64]) -> Vec<(f64, usize)> {
    let mut order: Vec<(f64, usize)> =
        numbers.iter().enumerate().map(|(place, number)| (*number, place)).collect();
    let mut dealt = order.clone();
    for shift in (0..64).step_by(8) {
        let digit = |number: f64| (rank(number) >> shift) as usize & 255;
        let mut places = [0_usize; 256];
        for (number, _) in &order {
            if let Some(count) = places.get_mut(digit(*number)) {
                *count += 1;
            }
        }
        if places.contains(&order.len()) {
            continue;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for item in &order {
            if let Some(place) = places.get_mut(digit(item.0))
                && let Some(slot) = dealt.get_mut(*place)
            {
                *slot = *item;
                *place += 1;
            }
        }
        std::mem::swap(&mut order, &mut dealt);
    }
    order
}

/// The bits of a number so that they rise with it, as in [`f64::total_cmp`].
const fn rank(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_keep_their_order_in_lists_of_every_length() {
        for length in 0..70_usize {
            let items: Vec<(usize, usize)> = (0..length).map(|place| (place * 7 % 5, place)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(number, _)| *number);
            assert_eq!(in_order(items, |(number, _)| *number as f64), expected);
        }
    }

    #[test]
    fn numbers_below_zero_and_none_come_first_and_last() {
        let mut values = [2.0, f64::NAN, -1.0, 0.0, f64::NEG_INFINITY, -0.0];
        sort_numbers(&mut values);
        assert_eq!(format!("{values:?}"), "[-inf, -1.0, -0.0, 0.0, 2.0, NaN]");
    }
}
