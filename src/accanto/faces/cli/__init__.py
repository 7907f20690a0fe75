"""The command line, `accanto …`: our own commands, and every Django command behind them."""
