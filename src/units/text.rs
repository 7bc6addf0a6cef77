//! A text in another, byte by byte: the standard library's searcher, made for long texts, takes kilobytes of the module.

/// The byte positions of `part` in `text`, in ascending order; overlapping matches count.
pub fn each_place<'a>(text: &'a str, part: &'a str) -> impl Iterator<Item = usize> + 'a {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len()).filter(move |at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

/// Whether `text` contains `part`.
///
/// ```
/// use inference_estimator::units::holds;
///
/// assert!(holds("text-embedding-3", "embed") && holds("any", "") && !holds("so", "so far"));
/// ```
#[must_use]
pub fn holds(text: &str, part: &str) -> bool {
    each_place(text, part).next().is_some()
}
