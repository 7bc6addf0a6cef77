//! Link to self-hosted GPUs.

use super::decode::{Decoder, u32_of};
use super::defaults;
use super::error::LinkError;
use super::numbers::{custom_gpu, custom_model, fleet, measurement};
use super::unknown::Spot;
use super::wire::{Payload, fields};
use crate::catalogue::gpu::{Gpu, GpuFamily};
use crate::catalogue::open_model::OpenModel;
use crate::scenario::json::MODEL_NUMBER_PREFIX;
use crate::scenario::{
    Fleet, FleetSize, GpuChoice, GpuFigures, Measurement, ModelFigures, Name, OpenModelChoice, Place,
};

impl Decoder {
    pub(super) fn fleet(&mut self, index: usize, message: &[u8]) -> Result<Fleet, LinkError> {
        let place = Place::Feature(index);
        self.unknown.forget_fleet(index);
        let mut own = Fleet::new(OpenModelChoice::listed(""), GpuChoice::listed(""));
        own.size = FleetSize::default();
        defaults::into_group(self.minor, &mut own.size);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            let payload = on_wire.payload;
            match on_wire.number {
                fleet::MODEL => {
                    let name = self.listed(place, "model", payload, &OpenModel::id_of);
                    own.model = OpenModelChoice::Listed(name);
                }
                fleet::MODEL_TEXT => own.model = OpenModelChoice::Listed(self.name(place, payload)),
                fleet::CUSTOM_MODEL => own.model = self.custom_model(index, payload.bytes())?,
                fleet::GPU => {
                    own.gpu = GpuChoice::Listed(self.listed(place, "gpu", payload, &Gpu::id_of));
                }
                fleet::GPU_TEXT => own.gpu = GpuChoice::Listed(self.name(place, payload)),
                fleet::CUSTOM_GPU => own.gpu = self.custom_gpu(index, payload.bytes())?,
                fleet::WEIGHTS => {
                    own.weights = self.choice(place, "weights", payload).unwrap_or(own.weights);
                }
                fleet::KV => own.kv = self.choice(place, "kv_cache", payload).unwrap_or(own.kv),
                fleet::ENGINE => own.engine = self.choice(place, "engine", payload).unwrap_or(own.engine),
                fleet::SCALING => {
                    own.scaling = self.choice(place, "scaling", payload).unwrap_or(own.scaling);
                }
                fleet::COMMITMENT => {
                    own.commitment = self.choice(place, "commitment", payload).unwrap_or(own.commitment);
                }
                fleet::MEASUREMENT => {
                    let measured = self.measurement(index, own.measurements.len(), payload.bytes())?;
                    own.measurements.push(measured);
                }
                fleet::COMPARE_WITH => {
                    let spot = Spot::CompareModel(index);
                    own.compare_with = Some(self.model(place, spot, payload.bytes(), &mut |_, _, _| false)?);
                }
                _ => self.number(place, Spot::Fleet(index), fleet::BASE, &mut [&mut own.size], on_wire),
            }
        }
        Ok(own)
    }

    /// The id of a row; a number that the catalogue does not hold stays a number.
    fn listed(
        &mut self,
        place: Place,
        setting: &'static str,
        payload: Payload<'_>,
        id_of: &dyn Fn(u32) -> Option<&'static str>,
    ) -> Name {
        let Some(number) = u32_of(payload) else {
            self.replaced(place, setting);
            return Name::default();
        };
        let unknown = || Name::new(&[MODEL_NUMBER_PREFIX, &number.to_string()].concat());
        id_of(number).map_or_else(unknown, Name::new)
    }

    fn custom_model(&mut self, index: usize, message: &[u8]) -> Result<OpenModelChoice, LinkError> {
        let place = Place::Feature(index);
        let (mut name, mut figures) = (Name::default(), ModelFigures::default());
        defaults::into_group(self.minor, &mut figures);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            match on_wire.number {
                custom_model::NAME => name = self.name(place, on_wire.payload),
                _ => {
                    let spot = Spot::FleetModel(index);
                    self.number(place, spot, custom_model::BASE, &mut [&mut figures], on_wire);
                }
            }
        }
        Ok(OpenModelChoice::Custom { name, figures: Box::new(figures) })
    }

    fn custom_gpu(&mut self, index: usize, message: &[u8]) -> Result<GpuChoice, LinkError> {
        let place = Place::Feature(index);
        let (mut name, mut family) = (Name::default(), GpuFamily::Other);
        let mut figures = GpuFigures::default();
        defaults::into_group(self.minor, &mut figures);
        for on_wire in fields(message) {
            let on_wire = on_wire?;
            match on_wire.number {
                custom_gpu::NAME => name = self.name(place, on_wire.payload),
                custom_gpu::FAMILY => {
                    family = self.choice(place, "family", on_wire.payload).unwrap_or(family);
                }
                _ => {
                    let spot = Spot::FleetGpu(index);
                    self.number(place, spot, custom_gpu::BASE, &mut [&mut figures], on_wire);
                }
            }
        }
        Ok(GpuChoice::Custom { name, family, figures: Box::new(figures) })
    }

    fn measurement(
        &mut self,
        index: usize,
        position: usize,
        message: &[u8],
    ) -> Result<Measurement, LinkError> {
        let mut measured = Measurement::default();
        defaults::into_group(self.minor, &mut measured);
        for on_wire in fields(message) {
            let place = Place::Leg(index, position);
            let spot = Spot::Measurement(index, position);
            self.number(place, spot, measurement::BASE, &mut [&mut measured], on_wire?);
        }
        Ok(measured)
    }
}
