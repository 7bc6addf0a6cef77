//! Which models answer a feature, in a few words.

use crate::estimate::{FeatureEstimate, LegEstimate};
use crate::format::{Locale, percent};
use crate::presentation::words::hosted;
use crate::scenario::{Feature, GpuChoice, Leg, OpenModelChoice, Processing, Serving};

/// "Claude Haiku 4.5", "Claude Haiku 4.5, 90% + GPT-6 Luna, 10%, batch", "qwen3-8b on h100".
#[must_use]
pub fn answered_by(feature: &Feature, found: &FeatureEstimate, locale: Locale) -> String {
    match &feature.serving {
        Serving::Hosted(route) => {
            let several = route.legs.len() > 1;
            let one = |(leg, found): (&Leg, &LegEstimate)| {
                let mut text = found.name.as_str().to_owned();
                if several {
                    text = [&text, ", ", &percent(leg.share.get(), locale)].concat();
                }
                if leg.processing != Processing::Standard {
                    text = [&text, ", ", hosted::processing(leg.processing)].concat();
                }
                text
            };
            let all: Vec<String> = route.legs.iter().zip(&found.legs).map(one).collect();
            all.join(" + ")
        }
        Serving::PerRequest(_) => "a price of a request, typed".to_owned(),
        Serving::SelfHosted(fleet) => {
            let model = match &fleet.model {
                OpenModelChoice::Listed(name) | OpenModelChoice::Custom { name, .. } => name.as_str(),
            };
            let gpu = match &fleet.gpu {
                GpuChoice::Listed(name) | GpuChoice::Custom { name, .. } => name.as_str(),
            };
            [model, " on ", gpu].concat()
        }
    }
}
