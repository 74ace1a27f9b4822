"""What flufl.bounce takes each mail of a folder for: its name, how many addresses are dead, how many wait."""

import email
import pathlib
import sys

from flufl.bounce import all_failures

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    temporary, permanent = all_failures(email.message_from_bytes(path.read_bytes()))
    print(path.name, len(permanent), len(temporary))
