"""The commands: each parses, calls one function of the library, and prints what it returns.

Exit codes: 0 done; 2 something asked for can't be done, said in one sentence; 1 a fault of leadtext's own.
"""

from leadtext.cli.app import main

__all__ = ["main"]
