//! Accelerators and open-weight models: what a page may leave for later.

use super::TableError;
use super::gpu::Gpu;
use super::open_model::OpenModel;

/// The part of the catalogue for self-hosted GPUs.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnGpus {
    /// Accelerators.
    pub gpus: Vec<Gpu>,
    /// Open-weight models.
    pub open_models: Vec<OpenModel>,
}

impl OwnGpus {
    /// The data that ships with this version.
    ///
    /// # Errors
    /// [`TableError`] where the tables cannot be read; a test ensures that they can.
    pub fn shipped() -> Result<Self, TableError> {
        Ok(Self { gpus: Gpu::shipped()?, open_models: OpenModel::shipped()? })
    }
}
