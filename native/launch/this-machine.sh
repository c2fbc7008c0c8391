#!/bin/sh
# Puts the launcher for this machine where tests find it, whatever nar-maven-plugin calls the machine.
# usage: this-machine.sh TARGET_DIR
set -eu
case $(uname -m) in
  x86_64) machine=amd64 ;;
  armv*) machine=arm ;;
  *) machine=$(uname -m) ;;
esac
cp "$1"/nar/native-launch-*-"$machine-Linux-gcc-executable/bin/$machine-Linux-gcc/outrigger-launch" "$1/outrigger-launch"
