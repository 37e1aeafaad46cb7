#!/usr/bin/env bash
# Prints the path of a static busybox with the applet flock, as busybox's official images have it: the one that BUSYBOX
# names, else the one in the cache folder, else one on the PATH, else one put into the cache: out of the image by docker, or
# built from the source package of Debian or Ubuntu.
set -euo pipefail

image=busybox:1.37.0-musl
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-sidecars
cached=$cache/busybox

die() { echo "busybox.sh: $*" >&2; exit 1; }
say() { echo "busybox.sh: $*" >&2; }

usable() { # FILE: ldd names what a dynamic program is linked with; it fails for most static ones
  local applets libraries
  applets=$("$1" --list 2>/dev/null) || return 1
  libraries=$(ldd "$1" 2>/dev/null) || libraries=''
  grep -qx flock <<< "$applets" && [[ $libraries != *'=>'* ]]
}

from_image() { # FILE
  local container
  docker info >/dev/null 2>&1 || return 1
  say "copying it out of the image $image"
  container=$(docker create "$image") || return 1
  docker cp "$container:/bin/busybox" "$1" >&2 || true
  docker rm "$container" >/dev/null
  usable "$1"
}

source_lists() { # FOLDER: the distribution's own package sources, asking for sources
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/{debian,ubuntu}.sources; do
    [ -f "$file" ] || continue
    sed -E 's/^deb /deb-src /; s/^Types:.*/Types: deb-src/' "$file" > "$1/${file##*/}"
  done
}

from_source() { # FILE FOLDER
  local command folder=$2
  for command in apt-get gcc make tar; do
    command -v "$command" >/dev/null || { say "building it needs $command"; return 1; }
  done
  say 'building it from source'
  mkdir -p "$folder"/{sources,lists/partial,archives/partial}
  source_lists "$folder/sources"
  local -a options=(
    -qq -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$folder/sources"
    -o "Dir::State::lists=$folder/lists" -o "Dir::Cache=$folder" -o Debug::NoLocking=1
  )
  (
    cd "$folder" &&
      apt-get "${options[@]}" update &&
      apt-get "${options[@]}" source --download-only busybox &&
      tar -xf busybox_*.orig.tar.* &&
      cd busybox-*/ &&
      make defconfig &&
      # kernel headers since 6.8 lack what tc is made of
      sed -i 's/# CONFIG_STATIC is not set/CONFIG_STATIC=y/; s/CONFIG_TC=y/# CONFIG_TC is not set/' .config &&
      make -j"$(nproc)" busybox &&
      cp busybox "$1"
  ) > "$folder/log" 2>&1 || { tail -n 5 "$folder/log" >&2; return 1; }
  usable "$1"
}

if [ -n "${BUSYBOX-}" ]; then
  [ -x "$BUSYBOX" ] || die "BUSYBOX names $BUSYBOX, which is not there or not executable."
  usable "$BUSYBOX" || die "BUSYBOX names $BUSYBOX, which is not a static busybox with the applet flock."
  echo "$BUSYBOX"
  exit
fi

# one at a time: others wait, and find it made
mkdir -p "$cache"
exec 9> "$cache/lock"
flock 9
if [ -x "$cached" ]; then
  echo "$cached"
  exit
fi
if on_path=$(command -v busybox) && usable "$on_path"; then
  echo "$on_path"
  exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
from_image "$work/busybox" || from_source "$work/busybox" "$work/build" ||
  die "no static busybox with the applet flock: set BUSYBOX to one, or make docker work, or apt-get, gcc and make."
mv "$work/busybox" "$cached"
echo "$cached"
