# Two of the commands that change nothing: which problem a way is, one function says to every command.
export PATH="/opt/x/bin:$PATH"
check 0 /command status
check 0 /command enable --dry-run --json
