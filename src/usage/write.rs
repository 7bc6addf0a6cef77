//! A report as JSON, for the command line and for scripts. What is unknown is null; amounts are decimal texts.

use super::money::Money;
use super::record::Amounts;
use super::report::{Caution, Report};
use crate::scenario::json::Value;

impl Report {
    /// The report as an object; every member has its unit in its name.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let totals = self.totals();
        let Amounts { requests, tokens, cost, tool_cost, list_price, byok, web_searches, unpriced_requests } =
            totals;
        let skipped = self.rows_skipped.iter().map(|(reason, rows)| (reason.name(), number(*rows)));
        let days = self.periods().iter().map(|period| Value::text(&period.to_string())).collect();
        Value::object([
            ("format", Value::text(self.format)),
            ("formats", Value::List(self.formats.iter().map(|format| Value::text(format)).collect())),
            ("requests", count(requests)),
            ("input_tokens_uncached", count(tokens.uncached)),
            ("cache_read", count(tokens.cache_read)),
            ("cache_write_5m", count(tokens.write_5m)),
            ("cache_write_1h", count(tokens.write_1h)),
            ("cache_write_ttl_unknown", count(tokens.write_unknown)),
            ("output", count(tokens.output)),
            ("reasoning", count(tokens.reasoning)),
            ("input_tokens_total", count(tokens.input())),
            ("cost_usd", money(cost)),
            ("rows_read", number(self.rows_read)),
            ("rows_used", number(self.rows_used)),
            ("rows_skipped", object(skipped)),
            ("broken_rows", self.broken_rows()),
            ("days", Value::List(days)),
            ("by_model", self.models(&totals)),
            ("tool_cost_usd", money(tool_cost)),
            ("list_price_usd", money(list_price)),
            ("byok_usd", money(byok)),
            ("credits_usd", money(self.credits)),
            ("tax_usd", money(self.tax)),
            ("other_services_usd", money(self.other_services)),
            ("other_currency", self.currencies()),
            ("web_searches", count(web_searches)),
            ("unpriced_requests", count(unpriced_requests)),
            ("preamble_lines", count(self.preamble_lines)),
            ("complete", self.is_complete.map_or(Value::Null, Value::Bool)),
            ("batch", if self.is_batch() { Value::Bool(true) } else { Value::Null }),
            ("currency", self.currency()),
            ("time_zone", self.time_zone.map_or(Value::Null, Value::text)),
            (
                "cautions",
                Value::List(self.cautions.iter().map(|caution| Value::text(&caution.text())).collect()),
            ),
        ])
    }

    /// Only what the file says of any model is said of each, so that a model without is 0 of it and not unknown.
    fn models(&self, totals: &Amounts) -> Value {
        let tells_input_apart = totals.tokens.uncached.is_some();
        let model = |amounts: Amounts| {
            let Amounts { requests, tokens, cost, .. } = amounts;
            let members = [
                ("requests", totals.requests.map(|_| number(requests.unwrap_or(0)))),
                ("input_total", tells_input_apart.then(|| number(tokens.input().unwrap_or(0)))),
                ("output", totals.tokens.output.map(|_| number(tokens.output.unwrap_or(0)))),
                ("cost_usd", totals.cost.map(|_| money(Some(cost.unwrap_or_default())))),
            ];
            object(members.into_iter().filter_map(|(key, value)| Some((key, value?))))
        };
        object(self.by_model().in_order().map(|(name, amounts)| (name, model(amounts))))
    }

    fn broken_rows(&self) -> Value {
        let rows = self.broken.iter();
        Value::List(
            rows.map(|row| {
                Value::object([("line", number(row.line)), ("reason", Value::text(row.reason.name()))])
            })
            .collect(),
        )
    }

    fn currencies(&self) -> Value {
        if self.other_currencies.is_empty() {
            return Value::Null;
        }
        object(self.other_currencies.iter().map(|(code, sum)| (code.as_str(), money(Some(*sum)))))
    }

    fn currency(&self) -> Value {
        match () {
            () if self.cautions.contains(&Caution::CurrencyUnknown) => {
                Value::text("not in this file; the cost file of the same archive has it")
            }
            () if self.totals().cost.is_some() => Value::text("USD"),
            () => Value::Null,
        }
    }
}

impl Caution {
    /// What to know, as a sentence.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::FirstPageOnly => "The file is only the first page of several.".to_owned(),
            Self::RowCap(rows) => {
                ["The file has exactly ", &rows.to_string(), " rows, at which this export is cut off."].concat()
            }
            Self::RoundedToCents => {
                "Every row is rounded to cents, so that the sum may be off by half a cent a row.".to_owned()
            }
            Self::InputLeavesCacheOut => {
                "Input leaves cached tokens out in some rows: they have more cache reads than input.".to_owned()
            }
            Self::CacheWritesHidden => "Cache writes are inside the other input and not told apart.".to_owned(),
            Self::CacheNotToldApart => "Cached input is not told apart from other input.".to_owned(),
            Self::Overcounts => {
                "This export repeats a whole day on the row of every model, so that nothing of it is counted; use the \
                 newer export."
                    .to_owned()
            }
            Self::CostIsEstimate => "The cost is an estimate of the tool, not a bill.".to_owned(),
            Self::NoUse => "The file is the export of a period without use.".to_owned(),
            Self::CurrencyUnknown => "The file names no currency; the cost is taken for US dollars.".to_owned(),
            Self::OtherCurrencies => "Amounts in other currencies are not counted.".to_owned(),
            Self::SeveralFormats => "The file has rows of several formats.".to_owned(),
            Self::OverlappingExports => "The files overlap; rows that are in two of them are counted once.".to_owned(),
            Self::GatewayAndProvider => {
                "Calls that a gateway passed on are in their provider's file, too; they are counted once.".to_owned()
            }
        }
    }
}

fn object<'a>(members: impl Iterator<Item = (&'a str, Value)>) -> Value {
    Value::Object(members.map(|(key, value)| (key.into(), value)).collect())
}

fn number(count: u64) -> Value {
    Value::Number(count as f64)
}

fn count(count: Option<u64>) -> Value {
    count.map_or(Value::Null, number)
}

fn money(money: Option<Money>) -> Value {
    money.map_or(Value::Null, |money| Value::text(&money.to_string()))
}
