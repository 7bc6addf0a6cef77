//! Published calculations, worked again by the engine. Each names its source; where a published answer is wrong, the
//! test's name says so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod cases;

use cases::{Case, assert_usd, custom, feature, leg};
use inference_estimator::estimate::{Cost, LegNote};
use inference_estimator::scenario::{Field, Processing};

/// A feature of `requests` a month with these tokens, answered by a model at these prices per 1M tokens.
fn monthly(requests: f64, tokens: (f64, f64), prices: (f64, f64)) -> Case {
    let mut feature = feature(vec![leg(1.0, custom(prices.0, prices.1))]);
    for (field, value) in [
        (Field::InputTokens, tokens.0),
        (Field::OutputTokens, tokens.1),
        (Field::RequestsPerActiveDay, 1.0),
        (Field::ActiveDaysPerMonth, 1.0),
    ] {
        feature.set(field, Some(value)).unwrap();
    }
    Case::new(requests, vec![feature])
}

#[track_caller]
fn assert_month(case: &Case, expected_usd: f64) {
    assert_usd(case.estimate().total.cost.month, expected_usd);
}

// Source: the glossary entry "Inference" for which the widget is made.
#[test]
fn glossary_100_000_users_times_5_requests_times_0_003_is_1_500_a_day_not_the_15_000_printed_there() {
    let mut feature = feature(vec![leg(1.0, custom(1.0, 5.0))]);
    for (field, value) in [
        (Field::InputTokens, 1000.0),
        (Field::OutputTokens, 400.0),
        (Field::RequestsPerActiveDay, 5.0),
        (Field::ActiveDaysPerMonth, 30.0),
    ] {
        feature.set(field, Some(value)).unwrap();
    }
    let estimate = Case::new(100_000.0, vec![feature]).estimate();
    assert_usd(estimate.features[0].cost_per_request, 0.003);
    assert_usd(estimate.total.cost.day, 1500.0);
    assert_usd(estimate.total.cost.month, 45_000.0);
    assert_usd(estimate.total.cost.year, 540_000.0);
    assert_usd(estimate.total.cost.user_month.unwrap(), 0.45);
}

// Source: https://www.ai-costcalculator.com/how-to-calculate-ai-api-costs/ (read 2026-11-23).
#[test]
fn two_hundred_thousand_requests_on_gpt_4o_mini_cost_105_a_month() {
    assert_month(&monthly(200_000.0, (1500.0, 500.0), (0.15, 0.60)), 105.0);
}

// Source: the same page: "Add a 15% safety margin and you'd budget about $120"; retries of 15 % make $120.75.
#[test]
fn fifteen_per_cent_more_calls_make_105_into_120_75() {
    let mut case = monthly(200_000.0, (1500.0, 500.0), (0.15, 0.60));
    case.scenario.features[0].set(Field::RetryShare, Some(0.15)).unwrap();
    assert_month(&case, 120.75);
}

// Source: https://opcmake.com/blog/how-to-calculate-llm-api-costs (read 2026-11-23), GPT-5.4 at $2.50/$15.
#[test]
fn a_chatbot_turn_on_gpt_5_4_costs_0_00575() {
    assert_month(&monthly(1.0, (500.0, 300.0), (2.5, 15.0)), 0.00575);
}

// Source: the same table.
#[test]
fn a_code_review_on_gpt_5_4_costs_0_0195() {
    assert_month(&monthly(1.0, (3000.0, 800.0), (2.5, 15.0)), 0.0195);
}

// Source: the same table.
#[test]
fn generated_content_on_gpt_5_4_costs_0_0305() {
    assert_month(&monthly(1.0, (200.0, 2000.0), (2.5, 15.0)), 0.0305);
}

// Source: https://aiapiprices.com/blog/how-to-estimate-llm-api-costs (2026-06-25): 1,500 + 300 in, 400 out.
#[test]
fn a_support_assistant_on_gpt_5_4_costs_2_100_a_month() {
    assert_month(&monthly(200_000.0, (1800.0, 400.0), (2.5, 15.0)), 2100.0);
}

// Source: the same page, GPT-5.4 nano.
#[test]
fn a_support_assistant_on_gpt_5_4_nano_costs_172_a_month() {
    assert_month(&monthly(200_000.0, (1800.0, 400.0), (0.2, 1.25)), 172.0);
}

// Source: the same page, Gemini 2.0 Flash.
#[test]
fn a_support_assistant_on_gemini_2_0_flash_costs_68_a_month() {
    assert_month(&monthly(200_000.0, (1800.0, 400.0), (0.1, 0.4)), 68.0);
}

// Source: https://proxyllm.ai/blog/openai-api-cost-calculator-guide/ (read 2026-11-23), GPT-5 at $1.25/$10.
#[test]
fn sixty_thousand_requests_on_gpt_5_cost_420_a_month() {
    assert_month(&monthly(60_000.0, (2800.0, 350.0), (1.25, 10.0)), 420.0);
}

// Source: course.soujanyalab.in, "4.2.c Cost Awareness" (read 2026-11-23), GPT-4o at $2.50/$10.
#[test]
fn two_thousand_in_and_five_hundred_out_on_gpt_4o_cost_a_cent() {
    assert_month(&monthly(1.0, (2000.0, 500.0), (2.5, 10.0)), 0.01);
}

// Source: https://claudecodeguides.com/model-routing-cut-claude-api-bills/ (read 2026-11-23).
#[test]
fn a_million_requests_on_opus_4_7_cost_75_000() {
    assert_month(&monthly(1e6, (5000.0, 2000.0), (5.0, 25.0)), 75_000.0);
}

// Source: the same page: 70 % to Haiku 4.5, 20 % to Sonnet 4.6, 10 % to Opus 4.7.
#[test]
fn routing_a_million_requests_over_three_tiers_costs_27_000() {
    let mut case = monthly(1e6, (5000.0, 2000.0), (5.0, 25.0));
    case.scenario.features[0] = {
        let mut routed = feature(vec![
            leg(0.7, custom(1.0, 5.0)),
            leg(0.2, custom(3.0, 15.0)),
            leg(0.1, custom(5.0, 25.0)),
        ]);
        routed.workload = case.scenario.features[0].workload.clone();
        routed.traffic = case.scenario.features[0].traffic.clone();
        routed
    };
    assert_month(&case, 27_000.0);
}

// Source: the same page's introduction claims $33,000 for 70 % Haiku and 30 % Opus.
#[test]
fn seventy_thirty_between_haiku_and_opus_is_33_000() {
    let whole = monthly(1e6, (5000.0, 2000.0), (5.0, 25.0));
    let mut routed = feature(vec![leg(0.7, custom(1.0, 5.0)), leg(0.3, custom(5.0, 25.0))]);
    routed.workload = whole.scenario.features[0].workload.clone();
    routed.traffic = whole.scenario.features[0].traffic.clone();
    assert_month(&Case::new(1e6, vec![routed]), 33_000.0);
}

/// 30,000 requests a month: a classifier sees all, then 80 % go to a cheap and 20 % to a premium model.
/// Source: the routed support flow of the product brief.
fn routed_support_flow() -> Case {
    let mut classifier = feature(vec![leg(1.0, custom(0.3, 2.5))]);
    let mut answers = feature(vec![leg(0.8, custom(1.0, 5.0)), leg(0.2, custom(3.0, 15.0))]);
    for (feature, input, output) in [(&mut classifier, 300.0, 20.0), (&mut answers, 1000.0, 400.0)] {
        for (field, value) in [
            (Field::InputTokens, input),
            (Field::OutputTokens, output),
            (Field::RequestsPerActiveDay, 1.0),
            (Field::ActiveDaysPerMonth, 1.0),
        ] {
            feature.set(field, Some(value)).unwrap();
        }
    }
    Case::new(30_000.0, vec![classifier, answers])
}

#[test]
fn a_routed_support_flow_costs_130_20_a_month() {
    assert_month(&routed_support_flow(), 130.20);
}

#[test]
fn the_same_flow_all_on_the_premium_model_costs_270_a_month() {
    assert_month(&monthly(30_000.0, (1000.0, 400.0), (3.0, 15.0)), 270.0);
}

// Source: the product brief: a generation is 3 calls of 2,500 in and 1,200 out at $1.25/$10.
#[test]
fn users_at_25_40_400_and_1_200_generations_cost_1_13_1_82_18_15_and_54_45() {
    for (generations, usd) in [(25.0, 1.13), (40.0, 1.82), (400.0, 18.15), (1200.0, 54.45)] {
        let mut case = monthly(1.0, (2500.0, 1200.0), (1.25, 10.0));
        case.scenario.features[0].set(Field::CallsPerRequest, Some(3.0)).unwrap();
        case.scenario.features[0].set(Field::RequestsPerActiveDay, Some(generations)).unwrap();
        let Cost::Known(month) = case.estimate().total.cost.month else { panic!("not known") };
        assert!((month.get() - usd).abs() <= 0.005 + 1e-9, "{generations}: {month:?}");
    }
}

// Source: the definition of a turn in the product brief; prices of Claude Sonnet 5.5 ($2/$10).
#[test]
fn five_turns_that_send_their_history_again_cost_0_013_a_request() {
    let mut case = monthly(1.0, (2500.0, 400.0), (2.0, 10.0));
    let feature = &mut case.scenario.features[0];
    feature.set(Field::CacheablePrefixTokens, Some(1900.0)).unwrap();
    feature.set(Field::Turns, Some(5.0)).unwrap();
    assert_month(&case, 0.013);
}

#[test]
fn ten_thousand_users_at_500_000_such_requests_pay_6_500_a_month_of_which_25_per_cent_of_a_10_dollar_plan() {
    let mut case = Case::new(10_000.0, vec![cases::support_chat_at(2.0, 10.0)]);
    case.plan(10.0, 0.8);
    let estimate = case.estimate();
    assert_usd(estimate.total.cost.month, 6500.0);
    assert_usd(estimate.total.cost.year, 78_000.0);
    assert!((estimate.total.share_of_price.unwrap().get() - 0.08125).abs() < 1e-12);
    assert!((estimate.features[0].volume.average.get() - 0.289).abs() < 5e-4);
    assert!((estimate.features[0].volume.peak.get() - 1.157).abs() < 5e-4);
}

// Source: Anthropic's multipliers (write 1.25 x, read 0.1 x of the input price), platform.claude.com pricing page.
#[test]
fn a_cache_write_at_1_25_and_reads_at_a_tenth_pay_off_on_the_second_request() {
    let plain = |requests: f64| requests * 10_000.0 * 3.0 / 1e6;
    let cached = |requests: f64| (1.25 + 0.1 * (requests - 1.0)) * 10_000.0 * 3.0 / 1e6;
    for requests in [1.0, 2.0, 10.0] {
        let mut case = monthly(requests, (10_000.0, 0.0), (3.0, 15.0));
        let feature = &mut case.scenario.features[0];
        cases::cache_prices(feature, 0.3, 3.75);
        feature.set(Field::CacheablePrefixTokens, Some(10_000.0)).unwrap();
        feature.set(Field::CacheHitShare, Some((requests - 1.0) / requests)).unwrap();
        if requests > 1.0 {
            assert_month(&case, cached(requests));
        }
        assert_eq!(cached(requests) < plain(requests), requests >= 2.0);
    }
}

#[test]
fn a_model_without_a_batch_price_is_billed_at_list_price_and_says_so() {
    let mut case = monthly(1.0, (1000.0, 1000.0), (1.0, 1.0));
    let inference_estimator::scenario::Serving::Hosted(route) = &mut case.scenario.features[0].serving else {
        panic!("hosted")
    };
    route.legs[0].processing = Processing::Batch;
    assert_month(&case, 0.002);
    let notes = &case.estimate().features[0].legs[0].notes;
    assert_eq!(notes[..], [LegNote::NoSuchProcessing(Processing::Batch)]);
}
