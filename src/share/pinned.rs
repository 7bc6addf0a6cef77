//! A second scenario in a link: A, which was pinned, behind B, which is shown. It follows as `&a=1.…`, where readers that
//! know no second scenario stop reading, so that they show B.

use super::LinkError;
use super::find::percent_decoded;
use super::frame;
use crate::units::each_place;

/// The key of the second scenario, with its wire family.
const KEY: &str = "a=1.";

/// The text of a link, `1.…` or `s=1.…`, with the pinned scenario behind it; as it is where `pinned` is empty.
///
/// ```
/// use inference_estimator::share::with_pinned;
///
/// assert_eq!(with_pinned("1.AbC", "1.DeF"), "1.AbC&a=1.DeF");
/// assert_eq!(with_pinned("1.AbC", ""), "1.AbC");
/// ```
#[must_use]
pub fn with_pinned(link: &str, pinned: &str) -> String {
    if pinned.is_empty() { link.to_owned() } else { [link, "&a=", pinned].concat() }
}

/// The text of the pinned scenario in a link, as [`with_pinned`] took it; nothing where the link has none.
///
/// Percent codes count as what they encode, as in [`decode`](super::decode).
///
/// # Errors
/// [`LinkError`] where the pinned scenario is cut short or altered. The other one may be whole.
pub fn pinned_in(text: &str) -> Option<Result<String, LinkError>> {
    let once = percent_decoded(text);
    let twice = percent_decoded(&once);
    [text, &once, &twice].into_iter().find_map(pinned)
}

fn pinned(text: &str) -> Option<Result<String, LinkError>> {
    // `&amp;` is what a page's source has in the place of `&`.
    let follows = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(['&', ';']));
    let at = each_place(text, KEY).into_iter().find(|at| follows(*at))?;
    let payload = text.get(at + KEY.len()..).unwrap_or_default();
    Some(frame::body(payload).map(|body| ["1.", &frame::payload(&body)].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Preset;
    use crate::share::{UnknownFields, decode, encode};

    fn link(preset: Preset) -> String {
        let scenario = preset.scenario("2026-11-23".parse().unwrap());
        encode(&scenario, None, &UnknownFields::default()).unwrap()
    }

    #[test]
    fn both_scenarios_of_a_link_are_read_and_an_older_reader_shows_b() {
        let (b, a) = (link(Preset::SupportChat), link(Preset::Glossary));
        let a = a.strip_prefix("s=").unwrap();
        let both = ["https://example.org/?x=1#", &with_pinned(&b, a)].concat();
        let today = "2026-12-01".parse().unwrap();
        let percent = both.replace('&', "%26").replace('=', "%3D");
        for text in
            [both.clone(), both.replace('&', "&amp;"), format!("({both})."), percent, format!("{both}&utm=x")]
        {
            assert_eq!(pinned_in(&text), Some(Ok(a.to_owned())), "{text}");
            // What every version since the first does with such a text.
            assert_eq!(decode(&text, today), decode(&b, today), "{text}");
        }
        assert_eq!(pinned_in(&b), None);
        assert_eq!(pinned_in("https://example.org/?a=1.5#s=1.abc"), None);
    }

    #[test]
    fn a_pinned_scenario_that_is_damaged_leaves_the_other() {
        let (b, a) = (link(Preset::SupportChat), link(Preset::Glossary));
        let both = with_pinned(&b, a.strip_prefix("s=").unwrap());
        let cut = both.get(..both.len() - 4).unwrap();
        assert!(matches!(pinned_in(cut), Some(Err(LinkError::CutShort { .. }))));
        let today = "2026-12-01".parse().unwrap();
        assert_eq!(decode(cut, today), decode(&b, today));
    }
}
