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
fn rising(numbers: &[f64]) -> Vec<(f64, usize)> {
    let mut order: Vec<(f64, usize)> =
        numbers.iter().enumerate().map(|(place, number)| (*number, place)).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order
}
