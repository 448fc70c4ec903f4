# A real Python whose library another user owns, and which tells that it was started.
real; tells "lib/$version/encodings/__init__.py"; chown user /opt/x/lib
started() {
    [ -e /tmp/started ] || fails "$1 did not start it"
    rm /tmp/started
}
