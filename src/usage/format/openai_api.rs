//! OpenAI's usage API: buckets of results. Input contains the cache, reads and writes.

use super::{ItemReader, JsonFormat, UTC};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, Tier, TokenParts};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const USAGE: JsonFormat = JsonFormat {
    id: "openai_usage_api",
    time_zone: UTC,
    fits: |item| {
        item.at("results").list().iter().any(|result| {
            result.at("object").text().is_some_and(|o| o.starts_with("organization.usage."))
                && result.has("input_tokens")
        })
    },
    open: || Box::new(UsagePage),
    row_caps: &[],
};

struct UsagePage;

impl ItemReader for UsagePage {
    fn read(&mut self, bucket: &Value<'_>, tally: &mut Tally) {
        for result in bucket.at("results").list() {
            tally.row(usage_result(bucket, result));
        }
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        page_member(key, value, tally);
    }
}

/// What a page says about itself: whether there are more of them.
pub(super) fn page_member(key: &str, value: &Value<'_>, tally: &mut Tally) {
    if key == "has_more" {
        let is_last = !value.is_true();
        // Several pages in one text are complete once the last of them is there.
        tally.report.is_complete = Some(is_last);
    }
}

fn usage_result<'a>(bucket: &Value<'_>, result: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let tokens = TokenParts {
        cache_read: result.at("input_cached_tokens").count()?,
        write_unknown: result.at("input_cache_write_tokens").count()?,
        output: result.at("output_tokens").count()?,
        ..TokenParts::default()
    };
    let tokens = tokens.with_input_that_contains_cache(result.at("input_tokens").count()?)?;
    let is_batch = result.at("batch").is_true();
    let record = Record {
        day: bucket.first(&["start_time", "start_time_iso"]).day()?,
        model: result.at("model").text(),
        user: result.at("user_id").text(),
        tier: if is_batch {
            Tier::Batch
        } else {
            Tier::of_text(result.at("service_tier").text().unwrap_or(""))
        },
        amounts: Amounts { requests: result.at("num_model_requests").count()?, tokens, ..Amounts::default() },
        ..Record::default()
    };
    Ok(record
        .label(Label::Project, result.at("project_id").text())
        .label(Label::Key, result.at("api_key_id").text()))
}
