#!/bin/sh
# Brings nngcat for x86_64, a client of the same protocols that shares no code with libnanomsg, from Debian's packages, as
# an ordinary user. For tests alone.
# usage: fetch-nngcat.sh CHECKSUMS TARGET_DIR
#
# Leaves in TARGET_DIR
#   nngcat     runs it with its libraries
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checksums=$1
target=$2

fail() {
  cat >&2 <<TEXT
nngcat could not be had: $1

What helps, one of:
  - run this build on Debian 12 or a system with its packages, x86_64, connected to a Debian mirror (needs apt-get and dpkg-deb, not root)
  - build without its tests: -Doutrigger.nngcat.skip
TEXT
  exit 1
}

. "$here/../debian.sh"

stamp=$target/fetched
wanted=$(cat "$checksums" "$0")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi
[ "$(uname -m)" = x86_64 ] || fail "it is brought for x86_64 alone, and this machine is $(uname -m)"
packages "$checksums" newer
rm -rf "$target"
mkdir -p "$target"
target=$(cd "$target" && pwd)
for deb in $debs; do
  unpack "$target/root" "$deb"
done
cat > "$target/nngcat" <<NNGCAT
#!/bin/sh
root=\$(dirname "\$0")/root
export LD_LIBRARY_PATH="\$root/usr/lib/x86_64-linux-gnu"
exec "\$root/usr/bin/nngcat" "\$@"
NNGCAT
chmod +x "$target/nngcat"
printf '%s' "$wanted" > "$stamp"
