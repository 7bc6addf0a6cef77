//! JSON to self-hosted GPUs.

use super::Value;
use super::error::{JsonProblem, Path};
use super::reader::Reader;
use crate::catalogue::gpu::GpuFamily;
use crate::scenario::{
    Choice, FieldGroup, Fleet, GpuChoice, GpuFigures, Measurement, ModelFigures, Name, OpenModelChoice,
};

impl Reader {
    pub(super) fn fleet(&mut self, path: &Path<'_>, value: &Value) -> Option<Fleet> {
        const KNOWN: [&str; 10] = [
            "model",
            "gpu",
            "weights",
            "kv_cache",
            "engine",
            "scaling",
            "commitment",
            "size",
            "measurements",
            "compare_with",
        ];
        let [model, gpu, weights, kv, engine, scaling, commitment, size, measurements, compare_with] =
            self.members(path, value, KNOWN)?;
        let mut figures = ModelFigures::default();
        let model = self.own(&path.key("model"), model, &["custom", "figures"], &mut figures);
        let model = model.map(|(name, typed, _)| {
            if typed {
                OpenModelChoice::Custom { name, figures: Box::new(figures) }
            } else {
                OpenModelChoice::Listed(name)
            }
        });
        let mut figures = GpuFigures::default();
        let gpu = self.own(&path.key("gpu"), gpu, &["custom", "figures", "family"], &mut figures);
        let gpu = gpu.map(|(name, typed, family)| {
            if typed {
                GpuChoice::Custom { name, family, figures: Box::new(figures) }
            } else {
                GpuChoice::Listed(name)
            }
        });
        let mut fleet = Fleet::new(model?, gpu?);
        self.choose(&path.key("weights"), weights, &mut fleet.weights);
        self.choose(&path.key("kv_cache"), kv, &mut fleet.kv);
        self.choose(&path.key("engine"), engine, &mut fleet.engine);
        self.choose(&path.key("scaling"), scaling, &mut fleet.scaling);
        self.choose(&path.key("commitment"), commitment, &mut fleet.commitment);
        if let Some(size) = size {
            self.group(&path.key("size"), size, &mut fleet.size);
        }
        if let Some(list) = measurements {
            let path = path.key("measurements");
            for (index, value) in self.list(&path, list).unwrap_or_default().iter().enumerate() {
                let mut measurement = Measurement::default();
                self.group(&path.index(index), value, &mut measurement);
                fleet.measurements.push(measurement);
            }
        }
        if let Some(value) = compare_with {
            fleet.compare_with = self.model(&path.key("compare_with"), value);
        }
        Some(fleet)
    }

    fn choose<C: Choice>(&mut self, path: &Path<'_>, value: Option<&Value>, into: &mut C) {
        if let Some(choice) = value.and_then(|value| self.choice(path, value)) {
            *into = choice;
        }
    }

    /// A model or a device: the text of one in the catalogue, or an object with a name and typed figures. Gives the
    /// name, whether figures were typed, and the family of a device.
    fn own(
        &mut self,
        path: &Path<'_>,
        value: Option<&Value>,
        known: &[&'static str],
        figures: &mut dyn FieldGroup,
    ) -> Option<(Name, bool, GpuFamily)> {
        let mut family = GpuFamily::Other;
        let Some(value) = value else {
            self.wrong(path, JsonProblem::Missing);
            return None;
        };
        if matches!(value, Value::Text(_)) {
            let name = self.name(path, value)?;
            return Some((name, false, family));
        }
        let mut name = None;
        for (key, value) in self.object(path, value)? {
            let at = path.key(key);
            match &**key {
                "custom" => name = self.name(&at, value),
                "figures" => self.group(&at, value, figures),
                "family" if known.contains(&"family") => self.choose(&at, Some(value), &mut family),
                _ => self.unknown(&at, known),
            }
        }
        if name.is_none() {
            self.wrong(&path.key("custom"), JsonProblem::Missing);
        }
        name.map(|name| (name, true, family))
    }
}
