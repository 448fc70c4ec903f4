# Where every Python is another user's, the line that names one is told.
python=/opt/x/bin/python3
export HOME=/opt/home; mkdir -p $HOME
line="cg-plot-capture enable --python /opt/x/bin/python3"
refused() {
    hint=$1; shift
    find /opt /etc /usr/local -printf '%p %T@\n' >/tmp/before
    check 1 /command "$@"
    grep -q -- "$hint" /tmp/out || fails "$* does not say what to type"
    find /opt /etc /usr/local -printf '%p %T@\n' | cmp -s - /tmp/before || fails "$* changed something"
}
reason="/opt/x/lib belongs to another user than root"
export PATH=/opt/x/bin:/usr/bin:/bin
refused "^hint: $line\$" enable
refused "^hint: $line\$" enable --dry-run
refused "^hint: $line\$" enable --json
refused "^hint: cg-plot-capture enable --no-shell --mode both --python /opt/x/bin/python3\$" \
    enable --mode both --no-shell
refused "^hint: cg-plot-capture enable --system --python /opt/x/bin/python3\$" enable --system
refused "^problem: Python: no Python is left that root may start: .*; to fix it: $line\$" status
refused "^problem: .*; to fix it: $line\$" status --json
refused "^   $line\$" doctor
/command demo >/tmp/out 2>&1
[ ! -e /tmp/started ] || fails "started by demo"
grep -q "^hint: cg-plot-capture demo --python /opt/x/bin/python3\$" /tmp/out || fails demo
# It needs no more than that line.
/command enable --python /opt/x/bin/python3 >/tmp/out 2>&1 || fails "$line"
started enable
/command status >/tmp/out 2>&1 || fails status
[ ! -e /tmp/started ] || fails "started by status"
/command doctor --verbose --python /opt/x/bin/python3 >/tmp/out 2>&1
started doctor
# And the demo no more than its own.
XDG_CACHE_HOME=/dev/null/none /command demo --python /opt/x/bin/python3 >/tmp/out 2>&1
started demo
# Without a receipt it is not known whose decision that was.
rm -r /opt/home/.local
check 0 /command disable
[ -e /opt/x/lib/$zip/sitecustomize.py ] || fails "looked into"
