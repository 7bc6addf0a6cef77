//! Gemini's answers as they are, and the results of its batches. Input contains the cache; thoughts are counted beside the candidates
//! and are billed as output. The parts of a stream repeat a running total.

use super::{ItemReader, JsonFormat, UTC};
use crate::usage::held::Held;
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Record, Tier, TokenParts, add_count};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "gemini_responses",
    time_zone: UTC,
    fits: |item| item.has("usageMetadata") || item.at("response").has("usageMetadata"),
    open: || Box::new(Answers::default()),
    row_caps: &[],
};

#[derive(Default)]
struct Answers {
    by_id: Held,
}

impl ItemReader for Answers {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let inner = item.at("response");
        let is_batch = inner.is_object() && item.has("key");
        let answer = if inner.is_object() { inner } else { item };
        if !answer.at("usageMetadata").is_object() {
            let failed = item.has("error") || answer.has("error") || item.has("key");
            return tally.skipped(if failed { Skip::Failed } else { Skip::StreamPart });
        }
        match answer_record(answer) {
            Ok(record) => {
                let tier = if is_batch { Tier::Batch } else { Tier::Standard };
                let record = Record { tier, ..record };
                self.by_id.keep(
                    answer.at("responseId").text(),
                    &record,
                    Skip::StreamPart,
                    |_, _| true,
                    tally,
                );
            }
            Err(skip) => tally.skipped(skip),
        }
    }

    fn finish(&mut self, tally: &mut Tally) {
        self.by_id.add_all(tally);
    }
}

fn answer_record<'a>(answer: &'a Value<'_>) -> Result<Record<'a>, Skip> {
    let usage = answer.at("usageMetadata");
    let thoughts = usage.at("thoughtsTokenCount").count()?;
    let mut output = usage.first(&["candidatesTokenCount", "responseTokenCount"]).count()?;
    add_count(&mut output, thoughts);
    let mut input = usage.at("promptTokenCount").count()?;
    add_count(&mut input, usage.at("toolUsePromptTokenCount").count()?);
    let tokens = TokenParts {
        cache_read: usage.at("cachedContentTokenCount").count()?,
        output,
        reasoning: thoughts,
        ..TokenParts::default()
    };
    let tokens = tokens.with_input_that_contains_cache(input)?;
    Ok(Record {
        day: answer.at("createTime").day()?,
        model: answer.at("modelVersion").text(),
        amounts: Amounts { requests: Some(1), tokens, ..Amounts::default() },
        ..Record::default()
    })
}
