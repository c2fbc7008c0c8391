#!/bin/sh
# Lays out what nar-maven-plugin has built of libnanomsg.
# usage: pack.sh TARGET_DIR
#
# Leaves in TARGET_DIR:
#   classes-linux-ARCH/io/outrigger/nanomsg/native/linux-ARCH/libnanomsg.so.5   what goes into the jars
#   classes-linux-ARCH/META-INF/LICENSE-nanomsg.txt
#   linux-ARCH/libnanomsg.a                                                     what goes into the C side
#   dev/include, dev/lib/libnanomsg.so, dev/lib/liboutrigger_nanomsg.so         to compile C programs for this machine
#   static                                                                      linux-ARCH of this machine
set -eu
target=$1

built() { # AOL KIND FILE
  echo "$target"/nar/nanomsg-*-"$1-Linux-gcc-$2/lib/$1-Linux-gcc/$2/$3"
}

is_this_machine() { # ARCH
  case $(uname -m) in
    "$1") return 0 ;;
    armv7l) [ "$1" = armv7 ] ;;
    *) return 1 ;;
  esac
}

rm -rf "$target"/classes-linux-* "$target"/linux-* "$target/dev" "$target/static"
# name of the architecture here, at nar-maven-plugin, and what its tools' names begin with
for entry in x86_64:amd64: aarch64:aarch64:aarch64-linux-gnu- armv7:arm:arm-linux-gnueabihf-; do
  arch=${entry%%:*}
  prefix=${entry##*:}
  aol=${entry#*:}
  aol=${aol%:*}
  classes=$target/classes-linux-$arch
  mkdir -p "$classes/META-INF"
  shared=$(built "$aol" shared libnanomsg.so)
  if [ ! -f "$shared" ]; then
    echo "libnanomsg for this architecture was not built: there was no compiler for it" > "$classes/META-INF/README"
    continue
  fi
  cp "$target/LICENSE-nanomsg.txt" "$classes/META-INF"
  mkdir -p "$classes/io/outrigger/nanomsg/native/linux-$arch" "$target/linux-$arch"
  cp "$shared" "$classes/io/outrigger/nanomsg/native/linux-$arch/libnanomsg.so.5"
  is_this_machine "$arch" && prefix=
  # The plugin's names of objects depend on where the source lies.
  mkdir "$target/linux-$arch/objects"
  for object in "$target/nar/obj/$aol-Linux-gcc"/*.o; do
    name=${object##*/}
    ln "$object" "$target/linux-$arch/objects/${name%%.*}.o"
  done
  (cd "$target/linux-$arch/objects" && "${prefix}ar" rcsD ../libnanomsg.a ./*.o)
  rm -r "$target/linux-$arch/objects"
  if is_this_machine "$arch"; then
    mkdir -p "$target/dev/lib"
    cp -R "$target/include" "$target/dev"
    cp "$shared" "$target/dev/lib/liboutrigger_nanomsg.so"
    ln -s liboutrigger_nanomsg.so "$target/dev/lib/libnanomsg.so"
    ln -s "linux-$arch" "$target/static"
  fi
done
