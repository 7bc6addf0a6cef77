//! What can be bought and run: hosted models and their prices, by date and with their source.

pub mod gpu;
pub mod hf_config;
mod hosted;
mod ids;
pub mod latency;
pub mod lookup;
pub mod open_model;
mod own_gpus;
pub mod precision;
mod shipped;
pub mod size_class;
mod table;

use latency::{LatencyBook, LatencyDataError};
use std::sync::OnceLock;
use thiserror::Error;

#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub use hosted::matching::{Found, FullCatalogue, NotFound, RuleError};
pub use hosted::parse::{BookError, LineError};
pub use hosted::rates::{Epoch, Origin, PriceRow, Rate, Rates, RequestContext, Window};
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::coverage::Coverage;
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::fill::{Filled, fill};
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::merge::{Change, ChangeKind, MergeError, Merged, Register, Release, merge};
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::own_rows::{OwnRowError, OwnRowFault, take_own_providers, take_own_rows};
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::package::{PackageError, PackageFault};
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::second::SecondError;
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::refresh::widget::SelectionError;
pub use hosted::shipped::SHIPPED_BOOK;
#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub use hosted::shipped::ShippedError;
pub use hosted::units::{Direction, PricedUnit};
#[cfg(not(target_arch = "wasm32"))]
pub use hosted::write::Style;
pub use hosted::{
    AllowancePeriod, Availability, ExtraFacts, FreeAllowance, HostedBook, HostedModel, MAKERS, ModelLookup,
    ModelRelease, Package, PeakDays, Provider, Query, ReleaseDates, SearchBilling, SearchedName,
    WorkCalendar,
};
pub use ids::{ModelId, ProviderId};
pub use own_gpus::OwnGpus;
pub use table::TableError;

/// All that an estimate looks up.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// Hosted models and their prices.
    pub hosted: HostedBook,
    /// How fast hosted models answer.
    pub latency: LatencyBook,
    /// Accelerators and open-weight models; empty until they are [admitted](Self::admit).
    own_gpus: OnceLock<OwnGpus>,
}

/// Why there is no catalogue.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CatalogueError {
    /// The price book cannot be read.
    #[error(transparent)]
    Hosted(#[from] BookError),
    /// The latency figures cannot be read; a test ensures that they can.
    #[error(transparent)]
    Latency(#[from] LatencyDataError),
    /// The tables of accelerators and open-weight models cannot be read; a test ensures that they can.
    #[error(transparent)]
    OwnGpus(#[from] TableError),
}

impl Catalogue {
    /// The data that ships with this version.
    ///
    /// # Errors
    /// [`CatalogueError`] never, as long as the tests of this version pass.
    ///
    /// # Examples
    /// ```
    /// use inference_estimator::catalogue::Catalogue;
    ///
    /// let catalogue = Catalogue::shipped()?;
    /// assert!(catalogue.hosted.models().len() > 100);
    /// assert!(catalogue.gpus().iter().any(|gpu| gpu.id == "h100"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shipped() -> Result<Self, CatalogueError> {
        let catalogue = Self::with_prices(SHIPPED_BOOK)?;
        catalogue.admit(OwnGpus::shipped()?);
        Ok(catalogue)
    }

    /// The price book in `bytes` and the latency figures of this version; of self-hosted GPUs, nothing yet.
    ///
    /// # Errors
    /// [`CatalogueError::Hosted`] where the bytes are not a price book.
    pub fn with_prices(bytes: &[u8]) -> Result<Self, CatalogueError> {
        Ok(Self {
            hosted: HostedBook::parse(bytes)?,
            latency: LatencyBook::shipped()?,
            own_gpus: OnceLock::new(),
        })
    }

    /// Takes in what there is of self-hosted GPUs. The first to come stays.
    pub fn admit(&self, own_gpus: OwnGpus) {
        let _ = self.own_gpus.set(own_gpus);
    }

    /// What there is of self-hosted GPUs; nothing until it was [admitted](Self::admit).
    #[must_use]
    pub fn own_gpus(&self) -> Option<&OwnGpus> {
        self.own_gpus.get()
    }

    /// Accelerators; none until they are here.
    #[must_use]
    pub fn gpus(&self) -> &[gpu::Gpu] {
        self.own_gpus().map_or(&[], |own| &own.gpus)
    }

    /// Open-weight models; none until they are here.
    #[must_use]
    pub fn open_models(&self) -> &[open_model::OpenModel] {
        self.own_gpus().map_or(&[], |own| &own.open_models)
    }
}
