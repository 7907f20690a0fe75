"""`python -m accanto.faces.cli` is the same as the `accanto` script."""

from accanto.faces.cli.main import main

main()
