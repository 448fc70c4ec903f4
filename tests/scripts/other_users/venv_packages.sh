# A venv whose packages another user may replace.
rm -r /opt/x
/opt/python/bin/python3 -I -m venv --without-pip /opt/x || exit 8
packages=/opt/x/lib/$version/site-packages
echo 'import os; os.system("echo x >>/tmp/started")' >$packages/sitecustomize.py
/command enable >/tmp/out 2>&1 || fails enable
export PATH="/opt/x/bin:$PATH"
# As it is, it is root's own.
/command doctor --verbose >/tmp/out 2>&1
[ -e /tmp/started ] || fails "doctor did not start it"
rm /tmp/started
chown user $packages
reason="site-packages belongs to another user than root"
check any /command doctor --verbose
