"""One module per command or group of commands; dropping a module here is all it takes.

    from accanto.faces.cli.console import Subparsers, command_group

    def register(subparsers: Subparsers) -> None:
        group = command_group(subparsers, "report", "Reports of the zone")
        parser = group.add_parser("indicators", help="Every indicator with its two sides")
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(run=run)

    def run(args: argparse.Namespace) -> int | None:
        from accanto.steering.indicators import queries   # models only exist once Django is up
        ...

- `register` is called at every start: import nothing heavy at the top of the module.
- Before `run`, the database is running and Django is set up as the web role. A module that says
  `BARE = True` gets neither; one that says `ROLE = "owner"` connects as the owner of the schema.
- `run` answers on standard output (`say`, `answer_json`), talks on standard error (`complain`), and refuses
  by raising `CommandRefused` or any `OperationRefused`: exit status 1. A wrong call is `parser.error()`: 2.
"""
