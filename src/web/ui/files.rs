//! Which functions are in which file of the module. `wasm-split-cli` cuts the module at the two functions marked
//! `wasm_split`: what only one of them reaches goes to its file, what both reach and the main file does not, to a shared
//! one. To move a view out of the main file, put a pointer to it into one of the lists and call it through
//! [`Ui`](super::Ui)'s `parts`, never by name. `docs/build.md` has the rest.

// The attribute that marks the cut writes the unsafe glue for it; nothing here is unsafe by hand.
#![allow(unsafe_code)]

use super::bill;
use super::charts::{chart_files, spots, spotted};
use super::full::{full, nothing_yet};
use super::inputs::{
    add_items, change_items, change_tab, custom_target, fleet_form, media_fields, mix, more_prices,
    name_field, on_own_gpus, processing_fields, request_fields,
};
use super::later::{BillParts, File, FullForm, Load, Loaded, OwnParts, Parts};
use super::parts::model_list;
use super::results::{both_days, go_to, in_view, limit_table, note_lines, own_block, range};
use super::sections;
use super::sharing::dialog;
use super::title::{example_items, scenario_panel, settings_panel};
use crate::catalogue::{OwnGpus, TableError};
use crate::estimate::self_hosted::register;
use crate::presentation::answers::fleet_steps;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

static FULL: FullForm = FullForm { view: full };

static LATER: Parts = Parts {
    sections: sections::PARTS,
    nothing_yet,
    custom_target,
    model_list,
    add_items,
    change_items,
    change_tab,
    name_field,
    scenario_panel,
    example_items,
    settings_panel,
    request_fields,
    media_fields,
    more_prices,
    processing_fields,
    mix,
    in_view,
    go_to,
    notes: note_lines,
    limits: limit_table,
    range,
    then_now: both_days,
    chart_files,
    chart_spots: spots,
    spotted,
    dialog,
};

static OWN: OwnParts =
    OwnParts { own_gpus, first_fleet: on_own_gpus, fleet_form, fleet_answers: own_block, fleet_steps };

static BILL: BillParts = BillParts { section: bill::section, sample: bill::sample };

fn own_gpus() -> Result<OwnGpus, TableError> {
    register();
    OwnGpus::shipped()
}

#[wasm_split(full, wasm_split_path = leptos::wasm_split, fallible)]
fn full_form() -> Result<&'static FullForm, SplitLoaderError> {
    Ok(&FULL)
}

#[wasm_split(later, wasm_split_path = leptos::wasm_split, fallible)]
fn later_parts() -> Result<&'static Parts, SplitLoaderError> {
    Ok(&LATER)
}

#[wasm_split(own, wasm_split_path = leptos::wasm_split, fallible)]
fn own_parts() -> Result<&'static OwnParts, SplitLoaderError> {
    Ok(&OWN)
}

#[wasm_split(bill, wasm_split_path = leptos::wasm_split, fallible)]
fn bill_parts() -> Result<&'static BillParts, SplitLoaderError> {
    Ok(&BILL)
}

/// How each file besides the main one is loaded.
#[must_use]
pub fn files() -> Load {
    |file| {
        Box::pin(async move {
            let loaded = match file {
                File::Full => full_form().await.map(Loaded::Full),
                File::Later => later_parts().await.map(Loaded::Later),
                File::Own => own_parts().await.map(Loaded::Own),
                File::Bill => bill_parts().await.map(Loaded::Bill),
            };
            loaded.ok()
        })
    }
}
