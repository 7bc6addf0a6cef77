//! Reading usage files of 100,000 rows: a table of days, a table of calls, one call a line, and one long page of spans.
#![allow(missing_docs, reason = "made by a macro")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use inference_estimator::usage::read;
use std::fmt::Write;
use std::hint::black_box;

const ROWS: usize = 100_000;

fn days() -> String {
    let mut text =
        "start_time,end_time,start_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,\
                    service_tier,input_tokens,output_tokens,input_cached_tokens\n"
            .to_owned();
    for row in 0..ROWS {
        let start = 1_793_577_600 + row / 500 * 86_400;
        let _ = writeln!(
            text,
            "{start},{},,proj_{},{}.0,user_{},key_{},gpt-5-mini-2025-08-07,False,default,{}.0,{}.0,{}.0",
            start + 86_400,
            row % 10,
            400 + row % 7,
            row % 50,
            row % 3,
            618_000 + row,
            164_800 + row,
            371_200
        );
    }
    text
}

fn calls() -> String {
    let mut text = "generation_id,created_at,cost_total,cost_web_search,tokens_prompt,tokens_completion,tokens_reasoning,\
                    tokens_cached,model_permaslug,user,api_key_name,app_name\n"
        .to_owned();
    for row in 0..ROWS {
        let _ = writeln!(
            text,
            "gen-{row},2026-11-{:02} 02:37:51.271,0.006444,,{},391,0,9100,anthropic/claude-sonnet-5.5,u{},key,\"Shop, web\"",
            1 + row % 28,
            9_912 + row % 100,
            row % 200
        );
    }
    text
}

fn lines() -> String {
    let mut text = String::new();
    for row in 0..ROWS {
        let _ = writeln!(
            text,
            r#"{{"id":"resp_{row}","object":"response","created_at":{},"status":"completed","model":"gpt-5-mini","output":[],"usage":{{"input_tokens":{},"input_tokens_details":{{"cached_tokens":3072,"cache_write_tokens":0}},"output_tokens":1900,"output_tokens_details":{{"reasoning_tokens":1408}},"total_tokens":6000}},"metadata":{{"feature":"summary"}}}}"#,
            1_793_606_400 + row,
            4_100 + row % 100
        );
    }
    text
}

fn spans() -> String {
    let mut text =
        r#"{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"s"},"spans":["#
            .to_owned();
    for row in 0..ROWS {
        let _ = write!(
            text,
            r#"{}{{"traceId":"t","spanId":"{row}","name":"chat","startTimeUnixNano":"1793606404000000000","attributes":[{{"key":"gen_ai.operation.name","value":{{"stringValue":"chat"}}}},{{"key":"gen_ai.request.model","value":{{"stringValue":"gpt-5-mini"}}}},{{"key":"gen_ai.usage.input_tokens","value":{{"intValue":"8272"}}}},{{"key":"gen_ai.usage.output_tokens","value":{{"intValue":"1810"}}}}]}}"#,
            if row == 0 { "" } else { "," }
        );
    }
    text.push_str("]}]}]}");
    text
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("usage, 100,000 rows");
    group.sample_size(10);
    for (name, text) in [("days", days()), ("calls", calls()), ("lines", lines()), ("spans", spans())] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| read(black_box(text.as_bytes())).map(|report| report.rows_used))
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
