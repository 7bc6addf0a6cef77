//! The price book as a file, and how a new package of prices is taken in.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what failed")]

use inference_estimator::catalogue::{
    Availability, BookError, ChangeKind, FullCatalogue, HostedBook, LineError, MergeError, Merged, Package,
    PeakDays, PricedUnit as U, Register, Release, RequestContext, SHIPPED_BOOK, Style, merge,
};
use inference_estimator::estimate::cost::price::{Usage, price};
use inference_estimator::estimate::cost::price_week::rates_over_week;
use inference_estimator::units::{Date, Hour, Moment};
use serde_json::{Value, json};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(day: &str, hour: u32) -> Moment {
    Moment { date: date(day), time: Hour::from_seconds(hour * 3600).unwrap() }
}

fn package(models: &Value) -> String {
    json!([{"id": "maker", "name": "Maker", "pricing_urls": ["https://maker.example/prices"], "models": models}])
        .to_string()
}

fn model(id: &str, input: &str) -> Value {
    json!({"id": id, "name": id, "match": {"equals": id}, "prices": {"input_mtok": input, "output_mtok": "9"}})
}

struct State {
    book: Option<HostedBook>,
    rules: String,
    register: Register,
}

impl State {
    fn new() -> Self {
        Self { book: None, rules: String::new(), register: Register::default() }
    }

    fn take(&mut self, day: &str, json: &str) -> Result<Vec<(String, ChangeKind)>, MergeError> {
        let package = Package { name: "prices".to_owned(), version: "1".to_owned(), date: date(day) };
        let release = Release { package, json };
        let Merged { book, rules, changes } =
            merge(self.book.as_ref(), &self.rules, &release, &mut self.register)?;
        // What is written and read again is the same.
        let read = HostedBook::parse(book.write(Style::Plain).as_bytes()).unwrap();
        assert_eq!(read, book);
        (self.book, self.rules) = (Some(book), rules);
        Ok(changes.into_iter().map(|change| (change.model, change.kind)).collect())
    }

    fn input_rate(&self, id: &str, moment: Moment) -> f64 {
        let book = self.book.as_ref().unwrap();
        let model = book.by_slug("maker", id).unwrap();
        let rates = book.rates(model, moment, RequestContext::default(), PeakDays::Provider);
        rates.get(U::InputTokens).unwrap().base
    }
}

#[test]
fn a_changed_rate_holds_from_the_packages_date_and_the_old_one_before() {
    let mut state = State::new();
    state.take("2026-01-10", &package(&json!([model("a", "1"), model("b", "2")]))).unwrap();
    let changes = state.take("2026-03-05", &package(&json!([model("a", "3"), model("b", "2")]))).unwrap();
    assert_eq!(changes, [("maker/a".to_owned(), ChangeKind::Repriced)]);
    for (day, rate) in [("2025-01-01", 1.0), ("2026-03-04", 1.0), ("2026-03-05", 3.0), ("2027-01-01", 3.0)] {
        assert!((state.input_rate("a", at(day, 12)) - rate).abs() < 1e-12, "{day}");
    }
    let changes = state.take("2026-05-01", &package(&json!([model("a", "1"), model("b", "2")]))).unwrap();
    assert_eq!(changes.len(), 1);
    assert!((state.input_rate("a", at("2026-04-01", 12)) - 3.0).abs() < 1e-12);
    assert!((state.input_rate("a", at("2026-05-01", 12)) - 1.0).abs() < 1e-12);
}

#[test]
fn merging_the_same_package_twice_changes_nothing() {
    let json = package(&json!([model("a", "1"), model("b", "2")]));
    let mut state = State::new();
    state.take("2026-01-10", &package(&json!([model("a", "7")]))).unwrap();
    assert_eq!(state.take("2026-03-05", &json).unwrap().len(), 2);
    let (book, rules, register) = (state.book.clone(), state.rules.clone(), state.register.clone());
    assert_eq!(state.take("2026-03-05", &json).unwrap(), []);
    assert_eq!((state.book, state.rules, state.register), (book, rules, register));
}

#[test]
fn new_models_get_the_next_number_and_no_number_moves() {
    let mut state = State::new();
    state.take("2026-01-10", &package(&json!([model("m", "1"), model("z", "2")]))).unwrap();
    let changes = state
        .take("2026-02-10", &package(&json!([model("a", "5"), model("m", "1"), model("z", "2")])))
        .unwrap();
    assert_eq!(changes, [("maker/a".to_owned(), ChangeKind::New)]);
    assert_eq!(state.register.write(), "1\tmaker/m\n2\tmaker/z\n3\tmaker/a\n");
}

#[test]
fn a_vanished_model_is_retired_and_stays_readable_and_may_return() {
    let mut state = State::new();
    let both = package(&json!([model("a", "1"), model("b", "2")]));
    state.take("2026-01-10", &both).unwrap();
    let changes = state.take("2026-02-10", &package(&json!([model("b", "2")]))).unwrap();
    assert_eq!(changes, [("maker/a".to_owned(), ChangeKind::Retired)]);
    let book = state.book.clone().unwrap();
    let gone = book.by_slug("maker", "a").unwrap();
    assert_eq!(gone.availability, Availability::Retired(date("2026-02-10")));
    assert!((state.input_rate("a", at("2026-02-01", 0)) - 1.0).abs() < 1e-12);
    assert!(FullCatalogue::new(book, &state.rules).unwrap().find(Some("maker"), "A").is_ok());
    let changes = state.take("2026-03-10", &both).unwrap();
    assert_eq!(changes, [("maker/a".to_owned(), ChangeKind::Returned)]);
}

#[test]
fn an_announced_rate_is_a_row_with_its_date() {
    let priced = |prices: Value| package(&json!([{"id": "a", "match": {"equals": "a"}, "prices": prices}]));
    let first = json!({"prices": {"input_mtok": "1", "output_mtok": "9"}});
    let next = json!({"constraint": {"kind": "start_date", "start_date": "2026-06-01"},
        "prices": {"input_mtok": "2", "output_mtok": "9"}});
    let mut state = State::new();
    state.take("2026-01-10", &priced(json!([first]))).unwrap();
    let changes = state.take("2026-02-10", &priced(json!([first, next]))).unwrap();
    assert_eq!(changes, [("maker/a".to_owned(), ChangeKind::Announced)]);
    assert!((state.input_rate("a", at("2026-05-31", 23)) - 1.0).abs() < 1e-12);
    assert!((state.input_rate("a", at("2026-06-01", 0)) - 2.0).abs() < 1e-12);
    let book = state.book.as_ref().unwrap();
    let changes = book.price_changes(
        book.by_slug("maker", "a").unwrap(),
        date("2026-02-10"),
        date("2027-02-10"),
        RequestContext::default(),
    );
    assert_eq!(changes, [date("2026-06-01")]);
}

#[test]
fn an_older_package_is_refused() {
    let mut state = State::new();
    state.take("2026-03-05", &package(&json!([model("a", "1")]))).unwrap();
    let error = state.take("2026-01-10", &package(&json!([model("a", "2")]))).unwrap_err();
    assert_eq!(error, MergeError::Older { present: date("2026-03-05"), new: date("2026-01-10") });
}

#[test]
fn a_package_with_a_price_that_is_no_decimal_is_refused_by_name() {
    let error = State::new().take("2026-03-05", &package(&json!([model("a", "one")]))).unwrap_err();
    assert!(error.to_string().starts_with("maker/a: a price is no decimal"), "{error}");
}

#[test]
fn what_is_no_price_book_is_refused_in_words() {
    let parse = |text: &str| HostedBook::parse(text.as_bytes()).unwrap_err();
    let whole = std::str::from_utf8(SHIPPED_BOOK).unwrap();
    assert_eq!(parse(""), BookError::Empty);
    assert_eq!(parse("\n\n"), BookError::Empty);
    assert_eq!(HostedBook::parse(&[0xff, 0xfe]), Err(BookError::NotABook));
    assert_eq!(parse("<!doctype html>"), BookError::NotABook);
    let newer = whole.replacen("prices\t1\t", "prices\t2\t", 1);
    assert_eq!(parse(&newer), BookError::NewerSchema { found: 2 });
    assert_eq!(
        parse(&newer).to_string(),
        "the price book has form 2, this program reads form 1; reload the page"
    );
    let cut = whole.rsplit_once("end\t").unwrap().0;
    assert_eq!(parse(cut), BookError::CutShort);
    assert_eq!(parse(&format!("{cut}end\t7\n")), BookError::CutShort);
    let book = |lines: &str| format!("inference-estimator-prices\t1\tp\t1\t2026-11-23\n{lines}\nend\t1\n");
    for (lines, what) in [
        ("P\ta\tA\t\nM\t1\tm\n ix", LineError::Number),
        ("P\ta\tA\t\nM\t1\tm\n Q1", LineError::Unit),
        ("P\ta\tA\t\nM\t1\tm\n i-1", LineError::Number),
        ("P\ta\tA\t\nM\t1\tm\n i1>5:2>5:3", LineError::Number),
        ("P\ta\tA\t\nM\t1\tm\n *.5", LineError::Factor),
        ("P\ta\tA\t\nM\t1\tm\n @2026-13-01 i1", LineError::Date),
        ("P\ta\tA\t\nM\t1\tm\n &25:00-26:00 i1", LineError::Time),
        ("P\ta\tA\t\nM\t1\t", LineError::Missing),
        ("M\t1\tm", LineError::Misplaced),
        ("X", LineError::Misplaced),
    ] {
        assert!(matches!(parse(&book(lines)), BookError::Line { what: w, .. } if w == what), "{lines}");
    }
}

#[test]
fn no_damage_to_the_book_makes_the_reader_panic() {
    for at in (0..SHIPPED_BOOK.len()).step_by(499) {
        let mut bytes = SHIPPED_BOOK.to_vec();
        for byte in [b'\t', b'\n', b'>', b'*', 0xff, b'9'] {
            bytes[at] = byte;
            let _ = HostedBook::parse(&bytes);
        }
        let _ = HostedBook::parse(&SHIPPED_BOOK[..at]);
    }
}

#[test]
fn the_books_are_written_as_they_are_read() {
    let full = FullCatalogue::shipped().unwrap().book;
    let text = include_str!("../src/catalogue/data/prices/catalogue.txt");
    assert!(full.write(Style::Plain) == text, "catalogue.txt differs from what the writer makes of it");
    let mut register = Register::parse(include_str!("../src/catalogue/data/prices/ids.txt")).unwrap();
    let selection = include_str!("../src/catalogue/data/prices/selection.txt");
    let book = full.select(selection, &mut register).unwrap().write(Style::Short);
    assert!(book.as_bytes() == SHIPPED_BOOK, "book.txt is not what the catalogue and the selection make");
    assert_eq!(register.write(), include_str!("../src/catalogue/data/prices/ids.txt"));
}

#[test]
fn gemini_flash_doubles_on_new_years_day_as_announced() {
    let book = HostedBook::shipped().unwrap();
    for slug in ["gemini-3.6-flash", "gemini-3.7-flash", "gemini-3.8-flash"] {
        let model = book.by_slug("google", slug).unwrap();
        let changes =
            book.price_changes(model, date("2026-11-23"), date("2027-11-23"), RequestContext::default());
        assert_eq!(changes, [date("2027-01-01")], "{slug}");
    }
    let steady = book.by_slug("anthropic", "claude-haiku-4-5").unwrap();
    assert_eq!(
        book.price_changes(steady, date("2026-11-23"), date("2027-11-23"), RequestContext::default()),
        []
    );
}

#[test]
fn deepseek_bills_peak_hours_on_its_working_days_only() {
    let book = HostedBook::shipped().unwrap();
    let model = book.by_slug("deepseek", "deepseek-flash").unwrap();
    let input = |moment, days| {
        let rates = book.rates(model, moment, RequestContext::default(), days);
        rates.get(U::InputTokens).unwrap().base
    };
    // A Monday, a Saturday, and a Thursday that is a public holiday in China.
    for (day, peak) in [("2026-11-23", 0.3), ("2026-11-21", 0.15), ("2026-10-01", 0.15)] {
        assert!((input(at(day, 2), PeakDays::Provider) - peak).abs() < 1e-12, "{day}");
        assert!((input(at(day, 2), PeakDays::Every) - 0.3).abs() < 1e-12, "{day}");
        assert!((input(at(day, 5), PeakDays::Provider) - 0.15).abs() < 1e-12, "{day}");
    }
}

#[test]
fn thirty_five_peak_hours_of_168_at_twice_the_rate_make_1_2083() {
    let book = HostedBook::shipped().unwrap();
    let model = book.by_slug("deepseek", "deepseek-flash").unwrap();
    let usage = Usage::new().with(U::InputTokens, 1e6).unwrap().with(U::OutputTokens, 1e5).unwrap();
    let week = |shares: &[f64; 168]| {
        rates_over_week(&book, model, RequestContext::default(), date("2026-11-23"), shares)
    };
    let mean = |shares: &[f64; 168]| -> f64 {
        week(shares).iter().map(|(rates, share)| share * price(rates, &usage).unwrap().total.get()).sum()
    };
    let even = [1.0 / 168.0; 168];
    let off_peak = 0.15 + 0.06;
    assert!((mean(&even) / off_peak - 203.0 / 168.0).abs() < 1e-9);
    let bands = week(&even);
    assert_eq!(bands.len(), 2);
    let peak = bands.iter().map(|(_, share)| *share).fold(1.0, f64::min);
    assert!((peak - 35.0 / 168.0).abs() < 1e-12);
    let mut weekend = [0.0; 168];
    weekend[5 * 24 + 2] = 1.0;
    assert!((mean(&weekend) / off_peak - 1.0).abs() < 1e-9);
}

#[test]
fn azure_resells_at_the_makers_standard_price_without_its_discounts() {
    let book = HostedBook::shipped().unwrap();
    let (azure, openai) =
        (book.by_slug("azure", "gpt-5.4").unwrap(), book.by_slug("openai", "gpt-5.4").unwrap());
    let batch = RequestContext(&[("processing", "batch")]);
    let rates = |model, context| book.rates(model, at("2026-11-23", 12), context, PeakDays::Provider);
    assert_eq!(azure.priced_as, Some(openai.id));
    assert_eq!(rates(azure, RequestContext::default()), rates(openai, RequestContext::default()));
    assert_eq!(rates(azure, batch), rates(openai, RequestContext::default()));
    assert_ne!(rates(openai, batch), rates(openai, RequestContext::default()));
}
