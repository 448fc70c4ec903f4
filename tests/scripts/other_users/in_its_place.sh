# Places in which another user may put something else.
rm -r /opt/x
mkdir /home/user/tmp; chown -R user /home/user
# The payload goes into a folder that stays root's.
TMPDIR=/home/user/tmp /command run -o /opt/plots -- /bin/sh -c 'echo $LD_PRELOAD' >/tmp/out 2>&1 ||
    fails run
grep -q "^/tmp/cg-plot-capture-" /tmp/out || fails "run"
# So does the installation.
export XDG_DATA_HOME=/home/user/data
/command enable >/tmp/out 2>&1 || fails enable
grep -q "^enabled in /usr/local/lib/cg-plot-capture-root" /tmp/out || fails place
grep -q "/home/user/data/cg-plot-capture: left out, /home/user belongs to" /tmp/out || fails named
/command disable >/tmp/out 2>&1 || fails disable
XDG_DATA_HOME=/tmp/data
/command enable --dry-run >/tmp/out 2>&1 || fails dry
grep -q "/tmp/data/cg-plot-capture: left out, /tmp is writable by everybody" /tmp/out || fails sticky
unset XDG_DATA_HOME
# A shell file that is only a link into another user's home.
echo true >/home/user/rc; chown user /home/user/rc; ln -s /home/user/rc ~root/.bashrc
/command enable >/tmp/out 2>&1 || fails enable
grep -q "$(echo ~root)/.bashrc: left out, /home/user belongs to" /tmp/out || fails "the link is not named"
[ "$(cat /home/user/rc)" = true ] || fails "written to"
# A receipt, or settings, that others have written.
folder=/usr/local/lib/cg-plot-capture-root
chown user $folder/settings; echo CG_PLOT_MODE=both >$folder/settings
/command status >/tmp/out 2>&1
grep -q "CG_PLOT_MODE=display" /tmp/out && grep -q "settings belongs to" /tmp/out || fails settings
chown user $folder/receipt.json
for command in status doctor enable disable; do
    /command $command >/tmp/out 2>&1
    [ $? = 1 ] || fails "$command acts on it"
    grep -q "^error: $folder/receipt.json belongs to another user than root" /tmp/out || fails $command
done
chown root $folder/receipt.json
# A payload that others may change is loaded by nothing that root starts.
chmod 777 $folder/payload-*/cg_plot_capture
/command doctor --verbose >/tmp/out 2>&1
grep -q "^[0-9]. .*and so run code as you" /tmp/out || fails "the payload is not named"
! grep -q "a message came from" /tmp/out || fails "it was loaded"
/command disable >/tmp/out 2>&1 || fails disable
