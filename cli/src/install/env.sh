# Written by cg-plot-capture, sourced by its line in shell files; `cg-plot-capture disable` removes both.
# Puts the preload last in LD_PRELOAD, once, and keeps what others put there. It runs at the start of
# every script (BASH_ENV), under any options: no output, no name left behind, no failing command.
if [ -r @PRELOAD@ ]; then
    _cg_plot_rest="${LD_PRELOAD-}:"
    LD_PRELOAD=''
    while [ -n "$_cg_plot_rest" ]; do
        # ld.so(8) takes colons and spaces.
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
fi
