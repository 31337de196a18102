"""What can go wrong with the writer's database, in words for the person who has to mend it."""


class WarehouseError(Exception):
    """The writer's database cannot be used; the text says what, where and the mend."""
