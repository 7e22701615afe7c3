"""A query that selects what is to leave: where a search is generous, here nothing else may go along."""

from learnlog.nodes import All, AnyOf, Beside, Node, Not
from learnlog.query import Query


def strict(query: Query) -> Query:
    """The same query with every word required, as it is inside of `AND`, unless it has `OR` beside it.

    What must not be stays as generous as in a search: `-(a b)` leaves out what has either.
    """
    nodes = tuple(map(_strict, query.root.nodes))
    return query._replace(root=Beside((All(nodes),) if nodes else ()))


def _strict(node: Node) -> Node:
    match node:
        case Beside(nodes) | All(nodes):
            return All(tuple(map(_strict, nodes)))
        case AnyOf(nodes):
            return AnyOf(tuple(map(_strict, nodes)))
        case Not(inner):
            return Not(_generous(inner))
        case _:
            return node


def _generous(node: Node) -> Node:
    """The same as it was read, but for what must not be in what must not be, which is strict again."""
    match node:
        case Beside(nodes) | All(nodes) | AnyOf(nodes):
            return type(node)(tuple(map(_generous, nodes)))
        case Not(inner):
            return Not(_strict(inner))
        case _:
            return node
