//! The questions.

mod audience;
mod hosted;
mod mix;
mod own_gpus;
mod own_model;
mod serving;
mod spread;
mod tabs;
mod target;
mod traffic;
mod workload;

pub use audience::audience_fields;
pub use hosted::{cache_time, media_fields, more_prices, processing_fields, request_fields};
pub use mix::{mix, model_prices, rename_model};
pub use own_gpus::{fleet_form, on_own_gpus};
pub use serving::serving_fields;
pub use spread::spread_fields;
pub use tabs::{add_items, change_items, change_tab, feature_tabs, name_field};
pub use target::{custom_target, target_fields};
pub use traffic::traffic_fields;
pub use workload::workload_fields;
