#!/bin/sh
# Brings the source of libnanomsg 1.1.5, Debian's source package, and makes our fixes in it.
# usage: source.sh CHECKSUM TARGET_DIR
#
# Leaves in TARGET_DIR:
#   source/src        what is compiled
#   include/nanomsg   its headers
#   LICENSE-nanomsg.txt
#
# A file in fixes/ says at its top what it mends. Its edits are those of sed, by line numbers of the file that the last
# "#: FILE" names; the checksum of the source makes them fit.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
checksum=$1
mkdir -p "$2"
target=$(cd "$2" && pwd)

fail() {
  cat >&2 <<TEXT
The source of libnanomsg 1.1.5 could not be had: $1

What helps, one of:
  - run this build on Debian 12 or a system with its packages, connected to a Debian mirror (needs apt-get, not root)
  - put $(cut -d ' ' -f 3 "$checksum") into $cache/debian
TEXT
  exit 1
}

. "$here/../debian.sh"

stamp=$target/source.stamp
wanted=$(cat "$checksum" "$here/source.sh" "$here/build.h" "$here"/fixes/*.sed)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi

source_of "$checksum"
rm -rf "$target/source" "$target/include" "$target/nar" "$target/edits" "$stamp"
mkdir -p "$target/source" "$target/include/nanomsg" "$target/edits"
tar -xzf "$source" -C "$target/source" --strip-components=1

# One script of sed for each file of the source: all numbers in it are those of the file as it came.
cat "$here"/fixes/*.sed | awk -v edits="$target/edits" '
  /^#: / { file = $2; gsub("/", "%", file); next }
  /^# / || /^#$/ { next }
  file != "" { print > (edits "/" file) }'
for edit in "$target"/edits/*; do
  sed -i -f "$edit" "$target/source/src/$(basename "$edit" | sed 's|%|/|g')"
done

cp "$here/build.h" "$target/source"
for header in nn inproc ipc tcp ws bus pair pipeline pubsub reqrep survey; do
  cp "$target/source/src/$header.h" "$target/include/nanomsg"
done
cp "$target/source/COPYING" "$target/LICENSE-nanomsg.txt"
printf '%s' "$wanted" > "$stamp"
