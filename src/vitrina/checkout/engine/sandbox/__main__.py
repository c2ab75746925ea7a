"""`python -m vitrina.checkout.engine.sandbox --folder FOLDER --port PORT`."""

from vitrina.checkout.engine.sandbox.main import main

main()
