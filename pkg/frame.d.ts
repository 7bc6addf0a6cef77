// A script for the page around a frame: it exports nothing.
export {};
