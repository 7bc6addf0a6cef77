//! A model's name in scenario files and readable links: `provider/model`.

use crate::catalogue::ModelId;
use crate::catalogue::hosted::HostedBook;

impl HostedBook {
    /// The model that is written `provider/model`, if the book has it.
    #[must_use]
    pub fn id_of_text(&self, text: &str) -> Option<ModelId> {
        let (provider, slug) = text.split_once('/')?;
        self.by_slug(provider, slug).map(|model| model.id)
    }

    /// How the model is written: `provider/model`; nothing where the book does not hold it.
    #[must_use]
    pub fn text_of_id(&self, id: ModelId) -> Option<String> {
        let model = self.model(id)?;
        let provider = self.provider(model.provider)?;
        Some([&*provider.key, "/", &*model.slug].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_text_of_its_own_that_names_fit() {
        let book = HostedBook::shipped().unwrap();
        for model in book.models() {
            let text = book.text_of_id(model.id).unwrap();
            assert_eq!(book.id_of_text(&text), Some(model.id), "{text}");
            assert!(text.len() <= 80, "{text} is longer than a name in a scenario");
        }
        assert_eq!(book.id_of_text("nobody"), None);
        assert_eq!(book.text_of_id(ModelId::new(u32::MAX)), None);
    }
}
