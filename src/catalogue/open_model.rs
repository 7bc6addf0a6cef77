//! Open-weight models: the sizes that decide memory and speed.

use super::gpu::Checked;
use super::shipped::shipped;
use super::table::{Row, TableError, id_of, number_of, rows};
use std::borrow::Cow;

const SHIPPED: &str = shipped!("data/models.tsv", without ["family", "active_b", "licence", "notes"]);
/// Links need the ids alone, before anybody asks for the table.
const IDS: &str = shipped!("data/models.tsv", only["id"]);

/// How a layer attends, and what it stores for each token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Attention {
    /// Keys and values of `kv_heads` heads: multi-head (as many as query heads), grouped or single.
    Heads,
    /// A compressed latent and a rotary key, shared by all heads (multi-head latent attention).
    Latent {
        /// Rank of the query compression; none where queries are projected at once.
        q_rank: Option<u32>,
        /// Values of the latent.
        kv_rank: u32,
        /// Values of the rotary key.
        rope_dim: u32,
        /// Values of a head's value vector.
        v_dim: u32,
    },
}

/// What the layers do that do not keep the whole context.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OtherLayers {
    /// There are none.
    None,
    /// They attend to the last `window` tokens.
    Sliding {
        /// Tokens kept.
        window: u32,
    },
    /// They attend within chunks of `window` tokens; engines store the whole context for them none the less.
    Chunked {
        /// Tokens of a chunk.
        window: u32,
    },
    /// They keep a state of constant size (linear attention, Mamba).
    Linear {
        /// Bytes of state, a layer and sequence.
        state_bytes: f64,
    },
}

/// The routed and shared experts of the layers that have them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experts {
    /// Layers with experts.
    pub layers: u32,
    /// Routed experts a layer.
    pub total: u32,
    /// Routed experts that a token visits.
    pub active: u32,
    /// Experts that every token visits.
    pub shared: u32,
    /// Inner width of one expert.
    pub ffn_size: u32,
}

/// One open-weight model, or one typed by the user.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenModel {
    /// Key in tables and links.
    pub id: Cow<'static, str>,
    /// Name of the checkpoint on the Hugging Face hub.
    pub hf_id: Cow<'static, str>,
    /// Layers.
    pub layers: u32,
    /// Width of the residual stream.
    pub hidden: u32,
    /// Query heads.
    pub q_heads: u32,
    /// Key and value heads.
    pub kv_heads: u32,
    /// Values of a head.
    pub head_dim: u32,
    /// How layers attend.
    pub attention: Attention,
    /// Layers that keep the whole context.
    pub full_layers: u32,
    /// What the other layers do.
    pub other_layers: OtherLayers,
    /// Tokens that sparse attention reads of the cache, where the model selects some.
    pub sparse_top_k: Option<u32>,
    /// Inner width of a dense feed-forward block.
    pub ffn_size: u32,
    /// Matrices of a feed-forward block: 3 with a gate, 2 without.
    pub ffn_matrices: u32,
    /// Experts, if there are any.
    pub experts: Option<Experts>,
    /// Tokens of the vocabulary.
    pub vocab: u32,
    /// Whether input embedding and vocabulary head are one matrix.
    pub tied: bool,
    /// Parameters as published, where the sizes above do not give them.
    pub total_params: Option<f64>,
    /// Longest context.
    pub max_context: u32,
    /// Whether the figures were checked.
    pub checked: Checked,
    /// Where the figures come from.
    pub source: Cow<'static, str>,
}

/// Parameters of a model by the part they belong to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Attention projections of one layer.
    pub attention_per_layer: f64,
    /// Dense feed-forward block of one layer.
    pub ffn_per_layer: f64,
    /// Layers with a dense feed-forward block.
    pub dense_layers: f64,
    /// Layers with experts.
    pub moe_layers: f64,
    /// One routed or shared expert.
    pub expert: f64,
    /// Router of one layer.
    pub router: f64,
    /// Vocabulary head.
    pub head: f64,
    /// Input embedding where it is not the head.
    pub embedding: f64,
}

impl OpenModel {
    /// The models that ship with the estimator.
    ///
    /// # Errors
    /// [`TableError`] when the shipped table was edited wrongly; a test guards it.
    pub fn shipped() -> Result<Vec<Self>, TableError> {
        rows(SHIPPED, read)
    }

    /// The number by which links name the model `id`; it never changes.
    #[must_use]
    pub fn number_of(id: &str) -> Option<u32> {
        number_of(IDS, id)
    }

    /// The id of the model that links name `number`.
    #[must_use]
    pub fn id_of(number: u32) -> Option<&'static str> {
        id_of(IDS, number)
    }

    /// Parameters by part, from the sizes; where the published total differs (hybrid layers that the sizes do
    /// not describe), the parts of the layers are scaled to it.
    #[must_use]
    pub fn parameters(&self) -> Parameters {
        let mut parts = self.parameters_from_sizes();
        if let Some(total) = self.total_params {
            let outside = parts.head + parts.embedding;
            let layers = parts.total(self) - outside;
            let scale = (total - outside) / layers;
            if scale.is_finite() && scale > 0.0 && (scale - 1.0).abs() > 0.02 {
                parts.attention_per_layer *= scale;
                parts.ffn_per_layer *= scale;
                parts.expert *= scale;
            }
        }
        parts
    }

    fn parameters_from_sizes(&self) -> Parameters {
        let hidden = f64::from(self.hidden);
        let heads = f64::from(self.q_heads);
        let head_dim = f64::from(self.head_dim);
        let attention_per_layer = match self.attention {
            Attention::Heads => hidden * head_dim * 2.0 * (heads + f64::from(self.kv_heads)),
            Attention::Latent { q_rank, kv_rank, rope_dim, v_dim } => {
                let (kv_rank, rope, v) = (f64::from(kv_rank), f64::from(rope_dim), f64::from(v_dim));
                let q_out = heads * (head_dim + rope);
                let query = match q_rank.map(f64::from) {
                    Some(rank) => hidden * rank + rank * q_out,
                    None => hidden * q_out,
                };
                query + hidden * (kv_rank + rope) + kv_rank * heads * (head_dim + v) + heads * v * hidden
            }
        };
        let matrices = f64::from(self.ffn_matrices);
        let head = hidden * f64::from(self.vocab);
        let layers = f64::from(self.layers);
        let moe_layers = self.experts.map_or(0.0, |e| f64::from(e.layers));
        Parameters {
            attention_per_layer,
            ffn_per_layer: hidden * f64::from(self.ffn_size) * matrices,
            dense_layers: layers - moe_layers,
            moe_layers,
            expert: self.experts.map_or(0.0, |e| hidden * f64::from(e.ffn_size) * matrices),
            router: self.experts.map_or(0.0, |e| hidden * f64::from(e.total)),
            head,
            embedding: if self.tied { 0.0 } else { head },
        }
    }
}

impl Parameters {
    /// All parameters of `model`.
    #[must_use]
    pub fn total(&self, model: &OpenModel) -> f64 {
        self.sum(model, model.experts.map_or(0.0, |e| f64::from(e.total)), self.embedding)
    }

    /// Parameters that one token passes through, without the input embedding.
    #[must_use]
    pub fn active(&self, model: &OpenModel) -> f64 {
        self.sum(model, model.experts.map_or(0.0, |e| f64::from(e.active)), 0.0)
    }

    fn sum(&self, model: &OpenModel, routed: f64, embedding: f64) -> f64 {
        let shared = model.experts.map_or(0.0, |e| f64::from(e.shared));
        self.attention_per_layer * f64::from(model.layers)
            + self.ffn_per_layer * self.dense_layers
            + (self.expert * (routed + shared) + self.router) * self.moe_layers
            + self.head
            + embedding
    }
}

fn read(row: &Row<'_>) -> OpenModel {
    let own = |column| Cow::Borrowed(row.text(column));
    let maybe = |column| if row.text(column).is_empty() { None } else { Some(row.whole(column)) };
    let attention = match row.text("attention") {
        "mla" => Attention::Latent {
            q_rank: maybe("q_lora_rank"),
            kv_rank: row.whole("kv_lora_rank"),
            rope_dim: row.whole("rope_head_dim"),
            v_dim: row.whole("v_head_dim"),
        },
        kind => {
            if kind != "gqa" && kind != "mha" {
                row.wrong("attention");
            }
            Attention::Heads
        }
    };
    let other_layers = match row.text("other_layers") {
        "sliding" => OtherLayers::Sliding { window: row.whole("window") },
        "chunked" => OtherLayers::Chunked { window: row.whole("window") },
        "linear" => OtherLayers::Linear { state_bytes: row.number("state_kib") * 1024.0 },
        kind => {
            if kind != "none" {
                row.wrong("other_layers");
            }
            OtherLayers::None
        }
    };
    let experts = match row.whole("experts") {
        0 => None,
        total => Some(Experts {
            layers: row.whole("moe_layers"),
            total,
            active: row.whole("experts_active"),
            shared: row.whole("experts_shared"),
            ffn_size: row.whole("moe_ffn_size"),
        }),
    };
    OpenModel {
        id: own("id"),
        hf_id: own("hf_id"),
        layers: row.whole("layers"),
        hidden: row.whole("hidden"),
        q_heads: row.whole("q_heads"),
        kv_heads: row.whole("kv_heads"),
        head_dim: row.whole("head_dim"),
        attention,
        full_layers: row.whole("full_layers"),
        other_layers,
        sparse_top_k: maybe("sparse_top_k"),
        ffn_size: row.whole("ffn_size"),
        ffn_matrices: row.whole("ffn_matrices"),
        experts,
        vocab: row.whole("vocab"),
        tied: row.yes("tied"),
        total_params: row.optional("total_b").map(|billions| billions * 1e9),
        max_context: row.whole("max_context"),
        checked: if row.yes("checked") { Checked::Yes } else { Checked::No },
        source: own("source"),
    }
}
