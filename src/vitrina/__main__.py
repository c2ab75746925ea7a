"""`python -m vitrina` is the same as `vitrina`."""

from vitrina.cli import main

if __name__ == "__main__":
    main(prog_name="vitrina")
