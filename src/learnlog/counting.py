"""How many there are of something, in words."""


def counted(number: int, one: str, many: str = "") -> str:
    """`1 lesson`, `2 lessons`; `many` is what several are called, where that is not `one` with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
