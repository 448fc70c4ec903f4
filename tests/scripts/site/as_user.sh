# Runs words as that machine's user, with a home of that user's own.
chown 1000:1000 /home/user
user() {
    # The interpreter of the test may be in a home of root's.
    setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/user PATH=/none "$@"
}
