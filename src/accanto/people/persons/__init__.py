"""Who a person is, by dated rows, and who may see whom."""
