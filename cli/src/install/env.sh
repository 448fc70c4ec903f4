# Written by cg-plot-capture, sourced by its line in shell files; `cg-plot-capture disable` removes both.
# Puts the preload last in LD_PRELOAD, once, and keeps the other entries. If descriptor 3 is a harness's pipe or
# socket, names it in CG_PLOT_CHANNEL. It runs at the start of every script (BASH_ENV), under
# any options. So it prints nothing, starts no process, leaves no name behind, and no command of it fails.
if [ -r @PRELOAD@ ]; then
    _cg_plot_rest="${LD_PRELOAD-}:"
    LD_PRELOAD=''
    while [ -n "$_cg_plot_rest" ]; do
        # ld.so(8) splits the list at colons and spaces.
        _cg_plot_one="${_cg_plot_rest%%[: ]*}"
        _cg_plot_rest="${_cg_plot_rest#*[: ]}"
        case "$_cg_plot_one" in
            '' | @FOLDER@/payload-*/libcg_plot_inject.so) ;;
            *) LD_PRELOAD="$LD_PRELOAD$_cg_plot_one:" ;;
        esac
    done
    LD_PRELOAD="$LD_PRELOAD"@PRELOAD@
    export LD_PRELOAD
    unset _cg_plot_rest _cg_plot_one

    # A program that this shell starts may close descriptor 3 in its children (node, Java, pexpect). They
    # find the channel in this shell, by its name (docs/PROTOCOL.md).
    _cg_plot_kind=''
    if [ -p /dev/fd/3 ]; then _cg_plot_kind=p; elif [ -S /dev/fd/3 ]; then _cg_plot_kind=s; fi
    # Not if another program claims descriptor 3.
    case "${BASH_XTRACEFD-}:${NODE_CHANNEL_FD-}:${LISTEN_FDS-}:${BATS_VERSION-}" in
        :::) ;;
        *) _cg_plot_kind='' ;;
    esac
    # Not if it is a duplicate of stdout or stderr: dash, bash, zsh, mksh and busybox have -ef.
    # shellcheck disable=SC3013
    if [ -n "$_cg_plot_kind" ] && [ -r /proc/self/fdinfo/3 ] && [ -r /proc/self/stat ] &&
        ! [ /dev/fd/3 -ef /dev/fd/1 ] && ! [ /dev/fd/3 -ef /dev/fd/2 ]; then
        _cg_plot_inode='' _cg_plot_rest=''
        # proc_pid_fdinfo(5): flags in octal, whose last digit is the access mode; ino since Linux 5.14.
        while IFS='	 ' read -r _cg_plot_one _cg_plot_value; do
            case "$_cg_plot_one:$_cg_plot_value" in
                flags::*1) _cg_plot_kind="${_cg_plot_kind}w" ;;
                flags::*2) _cg_plot_kind="${_cg_plot_kind}rw" ;;
                ino::*) _cg_plot_inode="$_cg_plot_value" ;;
            esac
        done </proc/self/fdinfo/3
        # proc_pid_stat(5): our pid (in a subshell, $$ is another one) and field 22, our start.
        IFS= read -r _cg_plot_rest </proc/self/stat || :
        _cg_plot_one="${_cg_plot_rest%% *}"
        _cg_plot_rest="${_cg_plot_rest##*) }"
        for _cg_plot_value in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
            _cg_plot_rest="${_cg_plot_rest#* }"
        done
        case "$_cg_plot_kind:${CG_PLOT_CHANNEL-}:" in
            # It is read-only, or already named: as the channel, or as a program's own file.
            [ps]:* | *:"$_cg_plot_inode":* | *".$_cg_plot_inode":*) ;;
            *)
                if [ -n "$_cg_plot_inode" ]; then
                    CG_PLOT_CHANNEL="${CG_PLOT_CHANNEL-}:"
                    CG_PLOT_CHANNEL="${CG_PLOT_CHANNEL%%:*}:$_cg_plot_kind::$_cg_plot_inode"
                    CG_PLOT_CHANNEL="$CG_PLOT_CHANNEL:$_cg_plot_one.${_cg_plot_rest%% *}.3:"
                    export CG_PLOT_CHANNEL
                fi
                ;;
        esac
        unset _cg_plot_inode _cg_plot_rest _cg_plot_one _cg_plot_value
    fi
    unset _cg_plot_kind
fi
