// Functions that these scripts hand to a browser ask any element for these.
interface Element {
  hidden?: boolean;
  scenario?: unknown;
  click?(): void;
}

// What a build writes beside the package's command line.
declare module "*/dist/headless-node.js";
