#!/bin/sh
# Runs test programs one after the other and counts. The last line says how many tests passed and failed, in all; the
# status is 0 if none failed.
# usage: run.sh PROGRAM...
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program in "$@"; do
  echo "== $program"
  $program > "$log" 2>&1
  status=$?
  ok=$(grep -c '^\[       OK \]' "$log")
  wrong=$(grep "^\[  FAILED  \] [^0-9]*$" "$log" | sort -u | grep -c .)
  if [ "$status" != 0 ] || [ "$ok" = 0 ]; then
    cat "$log"
    echo "== $program ended with status $status"
    [ "$wrong" != 0 ] || wrong=1
  else
    grep -v '^\[' "$log"
    wrong=0
  fi
  passed=$((passed + ok))
  failed=$((failed + wrong))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
