fails() { echo "$*"; cat /tmp/out; exit 9; }
# The exit code, and a line that is said.
says() {
    code=$1 line=$2; shift 2
    setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=$HOME PATH=/none "$@" >/tmp/out 2>&1
    [ $? = "$code" ] || fails "$* does not end with $code"
    grep -q -- "$line" /tmp/out || fails "$* does not say $line"
}
state() { find $HOME -type d -printf '%p %m\n' -o -printf '%p %m %u %g %l ' -exec cat {} \; ; }
export HOME=/home/user
cd $HOME && echo a >.bashrc && echo b >.bash_profile && mkdir .config .config/fish .config/fish/conf.d || exit 8
fish=.config/fish/conf.d/cg-plot-capture.fish
echo root >$fish
chown -R 1000:1000 . && chown 0:0 $fish && chmod 600 $fish && chown 1000:0 .bash_profile || exit 8
kept=$HOME/.local/share/cg-plot-capture
before=$(state)
says 0 "cg-plot-capture.fish belongs to another user: left alone" /command enable
grep -q ".bash_profile belongs to a group that you are not in: left alone; a login bash" /tmp/out || fails group
says 0 "^enabled in" /command status
says 0 "^disabled" /command disable
[ "$(state)" = "$before" ] || fails "it is not as it was"
mount --bind .bashrc .bashrc || exit 8
says 0 ".bashrc is mounted by itself: left alone" /command enable --dry-run
umount .bashrc
# What can't be removed stays known, and so does the command that removes it.
says 0 "^enabled in" /command enable
packages=$(echo $HOME/.local/lib/python3.*/site-packages)
chmod 500 $packages
says 1 "^not everything is undone" $kept/bin/cg-plot-capture disable
grep -q "holds files of others" /tmp/out && fails "ours are not others"
says 1 "its payload is gone; .*to fix it: cg-plot-capture enable$" /command status
grep -q "another version" /tmp/out && fails "there is no other version"
chmod 755 $packages
says 0 "^disabled" /usr/bin/env XDG_DATA_HOME=$HOME/elsewhere $kept/bin/cg-plot-capture disable
[ "$(state)" = "$before" ] || fails "it is not as it was"
# An error names the file, and the receipt what opens it.
says 0 "^enabled in" /command enable
chown 0 .bashrc
says 1 "$HOME/.bashrc.: Operation not permitted" /command disable
grep -q "by hand" /tmp/out && fails "it is told twice"
chown 1000 .bashrc
says 0 "^disabled" /command disable
says 0 "^enabled in" /command enable
chmod 0 $kept/receipt.json
for command in enable disable status doctor; do
    says 1 "^hint: chmod u+rwX $kept/receipt.json$" /command $command
done
setpriv --reuid=1000 --regid=1000 --clear-groups sh -c "$(sed -n 's/^hint: //p' /tmp/out)" || fails chmod
# Here the payload was another user's to replace: nothing that this user types changes it.
chown 998 /home
says 0 "^enabled in" /command status
grep -q chown /tmp/out && fails "it names what root alone may do"
chown 0 /home
says 0 "^disabled" /command disable
[ "$(state)" = "$before" ] || fails "it is not as it was"
# Errors have hints.
says 1 "^hint: sudo cg-plot-capture enable --system" /command enable --system
says 1 "^hint: set HOME to a path that is" /usr/bin/env HOME="$HOME/$(printf '\377')" /command status
echo >.local
says 0 "^nothing is enabled here" /command disable
says 1 ".local is not a folder" /command enable
grep -q "^hint: XDG_DATA_HOME" /tmp/out || fails "no hint"
rm .local && ln -s away .local
says 1 ".local leads nowhere" /command enable
# On a full disk there is room once the payload is gone.
mount -t tmpfs -o size=200m,uid=1000,mode=755 none $HOME && cd $HOME && echo a >.bashrc && chown 1000 .bashrc || exit 8
says 0 "^enabled in" /command enable
dd if=/dev/zero of=$HOME/full bs=4k >/dev/null 2>&1
says 0 "^disabled" /command disable
[ "$(cat .bashrc)" = a ] && [ ! -e .local ] || fails "something is left"
