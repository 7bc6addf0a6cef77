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
/// Runs of 1, 2, 4, ... numbers are merged two by two: a twentieth of the code of the standard library's sort.
fn rising(numbers: &[f64]) -> Vec<(f64, usize)> {
    let mut order: Vec<(f64, usize)> =
        numbers.iter().enumerate().map(|(place, number)| (*number, place)).collect();
    let mut merged = Vec::with_capacity(order.len());
    let mut width = 1;
    while width < order.len() {
        merged.clear();
        for both in order.chunks(2 * width) {
            let (mut left, mut right) = both.split_at_checked(width).unwrap_or((both, &[]));
            while let (Some((first, after)), Some((second, behind))) =
                (left.split_first(), right.split_first())
            {
                if first.0.total_cmp(&second.0).is_le() {
                    merged.push(*first);
                    left = after;
                } else {
                    merged.push(*second);
                    right = behind;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut order, &mut merged);
        width *= 2;
    }
    order
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
