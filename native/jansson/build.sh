#!/bin/sh
# Brings jansson, the JSON library, as Debian's source package, and builds it static and position-independent for each
# architecture that there is a compiler for. (Debian's own libjansson.a can't go into a shared library.)
# usage: build.sh CHECKSUM TARGET_DIR
#
# Leaves in TARGET_DIR:
#   include/jansson.h, include/jansson_config.h
#   linux-ARCH/libjansson.a, and for this machine dev/libjansson.a
#   LICENSE-jansson.txt
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checksum=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
mkdir -p "$2"
target=$(cd "$2" && pwd)

fail() {
  cat >&2 <<TEXT
jansson could not be built: $1

What helps, one of:
  - run this build on Debian 12 or a system with its packages, connected to a Debian mirror (needs apt-get, not root)
  - put $(cut -d ' ' -f 3 "$checksum") into $cache/debian
TEXT
  exit 1
}

# folder here, and the compiler
compilers="dev:gcc linux-aarch64:aarch64-linux-gnu-gcc linux-armv7:arm-linux-gnueabihf-gcc"

. "$here/../debian.sh"

there=
for entry in $compilers; do
  if command -v "${entry#*:}" > /dev/null; then
    there="$there $entry"
  fi
done
stamp=$target/built
wanted="$(cat "$checksum" "$here/build.sh") $there"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi

source_of "$checksum"
rm -rf "$target/source" "$target/include" "$target/dev" "$target"/linux-*
mkdir -p "$target/source" "$target/include"
tar -xzf "$source" -C "$target/source" --strip-components=1
cp "$target/source/LICENSE" "$target/LICENSE-jansson.txt"
cp "$target/source/src/jansson.h" "$target/include"
# What its configure would find out; the compilers are all recent gcc.
sed 's/@json_inline@/inline/; s/@json_have_[a-z_]*@/1/; s/@[A-Za-z_]*@/0/' \
  "$target/source/src/jansson_config.h.in" > "$target/include/jansson_config.h"

cat > "$target/source/src/jansson_private_config.h" <<'CONFIG'
#define HAVE_STDINT_H 1
#define HAVE_SYS_TYPES_H 1
#define HAVE_SYS_STAT_H 1
#define HAVE_SYS_TIME_H 1
#define HAVE_FCNTL_H 1
#define HAVE_UNISTD_H 1
#define HAVE_SCHED_H 1
#define HAVE_CLOSE 1
#define HAVE_OPEN 1
#define HAVE_READ 1
#define HAVE_GETPID 1
#define HAVE_GETTIMEOFDAY 1
#define HAVE_SCHED_YIELD 1
#define HAVE_STRTOLL 1
#define HAVE_LOCALE_H 1
#define HAVE_SETLOCALE 1
#define USE_URANDOM 1
#define INITIAL_HASHTABLE_ORDER 3
CONFIG

build() { # COMPILER DIRECTORY
  mkdir -p "$2" && cd "$2" \
    && "$1" -std=gnu11 -O2 -fPIC -fvisibility=hidden -fstack-protector-strong -D_FORTIFY_SOURCE=2 -w -include jansson_private_config.h \
      -I"$target/include" -I"$target/source/src" -c "$target"/source/src/*.c \
    && "$(echo "$1" | sed 's/gcc$/ar/')" rcsD libjansson.a ./*.o \
    && rm ./*.o
}

for entry in $there; do
  (build "${entry#*:}" "$target/${entry%%:*}") || fail "${entry#*:} ended with an error"
done
printf '%s' "$wanted" > "$stamp"
