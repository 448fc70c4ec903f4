# A Python that root has named is enabled, and undone without a start.
python=/opt/x/bin/python3
started() { [ -e /tmp/started ] || fails "it was not started"; rm /tmp/started; }
quiet() {
    "$@" >/tmp/out 2>&1; code=$?
    [ "$code" = 0 ] || fails "$* ended with $code"
    [ ! -e /tmp/started ] || fails "started by $*"
}
hook=/opt/x/lib/$zip/sitecustomize.py
/command enable --python $python >/tmp/out 2>&1 || fails enable
started
grep -q "/opt/x/bin/python3: preload" /tmp/out || fails "not in the report"
quiet /command status
grep -q "/opt/x/bin/python3: enabled, but not started as root, /opt/x/lib belongs to" /tmp/out ||
    fails "not in status"
quiet /command status --json
grep -q '"enabled": true' /tmp/out && grep -q '"/opt/x/bin/python3"' /tmp/out || fails "not in JSON"
/command doctor --verbose >/tmp/out 2>&1
[ ! -e /tmp/started ] || fails "started by doctor"
grep -q "to look into it: cg-plot-capture doctor --python /opt/x/bin/python3)" /tmp/out ||
    fails "not in doctor"
# Once more by nobody's name: what was decided stands.
quiet /command enable
[ -e $hook ] || fails "the hook is gone"
quiet /command disable
[ ! -e $hook ] || fails "the hook stands"
rm /tmp/out
