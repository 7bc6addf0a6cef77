//! Charts stand up to any series and any frame, and show what their tables say.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use inference_estimator::chart::{
    Axis, BandStrip, Bar, BarGroup, Bars, BreakEven, Change, Chart, CostLine, Dot, DotStrip, Fill, Frame,
    Interval, Joined, Part, PercentileStrip, Point, Quantity, Role, Scatter, Shape, StackedBar, Swing,
    Tornado, Waterfall, cheaper, frontier, text_width,
};
use inference_estimator::format::{Column, Locale};
use inference_estimator::presentation::picture::svg_file;
use inference_estimator::units::{Millis, Usd};
use proptest::prelude::*;

const EN: Locale = Locale::ENGLISH;

fn axis(title: &str, quantity: Quantity, log: bool) -> Axis {
    let role = if quantity == Quantity::Usd { Role::Cost } else { Role::Latency };
    Axis { title: title.to_owned(), key: "value", quantity, role, log }
}

fn dots(values: &[(f64, f64)]) -> Vec<Dot> {
    let dot = |(index, (x, y)): (usize, &(f64, f64))| Dot {
        name: format!("Model {index}"),
        x: *x,
        y: *y,
        chosen: index == 0,
    };
    values.iter().enumerate().map(dot).collect()
}

fn scatter(dots: &[Dot], log: bool, joined: Joined, target: Option<f64>) -> Scatter<'_> {
    Scatter {
        name_column: Column::new("Model", "model"),
        dots,
        x: axis("First word, p95; left is faster", Quantity::Seconds, false),
        y: axis("Support chat, a month; lower is cheaper", Quantity::Usd, log),
        target,
        joined,
    }
}

fn usd(value: f64) -> Usd {
    Usd::new(value).unwrap()
}

fn ms(value: f64) -> Millis {
    Millis::new(value).unwrap()
}

fn texts(chart: &Chart) -> Vec<&str> {
    chart
        .shapes
        .iter()
        .filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.as_str()) } else { None })
        .collect()
}

fn points(shape: &Shape) -> Vec<Point> {
    match shape {
        Shape::Line { from, to, .. } => vec![*from, *to],
        Shape::Polyline { points, .. } => points.clone(),
        Shape::Rect { corner, width, height, .. } => {
            vec![*corner, Point::new(corner.x + width, corner.y + height)]
        }
        Shape::Circle { centre, .. } => vec![*centre],
        Shape::Mark { at, .. } | Shape::Text { at, .. } => vec![*at],
    }
}

/// Every coordinate is a number, and what has an area lies inside the frame.
fn stands(chart: &Chart) {
    let Frame { width, height } = chart.frame;
    for shape in &chart.shapes {
        for point in points(shape) {
            assert!(point.x.is_finite() && point.y.is_finite(), "{shape:?}");
            if matches!(shape, Shape::Rect { .. } | Shape::Circle { .. } | Shape::Polyline { .. }) {
                let inside =
                    (-0.02..=width + 0.02).contains(&point.x) && (-0.02..=height + 0.02).contains(&point.y);
                assert!(inside, "{shape:?} outside {width} x {height}");
            }
        }
    }
    for row in &chart.table.rows {
        assert_eq!(row.len(), chart.table.columns.len());
    }
}

#[test]
fn the_frontier_holds_what_nothing_beats_both_ways() {
    let dots =
        dots(&[(1.6, 6500.0), (0.7, 1180.0), (0.9, 325.0), (0.95, 325.0), (2.4, 13000.0), (0.7, 2000.0)]);
    assert_eq!(frontier(&dots), [1, 2]);
}

#[test]
fn models_alike_both_ways_are_all_on_the_frontier() {
    assert_eq!(frontier(&dots(&[(1.0, 5.0), (1.0, 5.0), (2.0, 5.0), (f64::NAN, 1.0)])), [0, 1]);
    assert!(frontier(&[]).is_empty());
}

#[test]
fn names_of_models_do_not_touch() {
    let crowd: Vec<(f64, f64)> =
        (0..20).map(|n| (1.0 + f64::from(n % 5) * 0.02, 900.0 + f64::from(n) * 9.0)).collect();
    let dots = dots(&crowd);
    let chart = scatter(&dots, true, Joined::Frontier, Some(2.0)).draw(Frame::new(585.0, 240.0), EN);
    let boxes: Vec<(f64, f64, f64)> = chart
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text { role: Role::Other | Role::Chosen, at, anchor, text, .. } => {
                let width = text_width(text);
                let left = match anchor {
                    inference_estimator::chart::Anchor::Start => at.x,
                    inference_estimator::chart::Anchor::Middle => at.x - width / 2.0,
                    inference_estimator::chart::Anchor::End => at.x - width,
                };
                Some((left, left + width, at.y))
            }
            _ => None,
        })
        .collect();
    assert!(boxes.len() >= 4, "{boxes:?}");
    for (index, a) in boxes.iter().enumerate() {
        for b in &boxes[index + 1..] {
            assert!(a.1 <= b.0 + 0.02 || b.1 <= a.0 + 0.02 || (a.2 - b.2).abs() >= 12.0, "{a:?} {b:?}");
        }
    }
    assert!(texts(&chart).contains(&"Model 0"), "the chosen one always has its name");
    assert_eq!(chart.table.rows.len(), 20, "the table has those without room");
}

#[test]
fn the_chosen_model_is_large_filled_and_in_front() {
    let dots = dots(&[(1.6, 6500.0), (0.7, 1180.0)]);
    let chart = scatter(&dots, true, Joined::No, None).draw(Frame::new(585.0, 240.0), EN);
    let circles: Vec<&Shape> =
        chart.shapes.iter().filter(|shape| matches!(shape, Shape::Circle { .. })).collect();
    assert!(matches!(circles.last(), Some(Shape::Circle { role: Role::Chosen, fill: Fill::Solid, .. })));
}

#[test]
fn past_the_target_it_says_too_slow() {
    let dots = dots(&[(1.6, 6500.0), (2.4, 13000.0)]);
    let chart = scatter(&dots, true, Joined::No, Some(2.0)).draw(Frame::new(585.0, 240.0), EN);
    assert!(texts(&chart).contains(&"too slow: over 2\u{a0}s"));
    assert!(
        chart
            .shapes
            .iter()
            .any(|shape| matches!(shape, Shape::Rect { role: Role::Beyond, fill: Fill::Hatch, .. }))
    );
}

#[test]
fn points_past_three_targets_stand_in_the_table_alone_and_are_counted() {
    let dots = dots(&[(1.6, 6500.0), (5.9, 900.0), (6.1, 1200.0), (11.0, 450.0)]);
    let frame = Frame::new(585.0, 240.0);
    let chart = scatter(&dots, true, Joined::No, Some(2.0)).draw(frame, EN);
    let circles = |chart: &Chart| {
        chart.shapes.iter().filter(|shape| matches!(shape, Shape::Circle { role: Role::Other, .. })).count()
    };
    assert_eq!(circles(&chart), 1);
    assert_eq!(chart.table.rows.len(), 4);
    assert!(texts(&chart).contains(&"too slow: over 2\u{a0}s; 2 more only in the table"));
    let free = scatter(&dots, true, Joined::No, None).draw(frame, EN);
    assert_eq!(circles(&free), 3);
}

#[test]
fn a_model_that_meets_the_target_is_named_before_one_that_misses_it() {
    let dots = dots(&[(1.0, 100.0), (2.1, 5000.0), (1.9, 5000.0)]);
    let chart = scatter(&dots, true, Joined::No, Some(2.0)).draw(Frame::new(300.0, 240.0), EN);
    let names: Vec<&str> = texts(&chart).into_iter().filter(|text| text.starts_with("Model")).collect();
    assert_eq!(names, ["Model 0", "Model 2", "Model 1"]);
}

fn own() -> CostLine {
    CostLine {
        name: "Own GPUs".into(),
        role: Role::OwnGpus,
        points: vec![(0.0, 3650.0), (29_800.0, 7300.0), (59_600.0, 10_950.0), (60_000.0, 10_950.0)],
    }
}

fn hosted() -> CostLine {
    let end = 60_000.0 * 20.0 * 0.010_112;
    CostLine {
        name: "Claude Sonnet 5.5".into(),
        role: Role::Hosted,
        points: vec![(0.0, 0.0), (60_000.0, end)],
    }
}

#[test]
fn own_gpus_win_from_the_crossing_until_the_next_step() {
    let wins = cheaper(&own(), &hosted());
    let rounded: Vec<(f64, f64)> =
        wins.iter().map(|Interval { from, to }| (from.round(), to.round())).collect();
    assert_eq!(rounded, [(18_048.0, 29_800.0), (36_096.0, 60_000.0)]);
    let both_ways = cheaper(&hosted(), &own());
    assert_eq!(both_ways.len(), 2);
    assert!((both_ways[0].to - wins[0].from).abs() < 1e-6, "what one wins the other loses");
}

#[test]
fn the_break_even_chart_marks_crossings_and_now() {
    let lines = [hosted(), own()];
    let chart = BreakEven {
        lines: &lines,
        now: Some((25_000.0, "now: 25,000 a day".into())),
        x: axis("Requests a day", Quantity::Count, false),
        y: axis("A month", Quantity::Usd, false),
    }
    .draw(Frame::new(585.0, 260.0), EN);
    stands(&chart);
    assert!(texts(&chart).contains(&"$15,000"));
    assert!(texts(&chart).contains(&"now: 25,000 a day"));
    assert_eq!(
        chart.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { role: Role::Shade, .. })).count(),
        2
    );
    let now = chart.table.rows.iter().find(|row| row[0].shown() == "25,000").unwrap();
    assert_eq!(now[2].shown(), "$3,650");
    assert_eq!(now[1].shown(), "$5,056");
}

#[test]
fn percentiles_stand_against_their_target() {
    let strip =
        PercentileStrip { p50: ms(900.0), p95: ms(1580.0), p99: ms(2100.0), target: Some(ms(2000.0)) };
    let chart = strip.draw(Frame::new(585.0, 76.0), EN);
    stands(&chart);
    let texts = texts(&chart);
    for text in ["p95 1.6\u{a0}s", "median 0.9\u{a0}s", "target 2\u{a0}s", "3\u{a0}s", "0.5"] {
        assert!(texts.contains(&text), "{text} not in {texts:?}");
    }
    assert_eq!(chart.table.rows.len(), 4);
}

#[test]
fn a_band_shows_its_ends_the_estimate_and_what_is_pinned() {
    let [p10, p50, p90, now] = [5970.0, 7000.0, 9090.0, 7050.0].map(usd);
    let strip = BandStrip { p10, p50, p90, now, pinned: Some(usd(20_000.0)) };
    let chart = strip.draw(Frame::new(600.0, 64.0), EN);
    stands(&chart);
    let texts = texts(&chart);
    for text in ["now $7,050", "A $20,000"] {
        assert!(texts.contains(&text), "{text} not in {texts:?}");
    }
    let rect = chart.shapes.iter().find_map(|shape| match shape {
        Shape::Rect { corner, width, .. } => Some((corner.x, corner.x + width)),
        _ => None,
    });
    let lines = chart.shapes.iter().filter_map(|shape| match shape {
        Shape::Line { role: Role::Cost, from, .. } => Some(from.x),
        _ => None,
    });
    let (from, to) = rect.unwrap();
    assert!(lines.into_iter().all(|at| from < at && at < to));
    assert_eq!(chart.table.rows.len(), 5);
    let narrow = BandStrip { p10: now, p50: now, p90: now, now, pinned: None };
    stands(&narrow.draw(Frame::new(20.0, 10.0), EN));
}

#[test]
fn a_waterfall_ends_where_its_steps_lead() {
    let step = |name: &str, by: Option<f64>| Change { name: name.into(), by: by.map(usd) };
    let changes = [
        step("Answer cache", Some(-650.0)),
        step("Prompt cache", Some(-1300.0)),
        step("Batch", Some(-4500.0)),
        step("Routing", Some(-3020.0)),
        step("Distillation", Some(-3480.0)),
        step("Quantization", None),
    ];
    let waterfall = Waterfall {
        start: ("Nothing switched on".into(), usd(20_000.0)),
        changes: &changes,
        end: "With these".into(),
    };
    let chart = waterfall.draw(Frame::new(400.0, 400.0), EN);
    stands(&chart);
    assert_eq!(waterfall.end_amount(), usd(7050.0));
    assert_eq!(
        chart.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { role: Role::Saved, .. })).count(),
        5
    );
    let shown: Vec<&str> = chart.table.rows.iter().map(|row| row[1].shown()).collect();
    assert_eq!(shown, ["$20,000", "−$650", "−$1,300", "−$4,500", "−$3,020", "−$3,480", "not used", "$7,050"]);
}

#[test]
fn a_tornado_is_sorted_by_length_and_shows_both_sides() {
    let swing =
        |name: &str, one: f64, other: f64| Swing { name: name.into(), one: usd(one), other: usd(other) };
    let swings =
        [swing("Short", -253.0, 338.0), swing("Long", -900.0, 1200.0), swing("One side", 10.0, 500.0)];
    let tornado = Tornado { swings: &swings, rows: 2 };
    assert_eq!(tornado.order(), [1, 0, 2]);
    let chart = tornado.draw(Frame::new(400.0, 60.0), EN);
    stands(&chart);
    assert_eq!(texts(&chart), ["−$900", "+$1,200", "−$253", "+$338"]);
    assert_eq!(chart.table.rows.len(), 3);
}

#[test]
fn a_bar_of_parts_marks_the_whole_that_they_pass() {
    let part = |name: &str, value: f64| Part {
        name: name.into(),
        value,
        text: format!("{value} GB"),
        role: Role::Kept,
        fill: Fill::Solid,
    };
    let parts = [part("Weights", 141.0), part("Runtime", 16.0), part("Conversations", 51.4)];
    let bar = |whole| StackedBar {
        parts: &parts,
        whole,
        quantity: Quantity::Count,
        column: Column::new("Size", "size_gb"),
    };
    let marked = |chart: &Chart| {
        chart.shapes.iter().any(|shape| matches!(shape, Shape::Line { role: Role::Target, .. }))
    };
    assert!(marked(&bar(Some(160.0)).draw(Frame::new(400.0, 60.0), EN)));
    assert!(!marked(&bar(Some(320.0)).draw(Frame::new(400.0, 60.0), EN)));
    assert!(texts(&bar(None).draw(Frame::new(400.0, 60.0), EN)).contains(&"141 GB"));
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..1e5_f64,
        1 => Just(0.0),
        1 => Just(7.0),
        1 => any::<f64>(),
    ]
}

fn frame() -> impl Strategy<Value = Frame> {
    (0.0..1600.0_f64, 0.0..1600.0_f64, 0..4).prop_map(|(width, height, kind)| match kind {
        0 => Frame::new(0.0, height),
        1 => Frame::new(width, 0.0),
        _ => Frame::new(width, height),
    })
}

fn hostile_charts(values: &[(f64, f64)], target: f64, frame: Frame) -> Vec<Chart> {
    let dots = dots(values);
    let lines = [
        CostLine { name: "Own".into(), role: Role::OwnGpus, points: values.to_vec() },
        CostLine {
            name: "Hosted".into(),
            role: Role::Hosted,
            points: values.iter().rev().copied().collect(),
        },
    ];
    let named: Vec<(String, f64)> = values.iter().map(|(x, _)| ("Name".to_owned(), *x)).collect();
    let swings: Vec<Swing> = values
        .iter()
        .map(|(x, y)| Swing { name: "Input".into(), one: Usd::saturating(*x), other: Usd::saturating(*y) })
        .collect();
    let changes: Vec<Change> =
        values.iter().map(|(x, _)| Change { name: "Step".into(), by: Some(Usd::saturating(-*x)) }).collect();
    let parts: Vec<Part> = values
        .iter()
        .map(|(x, _)| Part {
            name: "Part".into(),
            value: *x,
            text: String::new(),
            role: Role::Fees,
            fill: Fill::Open,
        })
        .collect();
    let groups: Vec<BarGroup> = values
        .iter()
        .map(|(x, y)| BarGroup {
            name: "Group".into(),
            bars: vec![Bar { value: *x, fill: Fill::Solid }, Bar { value: *y, fill: Fill::Hatch }],
        })
        .collect();
    let first = values.first().copied().unwrap_or_default();
    let column = || Column::new("Value", "value");
    vec![
        scatter(&dots, true, Joined::Frontier, Some(target)).draw(frame, EN),
        scatter(&dots, false, Joined::All, None).draw(frame, EN),
        BreakEven {
            lines: &lines,
            now: Some((target, "now".into())),
            x: axis("Requests", Quantity::Count, false),
            y: axis("A month", Quantity::Usd, false),
        }
        .draw(frame, EN),
        DotStrip {
            role: Role::Cost,
            others: &named,
            chosen: ("Chosen".into(), first.0),
            target: Some(target),
            quantity: Quantity::Usd,
            column: column(),
        }
        .draw(frame, EN),
        PercentileStrip {
            p50: Millis::saturating(first.0),
            p95: Millis::saturating(first.1),
            p99: Millis::saturating(target),
            target: Some(Millis::saturating(target)),
        }
        .draw(frame, EN),
        Tornado { swings: &swings, rows: 6 }.draw(frame, EN),
        Waterfall { start: ("Start".into(), Usd::saturating(target)), changes: &changes, end: "End".into() }
            .draw(frame, EN),
        StackedBar { parts: &parts, whole: Some(target), quantity: Quantity::Usd, column: column() }
            .draw(frame, EN),
        Bars {
            name_column: column(),
            series: &[column(), column()],
            groups: &groups,
            role: Role::Cost,
            quantity: Quantity::Usd,
        }
        .draw(frame, EN),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_chart_stands_in_every_frame(
        values in prop::collection::vec((number(), number()), 0..12), target in number(), frame in frame()
    ) {
        for chart in hostile_charts(&values, target, frame) {
            stands(&chart);
        }
    }

    #[test]
    fn the_same_series_gives_the_same_chart(
        values in prop::collection::vec((0.0..1e5_f64, 0.0..1e5_f64), 0..12), target in 0.0..1e5_f64
    ) {
        let draw = || hostile_charts(&values, target, Frame::new(600.0, 240.0));
        prop_assert_eq!(draw(), draw());
    }
}

#[test]
fn a_series_of_none_one_or_all_alike_gives_a_chart() {
    for values in [vec![], vec![(1.0, 1.0)], vec![(2.0, 2.0); 5], vec![(0.0, 0.0); 3]] {
        for chart in hostile_charts(&values, 2.0, Frame::new(600.0, 240.0)) {
            stands(&chart);
        }
    }
}

#[test]
fn a_strip_names_the_median_before_p95_where_both_are_close() {
    let strip =
        PercentileStrip { p50: ms(1500.0), p95: ms(1580.0), p99: ms(1600.0), target: Some(ms(2000.0)) };
    let chart = strip.draw(Frame::new(320.0, 84.0), EN);
    let at = |start: &str| {
        chart.shapes.iter().find_map(|shape| match shape {
            Shape::Text { at, text, .. } if text.starts_with(start) => Some(at.x),
            _ => None,
        })
    };
    assert!(at("median").unwrap() < at("p95").unwrap());
}

#[test]
fn an_axis_of_long_times_counts_in_their_unit() {
    let ticks = |p99: f64| {
        let millis = |part: f64| Millis::new(p99 * part).unwrap();
        let strip = PercentileStrip { p50: millis(0.5), p95: millis(0.9), p99: millis(1.0), target: None };
        let chart = strip.draw(Frame::new(624.0, 76.0), EN);
        let tick = |shape: &Shape| match shape {
            Shape::Text { role: Role::Tick, text, .. } => Some(text.replace('\u{a0}', " ")),
            _ => None,
        };
        chart.shapes.iter().filter_map(tick).collect::<Vec<_>>()
    };
    assert_eq!(ticks(3e5), ["0", "1", "2", "3", "4", "5 min"]);
    assert_eq!(ticks(11.4e5).last().unwrap(), "20 min");
    assert_eq!(ticks(9e6).last().unwrap(), "2.5 h");
    assert_eq!(ticks(5e3).last().unwrap(), "5 s");
}

#[test]
fn points_say_the_figures_of_their_rows() {
    let dots = [
        Dot { name: "Small".to_owned(), x: 1.0, y: 100.0, chosen: true },
        Dot { name: "Far".to_owned(), x: 90.0, y: 100.0, chosen: false },
        Dot { name: "Large".to_owned(), x: 2.0, y: 400.0, chosen: false },
    ];
    let axis = |title: &str, key, quantity, role| {
        let (title, log) = (title.to_owned(), false);
        Axis { title, key, quantity, role, log }
    };
    let scatter = Scatter {
        name_column: Column::new("Model", "model"),
        dots: &dots,
        x: axis("TTFT, p95; left is faster", "wait_s", Quantity::Seconds, Role::Latency),
        y: axis("A month; lower is cheaper", "usd_per_month", Quantity::Usd, Role::Cost),
        target: Some(2.0),
        joined: Joined::Frontier,
    };
    let chart = scatter.draw(Frame::new(600.0, 260.0), Locale::ENGLISH);
    // The one that is left to the table has no point.
    assert_eq!(chart.spots.iter().map(|spot| spot.row).collect::<Vec<_>>(), [0, 2]);
    let said = chart.figures_of(2).unwrap().replace('\u{a0}', " ");
    assert_eq!(said, "Large; TTFT, p95: 2 s; A month: $400");
    assert_eq!(chart.figures_of(3), None);
    let file = svg_file(&chart, "Cheap & fast <models>");
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"632\""), "{file}");
    assert!(
        file.contains("<title>Cheap &amp; fast &lt;models&gt;</title>") && file.contains(">Large</text>")
    );
    assert!(!file.contains("var(") && !file.contains("class="), "a file has no style sheet");
}
