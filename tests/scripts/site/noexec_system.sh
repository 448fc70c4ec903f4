# The machine's folder is mounted noexec.
mount -t tmpfs -o noexec,mode=755 none /usr/local/lib || exit 8
folder=/usr/local reason=noexec hint=without
refused /command enable --system
refused /command enable --system --dry-run
