"""What can go wrong with the writer's database, in words for the person who has to mend it."""

from ct_pipeline.errors import UserError


class WarehouseError(UserError):
    """The writer's database cannot be used; the text says what, where and the mend."""
