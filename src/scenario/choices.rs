//! The few-valued settings: what each value is called in JSON and its number in links, declared once.

use super::feature::{BillingPeriod, CacheTtl, ReasoningEffort};
use super::fleet::{Commitment, FleetScaling};
use super::hours::Days;
use super::serving::Processing;
use super::slo::SloMetric;
use crate::catalogue::gpu::GpuFamily;
use crate::catalogue::precision::{Engine, KvPrecision, WeightPrecision};

/// A setting with a handful of values.
pub trait Choice: Copy + PartialEq + Sized + 'static {
    /// All values; the first one is what a link that does not mention the setting means, for ever.
    const ALL: &'static [Self];

    /// The name in JSON.
    fn name(self) -> &'static str;

    /// The number in links; never given twice.
    fn wire(self) -> u8;

    /// The value that JSON calls `name`.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.name() == name)
    }

    /// The value with the number `wire` in links.
    #[must_use]
    fn of_wire(wire: f64) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| (f64::from(choice.wire()) - wire).abs() < 0.5e-9)
    }
}

macro_rules! choices {
    ($($Type:ident { $($wire:literal $Variant:ident $name:literal),* $(,)? })*) => {$(
        impl Choice for $Type {
            const ALL: &'static [Self] = &[$(Self::$Variant,)*];

            fn name(self) -> &'static str {
                match self {$(Self::$Variant => $name,)*}
            }

            fn wire(self) -> u8 {
                match self {$(Self::$Variant => $wire,)*}
            }
        }
    )*};
}

choices! {
    BillingPeriod { 0 Monthly "monthly", 1 Yearly "yearly" }
    CacheTtl { 0 FiveMinutes "five_minutes", 1 OneHour "one_hour" }
    ReasoningEffort { 0 Medium "medium", 1 Off "off", 2 Low "low", 3 High "high", 4 Maximum "maximum" }
    Processing { 0 Standard "standard", 1 Batch "batch", 2 Flex "flex", 3 Priority "priority" }
    Days { 0 All "all", 1 Weekdays "weekdays" }
    SloMetric { 0 Ttft "ttft", 1 E2eLatency "e2e_latency" }
    FleetScaling { 0 Fixed "fixed", 1 Auto "auto" }
    Commitment { 0 OnDemand "on_demand", 1 ThreeYears "three_years", 2 Owned "owned" }
    WeightPrecision {
        0 Fp8 "fp8", 1 Bf16 "bf16", 2 Int8 "int8", 3 Int4 "int4", 4 Fp4 "fp4", 5 Mxfp4 "mxfp4", 6 Q8_0 "q8_0",
        7 Q4KM "q4_k_m", 8 Q4_0 "q4_0",
    }
    KvPrecision { 0 Bf16 "bf16", 1 Fp8 "fp8", 2 Fp4 "fp4" }
    Engine { 0 Vllm "vllm", 1 Sglang "sglang", 2 TensorRtLlm "tensorrt-llm", 3 LlamaCpp "llama.cpp", 4 Other "other" }
    GpuFamily {
        0 Other "other", 1 Ampere "ampere", 2 AmpereGddr "ampere-gddr", 3 Ada "ada", 4 Hopper "hopper",
        5 Blackwell "blackwell", 6 BlackwellGddr "blackwell-gddr", 7 Cdna2 "cdna2", 8 Cdna3 "cdna3", 9 Cdna4 "cdna4",
        10 Apple "apple", 11 Gaudi "gaudi", 12 Xe "xe", 13 Tpu "tpu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_back<C: Choice + std::fmt::Debug>() {
        for choice in C::ALL {
            assert_eq!(C::named(choice.name()), Some(*choice));
            assert_eq!(C::of_wire(f64::from(choice.wire())), Some(*choice));
        }
        assert_eq!(C::ALL.first().map(|first| first.wire()), Some(0));
        assert_eq!(C::named("no such value"), None);
        assert_eq!(C::of_wire(f64::NAN), None);
    }

    #[test]
    fn every_choice_comes_back_by_its_name_and_by_its_number() {
        comes_back::<BillingPeriod>();
        comes_back::<CacheTtl>();
        comes_back::<ReasoningEffort>();
        comes_back::<Processing>();
        comes_back::<Days>();
        comes_back::<SloMetric>();
        comes_back::<FleetScaling>();
        comes_back::<Commitment>();
        comes_back::<WeightPrecision>();
        comes_back::<KvPrecision>();
        comes_back::<Engine>();
        comes_back::<GpuFamily>();
    }

    #[test]
    fn what_links_leave_out_is_what_a_new_feature_has() {
        assert_eq!(BillingPeriod::ALL.first(), Some(&BillingPeriod::default()));
        assert_eq!(CacheTtl::ALL.first(), Some(&CacheTtl::default()));
        assert_eq!(ReasoningEffort::ALL.first(), Some(&ReasoningEffort::default()));
        assert_eq!(Processing::ALL.first(), Some(&Processing::default()));
        assert_eq!(Days::ALL.first(), Some(&Days::default()));
    }
}
