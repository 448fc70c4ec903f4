# A group that nobody else is in.
chgrp empty /opt/x/bin; chmod 775 /opt/x/bin
/command status >/tmp/out 2>&1 || fails status
[ -e /tmp/started ] || fails 'it was not started'
/command status || fails status
