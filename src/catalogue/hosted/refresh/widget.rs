//! The widget's price book, made from the full catalogue: the models that a selection file names.
//!
//! A line of the selection is a provider's key and patterns, in the order in which the widget shows providers:
//! `openai -gpt-image* -tts*` takes every model with rates for text in and out except those named after `-`.
//! `+gpt-image-2` takes a model whatever its rates are for, `~sonar` shows it among the deprecated.
//! `azure <openai gpt-5*` takes models of another provider at that one's standard rates. `#` begins a comment.

use crate::catalogue::hosted::refresh::merge::Register;
use crate::catalogue::hosted::units::PricedUnit;
use crate::catalogue::hosted::{Availability, HostedBook, HostedModel};
use crate::catalogue::{ModelId, ProviderId};
use thiserror::Error;

/// Why a widget book cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SelectionError {
    /// The catalogue has no such provider.
    #[error("line {line} of the selection names a provider that the catalogue lacks; correct it")]
    Provider {
        /// Counted from 1.
        line: usize,
    },
    /// A model is in the book twice.
    #[error("a model is selected twice; correct the selection")]
    Twice,
}

impl HostedBook {
    /// The models that `selection` takes, in its order; models sold under a second provider's name are numbered in
    /// `register`.
    ///
    /// # Errors
    /// [`SelectionError`] names what the selection asks for in vain.
    pub fn select(&self, selection: &str, register: &mut Register) -> Result<Self, SelectionError> {
        let mut book = Self {
            package: self.package.clone(),
            providers: Vec::new(),
            models: Vec::new(),
            by_id: Vec::new(),
        };
        for (index, line) in selection.lines().enumerate() {
            let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
            let Some(key) = words.next() else { continue };
            let wrong = SelectionError::Provider { line: index + 1 };
            let (source, provider) = self.provider_by_key(key).ok_or(wrong)?;
            let place = match book.provider_by_key(key) {
                Some((place, _)) => place,
                None => {
                    book.providers.push(provider.clone());
                    ProviderId((book.providers.len() - 1) as u8)
                }
            };
            let patterns: Vec<&str> = words.collect();
            let resold = patterns.first().and_then(|word| word.strip_prefix('<'));
            match resold {
                Some(other) => {
                    let (other, _) = self.provider_by_key(other).ok_or(wrong)?;
                    let taken = self.of(other).filter(|model| {
                        patterns.iter().any(|glob| is_like(&model.slug, glob))
                            && !marked('-', &patterns, &model.slug)
                            && self.by_slug(key, &model.slug).is_none()
                    });
                    for model in taken {
                        let id = register.number(key, &model.slug);
                        book.models.push(resell(model, id, place));
                    }
                }
                None => {
                    let taken = self.of(source).filter(|model| {
                        let slug = &model.slug;
                        marked('+', &patterns, slug) || (is_text(model) && !marked('-', &patterns, slug))
                    });
                    let place_in = |model: &HostedModel| {
                        let mut model = HostedModel { provider: place, ..model.clone() };
                        model.name = self.title(&model);
                        let is_old = marked('~', &patterns, &model.slug);
                        if is_old && model.availability == Availability::Current {
                            model.availability = Availability::Deprecated;
                        }
                        model
                    };
                    book.models.extend(taken.map(place_in));
                }
            }
        }
        book.index().map_err(|_| SelectionError::Twice)?;
        Ok(book)
    }

    /// The name to show: `gpt 4o` is the slug badly spelt, and a host may name a maker's model by its slug alone.
    fn title(&self, model: &HostedModel) -> String {
        if model.name != model.slug {
            let is_slug = model.name.replace(' ', "-") == model.slug;
            return if is_slug { model.slug.clone() } else { model.name.clone() };
        }
        let maker = self.providers().find_map(|(id, maker)| {
            let rest = model.slug.split_once(&format!("{}.", maker.key))?.1;
            (id != model.provider).then_some((id, rest))
        });
        let made = maker.and_then(|(id, rest)| {
            let makers = self.of(id).filter(|made| rest.starts_with(&made.slug));
            makers.max_by_key(|made| made.slug.len())
        });
        made.map_or_else(|| model.slug.clone(), |made| made.name.clone())
    }

    fn of(&self, provider: ProviderId) -> impl Iterator<Item = &HostedModel> {
        self.models().filter(move |model| model.provider == provider)
    }
}

fn resell(model: &HostedModel, id: ModelId, provider: ProviderId) -> HostedModel {
    HostedModel { id, provider, priced_as: Some(model.id), ..model.clone() }
}

fn is_text(model: &HostedModel) -> bool {
    let rows = model.epochs.iter().flat_map(|epoch| &epoch.rows);
    rows.filter(|row| row.is_standard()).any(|row| {
        let has = |unit| row.rates.get(unit).is_some();
        has(PricedUnit::InputTokens) && has(PricedUnit::OutputTokens)
    })
}

fn marked(mark: char, patterns: &[&str], slug: &str) -> bool {
    patterns.iter().filter_map(|pattern| pattern.strip_prefix(mark)).any(|glob| is_like(slug, glob))
}

/// Whether `slug` is like `glob`, in which `*` matches any text.
fn is_like(slug: &str, glob: &str) -> bool {
    let Some((first, rest)) = glob.split_once('*') else { return slug == glob };
    let Some(mut left) = slug.strip_prefix(first) else { return false };
    if rest.is_empty() {
        return true;
    }
    loop {
        if is_like(left, rest) {
            return true;
        }
        let mut letters = left.chars();
        if letters.next().is_none() {
            return false;
        }
        left = letters.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_any_text() {
        for (slug, glob) in
            [("gpt-5", "gpt-5"), ("gpt-5.4-mini", "gpt-5*"), ("a-tts-b", "*-tts*"), ("x", "*")]
        {
            assert!(is_like(slug, glob), "{slug} {glob}");
        }
        for (slug, glob) in [("gpt-5", "gpt"), ("agpt", "gpt*"), ("a-tt", "*-tts")] {
            assert!(!is_like(slug, glob), "{slug} {glob}");
        }
    }
}
