"""Plays a terminal: runs a command on a pty, types when something is seen, answers what is asked, and
prints all that was written. Its arguments: pairs of what to wait for and what to type, `--`, the
command. What it answers to the question for its abilities is in the variable ANSWER, and the size of its
window in WINDOW: rows, columns, and its width and height in pixels."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

split = sys.argv.index("--")
script = [argument.encode().decode("unicode_escape").encode() for argument in sys.argv[1:split]]
answer = os.environ.pop("ANSWER", "").encode().decode("unicode_escape").encode()
window = struct.pack("4H", *map(int, os.environ.pop("WINDOW", "24 80 0 0").split()))
process, terminal = pty.fork()
if process == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, window)
    os.execvp(sys.argv[split + 1], sys.argv[split + 1 :])
screen, searched, answered, end = b"", 0, False, time.monotonic() + 120
while True:
    if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        sys.stdout.buffer.write(screen)
        sys.exit("nothing more came; waiting for " + repr(script[:1]))
    try:
        piece = os.read(terminal, 1 << 16)
    except OSError:  # The way of a pty to say that nobody is left.
        break
    if not piece:
        break
    screen += piece
    if answer and not answered and b"\x1b[c" in screen:
        os.write(terminal, answer)
        answered = True
    while script and (place := screen.find(script[0], searched)) >= 0:
        searched = place + len(script[0])
        os.write(terminal, script[1])
        del script[:2]
sys.stdout.buffer.write(screen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) % 256)
