//! Why a bill differs from the estimate, cause by cause, each with what to do about it.

use super::{amount, distance, first_upper, money};
use crate::bill::{BillCheck, Checked, Measure, apply, measures};
use crate::format::{Locale, count, percent, usd, usd_signed, usd_steps_to};
use crate::presentation::View;
use crate::units::{SortedMap, Usd};
use crate::usage::{Cause, ModelUse, Money, Part};

/// A press that takes a measured value into the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct UseMeasured {
    /// "Use 512"
    pub label: String,
    /// What a step of the history is called.
    pub step: String,
    /// The feature by its index.
    pub feature: usize,
    /// The values.
    pub measures: Vec<Measure>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq)]
pub struct CauseLine {
    /// "Output length"
    pub name: String,
    /// "Responses are 512 tokens long, not 400"
    pub words: String,
    /// What it adds.
    pub amount: String,
    /// From where to where its bar goes, in US dollars.
    pub bar: (f64, f64),
    /// What can be done about it.
    pub use_it: Option<UseMeasured>,
}

/// Why a feature differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Causes {
    /// "Why Support chat cost $1,940 more"
    pub heading: String,
    /// The largest cause in a sentence.
    pub sentence: String,
    /// What to do about that.
    pub largest: Option<UseMeasured>,
    /// The estimate, for the first bar.
    pub estimated: (String, f64),
    /// The causes that change something.
    pub lines: Vec<CauseLine>,
    /// The bill, for the last bar.
    pub billed: (String, f64),
    /// "$5,151 + $474 + … = $7,091, nothing is left over"
    pub sum: String,
    /// Takes everything that was measured.
    pub all: Option<UseMeasured>,
}

/// Names of the first and the last row.
pub const ENDS: [&str; 2] = ["Estimate", "Bill"];
/// Takes everything that was measured.
pub const USE_ALL: &str = "Use measured values";
const STEP: &str = "use of measured values";

/// Names of models as the files write them, by key.
type Names = SortedMap<String, String>;

pub(super) fn causes(view: &View, check: &BillCheck, names: &Names) -> Vec<Causes> {
    let features = check.features.iter().enumerate().map(|(index, checked)| (Some(index), checked));
    let several = check.features.len() > 1;
    let total = std::iter::once((None, &check.total)).filter(|_| several);
    features
        .chain(total)
        .filter(|(_, checked)| checked.drift.billed != checked.drift.expected && !checked.billed.is_empty())
        .map(|(index, checked)| of(view, index, checked, (check.months, names)))
        .collect()
}

fn of(view: &View, index: Option<usize>, checked: &Checked, (months, names): (f64, &Names)) -> Causes {
    let locale = view.locale;
    let drift = &checked.drift;
    let name = index.map_or("everything", |index| view.name_of(index));
    let difference = drift.billed - drift.expected;
    let more = if difference.is_negative() { " less" } else { " more" };
    let measured = index.map(|_| measures(checked, months)).unwrap_or_default();
    let usable = |wanted: Vec<Measure>, label: String| {
        let feature = index?;
        (!wanted.is_empty() && apply(view.scenario, feature, &wanted, view.catalogue).is_some())
            .then(|| UseMeasured { label, step: STEP.to_owned(), feature, measures: wanted })
    };
    let changing: Vec<&Part> = drift.parts.iter().filter(|part| part.amount != Money::ZERO).collect();
    let steps: Vec<Usd> =
        std::iter::once(drift.expected).chain(changing.iter().map(|part| part.amount)).map(amount).collect();
    let texts = usd_steps_to(amount(drift.billed), &steps, locale);
    let mut at = drift.expected.to_f64();
    let lines: Vec<CauseLine> = changing
        .iter()
        .zip(texts.iter().skip(1))
        .map(|(part, text)| {
            let from = at;
            at += part.amount.to_f64();
            let own = measured.iter().copied().find(|measure| belongs(*measure, part));
            CauseLine {
                name: cause_words(&part.causes),
                words: words(part, checked, names, locale),
                amount: signed(text, part.amount),
                bar: (from, at),
                use_it: own.and_then(|measure| usable(vec![measure], label(measure, locale))),
            }
        })
        .collect();
    let largest = drift
        .largest()
        .and_then(|largest| changing.iter().position(|part| *part == largest))
        .and_then(|at| lines.get(at).cloned());
    // What is less than the last digit shown is in the sums, and says nothing.
    let lines: Vec<CauseLine> =
        lines.into_iter().filter(|line| line.amount.contains(|c: char| ('1'..='9').contains(&c))).collect();
    let sum: Vec<String> = lines.iter().map(|line| spaced(&line.amount)).collect();
    Causes {
        heading: ["Why ", name, " cost ", &money(difference.abs(), locale), more].concat(),
        sentence: largest
            .as_ref()
            .map_or_else(String::new, |line| [&line.words, ": ", &line.amount].concat()),
        largest: largest.and_then(|line| line.use_it),
        estimated: (texts.first().cloned().unwrap_or_default(), drift.expected.to_f64()),
        sum: [
            texts.first().map_or("", String::as_str),
            &sum.concat(),
            " = ",
            &money(drift.billed, locale),
            ", nothing is left over",
        ]
        .concat(),
        billed: (money(drift.billed, locale), drift.billed.to_f64()),
        all: usable(measured, USE_ALL.to_owned()),
        lines,
    }
}

fn signed(text: &str, of: Money) -> String {
    if of.is_negative() { text.to_owned() } else { ["+", text].concat() }
}

/// "+$12" as " + $12".
fn spaced(amount: &str) -> String {
    match amount.strip_prefix('+') {
        Some(rest) => [" + ", rest].concat(),
        None => [" \u{2212} ", amount.trim_start_matches(['\u{2212}', '-'])].concat(),
    }
}

/// Whether a measure is what a part is about, and nothing else is.
fn belongs(measure: Measure, part: &Part) -> bool {
    let cause = match measure {
        Measure::CallsPerMonth(_) => Cause::Volume,
        Measure::Output(_) => Cause::Output,
        Measure::Reasoning(_) => Cause::Reasoning,
        Measure::Input(_) => Cause::Input,
        Measure::CacheReads(_) => Cause::Cache,
    };
    part.causes.first() == Some(&cause)
        && (part.causes.len() == 1 || part.causes == [Cause::Output, Cause::Reasoning])
}

fn label(measure: Measure, locale: Locale) -> String {
    match measure {
        Measure::CallsPerMonth(calls) => ["Use ", &count(calls.round(), locale), " a month"].concat(),
        Measure::Output(tokens) | Measure::Reasoning(tokens) | Measure::Input(tokens) => {
            ["Use ", &count(tokens.round(), locale)].concat()
        }
        Measure::CacheReads(share) => ["Use ", &percent(share, locale)].concat(),
    }
}

const fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Volume => "volume",
        Cause::Mix => "model mix",
        Cause::Input => "input length",
        Cause::Output => "output length",
        Cause::Reasoning => "reasoning",
        Cause::Cache => "cache hits",
        Cause::Price => "price",
        Cause::Tools => "tools",
    }
}

/// "Volume", "Output length or reasoning".
pub(super) fn cause_words(causes: &[Cause]) -> String {
    let text = match causes {
        [Cause::Volume, Cause::Input, Cause::Output, Cause::Reasoning] => "volume or length".to_owned(),
        _ => causes.iter().map(|cause| cause_name(*cause)).collect::<Vec<_>>().join(" or "),
    };
    first_upper(text)
}

/// The figures behind a cause.
fn words(part: &Part, checked: &Checked, names: &Names, locale: Locale) -> String {
    let (expected, billed) = checked.sums();
    let each = |tokens: f64, of: &ModelUse| {
        count(if of.requests > 0.0 { (tokens / of.requests).round() } else { 0.0 }, locale)
    };
    let long = |what: &str, now: f64, before: f64| {
        [what, " ", &each(now, &billed), " tokens long, not ", &each(before, &expected)].concat()
    };
    let output = |of: &ModelUse| of.tokens.visible_output + of.tokens.reasoning;
    match part.causes.as_slice() {
        [Cause::Volume] => [
            &count(billed.requests.round(), locale),
            " calls, not ",
            &count(expected.requests.round(), locale),
        ]
        .concat(),
        [Cause::Mix] => mix(checked, &billed, names, locale),
        [Cause::Input] => long("Prompts are", billed.tokens.input, expected.tokens.input),
        [Cause::Output] => {
            long("Responses are", billed.tokens.visible_output, expected.tokens.visible_output)
        }
        [Cause::Output, Cause::Reasoning] => {
            long("Responses with reasoning are", output(&billed), output(&expected))
        }
        [Cause::Reasoning] => [
            "Reasoning takes ",
            &each(billed.tokens.reasoning, &billed),
            " tokens a call, not ",
            &each(expected.tokens.reasoning, &expected),
        ]
        .concat(),
        [Cause::Cache] => cache(&expected, &billed, locale),
        [Cause::Volume, Cause::Input, Cause::Output, Cause::Reasoning] => {
            let all = |of: &ModelUse| count((of.tokens.input + output(of)).round(), locale);
            [&all(&billed), " tokens, not ", &all(&expected)].concat()
        }
        [Cause::Tools] => {
            let usd_of = |of: &ModelUse| usd(Usd::saturating(of.other_cost_usd), locale);
            ["Searches and other charges are ", &usd_of(&billed), ", not ", &usd_of(&expected)].concat()
        }
        [.., Cause::Price] if part.causes.len() > 3 => {
            "The files have money alone, which tells no causes apart".to_owned()
        }
        [.., Cause::Price] => {
            let before = billed.token_cost_usd - part.amount.to_f64();
            let share = if before > 0.0 { billed.token_cost_usd / before - 1.0 } else { 0.0 };
            let of_what = if part.causes.len() == 1 {
                "the estimate\u{2019}s prices"
            } else {
                "what the estimate takes for such tokens"
            };
            ["Tokens are billed ", &distance(share, of_what, locale)].concat()
        }
        _ => usd_signed(amount(part.amount), locale),
    }
}

/// The most used model that the estimate does not have.
fn mix(checked: &Checked, billed: &ModelUse, names: &Names, locale: Locale) -> String {
    let is_new = |model: &&ModelUse| {
        !model.model.is_empty() && !checked.expected.iter().any(|other| other.model == model.model)
    };
    let weight = |model: &ModelUse| if billed.requests > 0.0 { model.requests } else { model.token_cost_usd };
    let whole = if billed.requests > 0.0 { billed.requests } else { billed.token_cost_usd };
    match checked.billed.iter().filter(is_new).max_by(|a, b| weight(a).total_cmp(&weight(b))) {
        Some(model) if whole > 0.0 => [
            &percent(weight(model) / whole, locale),
            " went to ",
            names.get(&model.model).unwrap_or(&model.model),
            ", which the estimate does not have",
        ]
        .concat(),
        _ => "The models have other shares than in the estimate".to_owned(),
    }
}

fn cache(expected: &ModelUse, billed: &ModelUse, locale: Locale) -> String {
    let share = |part: f64, of: &ModelUse| if of.tokens.input > 0.0 { part / of.tokens.input } else { 0.0 };
    let writes = |of: &ModelUse| share(of.tokens.write_5m + of.tokens.write_1h + of.tokens.write_unknown, of);
    let (now, before) =
        (share(billed.tokens.cache_read, billed), share(expected.tokens.cache_read, expected));
    let again = if writes(billed) > writes(expected) + 0.005 && now < before {
        ["; ", &percent(writes(billed), locale), " is written to it, as the cache expires between calls"]
            .concat()
    } else {
        String::new()
    };
    [&percent(now, locale), " of input is read from the cache, not ", &percent(before, locale), &again]
        .concat()
}
