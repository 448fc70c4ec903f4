# A home whose owner has no name.
chown -R 4321 /home/user
apart /command enable --dry-run --json
apart /command enable
[ "$code" = 0 ] || fails "enable ended with $code"
grep -q "^enabled in /usr/local/lib/cg-plot-capture-root" /tmp/out || fails "not enabled"
apart /command status
apart /command disable
[ "$code" = 0 ] && [ ! -e /usr/local/lib/cg-plot-capture-root ] || fails "not disabled"
