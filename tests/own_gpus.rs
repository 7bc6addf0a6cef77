//! A model on own GPUs, from the scenario to the estimate.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::OpenModel;

#[test]
fn the_numbers_of_devices_and_models_in_links_never_change() {
    let register = include_str!("data/own_gpu_ids.txt");
    let of = |kind: &'static str| {
        let lines = register.lines().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(' '));
        lines.collect::<Vec<_>>()
    };
    let gpus: Vec<String> = Gpu::shipped().unwrap().iter().map(|gpu| gpu.id.to_string()).collect();
    let models: Vec<String> =
        OpenModel::shipped().unwrap().iter().map(|model| model.id.to_string()).collect();
    assert_eq!(
        (gpus, models),
        (
            of("gpu").into_iter().map(String::from).collect(),
            of("model").into_iter().map(String::from).collect()
        )
    );
    for (number, id) in of("gpu").into_iter().enumerate() {
        assert_eq!((Gpu::number_of(id), Gpu::id_of(number as u32)), (Some(number as u32), Some(id)));
    }
    for (number, id) in of("model").into_iter().enumerate() {
        assert_eq!(
            (OpenModel::number_of(id), OpenModel::id_of(number as u32)),
            (Some(number as u32), Some(id))
        );
    }
    assert_eq!(Gpu::id_of(9999), None);
}
