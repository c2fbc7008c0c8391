#!/bin/sh
# Whether the C code is formatted as .clang-format says.
# usage: check_format.sh NATIVE_DIRECTORY [fix]
set -eu
cd "$1"
if ! command -v clang-format > /dev/null; then
  echo "there is no clang-format here: apt-get install clang-format" >&2
  exit 1
fi
# By git or without it: what lies in the folders of ours.
files=$(find abi base wire reqrep host proxy launch tests -name target -prune -o -name '*.[ch]' -print | sort)
if [ "${2:-}" = fix ]; then
  # shellcheck disable=SC2086 # a word for each file
  exec clang-format -i $files
fi
wrong=0
for file in $files; do
  if ! clang-format "$file" | diff -u --label "$file" --label "$file, formatted" "$file" -; then
    wrong=$((wrong + 1))
  fi
done
echo "format: $(echo "$files" | wc -l) files, $wrong wrong"
if [ "$wrong" != 0 ]; then
  echo "$(clang-format --version) would write this; to have it do so: make -C native/tests format" >&2
  exit 1
fi
