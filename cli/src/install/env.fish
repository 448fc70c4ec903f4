# Written by cg-plot-capture, sourced by its file in conf.d; `cg-plot-capture disable` removes both.
# Puts the preload last in LD_PRELOAD, once, and keeps the other entries. If descriptor 3 is a harness's pipe or
# socket, names it in CG_PLOT_CHANNEL.
if test -r @PRELOAD@
    set -l _cg_plot_kept
    for _cg_plot_one in (string split -- ':' (string replace -a -- ' ' ':' "$LD_PRELOAD"))
        if test -n "$_cg_plot_one"
            and not string match -q -- @FOLDER@'/payload-*/libcg_plot_inject.so' $_cg_plot_one
            set _cg_plot_kept $_cg_plot_kept $_cg_plot_one
        end
    end
    set -gx LD_PRELOAD (string join -- ':' $_cg_plot_kept @PRELOAD@)

    # A program that this shell starts may close descriptor 3 in its children (node, Java, pexpect). They
    # find the channel in this shell, by its name (docs/PROTOCOL.md).
    set -l _cg_plot_kind
    if test -p /dev/fd/3
        set _cg_plot_kind p
    else if test -S /dev/fd/3
        set _cg_plot_kind s
    end
    # Not if another program claims descriptor 3.
    if test -n "$_cg_plot_kind" -a -z "$BASH_XTRACEFD$NODE_CHANNEL_FD$LISTEN_FDS$BATS_VERSION"
        and test -r /proc/self/fdinfo/3 -a -r /proc/self/stat
        # proc_pid_fdinfo(5): flags in octal, whose last digit is the access mode; ino since Linux 5.14.
        set -l _cg_plot_flags (string match -r '^flags:\s+\d*([12])$' </proc/self/fdinfo/3)[2]
        set -l _cg_plot_inode (string match -r '^ino:\s+(\d+)$' </proc/self/fdinfo/3)[2]
        # Not if it is a duplicate of stdout or stderr, or named already.
        set -l _cg_plot_others (string match -r '^ino:\s+\d+$' </proc/self/fdinfo/1) (string match -r '^ino:\s+\d+$' </proc/self/fdinfo/2)
        if test -n "$_cg_plot_flags" -a -n "$_cg_plot_inode"
            and not string match -q -r "\s$_cg_plot_inode\$" -- $_cg_plot_others
            and not string match -q -r "[:.]$_cg_plot_inode:" -- "$CG_PLOT_CHANNEL:"
            test $_cg_plot_flags = 1
            and set _cg_plot_kind "$_cg_plot_kind"w
            or set _cg_plot_kind "$_cg_plot_kind"rw
            # proc_pid_stat(5): our pid and field 22, our start.
            read -l _cg_plot_stat </proc/self/stat
            set -l _cg_plot_fields (string split ' ' -- (string replace -r '^.*\) ' '' -- $_cg_plot_stat))
            set -l _cg_plot_run (string split -m 1 ':' -- "$CG_PLOT_CHANNEL:")[1]
            set -gx CG_PLOT_CHANNEL "$_cg_plot_run:$_cg_plot_kind::$_cg_plot_inode:"(string split ' ' -- $_cg_plot_stat)[1]".$_cg_plot_fields[20].3:"
        end
    end
end
