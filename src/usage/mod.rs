//! Reading usage and cost files of providers, clouds, gateways and local tools, for the check of a bill.
//!
//! A file comes in pieces and is never kept: what stays are sums by day, model, user and label. Money is exact. What a file does
//! not say is missing, which is not 0, and rows that were read are those used and those skipped, by reason.

mod day;
mod drift;
mod error;
mod format;
mod held;
mod join;
mod json;
mod json_file;
mod model_name;
mod money;
mod reader;
mod record;
mod report;
mod seen;
mod skip;
mod split;
mod table;
mod table_file;
mod tally;
mod write;

pub use day::{DateOrder, Period};
pub use drift::{Cause, Drift, ModelUse, Part, TokenRates, Told, UsedTokens, drift};
pub use error::ReadError;
pub use format::mapped::{ColumnMap, CostUnit, InputColumn};
pub use join::join;
pub use model_name::model_key;
pub use money::{Money, NumberStyle};
pub use reader::{Reader, read};
pub use record::{Amounts, Label, NO_MODEL, TOOLS, Tier, TokenParts};
pub use report::{BrokenRow, Caution, Cell, Report, sum};
pub use seen::Seen;
pub use skip::Skip;
