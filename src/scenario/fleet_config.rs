//! An open-weight model from the `config.json` of its checkpoint, as the page's own JSON parser gives it.

use super::field::FieldGroup;
use super::fields::{Field, ModelFigures};
use super::fleet::OpenModelChoice;
use super::json::Value;
use super::name::Name;
use crate::catalogue::hf_config::{ConfigError, ConfigValue, model_from_config};
use crate::catalogue::open_model::{Attention, OpenModel, OtherLayers};

impl OpenModelChoice {
    /// The model that a `config.json` describes, with figures that can be changed.
    ///
    /// # Errors
    /// [`ConfigError`] names the key that is missing or no size.
    pub fn from_config(config: &Value) -> Result<Self, ConfigError> {
        let model = model_from_config(&|key| value_at(config, key))?;
        let figures = Box::new(ModelFigures::of(&model)?);
        Ok(Self::Custom { name: Name::new(&model.hf_id), figures })
    }
}

/// The value of a key; a point leads into an object.
fn value_at(config: &Value, key: &str) -> Option<ConfigValue> {
    let mut place = config;
    for part in key.split('.') {
        let Value::Object(members) = place else { return None };
        place = members.iter().find(|(name, _)| &**name == part).map(|(_, value)| value)?;
    }
    match place {
        Value::Number(number) => Some(ConfigValue::Number(*number)),
        Value::Bool(flag) => Some(ConfigValue::Flag(*flag)),
        Value::Text(text) => Some(ConfigValue::Text(text.to_string())),
        Value::List(list) => {
            let text = |value: &Value| match value {
                Value::Text(text) => Some(text.to_string()),
                _ => None,
            };
            Some(ConfigValue::Texts(list.iter().filter_map(text).collect()))
        }
        Value::Null | Value::Object(_) => None,
    }
}

impl ModelFigures {
    /// The sizes of `model`.
    ///
    /// # Errors
    /// [`ConfigError::NotASize`] names the first that lies outside its range.
    pub fn of(model: &OpenModel) -> Result<Self, ConfigError> {
        let latent = match model.attention {
            Attention::Heads => None,
            Attention::Latent { q_rank, kv_rank, rope_dim, v_dim } => {
                Some((q_rank, kv_rank, rope_dim, v_dim))
            }
        };
        let (window, state_kib) = match model.other_layers {
            OtherLayers::None => (None, None),
            OtherLayers::Sliding { window } | OtherLayers::Chunked { window } => (Some(window), None),
            OtherLayers::Linear { state_bytes } => (None, Some(state_bytes / 1024.0)),
        };
        let full = (model.full_layers < model.layers).then_some(model.full_layers);
        let experts = model.experts;
        let whole = [
            (Field::Layers, Some(model.layers)),
            (Field::HiddenSize, Some(model.hidden)),
            (Field::QueryHeads, Some(model.q_heads)),
            (Field::KvHeads, Some(model.kv_heads.min(model.q_heads))),
            (Field::HeadDim, Some(model.head_dim)),
            (Field::FfnSize, Some(model.ffn_size)),
            (Field::VocabSize, Some(model.vocab)),
            (Field::ContextTokens, Some(model.max_context)),
            (Field::KvRank, latent.map(|(_, kv_rank, _, _)| kv_rank)),
            (Field::RopeDim, latent.map(|(_, _, rope_dim, _)| rope_dim)),
            (Field::ValueDim, latent.map(|(_, _, _, v_dim)| v_dim)),
            (Field::QueryRank, latent.and_then(|(q_rank, _, _, _)| q_rank)),
            (Field::FullLayers, full),
            (Field::WindowTokens, window),
            (Field::Experts, experts.map(|experts| experts.total)),
            (Field::ExpertsActive, experts.map(|experts| experts.active)),
            (Field::ExpertsShared, experts.map(|experts| experts.shared)),
            (Field::ExpertFfnSize, experts.map(|experts| experts.ffn_size)),
            (Field::ExpertLayers, experts.map(|experts| experts.layers).filter(|layers| *layers > 0)),
            (Field::SparseTopK, model.sparse_top_k),
            (Field::TiedEmbedding, Some(u32::from(model.tied))),
            (Field::FfnMatrices, Some(model.ffn_matrices)),
        ];
        let mut figures = Self::default();
        let whole = whole.into_iter().filter_map(|(field, value)| Some((field, f64::from(value?))));
        let billions = model.total_params.map(|total| (Field::ParametersB, total / 1e9));
        let rest = billions.into_iter().chain(state_kib.map(|kib| (Field::StateKib, kib)));
        for (field, value) in whole.chain(rest) {
            let key = field.spec().name;
            figures.set(field, Some(value)).map_err(|_| ConfigError::NotASize { key })?;
        }
        Ok(figures)
    }
}
