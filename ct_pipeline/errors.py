"""The one kind of error that ends a command with a message instead of a traceback."""


class UserError(Exception):
    """What a person has to mend: the text says what, where and how."""
