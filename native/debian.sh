# Debian packages by their checksums, as an ordinary user. Sourced by the scripts in the folders here, which define fail.
#
#   packages CHECKSUMS [newer]    sets $debs to the files of all packages that CHECKSUMS names
#   source_of CHECKSUM            sets $source to the archive of a source package that CHECKSUM names
#
# CHECKSUMS has lines as sha256sum writes them, with the file names that apt-get download gives. With "newer", a package
# that the mirrors have replaced by a newer one is taken as apt, which checks Debian's signature, gives it, and that is
# said; without, only the very files will do.
#
# Packages are kept in $OUTRIGGER_CACHE (default ~/.cache/outrigger) for other builds; apt keeps its state there, too.

cache=${OUTRIGGER_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/outrigger}

# How often a build may ask the mirrors for their index.
updates=2

# Only one build at a time fetches.
lock_cache() {
  if [ -n "${locked:-}" ]; then
    return
  fi
  locked=yes
  if ! mkdir -p "$cache/debian" || ! [ -w "$cache/debian" ]; then
    fail "$cache can't be written; name another folder for what is brought in OUTRIGGER_CACHE"
  fi
  exec 9> "$cache/debian/lock"
  if command -v flock > /dev/null; then
    flock 9
  fi
}

is_good() { # CHECKSUM FILE
  [ -f "$2" ] && [ "$(sha256sum "$2" | cut -d ' ' -f 1)" = "$1" ]
}

configure_apt() {
  apt=$cache/debian/apt
  mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial"
  : > "$apt/status"
  cat > "$apt/apt.conf" <<CONF
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; "arm64"; "armhf"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Acquire::Retries "3";
CONF
  # Only Debian's own sources: a third party's may know nothing of the other architectures.
  if [ -f /etc/apt/sources.list.d/debian.sources ]; then
    cat >> "$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "/etc/apt/sources.list.d/debian.sources";
Dir::Etc::sourceparts "-";
CONF
  fi
  export APT_CONFIG="$apt/apt.conf"
}

# With the index of an earlier build, if it will do; else asks the mirrors for theirs. One suite's index may be out of
# step on a mirror while the others are good: the download is what counts.
download() { # NAME:ARCHITECTURE[=VERSION]
  until (cd "$cache/debian" && apt-get -qq download "$1") >> "$apt/log" 2>&1; do
    if [ "$updates" -eq 0 ]; then
      return 1
    fi
    updates=$((updates - 1))
    apt-get -qq update >> "$apt/log" 2>&1 || :
  done
}

package_of() { # FILE
  echo "$1" | sed 's/^\([^_]*\)_.*_\([^_]*\)\.deb$/\1:\2/'
}

version_of() { # FILE
  echo "$1" | sed 's/^[^_]*_\(.*\)_[^_]*\.deb$/\1/; s/%3a/:/g'
}

packages() { # CHECKSUMS [newer]
  for tool in sha256sum dpkg-deb; do
    command -v $tool > /dev/null || fail "there is no $tool here"
  done
  lock_cache
  debs=
  missing=
  while read -r sum file; do
    if is_good "$sum" "$cache/debian/$file"; then
      debs="$debs $cache/debian/$file"
    else
      missing="$missing $sum:$file"
    fi
  done < "$1"
  if [ -n "$missing" ]; then
    command -v apt-get > /dev/null || fail "there is no apt-get here"
    configure_apt
    : > "$apt/log"
    for entry in $missing; do
      bring "${entry%%:*}" "${entry#*:}" "$1" "${2:-}"
    done
  fi
}

bring() { # CHECKSUM FILE CHECKSUMS [newer]
  package=$(package_of "$2")
  rm -f "$cache/debian/$2"
  if download "$package=$(version_of "$2")" && is_good "$1" "$cache/debian/$2"; then
    debs="$debs $cache/debian/$2"
  elif [ -f "$cache/debian/$2" ]; then
    fail "$2, as apt gives it, is not the one that $3 names"
  elif [ "$4" = newer ] && download "$package"; then
    file=$(ls -t "$cache/debian/${package%:*}"_*_"${package#*:}.deb" | head -n 1)
    echo "$2 is no more; taken instead: $(basename "$file"). Renew $3." >&2
    debs="$debs $file"
  else
    fail "apt-get download $package: $(tail -n 3 "$apt/log")"
  fi
}

# Debian's own sources of source packages, for apt.conf. One suite's index may be out of step on the mirror while the
# others are good: the download is what counts.
configure_apt_for_sources() {
  configure_apt
  if [ -f /etc/apt/sources.list.d/debian.sources ]; then
    list=$apt/source.sources
    sed 's/^Types:.*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources > "$list"
  elif [ -f /etc/apt/sources.list ]; then
    list=$apt/source.list
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list > "$list"
  else
    fail "there is neither /etc/apt/sources.list.d/debian.sources nor /etc/apt/sources.list to take Debian's address from"
  fi
  sed -i '/^Dir::Etc::/d; /^Dir::State "/d' "$apt/apt.conf"
  mkdir -p "$apt/source-state/lists/partial"
  cat >> "$apt/apt.conf" <<CONF
Dir::State "$apt/source-state";
Dir::Etc::sourcelist "$list";
Dir::Etc::sourceparts "-";
CONF
}

source_of() { # CHECKSUM
  read -r sum file < "$1"
  source=$cache/debian/$file
  if is_good "$sum" "$source"; then
    return
  fi
  lock_cache
  if ! is_good "$sum" "$source"; then
    rm -f "$source"
    command -v apt-get > /dev/null || fail "there is no apt-get here"
    configure_apt_for_sources
    apt-get -qq update > "$apt/log" 2>&1 || :
    (cd "$cache/debian" && apt-get -qq source --download-only --tar-only "${file%%_*}") >> "$apt/log" 2>&1 \
      || fail "apt-get source ${file%%_*}: $(tail -n 3 "$apt/log")"
    is_good "$sum" "$source" || fail "$file, as apt gives it, is not the one that $1 names"
  fi
}

unpack() { # DIRECTORY FILE
  mkdir -p "$1"
  dpkg-deb -x "$2" "$1"
}
