//! What is shown can be typed back, and nothing typed stops the program.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]
use inference_estimator::estimate::{Cost, Expr, Figure, Noun, Step, StepName};
use inference_estimator::format::{self, Decimal, Locale};
use inference_estimator::scenario::FieldUnit;
use inference_estimator::units::{Count, Share, Tokens, Usd, UsdPerMtok};
use proptest::prelude::*;

const TAGS: [&str; 16] = [
    "en-GB", "en-IN", "de-DE", "de-CH", "de-AT", "fr-FR", "fr-CA", "es-ES", "es-MX", "hi-IN", "ar", "pl",
    "pt-BR", "pt-PT", "ja", "tr",
];

const UNITS: [FieldUnit; 12] = [
    FieldUnit::Count,
    FieldUnit::Tokens,
    FieldUnit::Share,
    FieldUnit::Change,
    FieldUnit::Factor,
    FieldUnit::Usd,
    FieldUnit::UsdPerMtok,
    FieldUnit::UsdPerGpuHour,
    FieldUnit::Millis,
    FieldUnit::TokensPerSec,
    FieldUnit::Gpus,
    FieldUnit::Percentile,
];

fn locales() -> impl Strategy<Value = Locale> {
    prop::sample::select(TAGS.to_vec()).prop_map(Locale::from_tag)
}

/// Numbers with as many digits as people may type, of every size.
fn typed_numbers() -> impl Strategy<Value = f64> {
    (0_u64..1_000_000_000_000_000, -16_i32..3, any::<bool>()).prop_map(|(digits, power, negative)| {
        let number: f64 = format!("{digits}e{power}").parse().unwrap();
        if negative { -number } else { number }
    })
}

fn bits_apart(a: f64, b: f64) -> u64 {
    a.to_bits().abs_diff(b.to_bits())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_field_shows_is_read_back_without_doubt(
        value in typed_numbers(), unit in prop::sample::select(UNITS.to_vec()), locale in locales()
    ) {
        let value = if unit.is_percent() { value / 100.0 } else { value };
        let text = format::field_text(value, unit, locale);
        let reading = format::read(&text, unit, locale);
        let reading = reading.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        // A share of less than a percent could be a part of one when it is typed; what is shown was not.
        let as_part = reading.doubt.is_some_and(|doubt| doubt.as_part.is_some());
        prop_assert!(reading.doubt.is_none() || as_part && value.abs() < 0.01, "{text}");
        prop_assert!(bits_apart(reading.value, value + 0.0) <= 1, "{value:e} {text} {:e}", reading.value);
        prop_assert_eq!(format::field_text(reading.value, unit, locale), text);
    }

    #[test]
    fn money_is_read_back_within_its_rounding(value in 1e-9..1e12_f64, locale in locales()) {
        let text = format::usd(Usd::new(value).unwrap(), locale);
        let reading = format::read(&text, FieldUnit::Usd, locale);
        let reading = reading.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert!((reading.value / value - 1.0).abs() <= 0.005_000_1, "{value} {text}");
    }

    #[test]
    fn counts_and_shares_are_read_back_within_their_rounding(value in 1e-3..1e12_f64, locale in locales()) {
        let text = format::count(value, locale);
        let reading = format::read(&text, FieldUnit::Count, locale);
        let reading = reading.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert!((reading.value / value - 1.0).abs() <= 0.005_000_1, "{value} {text}");
        let part = value.fract();
        let text = format::percent(part, locale);
        if !text.starts_with('%') {
            let reading = format::read(&text, FieldUnit::Share, locale);
            let reading = reading.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
            prop_assert!((reading.value - part).abs() <= part * 0.050_000_1, "{part} {text}");
        }
    }

    #[test]
    fn no_text_stops_the_reader(text in "\\PC*", unit in prop::sample::select(UNITS.to_vec()), locale in locales()) {
        if let Ok(reading) = format::read(&text, unit, locale) {
            prop_assert!(reading.value.is_finite());
            let _ = reading.said(unit, locale);
        }
    }

    #[test]
    fn no_text_made_of_number_letters_stops_the_reader(
        text in "[-+−0-9.,' \u{a0}\u{202f}eEkM%$٫٬١०１]{0,24}", locale in locales()
    ) {
        for unit in UNITS {
            if let Ok(reading) = format::read(&text, unit, locale) {
                prop_assert!(reading.value.is_finite(), "{text}");
            }
        }
    }

    #[test]
    fn no_number_stops_the_writer(bits in any::<u64>(), locale in locales()) {
        let value = f64::from_bits(bits);
        let _ = (format::count(value, locale), format::short(value, locale), format::percent(value, locale));
        let _ = (format::exact(value, locale), format::times(value, locale), format::change(1.0, value, locale));
        let _ = format::field_text(value, FieldUnit::Share, locale);
        let _ = format::shares_of_whole(&[value, 1.0, -value], locale);
        let _ = format::usd(Usd::saturating(value), locale);
        if let Some(decimal) = Decimal::new(value) {
            let back = decimal.to_f64();
            let close = (back - value).abs() <= value.abs() * 1e-14 || value.abs() < 1e-290;
            prop_assert!(close, "{value:e} {back:e}");
        }
    }

    #[test]
    fn a_total_is_the_sum_of_its_parts_as_read(values in prop::collection::vec(0.0..1e9_f64, 1..8)) {
        let locale = Locale::ENGLISH;
        let costs: Vec<Cost> = values.iter().map(|value| Cost::Known(Usd::new(*value).unwrap())).collect();
        let shown = format::usd_parts(&costs, locale);
        let read = |text: &String| {
            if text.starts_with("less") { Ok(0.0) } else {
                format::read(text, FieldUnit::Usd, locale).map(|reading| reading.value)
            }
        };
        let sum: f64 = shown.parts.iter().map(|text| read(text).unwrap()).sum();
        let total = read(&shown.total).unwrap();
        prop_assert!((sum - total).abs() <= total.abs() * 1e-12, "{shown:?}");
    }

    #[test]
    fn shares_of_a_column_make_100(values in prop::collection::vec(0.0..1e6_f64, 1..12)) {
        prop_assume!(values.iter().sum::<f64>() > 0.0);
        let shown = format::shares_of_whole(&values, Locale::ENGLISH);
        let read = |text: &String| format::read(text, FieldUnit::Percentile, Locale::ENGLISH).unwrap().value;
        let sum: f64 = shown.iter().map(read).sum();
        prop_assert!((sum - 100.0).abs() < 1e-9, "{shown:?}");
    }

    #[test]
    fn a_working_line_holds_on_a_calculator(
        formula in formulas(), name in prop::sample::select(vec![StepName::Request, StepName::TokensIn]),
        locale in locales()
    ) {
        let value = formula.value();
        prop_assume!(value.is_finite() && (1e-9..1e12).contains(&value));
        let (result, unit) = match name {
            StepName::TokensIn => (Figure::Tokens(Tokens::saturating(value)), FieldUnit::Tokens),
            _ => (Figure::Usd(Usd::saturating(value)), FieldUnit::Usd),
        };
        let line = format::working_line(&Step::new(name, formula, result), locale);
        let reckoned = calculator::value_of(&line.formula, locale);
        let rounded = match result {
            Figure::Tokens(_) => format::count(reckoned, locale),
            _ => format::usd(Usd::saturating(reckoned), locale),
        };
        // A sum of money shows what the shown parts make, to the cent.
        let shown = format::read(&line.result, unit, locale).map_or(f64::NAN, |reading| reading.value);
        let to_the_cent = (shown - reckoned).abs() <= 0.005 + 1e-9;
        prop_assert!(rounded == line.result || to_the_cent, "{} is {}", line.text(), rounded);
    }
}

/// Formulas of the kinds that estimates use, nested up to three deep.
fn formulas() -> impl Strategy<Value = Expr> {
    let figure = prop_oneof![
        (1..1_000_000_u32).prop_map(|n| Figure::Count(Count::new(f64::from(n)).unwrap(), Noun::Requests)),
        (0.01..30.0_f64).prop_map(|n| Figure::Count(Count::new(n).unwrap(), Noun::Plain)),
        (1.0..1e5_f64).prop_map(|n| Figure::Tokens(Tokens::new(n).unwrap())),
        (1e-6..1e4_f64).prop_map(|n| Figure::Usd(Usd::new(n).unwrap())),
        (1..10_000_u32).prop_map(|n| Figure::UsdPerMtok(UsdPerMtok::new(f64::from(n) / 100.0).unwrap())),
        (0.01..1.0_f64).prop_map(|n| Figure::Share(Share::new(n).unwrap())),
        (1..100_u32).prop_map(|n| Figure::UsdEach(Usd::new(f64::from(n) / 1e3).unwrap(), Noun::WebSearches)),
    ];
    let leaf = figure.prop_map(Expr::Figure);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Expr::Sum),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Expr::Product),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Expr::Difference(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Expr::Quotient(Box::new(a), Box::new(b))),
        ]
    })
}

/// Reckons what is printed, as a person with a calculator would: numbers and signs count, words do not.
mod calculator {
    use super::{FieldUnit, Locale, format};

    pub(super) fn value_of(line: &str, locale: Locale) -> f64 {
        let (line, scale) = match line.strip_suffix(", per 1M tokens") {
            Some(line) => (line, 1e-6),
            None => (line, 1.0),
        };
        let tokens = tokens(line, locale);
        let mut at = 0;
        let value = sum(&tokens, &mut at);
        assert_eq!(at, tokens.len(), "{line}");
        value * scale
    }

    #[derive(Debug, PartialEq)]
    enum Token {
        Number(f64),
        Sign(char),
    }

    fn tokens(line: &str, locale: Locale) -> Vec<Token> {
        let mut tokens = Vec::new();
        // Signs stand between ordinary spaces; what is between two signs is a number with its unit.
        for word in line.replace('(', "( ").replace(')', " )").split(' ') {
            match word {
                "(" | ")" | "+" | "−" | "×" | "÷" => {
                    tokens.push(Token::Sign(word.chars().next().unwrap()))
                }
                _ if !word.contains(|c: char| c.is_ascii_digit()) => {}
                _ => tokens.push(Token::Number(number(word, locale))),
            }
        }
        tokens
    }

    fn number(word: &str, locale: Locale) -> f64 {
        if word == "1M" {
            return 1e6;
        }
        let letters = |c: char| c.is_alphabetic() || c.is_whitespace();
        let word = word.trim_matches(letters);
        let percent = word.contains('%');
        let word = word.replace('%', "");
        let value =
            format::read(word.trim(), FieldUnit::Usd, locale).unwrap_or_else(|e| panic!("{word}: {e}"));
        if percent { value.value / 100.0 } else { value.value }
    }

    fn sum(tokens: &[Token], at: &mut usize) -> f64 {
        let mut value = product(tokens, at);
        while let Some(Token::Sign(sign @ ('+' | '−'))) = tokens.get(*at) {
            *at += 1;
            let next = product(tokens, at);
            value = if *sign == '+' { value + next } else { value - next };
        }
        value
    }

    fn product(tokens: &[Token], at: &mut usize) -> f64 {
        let mut value = atom(tokens, at);
        while let Some(Token::Sign(sign @ ('×' | '÷'))) = tokens.get(*at) {
            *at += 1;
            let next = atom(tokens, at);
            value = if *sign == '×' { value * next } else { value / next };
        }
        value
    }

    fn atom(tokens: &[Token], at: &mut usize) -> f64 {
        let token = &tokens[*at];
        *at += 1;
        match token {
            Token::Number(value) => *value,
            Token::Sign('(') => {
                let value = sum(tokens, at);
                assert_eq!(tokens[*at], Token::Sign(')'));
                *at += 1;
                value
            }
            Token::Sign(sign) => panic!("{sign} where a number belongs"),
        }
    }
}
