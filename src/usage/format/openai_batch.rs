//! The results of OpenAI's batches: one line a request, at the batch price.

use super::openai_answers::{chat_answer, responses_answer};
use super::{ItemReader, JsonFormat};
use crate::usage::json::Value;
use crate::usage::record::{Record, Tier};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "openai_batch_output",
    time_zone: Some("unix seconds"),
    fits: |item| item.has_all(&["custom_id", "response"]),
    open: || Box::new(BatchOutput),
    row_caps: &[],
};

struct BatchOutput;

impl ItemReader for BatchOutput {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let record = batch_result(item, tally);
        tally.row(record);
    }
}

fn batch_result<'a>(item: &'a Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    let response = item.at("response");
    let body = response.at("body");
    if !response.is_object()
        || response.at("status_code").text() != Some("200")
        || !body.at("usage").is_object()
    {
        return Err(Skip::Failed);
    }
    if tally.is_repeated(item.first(&["id", "custom_id"]).text()) {
        return Err(Skip::Duplicate);
    }
    let record =
        if body.at("usage").has("prompt_tokens") { chat_answer(body)? } else { responses_answer(body)? };
    Ok(Record { tier: Tier::Batch, ..record })
}
