#!/bin/sh
# Brings libnanomsg for each architecture, from Debian's packages, as an ordinary user: apt gets a state of its own.
# usage: fetch.sh CHECKSUMS TARGET_DIR [LIBRARY_FOR_THIS_MACHINE]
#
# Leaves in TARGET_DIR:
#   classes-linux-ARCH/io/outrigger/nanomsg/native/linux-ARCH/libnanomsg.so.5   what goes into the jars
#   classes-linux-ARCH/META-INF/LICENSE-nanomsg.txt
#   dev/include/nanomsg, dev/lib/libnanomsg.so                                  to compile C programs for this machine
#   dev/bin/nanocat                                                             a client nobody here wrote, for tests
set -eu

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

# name of the architecture here, at Debian, and its ELF machine number (e_machine)
architectures='x86_64:amd64:3e00 aarch64:arm64:b700 armv7:armhf:2800'

pack() { # ARCH LIBRARY LICENCE MACHINE
  found=$(od -An -tx1 -j18 -N2 "$2" | tr -d ' \n')
  [ "$found" = "$4" ] || fail "$2 is not a library for $1 (ELF machine $found, not $4)"
  classes=$target/classes-linux-$1
  mkdir -p "$classes/io/outrigger/nanomsg/native/linux-$1" "$classes/META-INF"
  cp -L "$2" "$classes/io/outrigger/nanomsg/native/linux-$1/libnanomsg.so.5"
  cp "$3" "$classes/META-INF/LICENSE-nanomsg.txt"
}

stamp=$target/fetched
wanted="$(cat "$checksums") $library"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi
rm -rf "$target/apt" "$target/dev" "$target"/classes-linux-* "$stamp"
mkdir -p "$target"

if [ -n "$library" ]; then
  [ -f "$library" ] || fail "outrigger.nanomsg.library names $library, which is not there"
  for entry in $architectures; do
    arch=${entry%%:*}
    machine=${entry##*:}
    mkdir -p "$target/classes-linux-$arch/META-INF"
    echo "libnanomsg for this architecture was not built in" > "$target/classes-linux-$arch/META-INF/README"
    if [ "$(od -An -tx1 -j18 -N2 "$library" | tr -d ' \n')" = "$machine" ]; then
      licence=/usr/share/doc/libnanomsg5/copyright
      [ -f "$licence" ] || { licence=$target/licence.txt; echo "nanomsg is under the MIT/X11 licence." > "$licence"; }
      pack "$arch" "$library" "$licence" "$machine"
    fi
  done
  printf '%s' "$wanted" > "$stamp"
  exit 0
fi

for tool in apt-get dpkg-deb sha256sum; do
  command -v "$tool" > /dev/null || fail "there is no $tool here"
done

apt=$target/apt
mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/download"
: > "$apt/status"
(cd "$apt" && pwd) > "$apt/here"
here=$(cat "$apt/here")
cat > "$apt/apt.conf" <<CONF
Dir::State "$here/state";
Dir::State::status "$here/status";
Dir::Cache "$here/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; "arm64"; "armhf"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
# Only Debian's own sources: a third party's may know nothing of the other architectures.
if [ -f /etc/apt/sources.list.d/debian.sources ]; then
  printf 'Dir::Etc::sourcelist "/etc/apt/sources.list.d/debian.sources";\nDir::Etc::sourceparts "-";\n' >> "$apt/apt.conf"
fi
export APT_CONFIG="$here/apt.conf"
# One suite's index may be out of step on the mirror while the others are good: the download is what counts.
apt-get -qq update > "$apt/log" 2>&1 || :
packages=$(sed 's/^[0-9a-f]*  \([^_]*\)_.*_\([^_]*\)\.deb$/\1:\2/' "$checksums")
# shellcheck disable=SC2086 # a word for each package
(cd "$apt/download" && apt-get -qq download $packages) \
  >> "$apt/log" 2>&1 || fail "apt-get download: $(tail -n 3 "$apt/log")"
(cd "$apt/download" && for deb in *.deb; do mv "$deb" "$(echo "$deb" | sed 's/%2b/+/g; s/%3a/:/g')" 2> /dev/null || :; done)
sums=$(cd "$(dirname "$checksums")" && pwd)/$(basename "$checksums")
(cd "$apt/download" && sha256sum --quiet -c "$sums") >> "$apt/log" 2>&1 \
  || fail "a package is not the one that $checksums names: $(tail -n 3 "$apt/log")"

for entry in $architectures; do
  arch=${entry%%:*}
  machine=${entry##*:}
  debian=${entry#*:}
  debian=${debian%%:*}
  tree=$apt/$debian
  mkdir -p "$tree"
  for deb in "$apt"/download/*_"$debian".deb; do
    dpkg-deb -x "$deb" "$tree"
  done
  pack "$arch" "$(ls "$tree"/usr/lib/*/libnanomsg.so.5.1.0)" "$tree/usr/share/doc/libnanomsg5/copyright" "$machine"
  if [ "$(uname -m)" = "$arch" ] || { [ "$arch" = armv7 ] && [ "$(uname -m)" = armv7l ]; }; then
    mkdir -p "$target/dev/lib" "$target/dev/bin"
    cp "$tree/usr/bin/nanocat" "$target/dev/bin/nanocat"
    cp -R "$tree/usr/include" "$target/dev/include"
    cp -L "$tree"/usr/lib/*/libnanomsg.so.5.1.0 "$target/dev/lib/libnanomsg.so.5"
    ln -s libnanomsg.so.5 "$target/dev/lib/libnanomsg.so"
  fi
done
printf '%s' "$wanted" > "$stamp"
