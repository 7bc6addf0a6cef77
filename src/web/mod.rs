//! The face in the browser. `ui` draws and knows no window; `embed` is the only part that talks to the page.

pub mod embed;
pub mod ui;
