//! The questions.

mod audience;
mod mix;
mod models;
mod picker;
mod serving;
mod tabs;
mod target;
mod traffic;
mod workload;

pub use audience::AudienceFields;
pub use models::{model_rates, resolve, resolved};
pub use picker::ModelPicker;
pub use serving::ServingFields;
pub use tabs::FeatureTabs;
pub use target::{TargetFields, target_sentence};
pub use traffic::TrafficFields;
pub use workload::WorkloadFields;
