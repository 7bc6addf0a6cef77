//! The price of a request that is described by names, as SDKs and bills describe it. Not in the widget: it needs the
//! full catalogue and its match rules.

use crate::catalogue::{FullCatalogue, HostedModel, NotFound, PeakDays, PricedUnit, RequestContext};
use crate::estimate::cost::price::{Price, PriceError, Usage, price};
use crate::units::{Date, Hour, Moment};
use serde_json::Value;
use thiserror::Error;

/// A request by names.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceRequest {
    /// The provider's key or name; without one, the model's name tells.
    pub provider: Option<String>,
    /// What the request calls the model.
    pub model: String,
    /// When it was made.
    pub at: Moment,
    /// What it used.
    pub usage: Usage,
    /// What kind of request it was: `processing`, `service_tier` and so on.
    pub context: Vec<(String, String)>,
}

/// Why a request has no price.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum RequestError {
    /// Nobody knows the provider or the model.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The usage has no price.
    #[error(transparent)]
    Price(#[from] PriceError),
}

/// Why a JSON value is no request.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum RequestFormError {
    /// `model`, `at` or `usage` is missing or of the wrong kind.
    #[error("`model` and `at` must be texts, `usage` an object of counts")]
    Kind,
    /// Not a moment.
    #[error("`at` must be a moment like 2026-11-23T15:00:00Z")]
    Moment,
    /// A count that is none, or of no known unit.
    #[error("`usage` must count known units with numbers of zero or more")]
    Usage,
    /// The context is no object of texts.
    #[error("`context` must be an object of texts")]
    Context,
}

impl PriceRequest {
    /// Reads `{"provider", "model", "at", "usage": {..}, "context": {..}}`; other fields are left alone.
    ///
    /// # Errors
    /// [`RequestFormError`] names the field that is wrong.
    pub fn read(value: &Value) -> Result<Self, RequestFormError> {
        let text = |field: &str| value.get(field).and_then(Value::as_str);
        let mut usage = Usage::new();
        for (key, count) in value.get("usage").and_then(Value::as_object).ok_or(RequestFormError::Kind)? {
            if count.is_null() {
                continue;
            }
            let unit = PricedUnit::from_usage_key(key).ok_or(RequestFormError::Usage)?;
            let count = count.as_f64().ok_or(RequestFormError::Usage)?;
            usage.set(unit, count).map_err(|_| RequestFormError::Usage)?;
        }
        let context = value.get("context").filter(|context| !context.is_null());
        let context = match context.map(|context| context.as_object().ok_or(RequestFormError::Context)) {
            Some(entries) => entries?
                .iter()
                .map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
                .collect::<Option<Vec<_>>>()
                .ok_or(RequestFormError::Context)?,
            None => Vec::new(),
        };
        Ok(Self {
            provider: text("provider").map(str::to_owned),
            model: text("model").ok_or(RequestFormError::Kind)?.to_owned(),
            at: read_moment(text("at").ok_or(RequestFormError::Kind)?).ok_or(RequestFormError::Moment)?,
            usage,
            context,
        })
    }

    /// What the request costs by the package's own rules (peak hours on every day), and the model that it means.
    ///
    /// # Errors
    /// [`RequestError`] when the model is not known or the usage has no price.
    ///
    /// # Examples
    /// ```
    /// use inference_estimator::catalogue::FullCatalogue;
    /// use inference_estimator::estimate::cost::price_request::PriceRequest;
    /// use serde_json::json;
    ///
    /// let request = PriceRequest::read(&json!({
    ///     "provider": "anthropic",
    ///     "model": "claude-sonnet-4-5-20250929",
    ///     "at": "2026-11-23T12:00:00Z",
    ///     "usage": { "input_tokens": 10_000, "cache_read_tokens": 8_000, "output_tokens": 400 },
    /// }))?;
    /// let catalogue = FullCatalogue::shipped()?;
    /// let (model, price) = request.price(&catalogue)?;
    /// assert_eq!(model.slug, "claude-sonnet-4-5");
    /// assert!((price.total.get() - 0.0144).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn price<'a>(&self, catalogue: &'a FullCatalogue) -> Result<(&'a HostedModel, Price), RequestError> {
        let found = catalogue.find(self.provider.as_deref(), &self.model)?;
        let context: Vec<(&str, &str)> = match found.is_fallback {
            true => Vec::new(),
            false => self.context.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
        };
        let rates = catalogue.book.rates(found.model, self.at, RequestContext(&context), PeakDays::Every);
        let least = found.model.min_audio_seconds.filter(|_| !found.is_fallback);
        let usage = match least {
            Some(least) => at_least(self.usage.clone(), f64::from(least))?,
            None => self.usage.clone(),
        };
        Ok((found.model, price(&rates, &usage)?))
    }
}

/// Audio that is billed by the second, with a least time.
fn at_least(usage: Usage, least: f64) -> Result<Usage, PriceError> {
    let units = [PricedUnit::AudioSeconds, PricedUnit::InputAudioSeconds];
    let Some(seconds) = units.into_iter().find_map(|unit| usage.get(unit).filter(|seconds| *seconds > 0.0))
    else {
        return Ok(usage);
    };
    units.into_iter().try_fold(usage, |usage, unit| usage.with(unit, seconds.max(least)))
}

/// `2026-11-23T15:00:00Z`, with a fraction of a second or another offset than Z too; without one it is UTC.
fn read_moment(text: &str) -> Option<Moment> {
    let date: Date = text.get(..10)?.parse().ok()?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return Some(Moment { date, time: Hour::from_seconds(0).ok()? });
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let (clock, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at(at),
        None => (rest, "Z"),
    };
    let clock = clock.split('.').next()?;
    let seconds = read_clock(clock)?
        - if offset == "Z" {
            0
        } else {
            let (sign, offset) = offset.split_at(1);
            read_clock(offset)? * if sign == "-" { -1 } else { 1 }
        };
    let date = Date::from_days(date.days() + seconds.div_euclid(86_400)).ok()?;
    Some(Moment { date, time: Hour::from_seconds(u32::try_from(seconds.rem_euclid(86_400)).ok()?).ok()? })
}

/// Seconds of `hh:mm:ss`, `hh:mm` or `hhmm`.
fn read_clock(text: &str) -> Option<i32> {
    let digits: String = text.split(':').collect();
    let two = |at: usize| match digits.get(at..at + 2) {
        Some(pair) => pair.parse::<i32>().ok().filter(|number| (0..60).contains(number)),
        None => (at > 0 && digits.len() == at).then_some(0),
    };
    let hours = two(0).filter(|hours| *hours < 24)?;
    let minutes = two(2).or((digits.len() == 2).then_some(0))?;
    let seconds = two(4).or((digits.len() <= 4).then_some(0))?;
    (digits.len() <= 6).then_some(hours * 3600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::read_moment;

    #[test]
    fn moments_are_read_in_utc_whatever_their_offset() {
        let read = |text| read_moment(text).map(|at| (at.date.to_string(), at.time.seconds()));
        let utc = Some(("2026-11-23".to_owned(), 54_000));
        for text in [
            "2026-11-23T15:00:00Z",
            "2026-11-23T15:00:00.5Z",
            "2026-11-23T23:00:00+08:00",
            "2026-11-23 10:00-0500",
        ] {
            assert_eq!(read(text), utc, "{text}");
        }
        assert_eq!(read("2026-11-23T23:30:00-01:00"), Some(("2026-11-24".to_owned(), 1_800)));
        for text in ["", "2026-11-23T25:00:00Z", "2026-11-23T1", "yesterday", "2026-11-23Tx"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
