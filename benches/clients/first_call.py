"""Time the first calls of a process: `first_call.py CLIENT URL`. Imports nothing before the client itself."""

import sys
from time import perf_counter


def main() -> None:
    """Import the client, make it, call twice, print."""
    began = perf_counter()
    module = __import__(sys.argv[1])
    imported = perf_counter()
    peer = module.connect(sys.argv[2])
    connected = perf_counter()
    peer.post()
    first = perf_counter()
    peer.post()
    second = perf_counter()
    steps = {"import": imported - began, "client": connected - imported}
    steps |= {"first": first - connected, "second": second - first}
    print("{" + ", ".join(f'"{name}_ms": {step * 1e3}' for name, step in steps.items()) + "}")


if __name__ == "__main__":
    main()
