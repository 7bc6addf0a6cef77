//! Files that people have are not as they were exported: saved anew by a spreadsheet, cut off, joined, in another order. They give
//! the same sums, or say what was lost.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::usage::{Amounts, ReadError, Reader, Report, Skip, read};
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/usage")
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

fn samples(extension: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(extension) && name != "expected.json")
        .collect();
    names.sort();
    assert!(names.len() > 5, "{extension}");
    names
}

fn sums(report: &Report) -> (String, Amounts, u64, u64) {
    (report.format.to_owned(), report.totals(), report.rows_used, report.rows_skipped_total())
}

/// The records of a CSV sample, and the lines above its header.
fn records(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let header =
        if text.starts_with("Invoice number") { text.find("Billing account name,").unwrap() } else { 0 };
    let preamble = text[..header].lines().map(str::to_owned).collect();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&text.as_bytes()[header..]);
    let rows = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    (preamble, rows)
}

fn written(preamble: &[String], rows: &[Vec<String>], delimiter: u8, crlf: bool) -> Vec<u8> {
    let ending = if crlf { "\r\n" } else { "\n" };
    let mut bytes: Vec<u8> =
        preamble.iter().flat_map(|line| format!("{line}{ending}").into_bytes()).collect();
    let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(terminator)
        .flexible(true)
        .from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    bytes.extend(writer.into_inner().unwrap());
    bytes
}

/// A cell as a spreadsheet of most of Europe writes it: decimal commas, days first.
fn as_in_europe(cell: &str) -> String {
    let is_number = !cell.is_empty()
        && cell.chars().all(|c| c.is_ascii_digit() || ".-,".contains(c))
        && cell.matches('.').count() <= 1
        && cell.parse::<f64>().is_ok() | cell.replace(',', "").parse::<f64>().is_ok();
    if is_number {
        return cell
            .chars()
            .map(|c| {
                if c == '.' {
                    ','
                } else if c == ',' {
                    '.'
                } else {
                    c
                }
            })
            .collect();
    }
    let parts: Vec<&str> = cell.split('-').collect();
    match parts.as_slice() {
        [y, m, d]
            if y.len() == 4
                && m.len() == 2
                && d.len() == 2
                && cell.bytes().all(|b| b.is_ascii_digit() || b == b'-') =>
        {
            format!("{d}.{m}.{y}")
        }
        _ => cell.to_owned(),
    }
}

#[test]
fn a_file_in_pieces_of_any_size_gives_the_same_report() {
    for extension in [".csv", ".json", ".jsonl"] {
        for name in samples(extension) {
            let bytes = sample(&name);
            let whole = read(&bytes).unwrap();
            for piece in [1, 7, 100, 4096] {
                let mut reader = Reader::new();
                bytes.chunks(piece).for_each(|bytes| reader.push(bytes).unwrap());
                assert_eq!(reader.finish().unwrap(), whole, "{name} in pieces of {piece}");
            }
        }
    }
}

#[test]
fn a_table_saved_anew_gives_the_same_sums() {
    for name in samples(".csv") {
        let whole = sums(&read(&sample(&name)).unwrap());
        let (preamble, rows) = records(&sample(&name));
        for (delimiter, crlf) in [(b',', true), (b';', false), (b';', true), (b'\t', false)] {
            let saved = written(&preamble, &rows, delimiter, crlf);
            assert_eq!(sums(&read(&saved).unwrap()), whole, "{name} with {:?}", delimiter as char);
            let marked = [b"\xef\xbb\xbf".as_slice(), &saved].concat();
            assert_eq!(sums(&read(&marked).unwrap()), whole, "{name} with a byte-order mark");
        }
    }
}

#[test]
fn decimal_commas_and_days_first_give_the_same_sums() {
    for name in samples(".csv") {
        let whole = read(&sample(&name)).unwrap();
        let (preamble, rows) = records(&sample(&name));
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| as_in_europe(cell)).collect()).collect();
        let saved = read(&written(&preamble, &rows, b';', true)).unwrap();
        assert_eq!(sums(&saved), sums(&whole), "{name}");
        assert_eq!(saved.periods(), whole.periods(), "{name}");
    }
}

#[test]
fn columns_in_another_order_and_case_and_further_columns_change_nothing() {
    for name in samples(".csv").into_iter().filter(|name| name != "aws-cost-explorer.csv") {
        let whole = sums(&read(&sample(&name)).unwrap());
        let (preamble, mut rows) = records(&sample(&name));
        for (number, row) in rows.iter_mut().enumerate() {
            row.reverse();
            if number == 0 {
                row.iter_mut().for_each(|cell| *cell = format!(" {} ", cell.to_uppercase()));
            }
            row.insert(
                1,
                if number == 0 { "A column of 2027".to_owned() } else { "new, \"quoted\"\nthing".to_owned() },
            );
        }
        let changed = written(&preamble, &rows, b',', false);
        assert_eq!(sums(&read(&changed).unwrap()), whole, "{name}");
    }
}

#[test]
fn rows_in_another_order_give_the_same_sums() {
    let order_counts = ["aws-cost-explorer.csv"];
    for name in samples(".csv").into_iter().filter(|name| !order_counts.contains(&name.as_str())) {
        let whole = sums(&read(&sample(&name)).unwrap());
        let (preamble, mut rows) = records(&sample(&name));
        rows[1..].reverse();
        assert_eq!(sums(&read(&written(&preamble, &rows, b',', false)).unwrap()), whole, "{name}");
    }
}

#[test]
fn keys_in_another_order_and_without_indents_give_the_same_sums() {
    fn turned(value: &serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.reverse();
                serde_json::Value::Object(members.into_iter().map(|(k, v)| (k.clone(), turned(v))).collect())
            }
            serde_json::Value::Array(values) => serde_json::Value::Array(values.iter().map(turned).collect()),
            other => other.clone(),
        }
    }
    for name in samples(".json") {
        let whole = sums(&read(&sample(&name)).unwrap());
        let value: serde_json::Value = serde_json::from_slice(&sample(&name)).unwrap();
        let short = serde_json::to_vec(&turned(&value)).unwrap();
        assert_eq!(sums(&read(&short).unwrap()), whole, "{name} turned");
        let long = serde_json::to_vec_pretty(&value).unwrap();
        assert_eq!(sums(&read(&long).unwrap()), whole, "{name} indented");
    }
    // A log of one object a line, as one array instead.
    for name in samples(".jsonl").into_iter().filter(|name| name != "claude-code.jsonl") {
        let whole = sums(&read(&sample(&name)).unwrap());
        let text = String::from_utf8(sample(&name)).unwrap();
        let rows: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let array = serde_json::to_vec_pretty(&rows).unwrap();
        assert_eq!(sums(&read(&array).unwrap()), whole, "{name} as an array");
    }
}

#[test]
fn a_file_that_is_cut_off_loses_its_last_row_and_says_so() {
    for extension in [".csv", ".json", ".jsonl"] {
        for name in samples(extension) {
            let bytes = sample(&name);
            for cut in (1..bytes.len()).step_by(97) {
                let Ok(report) = read(&bytes[..cut]) else { continue };
                assert_eq!(
                    report.rows_read,
                    report.rows_used + report.rows_skipped_total(),
                    "{name} at {cut}"
                );
                let broken: u64 = report
                    .rows_skipped
                    .iter()
                    .filter(|(reason, _)| reason.is_broken())
                    .map(|(_, rows)| rows)
                    .sum();
                let before = read(&bytes).unwrap();
                let usual: u64 = before
                    .rows_skipped
                    .iter()
                    .filter(|(reason, _)| reason.is_broken())
                    .map(|(_, rows)| rows)
                    .sum();
                assert!(broken <= usual + 1, "{name} at {cut}: {:?}", report.rows_skipped);
            }
        }
    }
}

#[test]
fn a_row_that_comes_again_counts_once_where_it_has_an_identity() {
    for name in [
        "openrouter-generations.csv",
        "litellm-spendlogs.json",
        "helicone-requests.jsonl",
        "helicone-export.csv",
        "portkey-logs.jsonl",
        "langfuse-observations.csv",
        "openai-responses.jsonl",
        "openai-batch-output.jsonl",
        "anthropic-messages.jsonl",
        "anthropic-batch-results.jsonl",
        "gemini-responses.jsonl",
        "claude-code.jsonl",
        "aws-cur2.csv",
    ] {
        let bytes = sample(name);
        let once = read(&bytes).unwrap();
        let twice = [bytes.as_slice(), b"\n", &bytes].concat();
        let twice = read(&twice).unwrap();
        assert_eq!(twice.totals(), once.totals(), "{name}");
        assert_eq!(twice.rows_used, once.rows_used, "{name}");
    }
}

#[test]
fn a_stray_quote_costs_one_row_and_not_the_rest_of_the_file() {
    let text = String::from_utf8(sample("openai-usage.csv")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replace("proj_sampleChat", "\"proj_sampleChat");
    let report = read(lines.join("\n").as_bytes()).unwrap();
    assert_eq!(report.rows_skipped.get(&Skip::UnclosedQuote), Some(&1));
    assert_eq!(report.rows_used, 6);
    assert_eq!(report.broken[0].line, 2);
}

#[test]
fn broken_rows_are_named_with_their_line_and_reason() {
    let text = String::from_utf8(sample("openrouter-generations.csv")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let good = lines[3].clone();
    let changed = |from: &str, to: &str, id: &str| good.replace(from, to).replace("sample03", id);
    lines.truncate(1);
    lines.extend([
        changed("2026-11-02 11:00:00.900", "yesterday", "a"),
        changed(",4100,", ",many,", "b"),
        changed(",4100,", ",-4100,", "c"),
        changed(",4100,1900,1408,0,", ",4100,1900,1408,5000,", "d"),
        changed("0.004825", "99999999999999", "e"),
        changed(",OpenAI", "", "f"),
        good.clone(),
    ]);
    let report = read(lines.join("\n").as_bytes()).unwrap();
    let broken: Vec<(u64, Skip)> = report.broken.iter().map(|row| (row.line, row.reason)).collect();
    assert_eq!(
        broken,
        [
            (2, Skip::BadTime),
            (3, Skip::NotANumber),
            (4, Skip::Negative),
            (5, Skip::CachedExceedsInput),
            (6, Skip::TooLarge),
            (7, Skip::WrongFieldCount)
        ]
    );
    assert_eq!(report.rows_used, 1);
}

#[test]
fn a_column_with_decimal_points_and_commas_is_refused() {
    let text =
        "usage_date_utc;model;token_type;cost_usd\n2026-11-02;a;output;1.500\n2026-11-02;a;output;1,5\n";
    assert_eq!(read(text.as_bytes()), Err(ReadError::AmbiguousNumbers { column: "cost_usd".to_owned() }));
}

#[test]
fn what_is_no_export_is_refused_with_the_names_of_its_columns() {
    assert_eq!(read(b""), Err(ReadError::Empty));
    assert_eq!(read(b"  \n\n"), Err(ReadError::Empty));
    assert_eq!(read(b"\x1f\x8b\x08rest"), Err(ReadError::Compressed { kind: "gzip" }));
    assert_eq!(read(b"PK\x03\x04rest"), Err(ReadError::Compressed { kind: "ZIP" }));
    assert_eq!(read(b"{\"a\":1}"), Err(ReadError::NotRecognised { columns: Vec::new() }));
    let Err(ReadError::NotRecognised { columns }) = read(b"name,born\nAda,1815\n") else {
        panic!("recognised")
    };
    assert_eq!(columns, ["name", "born"]);
}
