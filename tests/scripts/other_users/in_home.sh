# A home of another user's, who left something of ours in each place that is looked into.
rm -r /opt/x
mkdir -p /home/user/.pyenv/versions/x/bin /home/user/.local/share/uv/python/y/bin /home/user/bin
for folder in .pyenv/versions/x .local/share/uv/python/y .; do
    printf '#!/bin/sh\necho x >>/tmp/started\n' >/home/user/$folder/bin/python3
    chmod 755 /home/user/$folder/bin/python3
done
packages=/home/user/.local/lib/${version}/site-packages
mkdir -p $packages
echo 'import os; os.system("echo packages >>/tmp/started")' >$packages/a.pth
echo 'if [ -r x ]; then . x; fi # cg-plot-capture' >/home/user/.bashrc
mkfifo /home/user/.profile
chown -R user /home/user
export HOME=/home/user PATH="/home/user/bin:$PATH"
# Its exit code; nothing there was started or changed.
apart() {
    find /home/user -printf '%p %U %m %T@\n' >/tmp/before
    timeout 100 "$@" >/tmp/out 2>&1; code=$?
    [ ! -e /tmp/started ] || { cat /tmp/started; fails "started by $*"; }
    find /home/user -printf '%p %U %m %T@\n' | cmp -s - /tmp/before || fails "$* changed something"
    case $* in
        *--json*) grep -q '"path": "/home/user"' /tmp/out || fails "$* does not name the home" ;;
        *) grep -q "/home/user: left out, /home/user belongs to" /tmp/out || fails "$* does not name the home" ;;
    esac
}
