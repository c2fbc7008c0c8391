#!/bin/sh
# Brings what runs programs for aarch64, also in Java, on an x86_64 machine: an emulator and a JRE, from Debian's packages, as an
# ordinary user. For tests alone. Of the emulator's libraries, those that apt itself needs are taken to be there.
# usage: fetch-aarch64.sh CHECKSUMS LINK
#
# Leaves LINK, to a directory in the cache that other builds share, with
#   run      runs a program for aarch64 under the emulator, with its arguments
#   java     runs the JRE so
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checksums=$1
link=$2

fail() {
  cat >&2 <<TEXT
What runs the aarch64 test could not be had: $1

What helps, one of:
  - run this build on Debian 12 or a system with its packages, connected to a Debian mirror (needs apt-get and dpkg-deb, not root)
  - build without that test: -Doutrigger.aarch64.skip
TEXT
  exit 1
}

. "$here/../debian.sh"

java_home=usr/lib/jvm/java-17-openjdk-arm64

make_tree() { # DIRECTORY
  packages "$checksums" newer
  for deb in $debs; do
    case $deb in
      *_arm64.deb) unpack "$1/system" "$deb" ;;
      */qemu-user_*) dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$1" ./usr/bin/qemu-aarch64 ;;
      *) unpack "$1" "$deb" ;;
    esac
  done
  # The emulator's libraries are not for what runs in it.
  cat > "$1/run" <<RUN
#!/bin/sh
here=\$(dirname "\$0")
export LD_LIBRARY_PATH="\$here/usr/lib/x86_64-linux-gnu"
exec "\$here/usr/bin/qemu-aarch64" -U LD_LIBRARY_PATH -L "\$here/system" "\$@"
RUN
  cat > "$1/java" <<JAVA
#!/bin/sh
here=\$(dirname "\$0")
exec "\$here/run" "\$here/system/$java_home/bin/java" "\$@"
JAVA
  chmod +x "$1/run" "$1/java"
}

tree=$cache/aarch64-$(cat "$checksums" "$0" | sha256sum | cut -c 1-16)
lock_cache
if [ ! -d "$tree" ]; then
  rm -rf "$tree.partial"
  mkdir -p "$tree.partial/system"
  make_tree "$tree.partial"
  mv "$tree.partial" "$tree"
fi
mkdir -p "$(dirname "$link")"
ln -sfn "$tree" "$link"
