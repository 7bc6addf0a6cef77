//! Changes of the form that questions, answers and sections share.

use super::Ui;
use crate::presentation::answers::hosted_form::assume_reasoning;
use crate::presentation::form;
use crate::presentation::words::questions::CHOICE_OF_MODEL;
use crate::scenario::{Feature, Fleet, HostedModelChoice, Serving};

/// Has `model` answer every call of the feature that is open, with the processing of its first model.
pub fn answer_by(ui: Ui, model: HostedModelChoice) {
    ui.draft.forget_legs(ui.chosen.get_untracked());
    ui.edit_feature(CHOICE_OF_MODEL, |feature| {
        form::answer_by(feature, model);
        assume(ui, feature);
    });
}

/// Has the reasoning of a feature follow from the model that was just chosen, where no one has entered how much it is.
pub fn assume(ui: Ui, feature: &mut Feature) {
    let as_of = ui.draft.now().as_of;
    ui.catalogue.with_value(|catalogue| assume_reasoning(feature, catalogue, as_of));
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
