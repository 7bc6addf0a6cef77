# Sourced by ./dev. Installs what is missing, and nothing else.
# shellcheck shell=bash

TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/inference-estimator/tools"
WASM_SPLIT_VERSION=0.2.4
GECKODRIVER_VERSION=0.37.1
CARGO_DENY_VERSION=0.20.2
export PATH="$ROOT/node_modules/.bin:$PATH"

# Exactly the version in Cargo.lock: the tool and the crate speak a private protocol.
bindgen_version() { awk '$1 == "name" && $3 == "\"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock; }

# prerequisite PROGRAM ADVICE: what ./dev does not install itself.
prerequisite() { command -v "$1" >/dev/null || stop "$1 is missing: $2"; }

prerequisites() {
  prerequisite git "install it with your system's package manager (Debian: apt-get install git)"
  prerequisite cargo "install Rust from https://rustup.rs"
  command -v cc >/dev/null || command -v gcc >/dev/null || stop "a C compiler is missing: install one (Debian: apt-get install gcc libc6-dev)"
  prerequisite node "install Node 20 or newer (https://nodejs.org)"
  prerequisite npm "it comes with Node (Debian: apt-get install npm)"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || stop "Node $major is too old: install Node 20 or newer (https://nodejs.org)"
  pinned_toolchain
}

# The version of Rust that this project is made with: `rust-version` in Cargo.toml. A file rust-toolchain.toml would say the
# same, but rustup then wants a toolchain of that very name, and downloads one where the same version is installed as `stable`.
rust_version() { awk -F'"' '/^rust-version/ { print $2; exit }' Cargo.toml; }

pinned_toolchain() {
  local wanted found
  wanted=$(rust_version)
  found=$(rustc --version | awk '{ print $2 }')
  case $found in "$wanted" | "$wanted".*) return ;; esac
  prerequisite rustup "Rust $found is active and Rust $wanted is needed; install it from https://rustup.rs"
  if ! rustup run "$wanted" rustc --version >/dev/null 2>&1; then
    step "rustup toolchain install $wanted" rustup -q toolchain install "$wanted" --profile minimal \
      --component clippy,rustfmt,rust-src --target wasm32-unknown-unknown
  fi
  export RUSTUP_TOOLCHAIN=$wanted
}

wasm_target() {
  if [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then return; fi
  prerequisite rustup "the target wasm32-unknown-unknown is missing; install Rust from https://rustup.rs"
  step "rustup target add" rustup -q target add wasm32-unknown-unknown
}

# A release builds the standard library anew (ANEW in ./dev).
rust_src() {
  if [ -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; then return; fi
  prerequisite rustup "the component rust-src is missing; install Rust from https://rustup.rs"
  step "rustup component add" rustup -q component add rust-src
}

# cargo_tool CRATE VERSION PROGRAM [CARGO INSTALL OPTION]…: from the PATH or our own folder, else built, unoptimised:
# these tools run for seconds, and building them is most of a cold start.
cargo_tool() {
  local crate=$1 version=$2 program=$3 folder
  shift 3
  folder="$TOOLS/$crate-$version"
  if [ -x "$folder/bin/$program" ]; then
    PATH="$folder/bin:$PATH"
  elif ! "$program" --version 2>/dev/null | head -1 | grep -qwF "$version"; then
    step "install $crate $version" env \
      CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 \
      CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$TOOLS/build" RUSTFLAGS="" \
      cargo install -q "$crate" --version "$version" --root "$folder" "$@"
    rm -rf "$TOOLS/build"
    PATH="$folder/bin:$PATH"
  fi
}

npm_tools() {
  # npm writes this file last; it is newer than the lock file when the folder answers to it.
  if [ -e node_modules/.package-lock.json ] && [ ! package-lock.json -nt node_modules/.package-lock.json ]; then return; fi
  step "npm ci" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
}

setup_build() {
  prerequisites
  wasm_target
  rust_src
  npm_tools
  cargo_tool wasm-bindgen-cli "$(bindgen_version)" wasm-bindgen
  cargo_tool wasm_split_cli_support "$WASM_SPLIT_VERSION" wasm-split-cli --locked --features build-binary
}

# The three browsers and their drivers. Only what is missing is asked of apt.
setup_browsers() {
  local wanted=()
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || wanted+=(chromium)
  command -v chromedriver >/dev/null || wanted+=(chromium-driver)
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null || wanted+=(firefox-esr)
  command -v WebKitWebDriver >/dev/null || wanted+=(webkit2gtk-driver)
  command -v Xvfb >/dev/null || wanted+=(xvfb)
  if [ ${#wanted[@]} -gt 0 ]; then
    local as_root=()
    command -v apt-get >/dev/null || stop "these are missing: ${wanted[*]}; install them with your system's package manager"
    if [ "$(id -u)" != 0 ]; then
      command -v sudo >/dev/null || stop "these are missing: ${wanted[*]}; as root: apt-get install ${wanted[*]}"
      as_root=(sudo)
    fi
    step "apt-get update" "${as_root[@]}" apt-get -qq update
    step "apt-get install ${wanted[*]}" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get -qq install -y --no-install-recommends "${wanted[@]}"
  fi
  cargo_tool geckodriver "$GECKODRIVER_VERSION" geckodriver --locked
}
