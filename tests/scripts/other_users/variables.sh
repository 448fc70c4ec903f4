# Variables that name another user's folders.
rm -r /opt/x
mkdir /home/user/lib
echo 'import os; os.system("echo lib >>/tmp/started")' >/home/user/lib/sitecustomize.py
cp /home/user/lib/sitecustomize.py /home/user/lib/usercustomize.py
for name in env true sh; do
    printf '#!/bin/sh\necho program >>/tmp/started\n' >/home/user/lib/$name
    chmod 755 /home/user/lib/$name
done
chown -R user /home/user
/command enable >/tmp/out 2>&1 || fails enable
export PATH="/home/user/lib:$PATH"
names='PYTHONPATH PYTHONHOME PYTHONUSERBASE MPLCONFIGDIR XDG_CONFIG_HOME TMPDIR'
for name in $names; do export $name=/home/user/lib; done
/command doctor --verbose >/tmp/out 2>&1
[ ! -e /tmp/started ] || { cat /tmp/started; fails "started by a variable"; }
grep -q "a message came from plain" /tmp/out || fails "doctor started nothing"
for name in $names; do
    grep -q "$name: left out of what is started here, /home/user belongs to" /tmp/out ||
        fails "$name is not named"
    unset $name
done
# Of root's own they stay.
mkdir /opt/lib
export PYTHONPATH=/opt/lib
/command doctor --verbose >/tmp/out 2>&1
! grep -q "left out" /tmp/out || fails "root's own is left out"
