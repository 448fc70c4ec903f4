# The rest of the commands.
check any /command enable
check 0 /command status
check any /command doctor --verbose
folder=/usr/local/lib/cg-plot-capture-root
[ -e $folder ] || fails "not enabled"
# With the receipt nobody is looked for, and without it those that may be started are.
rm $folder/receipt.json
check 0 /command disable
[ ! -e $folder ] || fails "not disabled"
check any /command enable --system
rm /usr/local/lib/cg-plot-capture/receipt.json
check 0 /command disable --system --json
