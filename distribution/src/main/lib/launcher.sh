# shellcheck shell=sh
# What the commands in bin/ share; they set home.

# A pattern for lines whose reader knows sd-daemon's levels and adds the time.
with_priority='%priority(%module%logger{0}: %msg%n%ex)'

# Has the log's lines carry their level for systemd's journal, if stderr goes there, unless the user chose a pattern.
log_to_journal() {
  if [ -n "${JOURNAL_STREAM:-}" ] && [ "$JOURNAL_STREAM" = "$(stat -L -c %d:%i /proc/self/fd/2 2> /dev/null)" ]; then
    OUTRIGGER_LOG_PATTERN=${OUTRIGGER_LOG_PATTERN:-$with_priority}
    export OUTRIGGER_LOG_PATTERN
  fi
}

# Sets java, or ends.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] && return
    echo "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it: name a JDK 17 or later, or unset it" >&2
  else
    java=$(command -v java) && return
    echo "There is no java: apt-get install openjdk-17-jre-headless, or name a JDK 17 or later in JAVA_HOME" >&2
  fi
  exit 1
}

# find_jffi USER_OPTIONS
# Sets jffi: the folder with one of jffi's native library for each architecture, in which jffi searches for that of the JVM
# (which may be a 32-bit one on a 64-bit kernel); nothing on a processor that has none there, and when the user names
# another place for it.
find_jffi() {
  case $(uname -m) in
    x86_64 | aarch64 | armv*) jffi=$home/native/jni ;;
    *) jffi= ;;
  esac
  case $1 in
    *-Djffi.boot.library.path=* | *-Djffi.extract.dir=* | *-Doutrigger.nanomsg.directory=*) jffi= ;;
  esac
}

# Sets class_path: the same text for the same options, since a class data archive is of use for one text alone.
# jffi of any version takes the native library of the first jar on the class path that has one. A module's own jffi
# would get ours so, not the one that it brings: our jar is left out where its file is used.
find_class_path() {
  class_path=
  for jar in "$home"/lib/*.jar; do
    case $jar in
      */jffi-*-native.jar) [ -z "$jffi" ] || continue ;;
    esac
    class_path=$class_path:$jar
  done
  class_path=${class_path#:}
}

# launch ARCHIVE DEFAULT_OPTIONS USER_OPTIONS MAIN_CLASS ARGUMENT…
# Becomes the JVM: the process id stays, and signals go to it. Options are split at blanks; where two contradict
# each other, the JVM takes the later one.
launch() {
  find_java
  # Where the archive doesn't fit, since this JDK is another or the jars have moved, the JVM goes without; it need not say so.
  archive=
  [ -f "$home/lib/$1.jsa" ] && archive=-XX:SharedArchiveFile=$home/lib/$1.jsa
  defaults=$2
  user_options="${OUTRIGGER_JAVA_OPTS:-} $3"
  shift 3
  find_jffi "$user_options"
  find_class_path
  set -f
  # Small devices first: without the optimizing compiler a gateway of ten proxies takes 72 MB instead of 96.
  # Half of the heap is young: it grows with the old half, when large messages in flight fill both. Its survivor
  # spaces hold them until they have left. (Sizes of its own would have G1 complain, if somebody chooses that.)
  # UTF-8 also where a service has no locale: the C gateway's Java API has the JVM's default for a message's text, and a
  # gateway reads what its hosts print as UTF-8.
  # shellcheck disable=SC2086 # options are words
  exec "$java" --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
    -XX:+UseSerialGC -XX:NewRatio=1 -XX:SurvivorRatio=4 \
    -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
    -Xshare:auto "-Xlog:cds*=off" ${archive:+"$archive"} "-Dlogback.configurationFile=$home/conf/logback.xml" \
    "-Doutrigger.native.directory=$home/native" ${jffi:+"-Djffi.boot.library.path=$jffi"} \
    $defaults $user_options -cp "$class_path" "$@"
}
