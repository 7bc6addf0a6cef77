//! How many tokens a picture counts as, by the rules that providers publish for their families of models.
//!
//! - OpenAI, tiles (GPT-4o, 4.1, 4.5, o1, o3, computer use, 5 chat): fitted into 2048 x 2048, the shorter side scaled down to
//!   768 pixels, then a fixed count and one for each tile of 512 x 512 (platform.openai.com/docs/guides/images-vision).
//! - OpenAI, patches (mini and nano of 4.1 and 5, o4-mini, and later models): patches of 32 x 32 pixels, at most 1,536, times
//!   a factor of the model (same page).
//! - Anthropic: width x height / 750, after the longer side is scaled down to 1568 pixels
//!   (docs.claude.com/en/docs/build-with-claude/vision).
//! - Gemini 2 and 2.5: 258 where both sides are at most 384 pixels, else 258 a tile of 768 x 768; Gemini 3 and later: 1,120 at
//!   high resolution, 280 at low (ai.google.dev/gemini-api/docs/media-resolution).

use crate::scenario::{Feature, ImageDetail, ImageTokens};
use crate::units::parse_number;

/// Tokens of a picture by the provider's rule, where they are to follow from its size and the workload has pictures.
pub(in crate::estimate) fn picture_tokens_of(feature: &Feature, provider: &str, slug: &str) -> Option<f64> {
    let workload = &feature.workload;
    if feature.options.image_tokens != ImageTokens::BySize || workload.images().get() <= 0.0 {
        return None;
    }
    let size = (workload.image_width_px().get(), workload.image_height_px().get());
    picture_tokens(provider, slug, size, feature.options.image_detail)
}

/// Tokens of a picture of `width` x `height` pixels; nothing where no rule is published for the model.
pub(in crate::estimate) fn picture_tokens(
    provider: &str,
    slug: &str,
    (width, height): (f64, f64),
    detail: ImageDetail,
) -> Option<f64> {
    let has = |word: &str| slug.contains(word);
    if (provider == "openai" || provider == "azure") && !has("claude") {
        return openai(slug, width, height, detail);
    }
    if has("claude") {
        let scale = (1568.0 / width.max(height)).min(1.0);
        return Some((width * scale * height * scale / 750.0).ceil());
    }
    if let Some(version) = slug.strip_prefix("gemini-") {
        let number = version.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
        return match parse_number(&number)? {
            new if new >= 3.0 => Some(if detail == ImageDetail::High { 1120.0 } else { 280.0 }),
            _ if width <= 384.0 && height <= 384.0 => Some(258.0),
            _ => Some(258.0 * (width / 768.0).ceil() * (height / 768.0).ceil()),
        };
    }
    None
}

fn openai(slug: &str, width: f64, height: f64, detail: ImageDetail) -> Option<f64> {
    let patches = |factor: f64| {
        let count = |scale: f64| (width * scale / 32.0).ceil() * (height * scale / 32.0).ceil();
        let most = 1536.0;
        if count(1.0) <= most {
            return (count(1.0) * factor).ceil();
        }
        // Scaled down so that whole patches fill the budget.
        let scale = (32.0 * 32.0 * most / (width * height)).sqrt();
        let (across, down) = (width * scale / 32.0, height * scale / 32.0);
        let scale = scale * (across.floor() / across).min(down.floor() / down);
        (count(scale).min(most) * factor).ceil()
    };
    let tiles = |base: f64, each: f64| {
        if detail == ImageDetail::Low {
            return base;
        }
        let into = (2048.0 / width.max(height)).min(1.0);
        let (width, height) = (width * into, height * into);
        let down = (768.0 / width.min(height)).min(1.0);
        base + each * (width * down / 512.0).ceil() * (height * down / 512.0).ceil()
    };
    let starts = |word: &str| slug.starts_with(word);
    let has = |word: &str| slug.contains(word);
    Some(match slug {
        _ if starts("gpt-4o-mini") => tiles(2833.0, 5667.0),
        _ if starts("gpt-4.1-mini") || starts("gpt-5-mini") => patches(1.62),
        _ if starts("gpt-4.1-nano") || starts("gpt-5-nano") => patches(2.46),
        _ if starts("o4-mini") => patches(1.72),
        _ if starts("gpt-5.4-mini") => patches(1.62),
        _ if starts("gpt-5.4-nano") => patches(2.46),
        _ if starts("gpt-4o") || starts("chatgpt-4o") || starts("gpt-4.1") || starts("gpt-4.5") => {
            tiles(85.0, 170.0)
        }
        _ if starts("gpt-4-turbo") || starts("gpt-4-vision") => tiles(85.0, 170.0),
        _ if starts("o1") || starts("o3") => tiles(75.0, 150.0),
        _ if starts("computer-use") => tiles(65.0, 129.0),
        _ if (slug == "gpt-5"
            || starts("gpt-5-chat")
            || starts("gpt-5-codex")
            || starts("gpt-5-pro")
            || starts("gpt-5.1"))
            && !has("mini") =>
        {
            tiles(70.0, 140.0)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn high(provider: &str, slug: &str, width: f64, height: f64) -> Option<f64> {
        picture_tokens(provider, slug, (width, height), ImageDetail::High)
    }

    #[test]
    fn a_picture_of_1024_by_1024_counts_as_each_provider_says() {
        assert_eq!(high("openai", "gpt-4o", 1024.0, 1024.0), Some(765.0));
        assert_eq!(high("openai", "gpt-4o-mini", 1024.0, 1024.0), Some(25_501.0));
        assert_eq!(high("openai", "gpt-4.1-mini", 1024.0, 1024.0), Some(1659.0));
        assert_eq!(high("anthropic", "claude-sonnet-5", 1000.0, 1000.0), Some(1334.0));
        assert_eq!(high("google", "gemini-2.5-flash", 1024.0, 1024.0), Some(1032.0));
        assert_eq!(high("google", "gemini-3.5-flash", 1024.0, 1024.0), Some(1120.0));
        assert_eq!(high("mistral", "mistral-large-4", 1024.0, 1024.0), None);
    }

    #[test]
    fn large_pictures_are_scaled_down_before_they_are_counted() {
        // 2048 x 4096: fitted to 1024 x 2048, then to 768 x 1536: six tiles.
        assert_eq!(high("openai", "gpt-4o", 2048.0, 4096.0), Some(1105.0));
        // 1800 x 2400 at 1,536 patches: 1056 x 1408, 33 x 44.
        assert_eq!(high("openai", "o4-mini", 1800.0, 2400.0), Some((1452.0_f64 * 1.72).ceil()));
        assert_eq!(picture_tokens("openai", "gpt-4o", (4096.0, 8192.0), ImageDetail::Low), Some(85.0));
    }
}
