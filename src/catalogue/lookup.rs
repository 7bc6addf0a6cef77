//! Models and devices by whatever people call them: id, name, or the checkpoint's name on the Hugging Face hub.

use super::gpu::Gpu;
use super::open_model::OpenModel;

/// Ends of checkpoint names that say how it was tuned or stored, not what it is.
const ENDINGS: [&str; 18] = [
    "turbo", "instruct", "it", "hf", "chat", "base", "fp8", "bf16", "awq", "gptq", "int4", "nvfp4",
    "dynamic", "gguf", "bnb", "4bit", "w4a16", "mxfp4",
];
/// Words of a device's name that do not tell it from another.
const BRANDS: [&str; 12] = [
    "nvidia", "geforce", "tesla", "amd", "radeon", "instinct", "intel", "ai", "gpu", "graphics", "hbm3",
    "ada",
];

/// The model that `text` names: an id, a hub name with or without its owner, or a name with spaces.
#[must_use]
pub fn find_model<'a>(models: &'a [OpenModel], text: &str) -> Option<&'a OpenModel> {
    let exact = models.iter().find(|model| model.id == text);
    let hub = || models.iter().find(|model| model.hf_id.eq_ignore_ascii_case(text));
    let named = || {
        let wanted = plain(text);
        if wanted.is_empty() {
            return None;
        }
        let of_id = models.iter().find(|model| plain(&model.id) == wanted);
        of_id.or_else(|| models.iter().find(|model| plain(&model.hf_id) == wanted))
    };
    exact.or_else(hub).or_else(named)
}

/// The device that `text` names: an id, or a name with or without brand and memory ("H100", "RTX 3090 24GB").
///
/// Every word must be one of the device's; where several devices remain, the first of the table is meant.
#[must_use]
pub fn find_gpu<'a>(gpus: &'a [Gpu], text: &str) -> Option<&'a Gpu> {
    if let Some(exact) = gpus.iter().find(|gpu| gpu.id == text) {
        return Some(exact);
    }
    let wanted = words(text);
    if !wanted.iter().any(|word| !is_size(word)) {
        return None;
    }
    let matches = |gpu: &&Gpu| {
        let mut own = words(&gpu.id);
        own.extend(words(&gpu.name));
        own.push([&((gpu.memory.get() / 1_073_741_824.0).round() as u32).to_string(), "gb"].concat());
        wanted.iter().all(|word| own.contains(word))
    };
    let found: Vec<&Gpu> = gpus.iter().filter(matches).collect();
    // "RTX 4070 Ti" is not the Super: the fewest words of its own are left over.
    found.into_iter().min_by_key(|gpu| words(&gpu.id).iter().filter(|word| !wanted.contains(word)).count())
}

/// Whether two names, of a checkpoint or of a hosted model, mean the same model.
#[must_use]
pub fn same_model(one: &str, other: &str) -> bool {
    let one = plain(one);
    !one.is_empty() && one == plain(other)
}

/// Whether `word` is an amount of memory, such as `80gb`.
fn is_size(word: &str) -> bool {
    word.strip_suffix("gb").is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()))
}

/// The words of a device's name in lower case.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase().replace("custom:", "");
    let parts = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        match part {
            _ if BRANDS.contains(&part) => {}
            // "24 GB" is one word, and so is the id's "24".
            "gb" | "gib" => {
                if let Some(last) = found.pop() {
                    found.push([&last, "gb"].concat());
                }
            }
            _ => found.push(part.to_owned()),
        }
    }
    found
}

/// A model's name without owner, punctuation, case and the ends that say how it is stored.
fn plain(text: &str) -> String {
    let lower = text.to_ascii_lowercase().replace("custom:", "");
    let name = lower.rsplit('/').next().unwrap_or("");
    let parts =
        name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).filter(|part| !part.is_empty());
    let mut parts: Vec<&str> = parts.filter(|part| *part != "meta").collect();
    let dated = |part: &str| part.len() == 4 && part.chars().all(|c| c.is_ascii_digit());
    while parts.len() > 1 && parts.last().is_some_and(|last| ENDINGS.contains(last)) {
        parts.pop();
    }
    // A release date of four digits stays where it is all that tells two releases apart.
    if parts.len() > 2 && parts.last().is_some_and(|last| dated(last)) {
        let last = parts.pop().unwrap_or("");
        while parts.len() > 1 && parts.last().is_some_and(|part| ENDINGS.contains(part)) {
            parts.pop();
        }
        parts.push(last);
    }
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_found_by_name_by_alias_and_by_their_name_on_the_hub() {
        let models = OpenModel::shipped().unwrap_or_default();
        let id = |text: &str| find_model(&models, text).map(|model| model.id.to_string());
        for (text, wanted) in [
            ("Llama 3.3 70B", "llama-3.3-70b"),
            ("deepseek-r1", "deepseek-r1"),
            ("Qwen/Qwen3-8B", "qwen3-8b"),
            ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b"),
            ("custom:Qwen2.5-1.5B", "qwen2.5-1.5b"),
            ("custom:Granite-3.1-8B", "granite-3.1-8b"),
            ("custom:Mistral-Small-3.2-24B", "mistral-small-3.2-24b"),
            ("google/gemma-3-27b-it", "gemma-3-27b"),
        ] {
            assert_eq!(id(text).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!(id("no such model"), None);
        assert_eq!(id(""), None);
    }

    #[test]
    fn devices_are_found_with_or_without_brand_and_memory() {
        let gpus = Gpu::shipped().unwrap_or_default();
        let id = |text: &str| find_gpu(&gpus, text).map(|gpu| gpu.id.to_string());
        for (text, wanted) in [
            ("H100", "h100"),
            ("NVIDIA L4", "l4"),
            ("RTX 3090 24GB", "rtx-3090"),
            ("custom:T4 16GB", "t4"),
            ("custom:H20 96GB", "h20"),
            ("custom:V100 32GB", "v100-sxm2-32"),
            ("custom:L40 48GB", "l40"),
            ("custom:RTX 4060 8GB", "rtx-4060"),
            ("custom:A100 PCIe 40GB", "a100-pcie-40"),
            ("RTX 4070 Ti", "rtx-4070-ti"),
        ] {
            assert_eq!(id(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["", "80GB", "no such card", "RTX 9999"] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
