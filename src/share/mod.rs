//! Scenario to link text and back. Knows text, not the page around it.
//!
//! A link is `#s=1.<payload>`: the payload is base64url without padding of a length, a body and a checksum. The body
//! contains what differs from the defaults (`numbers.rs` has the numbers, `wire.rs` the grammar). The rules:
//!
//! - A number is never given twice; defaults are kept for each schema minor (`defaults.rs`), so that an old link means
//!   what it meant.
//! - What this version does not know is kept and written back; a model id is never replaced by another.
//! - A damaged link says how it is damaged and gives nothing; a number out of range gives its default and a notice.

mod decode;
mod decode_fleet;
mod decode_parts;
mod defaults;
mod encode;
mod error;
mod find;
mod frame;
#[cfg(test)]
mod frozen;
mod numbers;
mod pinned;
mod readable;
mod unknown;
mod wire;

pub use decode::Decoded;
pub use defaults::SCHEMA_MINOR;
pub use encode::{FILE_CHARACTERS, LinkTooLong, WARN_CHARACTERS, encode};
pub use error::{LinkError, Notice};
pub use pinned::{pinned_in, with_pinned};
pub use unknown::UnknownFields;

use crate::units::Date;
use find::Found;

/// Reads the scenario of a link: a fragment, a whole address, or a text around one.
///
/// Understands `#s=1.…`, `?s=1.…`, `%23s=1.…`, line breaks and punctuation that mail and chat programs add, and the
/// readable form for authors, `#p=support-chat&users=12000&f0.in=3200`. `today` is the day for a link that names none.
///
/// # Errors
/// [`LinkError`] tells what is wrong with the link; nothing of it is used then.
///
/// # Examples
/// ```
/// use inference_estimator::scenario::Preset;
/// use inference_estimator::share::{UnknownFields, decode, encode};
///
/// let today = "2026-11-23".parse()?;
/// let scenario = Preset::SupportChat.scenario(today);
/// let link = encode(&scenario, None, &UnknownFields::default())?;
/// assert_eq!(decode(&format!("(see https://example.org/#{link})."), today)?.scenario, scenario);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode(text: &str, today: Date) -> Result<Decoded, LinkError> {
    find::each_form(text, &mut |found| match found {
        Found::Payload { family: 1, text } => decode::payload(text, today),
        Found::Payload { family, .. } => Err(LinkError::Newer { family }),
        Found::Cut => Err(LinkError::CutShort { arrived: 0, expected: None }),
        Found::Readable { keys, behind } => readable::decode(keys, behind, today),
        Found::Nothing => Err(LinkError::NotOurs),
    })
}

/// Whether the fragment or query of an address claims to be a scenario, so that [`decode`] is to read it and, where it is
/// damaged, to say so. Percent codes count as what they encode, as in [`decode`].
///
/// ```
/// use inference_estimator::share::claims_scenario;
///
/// assert!(claims_scenario("#s=1.abc") && claims_scenario("#s%3D1.abc"));
/// assert!(!claims_scenario("#section-2"));
/// ```
#[must_use]
pub fn claims_scenario(part_of_address: &str) -> bool {
    find::claims_scenario(part_of_address)
}
