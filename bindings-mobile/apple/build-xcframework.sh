#!/usr/bin/env bash
# Builds target/dist/swift: the Swift package with ScrmFFI.xcframework inside, for iOS devices, the iOS simulator
# and macOS. Runs on a Mac with Xcode and the Rust targets named below. It installs nothing.
set -euo pipefail
command -v xcodebuild >/dev/null || { echo "needs Xcode" >&2; exit 1; }

root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
staging=$root/target/mobile/xcframework
package=$root/target/dist/swift
rm -rf "$staging"
mkdir -p "$staging/headers" "$staging/simulator" "$staging/macos"
cd "$root"
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0

for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
  cargo rustc --package scrm-mobile --lib --crate-type staticlib --profile dist --target "$triple"
done
library() { echo "$target/$1/dist/libscrm_mobile.a"; }
# One library per platform: those of several processors are joined.
lipo -create "$(library aarch64-apple-ios-sim)" "$(library x86_64-apple-ios)" -output "$staging/simulator/libscrm_mobile.a"
lipo -create "$(library aarch64-apple-darwin)" "$(library x86_64-apple-darwin)" -output "$staging/macos/libscrm_mobile.a"

# The generator reads what it needs from any of the libraries.
calls=$staging/calls
cargo run --quiet --package scrm-mobile --features bindgen --bin uniffi-bindgen -- \
  generate --no-format --language swift --out-dir "$calls" "$(library aarch64-apple-darwin)"
cp "$calls/ScrmFFI.h" "$staging/headers/"
cp "$calls/ScrmFFI.modulemap" "$staging/headers/module.modulemap"

rm -rf "$package"
mkdir -p "$package"
cp -R bindings-mobile/swift/. "$package/"
cp "$calls/ScrmCalls.swift" "$package/Sources/Scrm/"
xcodebuild -create-xcframework \
  -library "$(library aarch64-apple-ios)" -headers "$staging/headers" \
  -library "$staging/simulator/libscrm_mobile.a" -headers "$staging/headers" \
  -library "$staging/macos/libscrm_mobile.a" -headers "$staging/headers" \
  -output "$package/ScrmFFI.xcframework"
echo "wrote target/dist/swift"
