#!/bin/sh
# Which folder may include which: host and proxy -> reqrep -> wire -> base, launch -> base, and abi from above. Each folder names only those
# below it, so there are no circles between folders. libnanomsg is for reqrep alone, libjansson for base.
# usage: check_layers.sh NATIVE_DIRECTORY
set -eu
cd "$1"
checked=0
failed=0

wrong() { # FILE INCLUDE WHY
  echo "$1 includes $2: $3"
  failed=$((failed + 1))
}

allowed() { # FOLDER INCLUDED_FOLDER
  case $1:$2 in
  wire:base | reqrep:base | reqrep:wire) ;;
  launch:base) ;;
  host:base | host:wire | host:reqrep | host:abi) ;;
  proxy:base | proxy:wire | proxy:reqrep | proxy:abi) ;;
  *) return 1 ;;
  esac
}

check_include() { # FILE FOLDER INCLUDE
  checked=$((checked + 1))
  case $3 in
  '<nanomsg/'*) [ "$2" = reqrep ] || wrong "$1" "$3" "only reqrep knows sockets" ;;
  '<jansson.h>') [ "$2" = base ] || wrong "$1" "$3" "only base reads JSON" ;;
  '<pthread.h>' | '<poll.h>' | '<sys/socket.h>')
    [ "$2" != wire ] || wrong "$1" "$3" "wire knows bytes and values only"
    ;;
  '<'*) ;;
  *..*) wrong "$1" "$3" "name a folder from native/ on" ;;
  */*)
    included=${3#\"}
    [ -f "${included%\"}" ] || wrong "$1" "$3" "there is no such file"
    allowed "$2" "${included%%/*}" || wrong "$1" "$3" "$2 doesn't know ${included%%/*}"
    ;;
  *)
    included=${3#\"}
    included=${included%\"}
    if [ ! -f "$(dirname "$1")/$included" ]; then
      [ -f "abi/$included" ] && allowed "$2" abi || wrong "$1" "$3" "it isn't in $2"
    fi
    ;;
  esac
}

for folder in abi base wire reqrep host proxy launch; do
  files=$(find "$folder" -name target -prune -o -name '*.[ch]' -print | sort)
  [ -n "$files" ] || wrong "$folder" nothing "there is no such folder"
  for file in $files; do
    for include in $(sed -n 's/^# *include *\([<"][^>"]*[>"]\).*/\1/p' "$file"); do
      check_include "$file" "$folder" "$include"
    done
  done
done
echo "layers: $checked includes, $failed wrong"
[ "$failed" = 0 ]
