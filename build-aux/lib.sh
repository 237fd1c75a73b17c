# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the commands in build-aux share. They source it after `root` is set to
# the checkout's folder.
: "${root:?}"

say ()
{
  printf '%s\n' "$*" >&2
}

fail ()
{
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Succeeds when every one of the given Debian packages is installed; otherwise
# prints those that are not, one a line.
missing_packages ()
{
  local installed package all=0

  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${binary:Package}\n' "$@" 2>/dev/null |
    sed -n 's/^.i. \([^:]*\).*$/\1/p')
  for package; do
    grep -qxF -e "$package" <<<"$installed" || { printf '%s\n' "$package"; all=1; }
  done

  return $all
}

# configure FOLDER OPTION… makes FOLDER a build folder with these options, or
# leaves it as it is where it is one already. What it was made from is written
# into it: another option, another compiler or a moved checkout makes it anew.
# A folder that somebody else configured is theirs and stays as it is.
configure ()
{
  local folder=$1 made stamp
  shift
  stamp=$folder/.tickets-configured
  made=$(printf '%s\n' "$root" "$@"
         dpkg-query -W -f '${binary:Package} ${Version}\n' meson gcc libgtk-4-dev 2>/dev/null || true)

  if [ -e "$folder/build.ninja" ]; then
    if [ ! -e "$stamp" ]; then
      say "Using ${folder##*/} as it is configured"
      return 0
    fi
    if [ "$(cat "$stamp")" = "$made" ]; then
      return 0
    fi
  fi

  say "Configuring ${folder##*/}"
  rm -rf -- "$folder"
  meson setup "$folder" "$root" "$@" >&2 || return 1
  printf '%s\n' "$made" >"$stamp"
}

# build FOLDER TARGET…, all of it where no target is given.
build ()
{
  local folder=$1
  shift
  say "Building ${folder##*/}"
  ninja -C "$folder" "$@" >&2
}
