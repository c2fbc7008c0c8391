#!/bin/sh
# What nar-maven-plugin has built: for the right machine, hardened, exporting what is meant and nothing else, and needing
# no library but libc, and of the program that loads it what is meant.
# usage: check_artifacts.sh NATIVE_DIRECTORY
set -eu
native=$1
passed=0
failed=0

check() { # WHAT EXPECTED FOUND
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s:\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
  fi
}

host_exports='Broker_Publish Message_Clone Message_Create Message_CreateFromByteArray Message_Destroy Message_GetContent Message_GetContentHandle Message_GetProperties Message_ToByteArray '

proxy_imports='Broker_Publish Message_CreateFromByteArray Message_Destroy Message_ToByteArray '

artifact() { # FILE MACHINE EXPORTS IMPORTS
  check "$1 is there" yes "$([ -f "$1" ] && echo yes || echo no)"
  [ -f "$1" ] || return 0
  check "$1: machine" "$2" "$(readelf -h "$1" | sed -n 's/ *Machine: *//p')"
  check "$1: exported symbols" "$3" "$(nm -D --defined-only "$1" | grep -v ' _\| A ' | sed 's/.* //' | sort | tr '\n' ' ')"
  # Those of libc have a version; weak ones may be missing.
  check "$1: symbols taken from who loads it" "$4" \
    "$(nm -D --undefined-only "$1" | grep -v ' w \|@' | sed 's/.* //' | sort | tr '\n' ' ')"
  check "$1: RELRO" 1 "$(readelf -lW "$1" | grep -c GNU_RELRO)"
  check "$1: bound at once" 1 "$(readelf -dW "$1" | grep -c 'FLAGS_1.*NOW')"
  check "$1: executable stack" 0 "$(readelf -lW "$1" | grep GNU_STACK | grep -c 'RWE' || :)"
  check "$1: stack protector" yes "$(nm -D --undefined-only "$1" | grep -q __stack_chk_fail && echo yes || echo no)"
  check "$1: foreign libraries" '' \
    "$(readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -v '^libc\.so\.6$\|^libm\.so\.6$\|^ld-linux' || :)"
}

nanomsg_exports='nn_allocmsg nn_bind nn_close nn_cmsg_nxthdr_ nn_connect nn_device nn_errno nn_freemsg nn_get_statistic nn_getsockopt nn_poll nn_reallocmsg nn_recv nn_recvmsg nn_send nn_sendmsg nn_setsockopt nn_shutdown nn_socket nn_strerror nn_symbol nn_symbol_info nn_term '

library() { # ARCH MACHINE
  file=$native/nanomsg/target/classes-linux-$1/io/outrigger/nanomsg/native/linux-$1/libnanomsg.so.5
  artifact "$file" "$2" "$nanomsg_exports" ''
  check "$file: its name is its own" liboutrigger_nanomsg.so "$(readelf -dW "$file" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')"
  # Bound inside: nothing of that name elsewhere in the process comes in between.
  check "$file: its own functions taken from elsewhere" '' "$(readelf -rW "$file" | grep -o ' nn_[a-z_]*' | sort -u | tr '\n' ' ')"
}

programs() { # AOL MACHINE
  proxy=$(echo "$native"/proxy/target/nar/native-proxy-*-"$1"-shared/lib/"$1"/shared/liboutrigger_proxy.so)
  artifact "$(echo "$native"/host/target/nar/native-host-*-"$1"-executable/bin/"$1"/outrigger-native-host)" "$2" "$host_exports" ''
  artifact "$proxy" "$2" 'Module_GetApi ' "$proxy_imports"
  launcher=$(echo "$native"/launch/target/nar/native-launch-*-"$1"-executable/bin/"$1"/outrigger-launch)
  artifact "$launcher" "$2" '' ''
  check "$launcher: libraries" 'libc.so.6 ' \
    "$(readelf -dW "$launcher" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -v '^ld-linux' | tr '\n' ' ')"
  # A thread of it may still resolve a name when a gateway has unloaded it.
  check "$proxy: stays when it is unloaded" 1 "$(readelf -dW "$proxy" | grep -c 'FLAGS_1.*NODELETE')"
}

if [ "$(uname -m)" = x86_64 ]; then
  programs amd64-Linux-gcc 'Advanced Micro Devices X86-64'
  library x86_64 'Advanced Micro Devices X86-64'
fi
# In CI both are there; elsewhere what there is a compiler for.
if [ -n "${CI:-}" ] || [ -x /usr/bin/aarch64-linux-gnu-gcc ]; then
  programs aarch64-Linux-gcc AArch64
  library aarch64 AArch64
fi
if [ -n "${CI:-}" ] || [ -x /usr/bin/arm-linux-gnueabihf-gcc ]; then
  programs arm-Linux-gcc ARM
  library armv7 ARM
fi
echo "artifacts: $passed passed, $failed failed"
[ "$failed" = 0 ]
