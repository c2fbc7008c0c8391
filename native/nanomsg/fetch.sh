#!/bin/sh
# Brings Debian's own libnanomsg 1.1.5 for this machine, which tests compare ours with and link C peers with, and a client
# nobody here wrote; from Debian's packages, as an ordinary user.
# usage: fetch.sh CHECKSUMS TARGET_DIR
#
# Leaves in TARGET_DIR:
#   include/nanomsg, lib/libnanomsg.so.5, lib/libnanomsg.so
#   bin/nanocat
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checksums=$1
target=$2

fail() {
  cat >&2 <<TEXT
Debian's libnanomsg could not be had: $1

What helps, one of:
  - run this build on Debian 12 or a system with its packages, connected to a Debian mirror (needs apt-get and dpkg-deb, not root)
  - build without tests: -Dmaven.test.skip
TEXT
  exit 1
}

. "$here/../debian.sh"

case $(uname -m) in
  x86_64) debian=amd64 ;;
  aarch64) debian=arm64 ;;
  armv7l) debian=armhf ;;
  *) fail "there is none here for $(uname -m)" ;;
esac

stamp=$target/fetched
wanted=$(cat "$checksums" "$0")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi
rm -rf "$target"
mkdir -p "$target/lib" "$target/bin"
grep "_$debian.deb$" "$checksums" > "$target/packages.sha256"
packages "$target/packages.sha256"
for deb in $debs; do
  unpack "$target/tree" "$deb"
done
cp "$target/tree/usr/bin/nanocat" "$target/bin"
cp -R "$target/tree/usr/include" "$target"
cp -L "$(ls "$target"/tree/usr/lib/*/libnanomsg.so.5.1.0)" "$target/lib/libnanomsg.so.5"
ln -s libnanomsg.so.5 "$target/lib/libnanomsg.so"
rm -r "$target/tree"
printf '%s' "$wanted" > "$stamp"
