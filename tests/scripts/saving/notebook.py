"""Executes a notebook that runs a program twice, from a cell's shell and from its Python."""

import nbformat
from nbclient import NotebookClient

CELLS = [
    "import subprocess, sys",
    "!{sys.executable} one.py first 1",
    "subprocess.run([sys.executable, 'one.py', 'second', '1'], check=True)",
]
notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
NotebookClient(notebook, kernel_name="python3").execute()
