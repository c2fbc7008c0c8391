#!/bin/sh
# Builds the C host's side for aarch64, with the module of the contract, and brings what runs it on an x86_64 machine:
# build-aarch64.sh NATIVE TARGET, where NATIVE is the folder of native artifacts, built before.
#
# In TARGET: bin/outrigger-native-host; role.so; emulator/run, which runs a program for aarch64
set -eu
native=$1
target=$2
source=$(dirname "$0")
compiler=aarch64-linux-gnu-gcc
host=$(echo "$native"/host/target/nar/*-executable/bin/aarch64-Linux-gcc/outrigger-native-host)
if ! command -v "$compiler" >/dev/null || [ ! -f "$host" ]; then
    cat >&2 <<TEXT
The C host for aarch64 needs a cross compiler, and there is no '$compiler', or the host was built without it.
What helps, one of:
  - apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross, and build again
  - build without the test that runs it: -Doutrigger.aarch64.skip
TEXT
    exit 1
fi

mkdir -p "$target/bin"
"$compiler" -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -pthread -shared -fPIC -o "$target/role.so" \
    "$source/contract/role.c" -I"$native/abi"
cp "$host" "$target/bin"
exec sh "$native/nanomsg/fetch-aarch64.sh" "$native/nanomsg/aarch64-packages.sha256" "$target/emulator"
