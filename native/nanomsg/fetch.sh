#!/bin/sh
# Brings libnanomsg for each architecture, from Debian's packages, as an ordinary user.
# usage: fetch.sh CHECKSUMS TARGET_DIR [LIBRARY_FOR_THIS_MACHINE]
#
# Leaves in TARGET_DIR:
#   classes-linux-ARCH/io/outrigger/nanomsg/native/linux-ARCH/libnanomsg.so.5   what goes into the jars
#   classes-linux-ARCH/META-INF/LICENSE-nanomsg.txt
#   dev/include/nanomsg, dev/lib/libnanomsg.so                                  to compile C programs for this machine
#   dev/bin/nanocat                                                             a client nobody here wrote, for tests
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checksums=$1
target=$2
library=${3:-}

fail() {
  cat >&2 <<TEXT
libnanomsg 1.1.5 could not be had: $1

What helps, one of:
  - run this build on Debian 12 or a system with its packages, connected to a Debian mirror (needs apt-get and dpkg-deb, not root)
  - apt-get install libnanomsg5, then build with -Doutrigger.nanomsg.library=/usr/lib/$(uname -m)-linux-gnu/libnanomsg.so.5
    (any libnanomsg 1.1.5 will do; jars are then made for this machine's architecture alone)
TEXT
  exit 1
}

. "$here/debian.sh"

# name of the architecture here, at Debian, and its ELF machine number (e_machine)
architectures='x86_64:amd64:3e00 aarch64:arm64:b700 armv7:armhf:2800'

machine_of() { # LIBRARY
  od -An -tx1 -j18 -N2 "$1" | tr -d ' \n'
}

pack() { # ARCH LIBRARY LICENCE MACHINE
  found=$(machine_of "$2")
  [ "$found" = "$4" ] || fail "$2 is not a library for $1 (ELF machine $found, not $4)"
  classes=$target/classes-linux-$1
  mkdir -p "$classes/io/outrigger/nanomsg/native/linux-$1" "$classes/META-INF"
  cp -L "$2" "$classes/io/outrigger/nanomsg/native/linux-$1/libnanomsg.so.5"
  cp "$3" "$classes/META-INF/LICENSE-nanomsg.txt"
}

# The jar of this machine from a library that somebody names, and none of the others.
pack_own() {
  [ -f "$library" ] || fail "outrigger.nanomsg.library names $library, which is not there"
  for entry in $architectures; do
    arch=${entry%%:*}
    machine=${entry##*:}
    mkdir -p "$target/classes-linux-$arch/META-INF"
    echo "libnanomsg for this architecture was not built in" > "$target/classes-linux-$arch/META-INF/README"
    if [ "$(machine_of "$library")" = "$machine" ]; then
      pack "$arch" "$library" "$here/LICENSE-nanomsg.txt" "$machine"
    fi
  done
}

is_this_machine() { # ARCH
  case $(uname -m) in
    "$1") return 0 ;;
    armv7l) [ "$1" = armv7 ] ;;
    *) return 1 ;;
  esac
}

pack_all() {
  packages "$checksums"
  for entry in $architectures; do
    arch=${entry%%:*}
    machine=${entry##*:}
    debian=${entry#*:}
    debian=${debian%%:*}
    tree=$target/debian/$debian
    for deb in $debs; do
      case $deb in
        *_"$debian".deb) unpack "$tree" "$deb" ;;
      esac
    done
    so=$(ls "$tree"/usr/lib/*/libnanomsg.so.5.1.0)
    pack "$arch" "$so" "$tree/usr/share/doc/libnanomsg5/copyright" "$machine"
    if is_this_machine "$arch"; then
      mkdir -p "$target/dev/lib" "$target/dev/bin"
      cp "$tree/usr/bin/nanocat" "$target/dev/bin/nanocat"
      cp -R "$tree/usr/include" "$target/dev/include"
      cp -L "$so" "$target/dev/lib/libnanomsg.so.5"
      ln -s libnanomsg.so.5 "$target/dev/lib/libnanomsg.so"
    fi
  done
}

stamp=$target/fetched
wanted="$(cat "$checksums") $library"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi
rm -rf "$target/debian" "$target/dev" "$target"/classes-linux-* "$stamp"
mkdir -p "$target"
if [ -n "$library" ]; then
  pack_own
else
  pack_all
fi
printf '%s' "$wanted" > "$stamp"
