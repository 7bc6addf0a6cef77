//! What is pasted into another page.

use crate::presentation::words::sharing::LINK_TEXT;
use js_sys::encode_uri_component;

/// What the page is to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// `compact` or `full`.
    pub(super) view: &'static str,
    /// `auto`, `light` or `dark`.
    pub(super) theme: &'static str,
    /// Link text; nothing for the example.
    pub(super) scenario: Option<String>,
    /// Address of the full estimator, where it has one.
    pub(super) home: Option<String>,
}

/// The folder of the element's files, beside the page.
const FILES: &str = "embed/";

/// Where the page is thought to be where this one does not tell.
const SOMEWHERE: &str = "https://example.org/estimator/";

impl Wish {
    /// The folder of the page, if a server delivers it.
    fn folder(&self) -> &str {
        let home = self.home.as_deref().filter(|home| home.starts_with("http")).unwrap_or(SOMEWHERE);
        let path = home.split('?').next().unwrap_or_default();
        path.get(..=path.rfind('/').unwrap_or_default()).unwrap_or(SOMEWHERE)
    }

    /// Whether [`Wish::folder`] is a guess.
    pub(super) fn is_somewhere(&self) -> bool {
        self.folder() == SOMEWHERE
    }

    /// Address of the full estimator.
    fn page(&self) -> &str {
        if self.is_somewhere() { SOMEWHERE } else { self.home.as_deref().unwrap_or(SOMEWHERE) }
    }

    /// Address of the full estimator with the scenario.
    pub(super) fn link(&self) -> String {
        match &self.scenario {
            Some(scenario) => [self.page(), "#s=", scenario].concat(),
            None => self.page().to_owned(),
        }
    }

    /// The element, with a link inside it for those who cannot run it.
    pub(super) fn element(&self) -> String {
        let scenario =
            self.scenario.as_ref().map(|text| ["\n  scenario=\"", text, "\""].concat()).unwrap_or_default();
        [
            "<script type=\"module\" src=\"",
            &escaped(self.folder()),
            FILES,
            "inference-estimator.js\"></script>\n<inference-estimator view=\"",
            self.view,
            "\" theme=\"",
            self.theme,
            "\" loading=\"lazy\"\n  home=\"",
            &escaped(self.page()),
            "\"",
            &scenario,
            ">\n  <a href=\"",
            &escaped(&self.link()),
            "\">",
            LINK_TEXT,
            "</a>\n</inference-estimator>",
        ]
        .concat()
    }

    /// The frame, and the script that gives it its height.
    pub(super) fn frame(&self) -> String {
        let home: String = encode_uri_component(self.page()).into();
        let query = [FILES, "embed.html?view=", self.view, "&theme=", self.theme, "&home=", &home].concat();
        let scenario = self.scenario.as_ref().map(|text| ["#s=", text].concat()).unwrap_or_default();
        [
            "<iframe data-inference-estimator title=\"Inference estimator\" width=\"100%\" height=\"560\" loading=\"lazy\"\n  \
             sandbox=\"allow-scripts allow-popups allow-popups-to-escape-sandbox\"\n  src=\"",
            &escaped(&[self.folder(), &query, &scenario].concat()),
            "\"></iframe>\n<script src=\"",
            &escaped(self.folder()),
            FILES,
            "inference-estimator-frame.js\" defer></script>",
        ]
        .concat()
    }
}

/// Escaped for use between quotes in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}
