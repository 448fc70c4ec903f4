# Has each program say "refused" that ends with 1, names the reason and the hint, and changes nothing below a folder.
# The time of a folder is that of what came and went in it.
state() {
    find "$1" -type d -printf '%p %m\n' -o -printf '%p %m %T@\n'
}
refused() {
    state=$(state "$folder")
    "$@" >/tmp/out 2>/tmp/err; code=$?
    [ "$code" = 1 ] && [ ! -s /tmp/out ] && grep -q "$reason" /tmp/err &&
        grep -q "^hint: .*$hint" /tmp/err && [ "$state" = "$(state "$folder")" ] ||
        { echo "$* ended with $code"; cat /tmp/out /tmp/err; exit 7; }
    rm /tmp/out /tmp/err
}
