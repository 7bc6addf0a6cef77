//! Charts as SVG, and their tables. A chart comes as placed shapes; here each role gets a class, and nothing more.

mod files;
mod spots;
mod svg;
mod table;

pub use files::chart_files;
pub use spots::{spots, spotted};
pub use svg::svg;
pub use table::{chart_block, pointed_chart, table};
