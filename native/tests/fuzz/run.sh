#!/bin/sh
# Runs one fuzzer for so long, from its corpus in target/fuzz, and tells how many inputs it tried, or what ended it.
# usage: fuzz/run.sh SECONDS NAME [OPTION...]
set -eu
seconds=$1
name=$2
shift 2
log=target/fuzz/$name.log
if target/fuzz/fuzz_"$name" -max_total_time="$seconds" -artifact_prefix=target/fuzz/ -print_final_stats=1 "$@" \
  "target/fuzz/$name" > "$log" 2>&1; then
  echo "fuzz_$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s, none of them harmful"
else
  tail -n 60 "$log"
  exit 1
fi
