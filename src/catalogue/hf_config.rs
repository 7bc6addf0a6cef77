//! A model from the `config.json` of its checkpoint, as pasted in.

use super::gpu::Checked;
use super::open_model::{Attention, Experts, OpenModel, OtherLayers};
use crate::units::holds;
use std::borrow::Cow;
use thiserror::Error;

/// A value of a configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigValue {
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(String),
    /// A list of texts, such as the kinds of the layers.
    Texts(Vec<String>),
}

/// Why a configuration does not describe a model that can be estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// A figure is missing.
    #[error("the configuration has no {key}; paste the whole config.json, or type the figure")]
    Missing {
        /// The key that would hold it.
        key: &'static str,
    },
    /// A figure is not a whole number of at least one, or too large.
    #[error("{key} is not a size; it should be a whole number of at least 1, and not beyond all models")]
    NotASize {
        /// The key.
        key: &'static str,
    },
}

/// Reads a model from the values that `get` gives for a key; the keys of a `text_config` (models that also see)
/// are asked for as `text_config.hidden_size` when the plain key is absent.
///
/// # Errors
/// [`ConfigError`] names the key that is missing or no size.
pub fn model_from_config(get: &dyn Fn(&str) -> Option<ConfigValue>) -> Result<OpenModel, ConfigError> {
    let config = Config { get };
    let layers = config.size("num_hidden_layers")?;
    let hidden = config.size("hidden_size")?;
    let q_heads = config.size("num_attention_heads")?;
    let kv_heads = config.maybe(&["num_key_value_heads"])?.unwrap_or(q_heads);
    let kv_rank = config.maybe(&["kv_lora_rank"])?;
    let head_dim = match kv_rank {
        Some(_) => config.maybe(&["qk_nope_head_dim", "head_dim"])?,
        None => config.maybe(&["head_dim"])?,
    }
    .unwrap_or(hidden / q_heads.max(1));
    let attention = match kv_rank {
        Some(kv_rank) => Attention::Latent {
            q_rank: config.maybe(&["q_lora_rank"])?,
            kv_rank,
            rope_dim: config.maybe(&["qk_rope_head_dim"])?.unwrap_or(64),
            v_dim: config.maybe(&["v_head_dim"])?.unwrap_or(head_dim),
        },
        None => Attention::Heads,
    };
    let experts = read_experts(&config, layers)?;
    let ffn_size = match config.maybe(&["intermediate_size", "ffn_hidden_size"])? {
        Some(size) => size,
        None if experts.is_some() => 0,
        None => return Err(ConfigError::Missing { key: "intermediate_size" }),
    };
    let (full_layers, other_layers) = read_layers(&config, layers)?;
    let text = |key| match config.value(key) {
        Some(ConfigValue::Text(text)) => Some(text),
        _ => None,
    };
    Ok(OpenModel {
        id: Cow::Borrowed("custom"),
        hf_id: text("_name_or_path")
            .or_else(|| text("model_type"))
            .map_or(Cow::Borrowed("custom"), Cow::Owned),
        layers,
        hidden,
        q_heads,
        kv_heads,
        head_dim,
        attention,
        full_layers,
        other_layers,
        sparse_top_k: config.maybe(&["index_topk"])?,
        ffn_size,
        ffn_matrices: 3,
        experts,
        vocab: config.size("vocab_size")?,
        tied: matches!(config.value("tie_word_embeddings"), Some(ConfigValue::Flag(true))),
        total_params: None,
        max_context: config.maybe(&["max_position_embeddings"])?.unwrap_or(131_072),
        checked: Checked::User,
        source: Cow::Borrowed("pasted configuration"),
    })
}

struct Config<'a> {
    get: &'a dyn Fn(&str) -> Option<ConfigValue>,
}

impl Config<'_> {
    fn value(&self, key: &str) -> Option<ConfigValue> {
        (self.get)(key).or_else(|| (self.get)(&["text_config.", key].concat()))
    }

    /// The first of `keys` whose value is a size; nothing where none is there, or where it is zero or null.
    fn maybe(&self, keys: &[&'static str]) -> Result<Option<u32>, ConfigError> {
        for key in keys {
            if let Some(ConfigValue::Number(number)) = self.value(key) {
                if number == 0.0 {
                    continue;
                }
                if !(1.0..=1e8).contains(&number) || number.fract() != 0.0 {
                    return Err(ConfigError::NotASize { key });
                }
                return Ok(Some(number as u32));
            }
        }
        Ok(None)
    }

    fn size(&self, key: &'static str) -> Result<u32, ConfigError> {
        self.maybe(&[key])?.ok_or(ConfigError::Missing { key })
    }
}

fn read_experts(config: &Config<'_>, layers: u32) -> Result<Option<Experts>, ConfigError> {
    let total = config.maybe(&["n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts"])?;
    let Some(total) = total else { return Ok(None) };
    let active = config
        .maybe(&["num_experts_per_tok", "moe_top_k", "experts_per_token"])?
        .ok_or(ConfigError::Missing { key: "num_experts_per_tok" })?;
    let ffn_size = config
        .maybe(&["moe_intermediate_size", "intermediate_size"])?
        .ok_or(ConfigError::Missing { key: "moe_intermediate_size" })?;
    let shared = match config.maybe(&["n_shared_experts"])? {
        Some(shared) => shared,
        None => config.maybe(&["shared_expert_intermediate_size"])?.map_or(0, |size| size.div_ceil(ffn_size)),
    };
    let dense = config.maybe(&["first_k_dense_replace"])?.unwrap_or(0);
    Ok(Some(Experts {
        layers: layers.saturating_sub(dense),
        total,
        active: active.min(total),
        shared,
        ffn_size,
    }))
}

/// Layers that keep the whole context, and what the others do.
fn read_layers(config: &Config<'_>, layers: u32) -> Result<(u32, OtherLayers), ConfigError> {
    let window = config.maybe(&["sliding_window"])?;
    let unused = matches!(config.value("use_sliding_window"), Some(ConfigValue::Flag(false)));
    let Some(ConfigValue::Texts(kinds)) = config.value("layer_types") else {
        return Ok((layers, OtherLayers::None));
    };
    let full = kinds.iter().filter(|kind| kind.as_str() == "full_attention").count() as u32;
    let full = full.min(layers);
    if kinds.iter().any(|kind| holds(kind, "linear") || holds(kind, "mamba")) {
        let heads = config.maybe(&["linear_num_value_heads"])?.unwrap_or(32);
        let key = config.maybe(&["linear_key_head_dim"])?.unwrap_or(128);
        let value = config.maybe(&["linear_value_head_dim"])?.unwrap_or(128);
        let state_bytes = 4.0 * f64::from(heads) * f64::from(key) * f64::from(value);
        return Ok((full, OtherLayers::Linear { state_bytes }));
    }
    Ok(match window {
        Some(window) if full < layers && !unused => (full, OtherLayers::Sliding { window }),
        _ => (layers, OtherLayers::None),
    })
}

#[cfg(not(target_arch = "wasm32"))]
/// Reads a model from the text of a `config.json`, with the native parser.
///
/// # Errors
/// [`ConfigError`] as [`model_from_config`]; text that is no JSON object lacks every key.
pub fn model_from_json(text: &str) -> Result<OpenModel, ConfigError> {
    let json: serde_json::Value = serde_json::from_str(text).unwrap_or(serde_json::Value::Null);
    model_from_config(&|key| {
        let mut place = &json;
        for part in key.split('.') {
            place = place.get(part)?;
        }
        match place {
            serde_json::Value::Number(number) => number.as_f64().map(ConfigValue::Number),
            serde_json::Value::Bool(flag) => Some(ConfigValue::Flag(*flag)),
            serde_json::Value::String(text) => Some(ConfigValue::Text(text.clone())),
            serde_json::Value::Array(list) => Some(ConfigValue::Texts(
                list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
            )),
            _ => None,
        }
    })
}
