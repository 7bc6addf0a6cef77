//! The command line: its result is on standard output, its messages are on standard error, its exit code says which.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "the tests run the program as a function")]
#[path = "../src/bin/inference-estimator/main.rs"]
mod program;

use program::streams::Streams;
use std::io::{self, ErrorKind, Write};

struct Run {
    code: u8,
    output: String,
    errors: String,
}

fn run_with(input: &str, words: &[&str]) -> Run {
    let (mut input, mut output, mut errors) = (input.as_bytes(), Vec::new(), Vec::new());
    let streams = &mut Streams { input: &mut input, output: &mut output, errors: &mut errors };
    let words = ["inference-estimator"].iter().chain(words).map(Into::into);
    let code = program::run(words, streams);
    Run { code, output: String::from_utf8(output).unwrap(), errors: String::from_utf8(errors).unwrap() }
}

fn run(words: &[&str]) -> Run {
    run_with("", words)
}

/// A reader that goes away after so many bytes, as `head` does.
struct Closing(usize);

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn every_sub_command_describes_itself() {
    let overview = run(&["--help"]);
    assert_eq!((overview.code, overview.errors.as_str()), (0, ""));
    let commands = [
        &["price"][..],
        &["estimate"],
        &["usage"],
        &["check"],
        &["tokens"],
        &["validate"],
        &["validate-latency"],
        &["refresh-prices"],
        &["fit"],
        &["fit", "serving"],
        &["fit", "api-latency"],
    ];
    for command in commands {
        assert!(overview.output.contains(command[0]), "{command:?} is not in the overview");
        let help = run(&[command, &["--help"]].concat());
        assert_eq!((help.code, help.errors.as_str()), (0, ""), "{command:?}");
        assert!(help.output.contains("Usage: inference-estimator "), "{command:?}: {}", help.output);
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused_on_standard_error() {
    for (words, code, named) in [
        (&["estimat"][..], 2, "estimate"),
        (&["estimate", "--form", "pdf"], 2, "markdown"),
        (&["estimate", "--as-of", "yesterday"], 2, "yesterday"),
        (&["price"], 2, "FILE"),
        (&["validate"], 1, "FILES"),
        (&["validate", "--folds", "week", "a.csv"], 1, "family"),
        (&["refresh-prices", "a.json"], 2, "--package-version"),
    ] {
        let run = run(words);
        assert_eq!((run.code, run.output.as_str()), (code, ""), "{words:?}: {}", run.errors);
        assert!(run.errors.contains(named), "{words:?}: {}", run.errors);
    }
}

#[test]
fn golden_prices_agree() {
    let run = run(&["price", "tests/data/golden_prices.json"]);
    let lines: Vec<&str> = run.output.lines().collect();
    let (last, before) = lines.split_last().unwrap();
    assert_eq!((run.code, *last, run.errors.as_str()), (0, "125 of 125 agree", ""));
    assert!(before.iter().all(|line| line.contains(": note: ")), "{}", run.output);
}

#[test]
fn a_price_says_what_to_know_about_it() {
    let file = std::env::temp_dir().join(format!("inference-estimator-notes-{}.json", std::process::id()));
    let case = r#"[{"provider": "x-ai", "model": "grok-4-0709", "at": "2026-11-23T12:00:00Z",
        "context": {"service_tier": "flex"},
        "usage": {"input_tokens": 1000000}, "expect": {"total_usd": "2.5"}}]"#;
    std::fs::write(&file, case).unwrap();
    let run = run(&["price", file.to_str().unwrap()]);
    std::fs::remove_file(file).unwrap();
    for note in
        ["note: retired on 2026-05-15 and billed as grok-4.3", "note: no rate for service_tier=flex is known"]
    {
        assert!(run.output.contains(note), "{}", run.output);
    }
    assert!(run.output.ends_with("1 of 1 agree\n"), "{}", run.output);
}

#[test]
fn the_request_that_the_help_shows_agrees() {
    let help = run(&["price", "--help"]).output;
    let (_, shown) = help.split_once("of the list:").unwrap();
    let (request, _) = shown.split_once("\n\"context\"").unwrap();
    let file = std::env::temp_dir().join(format!("inference-estimator-help-{}.json", std::process::id()));
    std::fs::write(&file, format!("[{request}]")).unwrap();
    let run = run(&["price", file.to_str().unwrap()]);
    std::fs::remove_file(file).unwrap();
    assert_eq!((run.code, run.output.as_str()), (0, "1 of 1 agree\n"), "{}", run.errors);
}

#[test]
fn a_price_that_differs_ends_with_1_and_a_file_that_is_missing_with_2() {
    let folder = std::env::temp_dir().join(format!("inference-estimator-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("cases.json");
    let case = r#"[{"provider": "openai", "model": "gpt-4o-mini", "at": "2026-11-23T12:00:00Z",
        "usage": {"input_tokens": 1000}, "expect": {"total_usd": "1"}}]"#;
    std::fs::write(&file, case).unwrap();
    let differs = run(&["price", file.to_str().unwrap()]);
    assert_eq!(differs.code, 1, "{}", differs.errors);
    assert!(
        differs.output.starts_with("case 1: openai/gpt-4o-mini: total_usd: expected 1"),
        "{}",
        differs.output
    );
    std::fs::remove_dir_all(folder).unwrap();
    let missing = run(&["price", file.to_str().unwrap()]);
    assert_eq!((missing.code, missing.output.as_str()), (2, ""));
    assert!(missing.errors.starts_with("price: "), "{}", missing.errors);
}

#[test]
fn a_scenario_is_read_from_a_file_and_from_standard_input() {
    let path = "tests/links/1/glossary.json";
    let text = std::fs::read_to_string(path).unwrap();
    let of_file = run(&["estimate", path]);
    assert_eq!((of_file.code, of_file.errors.as_str()), (0, ""));
    assert!(of_file.output.contains("\"cost_usd_per_month\": 45000"));
    for words in [&["estimate"][..], &["estimate", "-"]] {
        let run = run_with(&text, words);
        assert_eq!((run.code, run.output == of_file.output), (0, true), "{words:?}: {}", run.errors);
    }
}

#[test]
fn a_link_is_an_argument_a_file_or_standard_input() {
    let link = "https://example.org/#p=glossary&users=12000";
    let folder = std::env::temp_dir().join(format!("inference-estimator-link-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("link.txt");
    std::fs::write(&file, format!("see {link}.\n")).unwrap();
    for run in
        [run(&["estimate", link]), run(&["estimate", file.to_str().unwrap()]), run_with(link, &["estimate"])]
    {
        assert_eq!((run.code, run.errors.as_str()), (0, ""));
        assert!(run.output.contains("\"cost_usd_per_month\": 5400"), "{}", run.output);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_neither_a_file_nor_a_link_is_told_what_to_be() {
    for (input, words, said) in [
        ("", &["estimate", "no-such-file.json"][..], "there is no such file, and it is no link"),
        ("", &["estimate", "#s=1.abc"], "cut short"),
        (" \n", &["estimate"], "standard input is empty"),
        ("hello", &["estimate", "-"], "JSON that begins with {"),
        ("{\"audience\":", &["estimate", "-"], "not JSON"),
        ("", &["estimate", "--compare", "--form", "text", "#p=glossary"], "leave out --form"),
    ] {
        let run = run_with(input, words);
        assert_eq!((run.code, run.output.as_str()), (2, ""), "{words:?}");
        assert!(run.errors.contains(said), "{words:?}: {}", run.errors);
    }
}

#[test]
fn only_compare_lists_every_model() {
    let path = "tests/links/1/glossary.json";
    assert!(!run(&["estimate", path]).output.contains("\n  \"models\":"));
    assert!(run(&["estimate", "--compare", path]).output.contains("\n  \"models\":"));
}

#[test]
fn each_form_of_the_document_is_printed() {
    for (form, start) in [("markdown", "# "), ("json", "{"), ("text", ""), ("csv", "")] {
        let run = run(&["estimate", "--form", form, "tests/links/1/glossary.json"]);
        assert_eq!((run.code, run.errors.as_str()), (0, ""), "{form}");
        assert!(run.output.starts_with(start) && run.output.ends_with('\n'), "{form}: {}", run.output);
    }
}

#[test]
fn a_wrong_field_is_named_with_exit_code_2() {
    let run = run_with(r#"{"audience": {"userz": 5}}"#, &["estimate"]);
    assert_eq!((run.code, run.output.as_str()), (2, ""));
    assert!(run.errors.contains("audience.userz"), "{}", run.errors);
}

#[test]
fn a_reader_that_closes_the_output_is_no_error() {
    for bytes in [0, 1, 100] {
        for words in [
            &["estimate", "tests/links/1/glossary.json"][..],
            &["price", "tests/data/golden_prices.json"],
            &["validate", "tests/data/measured/nvidia-aic-gap.csv"],
            &["fit", "api-latency"],
            &["--help"],
        ] {
            let (mut output, mut errors) = (Closing(bytes), Vec::new());
            let streams = &mut Streams { input: &mut &b""[..], output: &mut output, errors: &mut errors };
            let code = program::run(["inference-estimator"].iter().chain(words).map(Into::into), streams);
            assert_eq!((code, String::from_utf8(errors).unwrap().as_str()), (0, ""), "{words:?} {bytes}");
        }
    }
}

#[test]
fn usage_files_give_an_object_a_list_or_their_union() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/usage/");
    let (usage, cost) = (format!("{folder}openai-usage.csv"), format!("{folder}openai-cost.csv"));
    let one = run(&["usage", &usage]);
    assert_eq!((one.code, one.errors.as_str()), (0, ""));
    let one: serde_json::Value = serde_json::from_str(&one.output).unwrap();
    assert_eq!((&one["requests"], &one["cost_usd"]), (&1517.into(), &serde_json::Value::Null));
    let two: serde_json::Value = serde_json::from_str(&run(&["usage", &usage, &cost]).output).unwrap();
    assert_eq!(two[1]["format"], "openai_cost_csv");
    let joined: serde_json::Value =
        serde_json::from_str(&run(&["usage", "--join", &usage, &cost]).output).unwrap();
    assert_eq!((&joined["requests"], &joined["cost_usd"]), (&1517.into(), &"0.57034".into()));
    let piped = run_with(&std::fs::read_to_string(&cost).unwrap(), &["usage"]);
    assert!(piped.output.contains("openai_cost_csv"));
}

#[test]
fn a_usage_file_that_is_none_is_refused() {
    let run = run_with("name,born\nAda,1815\n", &["usage", "-"]);
    assert_eq!((run.code, run.output.as_str()), (2, ""));
    assert!(
        run.errors.starts_with("usage: -: no known usage or cost export has this shape"),
        "{}",
        run.errors
    );
}

/// A month of one call a minute on one model: 43,200 calls of 1,000 tokens of input and 400 of output.
const ONE_A_MINUTE: &str = r#"{"schema": 1, "audience": {"users": 1}, "features": [{"name": "chat",
    "workload": {"input_tokens": 1000, "output_tokens": 400},
    "traffic": {"requests_per_active_day": 1440, "active_days_per_month": 30},
    "serving": {"hosted": [{"model": "openai/gpt-4o-mini"}]}}]}"#;

#[test]
fn a_bill_beyond_the_threshold_ends_with_one_and_says_why() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (scenario, usage) = (folder.join("check-scenario.json"), folder.join("check-usage.csv"));
    std::fs::write(&scenario, ONE_A_MINUTE).unwrap();
    let header = "generation_id,created_at,cost_total,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached,model_permaslug\n";
    let write = |output: u32| {
        let cost = 1000.0 * 0.15e-6 + f64::from(output) * 0.6e-6;
        let rows: String = (0..1440)
            .map(|row| {
                format!("g{row},2026-11-02 08:00:00.000,{cost},1000,{output},0,0,openai/gpt-4o-mini\n")
            })
            .collect();
        std::fs::write(&usage, format!("{header}{rows}")).unwrap();
    };
    let check = |more: &[&str]| {
        let (scenario, usage) = (scenario.to_str().unwrap(), usage.to_str().unwrap());
        run(&[&["check", "--scenario", scenario, "--usage", usage][..], more].concat())
    };
    write(400);
    let fine = check(&[]);
    assert_eq!((fine.code, fine.errors.as_str()), (0, ""), "{}", fine.output);
    assert!(
        fine.output.starts_with("The bill is equal to the estimate: $0.56 instead of $0.56"),
        "{}",
        fine.output
    );
    write(512);
    let beyond = check(&["--max-drift", "10%"]);
    assert_eq!(beyond.code, 1, "{}{}", beyond.output, beyond.errors);
    assert!(beyond.output.contains("above the estimate"), "{}", beyond.output);
    assert!(beyond.output.contains("mostly by length of output (+$0.10)"), "{}", beyond.output);
    assert_eq!(check(&["--max-drift", "20%"]).code, 0);
    assert_eq!(check(&["--max-drift", "ten"]).code, 2);
    let json = check(&["--form", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.output).unwrap();
    assert_eq!(json["usage"]["requests"], 1440);
}

#[test]
fn tokens_of_a_text_are_counted() {
    assert_eq!(run_with("hello world", &["tokens"]).output, "2\n");
    assert_eq!(run_with("日本語", &["tokens", "--encoding", "cl100k", "-"]).code, 0);
    assert_eq!(run(&["tokens", "no-such-file"]).code, 2);
}
