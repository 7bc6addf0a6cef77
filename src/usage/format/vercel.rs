//! Vercel's AI Gateway report: one element a day and group. Input is taken to contain the cache.

use super::{ItemReader, JsonFormat, UTC};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "vercel_ai_gateway_report",
    time_zone: UTC,
    fits: |item| item.has("market_cost"),
    open: || Box::new(Days),
    row_caps: &[],
};

struct Days;

impl ItemReader for Days {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        tally.row(day(item));
    }
}

fn day<'a>(item: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let tokens = TokenParts {
        cache_read: item.at("cached_input_tokens").count()?,
        write_unknown: item.at("cache_creation_input_tokens").count()?,
        output: item.at("output_tokens").count()?,
        reasoning: item.at("reasoning_tokens").count()?,
        ..TokenParts::default()
    };
    let record = Record {
        day: item.at("day").day()?,
        model: item.at("model").text(),
        user: item.first(&["user", "user_id"]).text(),
        amounts: Amounts {
            requests: item.at("request_count").count()?,
            tokens: tokens.with_input_that_contains_cache(item.at("input_tokens").count()?)?,
            cost: item.at("total_cost").charge()?,
            list_price: item.at("market_cost").charge()?,
            ..Amounts::default()
        },
        ..Record::default()
    };
    Ok(record.label(Label::Tag, item.at("tag").text()))
}
