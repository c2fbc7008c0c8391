#!/bin/sh
# Builds the C peers of both protocols, and lays them out with what they need of ours as a user would:
# build.sh NATIVE TARGET JDK, where NATIVE is the folder of native artifacts, built before.
#
# In TARGET: the programs, with Debian's libnanomsg.so.5 in lib/; there, too, liboutrigger_proxy.so, which has its own, and
# modules of a C gateway; bin/outrigger-native-host; role.so
set -eu
native=$1
target=$2
jdk=$3
source=$(dirname "$0")
library=$native/nanomsg/target/debian
compiler=${CC:-cc}
if ! command -v "$compiler" >/dev/null; then
    echo "The C peers need a C compiler, and there is no '$compiler': apt-get install gcc libc6-dev" >&2
    exit 1
fi

compile_without_nanomsg() { # OUTPUT ARGUMENT...
    output=$1
    shift
    "$compiler" -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -pthread -o "$target/$output" "$@" \
        -I"$source/pair" -I"$source/contract" -I"$native/abi" -I"$native/host/src/main/c"
}

compile() { # OUTPUT ARGUMENT...
    compile_without_nanomsg "$@" -I"$library/include" -L"$library/lib" -lnanomsg -Wl,-rpath,'$ORIGIN/lib:$ORIGIN'
}

# What a program needs that runs a module: how to load it, and the messages that it finds there.
runner="$native/host/src/main/c/module.c $native/host/src/main/c/messages.c
  $native/wire/gateway_message.c $native/base/log.c $native/base/clock.c
  -I$native -Wl,--dynamic-list=$native/host/exports.list"

case $(uname -m) in
x86_64) architecture=amd64 ;;
*) architecture=$(uname -m) ;;
esac

mkdir -p "$target/bin" "$target/lib"
pair="$source/pair/peer.c $source/pair/wire.c"
# shellcheck disable=SC2086 # lists of arguments
{
    compile gateway "$source/pair/gateway.c" "$source/pair/bad.c" "$source/pair/pipe.c" "$source/contract/frames.c" $pair
    compile host "$source/pair/host.c" "$source/pair/loaded.c" $pair $runner
    compile proxied_gateway "$source/contract/proxied_gateway.c" "$source/contract/frames.c" $runner
    compile mixed_gateway "$source/mixed/gateway.c" "$source/mixed/neighbour.c" -DModule_GetApi=Neighbour_GetApi $runner
    compile_without_nanomsg bare_gateway "$source/mixed/gateway.c" $runner
}
compile lib/libneighbour.so -shared -fPIC "$source/mixed/neighbour.c"
compile_without_nanomsg lib/libjava_module_host.so -shared -fPIC "$source/mixed/java_module_host.c" \
    -I"$jdk/include" -I"$jdk/include/linux"
for peer in plain_receiver plain_sender; do
    compile "$peer" "$source/$peer.c"
done
compile role.so -shared -fPIC "$source/contract/role.c"

cp "$native"/host/target/nar/*-executable/bin/$architecture-Linux-gcc/outrigger-native-host "$target/bin"
cp "$native"/proxy/target/nar/*-shared/lib/$architecture-Linux-gcc/shared/liboutrigger_proxy.so "$target/lib"
cp "$library/lib/libnanomsg.so.5" "$target/lib"
