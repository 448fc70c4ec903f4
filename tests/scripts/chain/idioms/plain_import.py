"""What is there already is imported once more."""

import builtins

import sitecustomize

builtins.got = sitecustomize
