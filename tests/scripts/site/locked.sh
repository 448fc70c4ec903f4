# A folder that is not writable while it is undone.
# Where no hook of a user's own comes in between.
export XDG_DATA_HOME=/home/user/data/share
mkdir /home/user/.local && chown 1000:1000 /home/user/.local
for locked in /home/user/data/share /home/user/data /home/user; do
    before=$(state /home/user)
    user /command enable >/dev/null || exit 8
    chmod 555 "$locked"
    for again in 1 2; do
        user /command disable >/tmp/out 2>&1 && exit 9
        grep -q ": $locked is not writable" /tmp/out || { cat /tmp/out; exit 10; }
    done
    [ -e "$XDG_DATA_HOME/cg-plot-capture/receipt.json" ] || exit 11
    chmod 755 "$locked"
    user /command disable || exit 12
    [ "$before" = "$(state /home/user)" ] || exit 13
done
