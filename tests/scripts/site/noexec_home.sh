# A home that is mounted noexec.
mount -t tmpfs -o noexec,mode=755 none /opt/mounted || exit 8
export HOME=/opt/mounted/home
mkdir "$HOME"; echo true >"$HOME/.bashrc"
folder=/opt/mounted reason=noexec hint=XDG_DATA_HOME
refused /command enable --python "$1"
refused /command enable --python "$1" --no-shell
refused /command enable --python "$1" --dry-run
export XDG_DATA_HOME=/opt/data
/command enable --python "$1" && bash -c '. ~/.bashrc; ls /' && /command disable || exit 9
[ "$(cat "$HOME/.bashrc")" = true ] && [ ! -e /opt/data ]
