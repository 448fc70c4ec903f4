# Written by cg-plot-capture, sourced by its file in conf.d; `cg-plot-capture disable` removes both.
# Puts the preload last in LD_PRELOAD, once, and keeps what others put there.
if test -r @PRELOAD@
    set -l _cg_plot_kept
    for _cg_plot_one in (string split -- ':' (string replace -a -- ' ' ':' "$LD_PRELOAD"))
        if test -n "$_cg_plot_one"
            and not string match -q -- @FOLDER@'/payload-*/libcg_plot_inject.so' $_cg_plot_one
            set _cg_plot_kept $_cg_plot_kept $_cg_plot_one
        end
    end
    set -gx LD_PRELOAD (string join -- ':' $_cg_plot_kept @PRELOAD@)
end
