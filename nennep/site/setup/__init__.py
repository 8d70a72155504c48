"""Setting up a new ward (thiết lập phường mới): a list of steps that may be left anywhere and taken up again."""
