//! The questions about self-hosted GPUs.

use super::questions::Pair;

/// The open model.
pub const OPEN_MODEL: Pair = ("Open model", "weights that you may run yourself");
/// The GPU.
pub const GPU: Pair = ("GPU", "accelerator");
/// What a step of the history is called that chooses it.
pub const CHOICE_OF_GPU: &str = "choice of GPU";
/// The end of both lists: one that is described by its figures.
pub const ANOTHER: &str = "Another: by its figures";
/// Bits of the weights.
pub const WEIGHTS: Pair = ("Bits per weight", "precision, quantization");
/// Bits of the KV cache.
pub const KV_CACHE: Pair = ("Bits per cached value", "KV cache precision");
/// The serving engine.
pub const ENGINE: Pair = ("Server", "serving engine");
/// Whether replicas follow the load.
pub const SCALING: Pair = ("Replicas follow the load", "autoscaling");
/// How the GPUs are paid for.
pub const COMMITMENT: Pair = ("Bought as", "commitment");

/// Opens the settings of buying.
pub const BUYING: &str = "Buying and replicas";
/// Opens those of the engine.
pub const ENGINE_SETTINGS: &str = "Cache, split and server";
/// Opens those of two techniques.
pub const SPECULATIVE: &str = "Speculative decoding, disaggregated prefill";
/// Opens the measurements.
pub const MEASURED: &str = "What you measured yourself";
/// What is to be measured.
pub const MEASURED_MEANS: &str = "One replica, with this many users who each send the next request as soon as they have \
                                  the response. Two or three measurements make the times more exact; they stay in the \
                                  link.";
/// Adds a measurement.
pub const ADD_MEASUREMENT: &str = "Add a measurement";
/// Removes the last one.
pub const REMOVE_LAST: &str = "Remove the last";
/// What a step of the history is called that does either.
pub const CHANGE_OF_MEASUREMENTS: &str = "change of measurements";

/// The name of a custom model at first, and its label.
pub const OUR_MODEL: &str = "Our model";
/// The name of a custom GPU at first, and its label.
pub const OUR_GPU: &str = "Our GPU";
/// The second words of both labels.
pub const NAME: &str = "name";
/// Opens all figures of a custom model.
pub const ALL_FIGURES: &str = "All figures of the model";
/// The field for a configuration, and where it is from.
pub const CONFIG: Pair =
    ("Its config.json ", "paste it here, from the model\u{2019}s page; it is read in the page");
/// Said when it was read.
pub const CONFIG_READ: &str = "Read: its figures are above and below.";
/// Said when it is not one.
pub const NOT_A_CONFIG: &str =
    "This is not the whole of a config.json: it should begin with { and end with }.";
/// What a step of the history is called that reads one.
pub const READING_OF_CONFIG: &str = "reading of a configuration";

/// "gpu-x, not known here": a name of a link that the list lacks.
#[must_use]
pub fn not_known_here(name: String) -> String {
    name + ", not known here"
}

/// What a step of the history is called that changes one of the lists.
#[must_use]
pub fn change_of(term: &str) -> String {
    ["change of ", term].concat()
}
