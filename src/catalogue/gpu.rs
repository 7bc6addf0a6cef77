//! Accelerators: memory, bandwidth, peaks, links, power and a public price.

use super::shipped::shipped;
use super::table::{Row, TableError, id_of, number_of, rows};
use crate::units::{Bytes, BytesPerSec, FlopPerSec, UsdPerGpuHour};
use std::borrow::Cow;

const SHIPPED: &str = shipped!("data/gpus.tsv", without ["vendor", "interconnect", "tdp_w", "notes"]);
/// Links need the ids alone, before anybody asks for the table.
const IDS: &str = shipped!("data/gpus.tsv", only["id"]);

/// The design of a device; calibrated constants belong to a family, never to one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GpuFamily {
    /// NVIDIA Ampere with HBM: A100, A30.
    Ampere,
    /// NVIDIA Ampere with GDDR: A10, A40, RTX 30 series.
    AmpereGddr,
    /// NVIDIA Ada: L4, L40S, RTX 40 series.
    Ada,
    /// NVIDIA Hopper: H100, H200, GH200.
    Hopper,
    /// NVIDIA Blackwell with HBM: B200, B300, GB200, GB300.
    Blackwell,
    /// NVIDIA Blackwell with GDDR or LPDDR: RTX PRO 6000, RTX 5090, GB10.
    BlackwellGddr,
    /// AMD MI200 series.
    Cdna2,
    /// AMD MI300 series.
    Cdna3,
    /// AMD MI350 series.
    Cdna4,
    /// Apple silicon.
    Apple,
    /// Intel Gaudi.
    Gaudi,
    /// Intel Arc.
    Xe,
    /// Google TPU.
    Tpu,
    /// A design of which nothing was measured.
    Other,
}

impl GpuFamily {
    /// All families.
    pub const ALL: [Self; 14] = [
        Self::Ampere,
        Self::AmpereGddr,
        Self::Ada,
        Self::Hopper,
        Self::Blackwell,
        Self::BlackwellGddr,
        Self::Cdna2,
        Self::Cdna3,
        Self::Cdna4,
        Self::Apple,
        Self::Gaudi,
        Self::Xe,
        Self::Tpu,
        Self::Other,
    ];

    /// The name in tables and links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ampere => "ampere",
            Self::AmpereGddr => "ampere-gddr",
            Self::Ada => "ada",
            Self::Hopper => "hopper",
            Self::Blackwell => "blackwell",
            Self::BlackwellGddr => "blackwell-gddr",
            Self::Cdna2 => "cdna2",
            Self::Cdna3 => "cdna3",
            Self::Cdna4 => "cdna4",
            Self::Apple => "apple",
            Self::Gaudi => "gaudi",
            Self::Xe => "xe",
            Self::Tpu => "tpu",
            Self::Other => "other",
        }
    }

    /// The family of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.id() == id)
    }

    /// Place in [`GpuFamily::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What kind of price a price is; kinds are never ranked against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PriceKind {
    /// By the hour, without commitment.
    OnDemand,
    /// An assumption for a rental of three years.
    ThreeYearRental,
    /// Typed by the user.
    User,
}

/// What a device costs by the hour.
#[derive(Debug, Clone, PartialEq)]
pub struct GpuPrice {
    /// US dollars per GPU and hour.
    pub rate: UsdPerGpuHour,
    /// What kind of price it is.
    pub kind: PriceKind,
    /// Where the price was read, and when.
    pub source: Cow<'static, str>,
}

/// Whether the figures were read in a file that can be looked up, or written from memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Checked {
    /// Read in a vendor's or a benchmark's machine-readable file.
    Yes,
    /// Written from memory: shown as unchecked.
    No,
    /// Typed by the user.
    User,
}

/// One accelerator, or one typed by the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Gpu {
    /// Key in tables and links.
    pub id: Cow<'static, str>,
    /// Name for people.
    pub name: Cow<'static, str>,
    /// Design.
    pub family: GpuFamily,
    /// Memory as the driver reports it.
    pub memory: Bytes,
    /// Memory bandwidth.
    pub bandwidth: BytesPerSec,
    /// Dense 16-bit peak.
    pub bf16: FlopPerSec,
    /// Dense 8-bit float peak, where the device has one.
    pub fp8: Option<FlopPerSec>,
    /// Dense 8-bit integer peak, where the device has one.
    pub int8: Option<FlopPerSec>,
    /// Dense 4-bit float peak, where the device has one.
    pub fp4: Option<FlopPerSec>,
    /// One-way bandwidth of one device to its peers.
    pub link: Option<BytesPerSec>,
    /// Devices that share the fast link.
    pub scale_up: u32,
    /// One-way bandwidth of one device to another host.
    pub inter_node: Option<BytesPerSec>,
    /// Public price, where one was at hand.
    pub price: Option<GpuPrice>,
    /// Whether the figures were checked.
    pub checked: Checked,
    /// Where the figures come from.
    pub source: Cow<'static, str>,
}

/// The figures by which a user describes a device of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomGpu {
    /// Nearest design; [`GpuFamily::Other`] if unknown.
    pub family: GpuFamily,
    /// Memory.
    pub memory: Bytes,
    /// Memory bandwidth.
    pub bandwidth: BytesPerSec,
    /// Dense 16-bit peak.
    pub bf16: FlopPerSec,
    /// Dense 8-bit peak, if the device has one.
    pub fp8: Option<FlopPerSec>,
    /// Dense 4-bit peak, if the device has one.
    pub fp4: Option<FlopPerSec>,
    /// One-way bandwidth to its peers; none for a device without peers.
    pub link: Option<BytesPerSec>,
    /// Price by the hour, if known.
    pub rate: Option<UsdPerGpuHour>,
}

impl Gpu {
    /// A device from figures that the user typed.
    #[must_use]
    pub fn custom(figures: CustomGpu) -> Self {
        let CustomGpu { family, memory, bandwidth, bf16, fp8, fp4, link, rate } = figures;
        Self {
            id: Cow::Borrowed("custom"),
            name: Cow::Borrowed("Custom GPU"),
            family,
            memory,
            bandwidth,
            bf16,
            fp8,
            int8: fp8,
            fp4,
            link,
            scale_up: if link.is_some() { 8 } else { 1 },
            inter_node: None,
            price: rate.map(|rate| GpuPrice {
                rate,
                kind: PriceKind::User,
                source: Cow::Borrowed("typed by the user"),
            }),
            checked: Checked::User,
            source: Cow::Borrowed("typed by the user"),
        }
    }

    /// The devices that ship with the estimator.
    ///
    /// # Errors
    /// [`TableError`] when the shipped table was edited wrongly; a test guards it.
    pub fn shipped() -> Result<Vec<Self>, TableError> {
        rows(SHIPPED, read)
    }

    /// The number by which links name the device `id`; it never changes.
    #[must_use]
    pub fn number_of(id: &str) -> Option<u32> {
        number_of(IDS, id)
    }

    /// The id of the device that links name `number`.
    #[must_use]
    pub fn id_of(number: u32) -> Option<&'static str> {
        id_of(IDS, number)
    }
}

fn read(row: &Row<'_>) -> Gpu {
    let own = |column| Cow::Borrowed(row.text(column));
    let tera = |column| row.optional(column).map(|t| FlopPerSec::saturating(t * 1e12));
    let giga = |column| row.optional(column).map(|g| BytesPerSec::saturating(g * 1e9));
    let price = row.optional("price_usd_per_gpu_h").and_then(|rate| {
        let kinds = [("on-demand", PriceKind::OnDemand), ("3-yr rental", PriceKind::ThreeYearRental)];
        Some(GpuPrice {
            rate: UsdPerGpuHour::saturating(rate),
            kind: row.one_of("price_kind", &kinds)?,
            source: own("price_source"),
        })
    });
    let family = GpuFamily::from_id(row.text("family"));
    if family.is_none() {
        row.wrong("family");
    }
    Gpu {
        id: own("id"),
        name: own("name"),
        family: family.unwrap_or(GpuFamily::Other),
        memory: Bytes::saturating(row.number("memory_mib") * 1_048_576.0),
        bandwidth: BytesPerSec::saturating(row.number("bandwidth_gb_s") * 1e9),
        bf16: FlopPerSec::saturating(row.number("bf16_tflops") * 1e12),
        fp8: tera("fp8_tflops"),
        int8: tera("int8_tops"),
        fp4: tera("fp4_tflops"),
        link: giga("link_gb_s"),
        scale_up: row.whole("scale_up"),
        inter_node: giga("inter_node_gb_s"),
        price,
        checked: if row.yes("checked") { Checked::Yes } else { Checked::No },
        source: own("spec_source"),
    }
}
