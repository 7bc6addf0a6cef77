//! The price of a request that is described by names, as SDKs and bills describe it. Not in the widget: it needs the
//! full catalogue and its match rules.

use crate::catalogue::{FullCatalogue, HostedModel, NotFound, PricedUnit};
use crate::estimate::cost::price::{Price, PriceError, Usage};
use crate::estimate::cost::request_kind::RequestKind;
use crate::estimate::cost::usage_shapes::{read_usage, units_of};
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
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RequestError {
    /// Nobody knows the provider or the model.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The context names what no price list knows.
    #[error(transparent)]
    Context(#[from] RequestFormError),
    /// The usage has no price.
    #[error(transparent)]
    Price(#[from] PriceError),
}

/// Why a JSON value is no request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestFormError {
    /// `model`, `at` or `usage` is missing or of the wrong kind.
    #[error("`model` and `at` must be texts, `usage` an object of counts")]
    Kind,
    /// Not a moment.
    #[error("`at` must be a moment like 2026-11-23T15:00:00Z")]
    Moment,
    /// A unit that nobody knows.
    #[error("`usage`: unknown unit {unit}; known are {known}")]
    UnknownUnit {
        /// As it was given.
        unit: String,
        /// The units of the shape that the object has.
        known: String,
    },
    /// A count that is none.
    #[error("`usage`: {unit} must be a number of zero or more")]
    Count {
        /// What is counted.
        unit: String,
    },
    /// The context is no object of texts.
    #[error("`context` must be an object of texts")]
    Context,
    /// A key of the context that no price list knows.
    #[error("`context`: unknown key {key}; allowed are {allowed}")]
    UnknownKey {
        /// As it was given.
        key: String,
        /// All keys.
        allowed: String,
    },
    /// A value of the context that no price list knows.
    #[error("`context`: unknown value {value} of {key}; allowed are {allowed}")]
    UnknownValue {
        /// The key.
        key: String,
        /// As it was given.
        value: String,
        /// All values of the key.
        allowed: String,
    },
}

/// Something to know about a price.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestNote {
    /// The model has no rate for this kind of request: its list price is used.
    #[error("no rate for {key}={value} is known for this model: priced at its list price")]
    ListPrice {
        /// The key of the context.
        key: String,
        /// Its value.
        value: String,
    },
    /// The rate of this kind of request is known from a later day on only, and is used before it, too.
    #[error("the rate for this kind of request was first seen on {date}")]
    FirstSeen {
        /// The first day on which it is known.
        date: Date,
    },
    /// The model is retired.
    #[error("retired on {since}")]
    Retired {
        /// First day without it.
        since: Date,
    },
    /// The provider answers the name with another model since it was retired.
    #[error("retired on {since} and billed as {other} since")]
    BilledAs {
        /// First day without it.
        since: Date,
        /// The model that answers.
        other: String,
    },
}

/// The price of a request, the model that it means, and what else to know.
#[derive(Debug, Clone, PartialEq)]
pub struct PricedRequest<'a> {
    /// The model.
    pub model: &'a HostedModel,
    /// What the request costs.
    pub price: Price,
    /// What else to know.
    pub notes: Vec<RequestNote>,
}

impl PriceRequest {
    /// Reads `{"provider", "model", "at", "usage": {..}, "context": {..}}`; other fields are left alone. `usage` counts
    /// our units, or is the object of an SDK of OpenAI, Anthropic or Google as it is.
    ///
    /// # Errors
    /// [`RequestFormError`] names the field that is wrong.
    pub fn read(value: &Value) -> Result<Self, RequestFormError> {
        let text = |field: &str| value.get(field).and_then(Value::as_str);
        let members = value.get("usage").and_then(Value::as_object).ok_or(RequestFormError::Kind)?;
        let (usage, said) = read_usage(members)?;
        let context = value.get("context").filter(|context| !context.is_null());
        let mut context = match context.map(|context| context.as_object().ok_or(RequestFormError::Context)) {
            Some(entries) => entries?
                .iter()
                .map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
                .collect::<Option<Vec<_>>>()
                .ok_or(RequestFormError::Context)?,
            None => Vec::new(),
        };
        // What is asked for counts before what the answer's usage says.
        for (key, value) in said {
            if context.iter().all(|(known, _)| *known != key) {
                context.push((key, value));
            }
        }
        Ok(Self {
            provider: text("provider").map(str::to_owned),
            model: text("model").ok_or(RequestFormError::Kind)?.to_owned(),
            at: Self::moment(text("at").ok_or(RequestFormError::Kind)?)?,
            usage,
            context,
        })
    }

    /// The counts of a `usage` object, of any shape that [`PriceRequest::read`] takes.
    ///
    /// # Errors
    /// [`RequestFormError`] names the unit or the count that is wrong.
    pub fn counts(usage: &Value) -> Result<Usage, RequestFormError> {
        let members = usage.as_object().ok_or(RequestFormError::Kind)?;
        Ok(read_usage(members)?.0)
    }

    /// The unit that each of `names` counts in a `usage` object that counts by our own units; nothing for an SDK's object.
    #[must_use]
    pub fn units(usage: &Value, names: &[&str]) -> Option<Vec<PricedUnit>> {
        units_of(usage.as_object()?, names)
    }

    /// A moment as a request names it, `2026-11-23T15:00:00Z`.
    ///
    /// # Errors
    /// [`RequestFormError::Moment`] if it is none.
    pub fn moment(text: &str) -> Result<Moment, RequestFormError> {
        read_moment(text).ok_or(RequestFormError::Moment)
    }

    /// What the request costs by the package's own rules (peak hours on every day), and the model that it means.
    ///
    /// # Errors
    /// [`RequestError`] when the model is not known, the context names what no price list knows, or the usage has no
    /// price.
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
        self.answer(catalogue).map(|answer| (answer.model, answer.price))
    }

    /// The same, with what else to know.
    ///
    /// # Errors
    /// As [`PriceRequest::price`].
    pub fn answer<'a>(&self, catalogue: &'a FullCatalogue) -> Result<PricedRequest<'a>, RequestError> {
        let mut kind = RequestKind::new(catalogue, self.provider.as_deref(), &self.model, &self.context)?;
        let price = kind.price(self.at, &self.usage)?;
        Ok(PricedRequest { model: kind.model(), price, notes: kind.notes(self.at.date).to_vec() })
    }
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
