# The commands that look for Pythons and change nothing, with what they have to end with and to say.
export PATH="/opt/x/bin:$PATH"
check 0 /command status
check 0 /command status --json
check 1 /command doctor --verbose
check 0 /command enable --dry-run
check 0 /command enable --dry-run --json
check 0 /command enable --system --dry-run
check 0 /command disable
check 1 /command demo
