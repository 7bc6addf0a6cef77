//! Changes of the form that questions, answers and sections share.

use super::Ui;
use crate::presentation::form;
use crate::presentation::words::questions::CHOICE_OF_MODEL;
use crate::scenario::{Fleet, HostedModelChoice, Serving};

/// Has `model` answer every call of the feature that is open, with the processing of its first model.
pub fn answer_by(ui: Ui, model: HostedModelChoice) {
    ui.draft.forget_legs(ui.chosen.get_untracked());
    ui.edit_feature(CHOICE_OF_MODEL, |feature| form::answer_by(feature, model));
}

/// Reads the fleet of the feature that is open.
pub fn fleet<T>(ui: Ui, read: impl FnOnce(&Fleet) -> T) -> Option<T> {
    ui.feature(|feature| match &feature.serving {
        Serving::SelfHosted(fleet) => Some(read(fleet)),
        Serving::Hosted(_) | Serving::PerRequest(_) => None,
    })
    .flatten()
}

/// Changes the fleet of the feature that is open.
pub fn edit_fleet(ui: Ui, what: &str, change: &mut dyn FnMut(&mut Fleet)) {
    ui.edit_feature(what, |feature| {
        if let Serving::SelfHosted(fleet) = &mut feature.serving {
            change(fleet);
        }
    });
}
