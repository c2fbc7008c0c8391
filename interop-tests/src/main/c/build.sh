#!/bin/sh
# Builds the C peers of both protocols: build.sh LIBRARY TARGET, where LIBRARY holds include/ and lib/ of libnanomsg.
set -eu
library=$1
target=$2
source=$(dirname "$0")
compiler=${CC:-cc}
if ! command -v "$compiler" >/dev/null; then
    echo "The C peers need a C compiler, and there is no '$compiler': apt-get install gcc libc6-dev" >&2
    exit 1
fi

build() { # PROGRAM SOURCE...
    program=$1
    shift
    "$compiler" -std=c11 -D_DEFAULT_SOURCE -O2 -Wall -Wextra -Werror -o "$target/$program" "$@" \
        -I"$library/include" -L"$library/lib" -lnanomsg -Wl,-rpath,"$library/lib"
}

mkdir -p "$target"
for peer in gateway host; do
    build "$peer" "$source/pair/$peer.c" "$source/pair/peer.c" "$source/pair/wire.c"
done
for peer in plain_receiver plain_sender; do
    build "$peer" "$source/$peer.c"
done
