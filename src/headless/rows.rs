//! Prices of many requests in one call. JavaScript hands over what requests have in common once, and their counts as
//! numbers: to turn an object into one of Rust takes longer than to price it.

use super::{read, with_full, written};
use crate::catalogue::{FullCatalogue, PricedUnit};
use crate::estimate::cost::price::Usage;
use crate::estimate::cost::price_request::{PriceRequest, RequestFormError};
use crate::estimate::cost::request_kind::RequestKind;
use crate::scenario::json::Value as Written;
use js_sys::{Float64Array, Int32Array, Object};
use serde_json::Value;
use std::fmt::Display;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

/// Prices rows. `kinds` is a list of `{ request, paths }`: a request with counts of zero, and for each count the names that
/// lead to it inside of `usage`. Row by row, `kind_of` is its kind, a line of `moments` its `at`, and `counts` has its counts.
///
/// The answer is `{ usd, said, models, remarks }`: three numbers a row (input, output, total; not a number without a price),
/// the place of its remarks (-1 for none), the model of each kind, and the remarks: a text is an error, a list has notes.
///
/// # Errors
/// If the arguments do not fit together. A row without a price is no error here.
#[wasm_bindgen(js_name = priceRows)]
#[allow(unreachable_pub, reason = "exported to JavaScript")]
pub fn price_rows(kinds: JsValue, kind_of: &[u32], moments: &str, counts: &[f64]) -> Result<Object, JsError> {
    let Value::Array(forms) = read(kinds)? else { return Err(JsError::new("a list of kinds is expected")) };
    with_full(|full| {
        let mut kinds: Vec<Kind<'_>> = forms.iter().map(|form| Kind::new(full, form)).collect();
        let mut remarks = Remarks::default();
        let mut usd = Vec::with_capacity(kind_of.len() * 3);
        let mut places = Vec::with_capacity(kind_of.len());
        let mut counts = counts.iter();
        for (kind, moment) in kind_of.iter().zip(moments.split('\n')) {
            let Some(kind) = kinds.get_mut(*kind as usize) else { return Err(JsError::new("no such kind")) };
            let (prices, remark) = kind.row(moment, &mut counts);
            usd.extend(prices);
            places.push(remarks.place_of(remark));
        }
        let models = kinds.iter().map(|kind| {
            kind.priced.as_ref().map_or(Written::Null, |priced| Written::text(&priced.model().slug))
        });
        let answer = Object::new();
        let all: [(&str, JsValue); 4] = [
            ("usd", Float64Array::from(&usd[..]).into()),
            ("said", Int32Array::from(&places[..]).into()),
            ("models", written(&Written::List(models.collect()))?),
            ("remarks", written(&Written::List(remarks.all.iter().map(Remark::written).collect()))?),
        ];
        for (name, value) in all {
            super::set_member(&answer, name, &value)?;
        }
        Ok(answer)
    })
}

/// Requests that differ only in their moments and counts.
struct Kind<'a> {
    priced: Result<RequestKind<'a>, String>,
    counts: Counts,
}

/// Where the counts of a row belong.
enum Counts {
    /// In the usage of the units, as the names say them.
    Units(Vec<PricedUnit>),
    /// In an SDK's object, each by the names that lead to it.
    Object { usage: Value, paths: Vec<Vec<String>> },
}

impl<'a> Kind<'a> {
    fn new(full: &'a FullCatalogue, form: &Value) -> Self {
        let part = |name: &str| form.get(name).cloned().unwrap_or_default();
        let request = part("request");
        let paths = part("paths")
            .as_array()
            .into_iter()
            .flatten()
            .map(|path| {
                path.as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|name| name.as_str().map(str::to_owned))
                    .collect()
            })
            .collect();
        let priced = PriceRequest::read(&request).map_err(text).and_then(|read| {
            RequestKind::new(full, read.provider.as_deref(), &read.model, &read.context).map_err(text)
        });
        Self { priced, counts: Counts::of(request.get("usage").cloned().unwrap_or_default(), paths) }
    }

    /// The prices of a row, and what is to be said of it. Takes its counts.
    fn row<'c>(&mut self, moment: &str, counts: &mut impl Iterator<Item = &'c f64>) -> ([f64; 3], Remark) {
        match self.price(moment, counts) {
            Ok((prices, notes)) => (prices, Remark::Notes(notes)),
            Err(error) => ([f64::NAN; 3], Remark::Error(error)),
        }
    }

    fn price<'c>(
        &mut self,
        moment: &str,
        counts: &mut impl Iterator<Item = &'c f64>,
    ) -> Result<([f64; 3], Vec<String>), String> {
        let usage = self.counts.usage(counts)?;
        let at = PriceRequest::moment(moment).map_err(text)?;
        let priced = self.priced.as_mut().map_err(|error| error.clone())?;
        let price = priced.price(at, &usage).map_err(text)?;
        let notes = priced.notes(at.date).iter().map(ToString::to_string).collect();
        Ok(([price.input.get(), price.output.get(), price.total.get()], notes))
    }
}

impl Counts {
    fn of(usage: Value, paths: Vec<Vec<String>>) -> Self {
        let names: Vec<&str> = paths.iter().filter_map(|path| path.first().map(String::as_str)).collect();
        match PriceRequest::units(&usage, &names) {
            Some(units) => Self::Units(units),
            None => Self::Object { usage, paths },
        }
    }

    /// The usage of a row. Takes its counts.
    fn usage<'c>(&mut self, counts: &mut impl Iterator<Item = &'c f64>) -> Result<Usage, String> {
        match self {
            Self::Units(units) => {
                let mut usage = Usage::new();
                let mut wrong = None;
                for unit in units {
                    let count = counts.next().copied().unwrap_or(f64::NAN);
                    if usage.set(*unit, count).is_err() {
                        wrong.get_or_insert(RequestFormError::Count { unit: unit.usage_key().to_owned() });
                    }
                }
                wrong.map_or(Ok(usage), |error| Err(text(error)))
            }
            Self::Object { usage, paths } => {
                for path in paths {
                    let count = counts.next().copied().unwrap_or(f64::NAN);
                    let place = path.iter().try_fold(&mut *usage, |object, name| object.get_mut(name));
                    if let Some(place) = place {
                        *place = Value::from(count);
                    }
                }
                PriceRequest::counts(usage).map_err(text)
            }
        }
    }
}

fn text(error: impl Display) -> String {
    error.to_string()
}

/// What is to be said of a row.
#[derive(PartialEq)]
enum Remark {
    Error(String),
    Notes(Vec<String>),
}

impl Remark {
    fn written(&self) -> Written {
        match self {
            Self::Error(error) => Written::text(error),
            Self::Notes(notes) => Written::List(notes.iter().map(|note| Written::text(note)).collect()),
        }
    }
}

/// All remarks, each once.
#[derive(Default)]
struct Remarks {
    all: Vec<Remark>,
}

impl Remarks {
    /// Where the remark is; -1 if there is nothing to say.
    fn place_of(&mut self, remark: Remark) -> i32 {
        if matches!(&remark, Remark::Notes(notes) if notes.is_empty()) {
            return -1;
        }
        let place = self.all.iter().rposition(|known| *known == remark).unwrap_or_else(|| {
            self.all.push(remark);
            self.all.len() - 1
        });
        i32::try_from(place).unwrap_or(-1)
    }
}
