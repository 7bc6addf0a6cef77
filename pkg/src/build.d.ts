// What the build puts in place of names, for the type check alone: nothing of this file is shipped.

/** Whether this is the stand-alone page as one file. */
declare const IS_WHOLE: boolean;

/** A style sheet as text. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** What wasm-bindgen writes beside a module. */
declare module "*/headless-glue.js";
declare module "*/headless-inline.cjs" {
  export const wasm: Uint8Array<ArrayBuffer>;
}

/** In Workers an import of a file of WebAssembly is the compiled module. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*/estimator.js";
declare module "wasm-bindgen-glue";
declare module "module-names";

declare module "node:fs" {
  export function readFileSync(file: URL): Uint8Array<ArrayBuffer>;
}

/** The custom element, as far as its own pages use it. */
interface EstimatorElement extends HTMLElement {
  scenario: unknown;
}

interface HTMLElementTagNameMap {
  "inference-estimator": EstimatorElement;
}
