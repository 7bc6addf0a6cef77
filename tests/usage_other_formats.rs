//! Formats and older headers without a sample file: small texts in their shapes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::usage::{Caution, ColumnMap, CostUnit, InputColumn, Reader, Report, Skip, read};
use serde_json::{Value, json};

fn report(text: &str) -> Report {
    let report = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(report.rows_read, report.rows_used + report.rows_skipped_total());
    report
}

/// The members of the report that `expected` has.
fn assert_says(text: &str, expected: &Value) -> Report {
    let report = report(text);
    let json = serde_json::to_value(report.to_json()).unwrap();
    for (key, want) in expected.as_object().unwrap() {
        assert_eq!(json.get(key), Some(want), "{key} of {text}");
    }
    report
}

#[test]
fn a_codex_log_counts_the_increases_of_its_totals() {
    let event = |time: &str, input: u64, cached: u64, output: u64, reasoning: u64| {
        json!({"timestamp": time, "type": "event_msg", "payload": {"type": "token_count", "info": {
            "total_token_usage": {"input_tokens": input, "cached_input_tokens": cached, "output_tokens": output,
                "reasoning_output_tokens": reasoning, "total_tokens": input + output},
            "last_token_usage": {"input_tokens": 700, "cached_input_tokens": 500, "output_tokens": 60, "reasoning_output_tokens": 10}}}})
    };
    let lines = [
        json!({"timestamp": "2026-11-02T08:00:00.000Z", "type": "session_meta", "payload": {"id": "s", "cwd": "/home/dev/shop"}}),
        json!({"timestamp": "2026-11-02T08:00:00.100Z", "type": "turn_context", "payload": {"model": "gpt-5-mini"}}),
        json!({"timestamp": "2026-11-02T08:00:00.200Z", "type": "event_msg", "payload": {"type": "token_count", "info": null}}),
        event("2026-11-02T08:00:01.000Z", 1000, 0, 100, 20),
        event("2026-11-02T08:00:01.100Z", 1000, 0, 100, 20),
        event("2026-11-03T08:00:02.000Z", 2500, 900, 180, 20),
    ];
    let text = lines.map(|line| line.to_string()).join("\n");
    let report = assert_says(
        &text,
        &json!({"format": "codex_jsonl", "requests": 2, "input_tokens_uncached": 1600, "cache_read": 900, "output": 180,
            "reasoning": 20, "rows_read": 6, "rows_used": 2, "rows_skipped": {"not_usage": 3, "duplicate": 1},
            "days": ["2026-11-02", "2026-11-03"], "cost_usd": null,
            "by_model": {"gpt-5-mini": {"requests": 2, "input_total": 2500, "output": 180}}}),
    );
    assert_eq!(report.cells[0].labels[0].1, "shop");
}

#[test]
fn a_forked_codex_session_does_not_count_its_parent_again() {
    let event = |time: &str, input: u64| {
        format!(
            r#"{{"timestamp":"{time}","type":"event_msg","payload":{{"type":"token_count","info":{{"total_token_usage":{{"input_tokens":{input},"cached_input_tokens":0,"output_tokens":10,"reasoning_output_tokens":0}},"last_token_usage":{{"input_tokens":100,"cached_input_tokens":0,"output_tokens":5,"reasoning_output_tokens":0}}}}}}}}"#
        )
    };
    let meta = r#"{"timestamp":"2026-11-02T09:00:00Z","type":"session_meta","payload":{"id":"b","forked_from_id":"a","timestamp":"2026-11-02T09:00:00Z"}}"#;
    let replayed = [
        meta.to_owned(),
        event("2026-11-02T08:00:00Z", 1000),
        event("2026-11-02T08:10:00Z", 5000),
        event("2026-11-02T09:01:00Z", 5200),
    ];
    let tokens = report(&replayed.join("\n")).totals().tokens;
    assert_eq!(tokens.uncached, Some(200));
    // Without the parent's events, the first event's own step counts.
    let bare = [meta.to_owned(), event("2026-11-02T09:01:00Z", 5200)];
    assert_eq!(report(&bare.join("\n")).totals().tokens.uncached, Some(100));
}

#[test]
fn opencode_counts_micro_cents() {
    assert_says(
        "day,user_type,user_id,user_name,provider,model,requests,input_tokens,output_tokens,cache_read_tokens,cache_write_5m_tokens,cache_write_1h_tokens,cost_micro_cents,cost_usd\n\
         2026-11-03,user,u1,Ada,anthropic,claude-sonnet-5-5,12,4000,800,90000,3000,0,3250000000,32.50\n",
        &json!({"format": "opencode_usage_csv", "requests": 12, "input_tokens_uncached": 4000, "cache_read": 90000,
            "cache_write_5m": 3000, "cache_write_1h": 0, "output": 800, "cost_usd": "32.5", "input_tokens_total": 97000}),
    );
}

#[test]
fn vercel_reports_contain_the_cache() {
    assert_says(
        r#"{"results":[{"day":"2026-11-02","model":"openai/gpt-5-mini","total_cost":0.4,"market_cost":0.5,"input_tokens":1000,"output_tokens":200,"cached_input_tokens":600,"cache_creation_input_tokens":100,"reasoning_tokens":50,"request_count":9}]}"#,
        &json!({"format": "vercel_ai_gateway_report", "requests": 9, "input_tokens_uncached": 300, "cache_read": 600,
            "cache_write_ttl_unknown": 100, "output": 200, "reasoning": 50, "cost_usd": "0.4", "list_price_usd": "0.5"}),
    );
}

#[test]
fn google_reports_skip_their_footers_wherever_the_word_is() {
    assert_says(
        "Date,Service description,SKU description,Usage amount,Usage unit,List cost ($),Savings programs ($),Unrounded subtotal ($),Subtotal ($)\n\
         2026-11-02,Gemini API,Generate content input token count gemini 2.5 flash short input text,\"1,000,000\",count,0.30,0,0.300000,0.30\n\
         2026-11-02,Gemini API,Generate content output token count gemini 2.5 flash short input text,\"10,000\",count,0.025,0,0.025000,0.03\n\
         2026-11-02,Compute Engine,N2 instance core,10,hour,1,0,1.000000,1.00\n\
         ,,,,,,Subtotal,1.325,1.33\n\
         ,,,,,,Tax,0.10,0.10\n\
         ,,,,,,Filtered total,1.425,1.43\n",
        &json!({"format": "gcp_reports_csv", "input_tokens_uncached": 1_000_000, "output": 10_000, "cost_usd": "0.325",
            "rows_read": 6, "rows_used": 2, "rows_skipped": {"other_service": 1, "totals_row": 2, "tax": 1},
            "days": ["2026-11-02"], "time_zone": "America/Los_Angeles"}),
    );
}

#[test]
fn langfuse_lines_leave_out_steps_that_repeat_the_calls_below_them() {
    let text = [
        r#"{"id":"a","traceId":"t","type":"AGENT","startTime":"2026-11-02T08:00:00.000Z","model":"m","usageDetails":{"input":10,"output":5,"total":15},"totalCost":1}"#,
        r#"{"id":"b","traceId":"t","parentObservationId":"a","type":"GENERATION","startTime":"2026-11-02T08:00:00.000Z","model":"m","usageDetails":{"input":10,"output":5,"output_reasoning_tokens":2,"total":17},"totalCost":0.5}"#,
        r#"{"id":"c","traceId":"t","type":"TOOL","startTime":"2026-11-02T08:00:00.000Z","model":"m","usageDetails":{"input":7,"output":1,"total":8},"totalCost":null}"#,
        r#"{"id":"d","traceId":"t","type":"SPAN","startTime":"2026-11-02T08:00:00.000Z","model":null,"usageDetails":{},"totalCost":null}"#,
        // Cached tokens are in `input` as well: the parts are more than their total.
        r#"{"id":"e","traceId":"t","type":"GENERATION","startTime":"2026-11-02T08:00:00.000Z","model":"m","usageDetails":{"input":100,"cache_read_input_tokens":80,"output":5,"total":105},"totalCost":0.5}"#,
    ];
    assert_says(
        &text.join("\n"),
        &json!({"format": "langfuse_observations_json", "requests": 3, "input_tokens_uncached": 37, "cache_read": 80, "output": 13,
            "reasoning": 2, "cost_usd": "1", "unpriced_requests": 1, "rows_skipped": {"not_a_generation": 2}}),
    );
}

#[test]
fn the_older_litellm_exports_say_what_they_can() {
    let legacy = assert_says(
        "Date,Team,Team ID,Spend ($),Requests,Successful Requests,Failed Requests,Total Tokens,Prompt Tokens,Completion Tokens\n\
         2026-11-02,Shop,t1,\"1,234.5678\",12,10,2,1100,1000,100\n2026-11-03,Shop,t1,-,3,0,3,0,0,0\n",
        &json!({"format": "litellm_usage_export_legacy_csv", "requests": 10, "input_tokens_uncached": null,
            "input_tokens_total": 1000, "output": 100, "cost_usd": "1234.5678", "rows_skipped": {"failed": 1}}),
    );
    assert!(legacy.cautions.contains(&Caution::CacheNotToldApart));
    let by_model = report(
        "Date,Team,Team ID,Model,Spend ($),Requests,Successful,Failed,Total Tokens\n2026-11-02,Shop,t1,a,3,5,5,0,100\n",
    );
    assert_eq!((by_model.rows_used, by_model.totals().cost), (0, None));
    assert!(by_model.cautions.contains(&Caution::Overcounts));
}

#[test]
fn spend_logs_that_leave_the_cache_out_show_it() {
    let call = |id: &str, kind: &str, input: u64, read: u64| {
        json!({"request_id": id, "call_type": kind, "startTime": "2026-11-02T08:00:00Z", "spend": 0.1, "model": "m",
            "prompt_tokens": input, "completion_tokens": 1, "status": "success", "cache_hit": "False",
            "metadata": {"additional_usage_values": {"cache_read_input_tokens": read, "cache_creation_input_tokens": 0}}})
    };
    let rows = json!([
        call("a", "anthropic_messages", 10, 4),
        call("b", "anthropic_messages", 10, 900),
        call("c", "acompletion", 1000, 900),
    ]);
    let report = report(&rows.to_string());
    assert_eq!(report.totals().tokens.uncached, Some(10 + 10 + 100));
    assert!(report.cautions.contains(&Caution::InputLeavesCacheOut));
}

#[test]
fn older_headers_are_read() {
    assert_says(
        "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write,usage_input_tokens_cache_read,usage_output_tokens\n\
         2025-03-02,claude-3-haiku,k,Default,standard,≤ 200k,100,30,70,9\n",
        &json!({"format": "anthropic_usage_csv", "input_tokens_uncached": 100, "cache_write_5m": null,
            "cache_write_ttl_unknown": 30, "cache_read": 70, "output": 9}),
    );
    assert_says(
        "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd\n2024-05-01,Claude 3 Opus,Default,k,message,output,1.20\n",
        &json!({"format": "anthropic_cost_csv", "cost_usd": "1.2", "list_price_usd": null}),
    );
    assert_says(
        "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,organization_id,organization_name\n\
         1793577600,1793664000,2026-11-02T00:00:00,2026-11-03T00:00:00,1.5,usd,,proj,org,Org\n\
         1793577600,1793664000,2026-11-02T00:00:00,2026-11-03T00:00:00,0.5,usd,\"priority | gpt-6-luna, output, long context\",proj,org,Org\n",
        &json!({"format": "openai_cost_csv", "cost_usd": "2", "tool_cost_usd": null, "output": null}),
    );
    assert_says(
        "start_time,end_time,start_time_iso,end_time_iso\n1793577600,1793664000,2026-11-02T00:00:00,2026-11-03T00:00:00\n",
        &json!({"format": "openai_usage_csv", "rows_used": 0, "rows_skipped": {"empty_bucket": 1}, "requests": null}),
    );
    assert_says(
        "identity/LineItemId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,pricing/unit,resourceTags/user:feature\n\
         a,Usage,2026-11-02T00:00:00Z,AmazonBedrock,EUW3-Claude4.5Haiku-output-tokens,2,USD,0.01,1K tokens,chat\n\
         b,Usage,2026-11-02T00:00:00Z,AmazonEC2,EUW3-BoxUsage:t3.micro,2,USD,0.5,Hrs,\n\
         c,Refund,2026-11-02T00:00:00Z,AmazonBedrock,EUW3-Claude4.5Haiku-output-tokens,2,USD,-0.01,1K tokens,\n",
        &json!({"format": "aws_cur_csv", "output": 2000, "cost_usd": "0.01", "other_services_usd": "0.5",
            "rows_skipped": {"other_service": 1, "refund": 1}}),
    );
    assert_says(
        "UsageDateTime,MeterCategory,MeterSubCategory,MeterName,UsageQuantity,UnitOfMeasure,PreTaxCost,Currency\n\
         25/11/2026,Cognitive Services,Azure OpenAI,GPT 5 Inpt Glbl,3,1M,3.75,USD\n01/11/2026,Cognitive Services,Azure OpenAI,GPT 5 Outpt Glbl,3,1M,9,EUR\n",
        &json!({"format": "azure_cost_csv", "input_tokens_uncached": 3_000_000, "cost_usd": "3.75", "other_currency": {"EUR": "9"},
            "days": ["2026-11-25"]}),
    );
    assert_says(
        "user_id,utc_date,model,api_key_name,api_key,type,price,amount\nu,2026-11-02,deepseek-chat,web,sk,output_tokens,0.000002,1180\n\
         u,2026-11-02,deepseek-chat,web,sk,input_cache_miss_tokens,0.000002,1820\n",
        &json!({"format": "deepseek_amount_csv", "cost_usd": "0.006", "output": 1180}),
    );
}

#[test]
fn several_pages_and_several_forms_in_one_text_are_read() {
    let page = |more: bool, start: u64| {
        json!({"object": "page", "has_more": more, "data": [{"object": "bucket", "start_time": start, "results": [
            {"object": "organization.usage.completions.result", "input_tokens": 10, "output_tokens": 2,
             "input_cached_tokens": 4, "num_model_requests": 1}]}]})
        .to_string()
    };
    let both = [page(true, 1_793_577_600), page(false, 1_793_664_000)].join("\n");
    assert_says(
        &both,
        &json!({"format": "openai_usage_api", "requests": 2, "complete": true, "rows_used": 2}),
    );
    let first = page(true, 1_793_577_600);
    assert!(report(&first).cautions.contains(&Caution::FirstPageOnly));
    let mixed = [
        r#"{"id":"a","object":"chat.completion","created":1793577600,"model":"gpt","usage":{"prompt_tokens":10,"completion_tokens":1}}"#,
        r#"{"id":"b","type":"message","model":"claude","usage":{"input_tokens":5,"cache_read_input_tokens":100,"output_tokens":2}}"#,
    ];
    let report = report(&mixed.join("\n"));
    assert_eq!((report.totals().requests, report.totals().tokens.output), (Some(2), Some(3)));
    assert!(report.cautions.contains(&Caution::SeveralFormats));
}

#[test]
fn streams_count_once() {
    let anthropic = [
        r#"{"type":"message_start","message":{"id":"m","model":"claude","usage":{"input_tokens":5,"cache_creation_input_tokens":7,"cache_read_input_tokens":100,"output_tokens":1}}}"#,
        r#"{"type":"content_block_delta","delta":{"text":"x"}}"#,
        r#"{"type":"message_delta","usage":{"output_tokens":20}}"#,
        r#"{"type":"message_delta","usage":{"output_tokens":42}}"#,
    ];
    let report = assert_says(
        &anthropic.join("\n"),
        &json!({"requests": 1, "input_tokens_uncached": 5, "cache_write_ttl_unknown": 7, "output": 42, "rows_used": 1}),
    );
    assert_eq!(report.rows_skipped.get(&Skip::StreamPart), Some(&3));
    let running = [
        r#"{"id":"c","object":"chat.completion.chunk","created":1793577600,"model":"gpt","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":1}}"#,
        r#"{"id":"c","object":"chat.completion.chunk","created":1793577600,"model":"gpt","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":9}}"#,
    ];
    assert_says(
        &running.join("\n"),
        &json!({"requests": 1, "output": 9, "rows_skipped": {"stream_part": 1}}),
    );
}

#[test]
fn any_table_is_read_once_its_columns_are_matched() {
    let text =
        "when;who;tokens in;tokens out;ct\n02.11.2026;ada;1.000;200;12,5\n03.11.2026;bob;2.000;100;1\n";
    let map = ColumnMap {
        time: Some("When".to_owned()),
        user: Some("who".to_owned()),
        input: Some("tokens in".to_owned()),
        input_column: InputColumn::LeavesCacheOut,
        output: Some("tokens out".to_owned()),
        cost: Some("ct".to_owned()),
        cost_unit: CostUnit::Cents,
        row_is_request: true,
        ..ColumnMap::default()
    };
    let mut reader = Reader::with_columns(map);
    reader.push(text.as_bytes()).unwrap();
    let report = reader.finish().unwrap();
    let totals = report.totals();
    assert_eq!(
        (totals.requests, totals.tokens.uncached, totals.tokens.output),
        (Some(2), Some(3000), Some(300))
    );
    assert_eq!(totals.cost.unwrap().to_string(), "0.135");
    assert_eq!(report.by_user().len(), 2);
}

#[test]
fn rows_of_bigquery_as_a_table_are_those_of_its_json() {
    let dotted = "service.description,sku.description,usage_start_time,project.name,cost,currency,usage.amount,credits,cost_type\n\
        Gemini API,Generate content output token count gemini 2.5 flash short input text,2026-11-02 08:00:00 UTC,Shop,0.025,USD,10000.0,\"[{\"\"amount\"\": -0.01}]\",regular\n";
    let expected = json!({"format": "gcp_bigquery_csv", "output": 10_000, "cost_usd": "0.025", "credits_usd": "-0.01",
        "days": ["2026-11-02"]});
    assert_says(dotted, &expected);
    let nested = "service,sku,usage_start_time,cost,currency,usage,credits,cost_type\n\
        \"{\"\"description\"\":\"\"Gemini API\"\"}\",\"{\"\"description\"\":\"\"Generate content output token count gemini 2.5 flash short input text\"\"}\",\
        2026-11-02 08:00:00 UTC,0.025,USD,\"{\"\"amount\"\":10000.0}\",\"[{\"\"amount\"\":-0.01}]\",regular\n";
    assert_says(nested, &expected);
}

#[test]
fn helicones_command_line_writes_no_cache() {
    assert_says(
        "response_id,response_created_at,response_status,request_created_at,request_body,request_properties,request_user_id,model,prompt_tokens,completion_tokens,latency,cost\n\
         r1,2026-11-02T08:00:00Z,200,2026-11-02T08:00:00Z,{},{},u,gpt-4o-mini,1500,210,900,0.000351\n\
         r2,2026-11-02T08:00:00Z,500,2026-11-02T08:00:00Z,{},{},u,gpt-4o-mini,,,900,\n",
        &json!({"format": "helicone_requests_csv", "requests": 1, "input_tokens_uncached": null, "input_tokens_total": 1500,
            "output": 210, "cost_usd": "0.000351", "rows_skipped": {"failed": 1}}),
    );
}

#[test]
fn exports_of_embeddings_have_the_columns_without_the_cache() {
    assert_says(
        "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,input_tokens\n\
         1793577600,1793664000,2026-11-02T00:00:00+00:00,2026-11-03T00:00:00+00:00,p,12.0,text-embedding-3-small,4000.0\n",
        &json!({"format": "openai_usage_csv", "requests": 12, "input_tokens_uncached": 4000, "output": null}),
    );
}
