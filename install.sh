#!/bin/sh
# Installs the command cg-plot-capture from a release: for you, or for everybody if you are root.
#
#   sh install.sh RELEASE [FOLDER]
#
# RELEASE is the folder or the address of the release's files. FOLDER is where the command goes: by default
# ~/.local/bin, and /usr/local/bin for root. The checksum shows that the file is whole, not who made it.
set -eu
umask 022

fail() {
  echo "install.sh: $1; nothing was installed" >&2
  exit 1
}

# Puts the file $1 of the release into the folder $new.
get() {
  case $release in
    *://*)
      if command -v curl >/dev/null; then
        curl -fsSL --connect-timeout 30 --speed-limit 1 --speed-time 30 -o "$new/$1" "$release/$1"
      else
        wget -q -T 30 -O "$new/$1" "$release/$1"
      fi
      ;;
    *) cp -- "$release/$1" "$new/$1" ;;
  esac || fail "$1 could not be read from $release and written to $folder"
}

# A function, so that a part of this file does nothing.
main() {
  [ $# = 1 ] || [ $# = 2 ] || set -- ""
  for word; do case $word in "" | -*) fail "use: sh install.sh RELEASE [FOLDER]" ;; esac; done
  for tool in mktemp sha256sum; do command -v $tool >/dev/null || fail "the command $tool is missing here"; done
  release=${1#file://}
  case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64) name=cg-plot-capture-x86_64-linux ;;
    Linux-aarch64 | Linux-arm64) name=cg-plot-capture-aarch64-linux ;;
    *) fail "there is a command for Linux on x86_64 and aarch64, and this is $(uname -s) on $(uname -m)" ;;
  esac
  if [ "$(id -u)" = 0 ]; then folder=/usr/local/bin; else folder=${HOME:+$HOME/.local/bin}; fi
  folder=${2-$folder}
  [ "$folder" ] || fail "HOME is not set: name a folder behind the release"
  code=1 # mksh forgets the exit code of a signal's trap.
  trap 'code=$?; [ -z "${new:-}" ] || rm -rf -- "$new"; exit $code' EXIT
  trap 'exit 1' HUP INT TERM
  if ! { mkdir -p -- "$folder" && folder=$(cd -- "$folder" && pwd) && new=$(mktemp -d "$folder/.cg-plot-XXXXXX"); }; then
    fail "$folder can't be written to: name another folder behind the release"
  fi
  [ ! -d "$folder/cg-plot-capture" ] || fail "$folder/cg-plot-capture is a folder"
  get "$name" && get SHA256SUMS
  line=$(grep " $name\$" "$new/SHA256SUMS") || fail "SHA256SUMS does not name $name"
  (cd "$new" && echo "$line" | sha256sum -c >/dev/null 2>&1) || fail "$name is not what SHA256SUMS says"
  version=$(chmod 755 "$new/$name" && "$new/$name" --version) || fail "$name does not run from $folder: name another one"
  mv -f -- "$new/$name" "$folder/cg-plot-capture" && echo "installed $folder/cg-plot-capture: $(echo "$version" | sed q)"
  case :$PATH: in *":$folder:"*) ;; *) echo "$folder is not in PATH: add it, or call the command by its path" ;; esac
}

main "$@"
