# A home, or a folder in it, that can't be written.
folder=/home/user hint=XDG_DATA_HOME
for path in /home/user /home/user/.local/share /home/user/.local/share/cg-plot-capture; do
    mkdir -p "$path" && chown -R 1000:1000 /home/user && chmod 555 "$path" || exit 8
    reason="^error: $path is not writable"
    refused user /command enable
    refused user /command enable --dry-run
    chmod 755 "$path"
done
mount -t tmpfs -o ro,mode=755 none /home/user || exit 9
reason="^error: /home/user is not writable"
refused env HOME=/home/user /command enable --dry-run
