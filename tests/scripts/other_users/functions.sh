# What the scripts of this folder have in common.
real() {
    rm -r /opt/x; mv /opt/python /opt/x
    ln -sf "$version" /opt/x/bin/python3
    # Its own, so that one can be changed.
    cp -rL "/opt/x/lib/$version/encodings" /opt/x/encodings
    rm "/opt/x/lib/$version/encodings"; mv /opt/x/encodings "/opt/x/lib/$version/encodings"
    python=/opt/x/bin/python3
}
# Into a new file, and none that was there is given away: those of a private copy may be the interpreter's.
tells() {
    # Before there is an open().
    echo 'import posix; posix.close(posix.open("/tmp/started", posix.O_CREAT | posix.O_WRONLY, 0o666))' >/tmp/text
    [ ! -e "/opt/x/$1" ] || cat "/opt/x/$1" >>/tmp/text
    mv /tmp/text "/opt/x/$1"
}
# Programs that we start by their names.
others() {
    for name in true sh env; do cp /opt/x/bin/python3 /opt/x/bin/$name; done
}
fails() {
    echo "$*"; cat /tmp/out; exit 9
}
# The exit code, and the words of the command.
check() {
    expected=$1; shift
    "$@" >/tmp/out 2>&1; code=$?
    [ ! -e /tmp/started ] || { cat /tmp/started; fails "started by $*"; }
    [ "$expected" = any ] || [ "$code" = "$expected" ] || fails "$* ended with $code"
    case $* in
        *--json*) grep -q "\"/opt/x/bin/python3\"" /tmp/out || fails "$* does not name it" ;;
        *) grep -q "/opt/x/bin/python3: left out, " /tmp/out || fails "$* does not name it" ;;
    esac
    grep -q "$reason" /tmp/out || fails "$* does not say why"
}
