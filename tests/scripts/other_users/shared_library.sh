# A program of root's that is linked to a library of another user's.
cat >/tmp/program.c <<'END'
extern int tells(void);
int main(void) { return tells(); }
END
cat >/tmp/library.c <<'END'
#include <stdlib.h>
__attribute__((constructor)) static void start(void) { system("echo x >>/tmp/started"); }
int tells(void) { return 0; }
END
rm /opt/x/bin/python3
mkdir -p /opt/x/own /opt/x/lib/python3/lib-dynload
touch /opt/x/lib/python3/os.py
gcc -shared -fPIC -o /opt/x/own/libtells.so /tmp/library.c || exit 8
gcc -o /opt/x/bin/python3 /tmp/program.c -L/opt/x/own -ltells -Wl,-rpath,'$ORIGIN/../own' || exit 8
# As it is, it is root's own.
/command status >/tmp/out 2>&1 || fails status
[ -e /tmp/started ] || fails "it was not started"
rm /tmp/started
chown user /opt/x/own/libtells.so
reason="own/libtells.so belongs to another user than root"
check 0 /command status
chown root /opt/x/own/libtells.so
# It would be looked for there first.
chmod 777 /opt/x/own
reason="/opt/x/own is writable by everybody"
check 0 /command status
