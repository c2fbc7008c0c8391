#!/bin/sh
# Gathers the C side for each architecture that it was built for, with what it needs and the licences of that.
# usage: native.sh NATIVE_DIRECTORY VERSION TARGET_DIR
#
# Leaves in TARGET_DIR:
#   include/gateway_module.h
#   linux-ARCH/outrigger-native-host, outrigger-launch, liboutrigger_proxy.so, libnanomsg.so.5, LICENSE-*.txt
set -eu
native=$1
version=$2
target=$3

rm -rf "$target"
mkdir -p "$target/include"
cp "$native/abi/gateway_module.h" "$target/include"

# name of the architecture here, and at nar-maven-plugin
for entry in x86_64:amd64 aarch64:aarch64 armv7:arm; do
  arch=${entry%%:*}
  aol=${entry#*:}-Linux-gcc
  host=$native/host/target/nar/native-host-$version-$aol-executable/bin/$aol/outrigger-native-host
  [ -f "$host" ] || continue # there is no cross compiler
  nanomsg=$native/nanomsg/target/classes-linux-$arch
  mkdir "$target/linux-$arch"
  cp "$host" \
    "$native/launch/target/nar/native-launch-$version-$aol-executable/bin/$aol/outrigger-launch" \
    "$native/proxy/target/nar/native-proxy-$version-$aol-shared/lib/$aol/shared/liboutrigger_proxy.so" \
    "$nanomsg/io/outrigger/nanomsg/native/linux-$arch/libnanomsg.so.5" \
    "$nanomsg/META-INF/LICENSE-nanomsg.txt" \
    "$native/jansson/target/LICENSE-jansson.txt" \
    "$target/linux-$arch"
done
