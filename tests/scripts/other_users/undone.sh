# What another user has put in the place of what is undone.
python=/opt/x/bin/python3
hook=/opt/x/lib/$zip/sitecustomize.py
undo() {
    /command enable --python $python >/tmp/out 2>&1 || fails enable
    rm /tmp/started
    "$@"
    timeout 20 /command disable >/tmp/out 2>&1 || fails "disable behind $*"
    [ ! -e /tmp/started ] || fails "started behind $*"
    grep -q "sitecustomize.py is not ours any more: left as it is" /tmp/out || fails "$* is not told"
    rm -rf "/opt/x/lib/$zip"
}
pipe() { rm "$hook"; mkfifo "$hook"; }
link() { cp "$hook" /etc/sitecustomize.py; rm "$hook"; ln -s /etc/sitecustomize.py "$hook"; }
folder() {
    link
    mkdir -p /etc/cache; touch /etc/cache/sitecustomize.x.pyc
    rm -rf "/opt/x/lib/$zip/__pycache__"; ln -s /etc/cache "/opt/x/lib/$zip/__pycache__"
}
undo pipe
undo link
undo folder
[ -e /etc/sitecustomize.py ] && [ -e /etc/cache/sitecustomize.x.pyc ] || fails "another's is gone"
