#!/usr/bin/env bash
# Builds target/dist/scrm.aar: the Kotlin classes with the native library for each kind of Android device.
#
#   ANDROID_NDK_HOME   the NDK, r27 or later
#   ANDROID_API        the lowest Android API the app runs on; java.time asks for 26, which is the default
#   ANDROID_ABIS       the kinds of device; all four where left out
#
# Needs the Rust targets of those kinds, a JDK, Maven and zip. It installs nothing.
set -euo pipefail
: "${ANDROID_NDK_HOME:?names the folder of the NDK}"
api=${ANDROID_API:-26}
abis=${ANDROID_ABIS:-arm64-v8a armeabi-v7a x86_64 x86}

root=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
case $(uname -s) in
  Linux) tools=$ANDROID_NDK_HOME/toolchains/llvm/prebuilt/linux-x86_64/bin ;;
  Darwin) tools=$ANDROID_NDK_HOME/toolchains/llvm/prebuilt/darwin-x86_64/bin ;;
  *) echo "build on Linux or macOS" >&2; exit 1 ;;
esac
[ -d "$tools" ] || { echo "no compilers in $tools" >&2; exit 1; }

staging=$root/target/mobile/aar
rm -rf "$staging"
mkdir -p "$staging" "$root/target/dist"
cd "$root"

for abi in $abis; do
  case $abi in
    arm64-v8a) triple=aarch64-linux-android clang=aarch64-linux-android ;;
    armeabi-v7a) triple=armv7-linux-androideabi clang=armv7a-linux-androideabi ;;
    x86_64) triple=x86_64-linux-android clang=x86_64-linux-android ;;
    x86) triple=i686-linux-android clang=i686-linux-android ;;
    *) echo "no kind of device is called $abi" >&2; exit 1 ;;
  esac
  # Cargo reads the linker from CARGO_TARGET_<TRIPLE>_LINKER, and the C code of SQLite is compiled with CC_<triple>.
  upper=$(tr 'a-z-' 'A-Z_' <<<"$triple")
  lower=${triple//-/_}
  # Devices with Android 15 and later may have pages of 16 KB, and refuse a library laid out for 4 KB.
  env "CARGO_TARGET_${upper}_LINKER=$tools/$clang$api-clang" \
    "CARGO_TARGET_${upper}_RUSTFLAGS=-C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,-z,common-page-size=16384" \
    "CC_$lower=$tools/$clang$api-clang" "AR_$lower=$tools/llvm-ar" CARGO_PROFILE_BENCH_STRIP=symbols \
    cargo rustc --package scrm-mobile --lib --crate-type cdylib --profile dist --target "$triple"
  mkdir -p "$staging/jni/$abi"
  cp "$target/$triple/dist/libscrm_mobile.so" "$staging/jni/$abi/"
  if "$tools/llvm-readelf" -lW "$staging/jni/$abi/libscrm_mobile.so" | awk '$1 == "LOAD" && strtonum($NF) < 16384 { bad = 1 } END { exit !bad }'; then
    echo "$abi: the library is not laid out for pages of 16 KB" >&2
    exit 1
  fi
done

# The classes are those of the jar for the JVM: what they call exists on Android from API 26 on.
cargo xtask dist mobile
unzip -q -o "$root"/target/dist/scrm-*.jar -d "$staging/classes" -x 'linux-x86-64/*' 'META-INF/maven/*'
(cd "$staging/classes" && zip -q -r ../classes.jar .)
rm -r "$staging/classes"

cat >"$staging/AndroidManifest.xml" <<XML
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="scrm">
  <uses-sdk android:minSdkVersion="$api" />
</manifest>
XML
# Shrinkers must keep what native code looks up by name.
cat >"$staging/proguard.txt" <<'RULES'
-keep class com.sun.jna.** { *; }
-keep class scrm.ffi.** { *; }
-dontwarn java.awt.**
RULES
touch "$staging/R.txt"
rm -f "$root/target/dist/scrm.aar"
(cd "$staging" && zip -q -r "$root/target/dist/scrm.aar" AndroidManifest.xml classes.jar R.txt proguard.txt jni)
echo "wrote target/dist/scrm.aar"
