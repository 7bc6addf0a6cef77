//! Files that are damaged at random: every reader gives a report whose rows add up, or an error; none stops the program.
//!
//! A few rounds for each sample by default; `USAGE_FUZZ_ROUNDS=20000 cargo test --release --test fuzz_usage` for a long run, with
//! `USAGE_FUZZ_SEED` for other damage.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::usage::{ReadError, Reader, Report, join, read};
use std::fs;
use std::path::PathBuf;

/// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

const WORDS: [&[u8]; 30] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\u",
    b"null",
    b"NaN",
    b"-1",
    b"1e999",
    b"1e-999",
    b"99999999999999999999",
    b"0.5",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"true",
    b"{\"a\":[",
    b"\\ud800",
    b"\xf0\x9f\x92\xa9",
    b"'=",
];

fn damage(bytes: &mut Vec<u8>, others: &[(String, Vec<u8>)], random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let length = random.below(40).min(bytes.len() - at);
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] = random.next() as u8,
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let copy = bytes[at..at + length].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => bytes.truncate(at),
            4 => {
                let other = &others[random.below(others.len())].1;
                let from = random.below(other.len());
                let piece = &other[from..other.len().min(from + random.below(400))];
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                let replaced = if random.below(2) == 0 { length.min(3) } else { 0 };
                bytes.splice(at..at + replaced, word.iter().copied());
            }
        }
    }
}

fn in_pieces(bytes: &[u8], random: &mut Random) -> Result<Report, ReadError> {
    let mut reader = Reader::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(rest.len().min(1 + random.below(300)));
        reader.push(piece)?;
        rest = later;
    }
    reader.finish()
}

#[test]
fn damaged_files_give_a_report_that_adds_up_or_an_error() {
    let number = |name: &str, default: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let rounds = number("USAGE_FUZZ_ROUNDS", 60);
    let mut random = Random(number("USAGE_FUZZ_SEED", 1));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/usage");
    let mut samples: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            !path.ends_with("expected.json") && path.extension().is_some_and(|extension| extension != "md")
        })
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    samples.sort();
    let mut reports = Vec::new();
    for (name, sample) in &samples {
        for round in 0..rounds {
            let mut bytes = sample.clone();
            damage(&mut bytes, &samples, &mut random);
            let report = read(&bytes);
            if let Ok(report) = &report {
                let rows = report.rows_used + report.rows_skipped_total();
                assert_eq!(report.rows_read, rows, "{name}, round {round}");
                let broken: u64 =
                    report.rows_skipped.iter().filter(|(reason, _)| reason.is_broken()).map(|(_, n)| n).sum();
                assert_eq!(report.broken.len() as u64, broken.min(100), "{name}, round {round}");
                let _ = report.to_json();
            }
            assert_eq!(in_pieces(&bytes, &mut random), report, "{name}, round {round}, in pieces");
            reports.extend(report);
        }
        if reports.len() > 40 {
            let joined = join(&reports[..8]);
            assert_eq!(joined.rows_read, joined.rows_used + joined.rows_skipped_total(), "{name}, joined");
            reports.clear();
        }
    }
}
