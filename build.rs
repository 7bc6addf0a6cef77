//! The page's module is linked with its relocations, so that the build can cut it in two (`scripts/lib/module.mjs`), and
//! with a stack of half a megabyte: then every address of data takes three bytes instead of four.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") && is("CARGO_FEATURE_WEB", "1") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=524288");
    }
}
