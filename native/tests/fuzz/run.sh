#!/bin/sh
# Runs one fuzzer for so long, from its corpus in target/fuzz, and tells how many inputs it tried, or what ended it.
# usage: fuzz/run.sh SECONDS NAME
set -eu
log=target/fuzz/$2.log
if target/fuzz/fuzz_"$2" -max_total_time="$1" -artifact_prefix=target/fuzz/ -print_final_stats=1 "target/fuzz/$2" > "$log" 2>&1; then
  echo "fuzz_$2: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $1 s, none of them harmful"
else
  tail -n 60 "$log"
  exit 1
fi
