//! Spans of OpenTelemetry that follow its conventions for generative AI, also under their older names. Input contains the cache
//! by the text; some instrumentations leave it out, which one span of a file shows.

use super::{ItemReader, JsonFormat, UTC};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TokenParts, UnsureInput};
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "otlp_genai_spans",
    time_zone: UTC,
    fits: |item| {
        item.has_all(&["traceId", "spanId"]) && (item.has("attributes") || item.has("startTimeUnixNano"))
    },
    open: || Box::new(Spans),
    row_caps: &[],
};

const PARENTS: [&str; 3] = ["invoke_agent", "invoke_workflow", "create_agent"];

struct Spans;

impl ItemReader for Spans {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        let record = span(item, tally);
        tally.row(record);
    }
}

/// The attributes of a span.
struct Attributes<'a, 'b>(&'a [Value<'b>]);

impl<'a, 'b> Attributes<'a, 'b> {
    /// The value of the first of these attributes that is there.
    fn first(&self, keys: &[&str]) -> &'a Value<'b> {
        let value_of = |key: &&str| self.0.iter().find(|attribute| attribute.at("key").is_text(key));
        let found = keys.iter().find_map(value_of);
        let typed = ["intValue", "stringValue", "doubleValue"];
        found.map_or(&Value::Null, |attribute| attribute.at("value").first(&typed))
    }

    fn count(&self, keys: &[&str]) -> Result<Option<u64>, Skip> {
        self.first(keys).count()
    }
}

fn span<'a>(item: &'a Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    let attributes = Attributes(item.at("attributes").list());
    let operation = attributes.first(&["gen_ai.operation.name"]).text().unwrap_or("");
    if PARENTS.contains(&operation) {
        return Err(Skip::AggregateParentSpan);
    }
    let model = attributes
        .first(&["gen_ai.response.model", "gen_ai.request.model", "llm.model_name", "ai.model.id"])
        .text();
    if model.is_none() || operation == "execute_tool" {
        return Err(Skip::NotAnInferenceSpan);
    }
    if let Some(id) = item.at("spanId").text() {
        let trace = item.at("traceId").text().unwrap_or("");
        if tally.is_repeated(Some(&[trace, id].join("/"))) {
            return Err(Skip::Duplicate);
        }
    }
    let input = attributes.count(&[
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.prompt_tokens",
        "llm.token_count.prompt",
        "ai.usage.promptTokens",
        "ai.usage.inputTokens",
    ])?;
    let output = attributes.count(&[
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.completion_tokens",
        "llm.token_count.completion",
        "ai.usage.completionTokens",
        "ai.usage.outputTokens",
    ])?;
    // STATUS_CODE_ERROR, as a number or by its name.
    let status = item.path(&["status", "code"]).text().unwrap_or("");
    if input.is_none() && output.is_none() {
        return Err(if status == "2" || status.ends_with("ERROR") {
            Skip::Failed
        } else {
            Skip::NotAnInferenceSpan
        });
    }
    let tokens = TokenParts {
        cache_read: attributes.count(&[
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.cache_read_input_tokens",
            "llm.token_count.prompt_details.cache_read",
            "ai.usage.cachedInputTokens",
        ])?,
        write_unknown: attributes.count(&[
            "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_creation_input_tokens",
            "llm.token_count.prompt_details.cache_write",
        ])?,
        output,
        reasoning: attributes.count(&[
            "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.usage.reasoning_tokens",
            "ai.usage.reasoningTokens",
        ])?,
        ..TokenParts::default()
    };
    let provider = attributes.first(&["gen_ai.provider.name", "gen_ai.system"]).text().unwrap_or("");
    let record = Record {
        day: item.first(&["startTimeUnixNano"]).day()?,
        model,
        user: attributes.first(&["enduser.id", "user.id", "session.user"]).text(),
        amounts: Amounts { requests: Some(1), tokens, ..Amounts::default() },
        unsure_input: input.map(|tokens| UnsureInput { tokens, group: tally.group(provider) }),
        ..Record::default()
    };
    Ok(record.label(Label::Name, attributes.first(&["gen_ai.agent.name", "gen_ai.conversation.id"]).text()))
}
