# Under sudo, HOME is another user's: root looks into none of it.
apart /command status
apart /command status --json
for place in .pyenv/versions/x .local/share/uv/python/y .; do
    path=/home/user/bin/python3
    [ $place = . ] || path=/home/user/$place/bin/python3
    grep -q "\"path\": \"$path\"" /tmp/out || fails "$path is not named"
done
apart /command doctor --verbose
apart /command disable
apart /command disable --json
# What root has enabled for itself starts Pythons, and none of that user's packages.
HOME=/root /command enable >/tmp/out 2>&1 || fails enable
[ ! -e /tmp/started ] || fails "started by enable"
apart /command status
[ "$code" = 0 ] || fails "status ended with $code"
apart /command doctor --verbose
grep -q "a message came from plain" /tmp/out || fails "doctor started nothing"
apart /command disable
[ "$code" = 0 ] && [ ! -e /usr/local/lib/cg-plot-capture-root ] || fails "not disabled"
