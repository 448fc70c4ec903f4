# Another user's home.
echo true >/home/user/.bashrc
folder=/home/user reason="^error: /home/user belongs to another user than root" hint=--system
export HOME=/home/user
refused /command enable
refused /command enable --dry-run
export SUDO_USER=user
refused /command enable --user
# It is enabled for that user by himself, and for everybody by root.
user /command enable >/dev/null && user /command disable || exit 8
/command enable --system --no-shell && /command disable --system || exit 9
# Nobody's, as a container's root has it.
unset SUDO_USER && chown 4321 /home/user
/command enable --dry-run >/dev/null || exit 10
