#!/bin/sh
# Builds the C peers of the pair protocol: build.sh LIBRARY TARGET, where LIBRARY holds include/ and lib/ of libnanomsg.
set -eu
library=$1
target=$2
source=$(dirname "$0")
compiler=${CC:-cc}
if ! command -v "$compiler" >/dev/null; then
    echo "The C peers need a C compiler, and there is no '$compiler': apt-get install gcc libc6-dev" >&2
    exit 1
fi
mkdir -p "$target"
for peer in gateway host; do
    "$compiler" -std=c11 -D_DEFAULT_SOURCE -O2 -Wall -Wextra -Werror -o "$target/$peer" \
        "$source/$peer.c" "$source/peer.c" "$source/wire.c" \
        -I"$library/include" -L"$library/lib" -lnanomsg -Wl,-rpath,"$library/lib"
done
