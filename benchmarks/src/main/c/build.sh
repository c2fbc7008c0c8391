#!/bin/sh
# Compiles the C programs against the libnanomsg that the Java binding carries, else against the system's.
# usage: build.sh DEV_DIR TARGET_DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dev=$1
target=$2
if [ -d "$dev/include" ]; then
  dev=$(cd "$dev" && pwd)
  flags="-I$dev/include -L$dev/lib -Wl,-rpath,$dev/lib"
else
  flags=
fi
# shellcheck disable=SC2086 # one word for each flag
${CC:-gcc} -std=c99 -D_POSIX_C_SOURCE=200809L -O2 -Wall -Wextra -Werror -o "$target/binding-peer" "$here/binding-peer.c" $flags -lnanomsg
