//! Anthropic's usage and cost reports as the API hands them out. Input leaves the cache out; amounts are in cents.

use super::anthropic_usage_csv::tier;
use super::openai_api::page_member;
use super::{ItemReader, JsonFormat, UTC};
use crate::usage::json::Value;
use crate::usage::money::Money;
use crate::usage::record::{Amounts, Label, Record, TOOLS, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const USAGE: JsonFormat = JsonFormat {
    id: "anthropic_usage_api",
    time_zone: UTC,
    fits: |item| item.at("results").list().iter().any(|result| result.has("uncached_input_tokens")),
    open: || Box::new(Report { read: usage_result }),
    row_caps: &[],
};

pub(super) const COST: JsonFormat = JsonFormat {
    id: "anthropic_cost_api",
    time_zone: UTC,
    fits: |item| item.at("results").list().iter().any(|result| result.has_all(&["amount", "cost_type"])),
    open: || Box::new(Report { read: cost_result }),
    row_caps: &[],
};

type ReadResult = for<'a> fn(&Value<'_>, &'a Value<'_>, &mut Tally) -> Result<Record<'a>, Skip>;

struct Report {
    read: ReadResult,
}

impl ItemReader for Report {
    fn read(&mut self, bucket: &Value<'_>, tally: &mut Tally) {
        for result in bucket.at("results").list() {
            let record = (self.read)(bucket, result, tally);
            tally.row(record);
        }
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        page_member(key, value, tally);
    }
}

fn tier_of(result: &Value<'_>) -> Tier {
    tier(result.at("service_tier").text().unwrap_or(""), result.at("context_window").text().unwrap_or(""))
}

fn usage_result<'a>(bucket: &Value<'_>, result: &'a Value<'_>, _: &mut Tally) -> Result<Record<'a>, Skip> {
    let writes = result.at("cache_creation");
    let tokens = TokenParts {
        uncached: result.at("uncached_input_tokens").count()?,
        cache_read: result.at("cache_read_input_tokens").count()?,
        write_5m: writes.at("ephemeral_5m_input_tokens").count()?,
        write_1h: writes.at("ephemeral_1h_input_tokens").count()?,
        output: result.at("output_tokens").count()?,
        ..TokenParts::default()
    };
    let record = Record {
        day: bucket.at("starting_at").day()?,
        model: result.at("model").text(),
        tier: tier_of(result),
        amounts: Amounts {
            requests: result.at("requests").count()?,
            tokens,
            web_searches: result.path(&["server_tool_use", "web_search_requests"]).count()?,
            ..Amounts::default()
        },
        ..Record::default()
    };
    Ok(record
        .label(Label::Project, result.at("workspace_id").text())
        .label(Label::Key, result.at("api_key_id").text()))
}

fn cost_result<'a>(bucket: &Value<'_>, result: &'a Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    let in_cents = result.at("amount").money()?.ok_or(Skip::EmptyBucket)?;
    let cost = Money::from_cents(in_cents);
    if !tally.is_usd(result.at("currency").text().unwrap_or(""), Some(cost)) {
        return Err(Skip::OtherCurrency);
    }
    if cost.is_negative() {
        tally.credit(Some(cost));
        return Err(Skip::Credit);
    }
    let kind = result.at("cost_type").text().unwrap_or("");
    let is_tool = kind != "tokens" && kind != "token";
    let record = Record {
        day: bucket.at("starting_at").day()?,
        model: if is_tool { Some(TOOLS) } else { result.at("model").text() },
        tier: tier_of(result),
        amounts: Amounts {
            cost: Some(cost),
            tool_cost: is_tool.then_some(cost),
            list_price: result.at("list_amount").money()?.map(Money::from_cents),
            ..Amounts::default()
        },
        ..Record::default()
    };
    Ok(record.label(Label::Project, result.at("workspace_id").text()))
}
