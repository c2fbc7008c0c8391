#!/bin/sh
# Whether every name of ours that the linker sees begins with og_: the programs that load our libraries have names, too.
# The names of the binary interface of modules and gateways, abi/gateway_module.h, are as they are.
# And whether only main.o, which is in a process of its own, calls a function that ends the process.
# usage: check_names.sh NATIVE_DIRECTORY OBJECT...
set -eu
native=$1
shift
checked=0
failed=0

wrong() { # WHAT
  echo "$1: a name of ours begins with og_, or OG_"
  failed=$((failed + 1))
}

for object in "$@"; do
  enders=$(nm --undefined-only "$object" | awk '$2 ~ /^(abort|_?exit|_Exit|quick_exit|__assert_fail|err|errx)$/ { print $2 }')
  case $object in */main.o) enders= ;; esac
  if [ -n "$enders" ]; then
    echo "$object: it calls $(echo $enders): an error is a value with a text"
    failed=$((failed + 1))
  fi
  for name in $(nm --defined-only --extern-only "$object" | awk 'NF == 3 { print $3 }'); do
    checked=$((checked + 1))
    case $name in
    og_*) ;;
    main) case $object in */main.o) ;; *) wrong "$object: $name" ;; esac ;;
    Broker_Publish | Module_GetApi | Message_*)
      grep -q "\b$name(" "$native/abi/gateway_module.h" || wrong "$object: $name"
      ;;
    *) wrong "$object: $name" ;;
    esac
  done
done

# What no object shows, of headers: types, macros, constants, inline functions.
cd "$native"
for header in $(find base wire reqrep host proxy launch -name target -prune -o -name '*.h' -print | sort); do
  for name in $(sed 's|/\*.*\*/||' "$header" | sed -n \
    -e 's/^\(struct\|union\|enum\) \([A-Za-z0-9_]*\).*/\2/p' \
    -e 's/^static inline .*[ *]\([a-z0-9_]*\)(.*/\1/p' \
    -e 's/^typedef.* \([A-Za-z0-9_]*\);.*/\1/p' \
    -e 's/^# *define \([A-Za-z0-9_]*\).*/\1/p' \
    -e 's/^    \([A-Z][A-Z0-9_]*\)\( = .*\|,.*\|\)$/\1/p' \
    -e 's/^\(    \)\{0,1\}enum.*{ \([A-Z][A-Z0-9_]*\).*/\2/p'); do
    checked=$((checked + 1))
    case $name in
    og_* | OG_*) ;;
    *) wrong "$header: $name" ;;
    esac
  done
done
echo "names: $checked checked, $failed wrong"
[ "$failed" = 0 ]
