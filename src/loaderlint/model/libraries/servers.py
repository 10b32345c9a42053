"""Databases that are asked over a connection, which processes must not share (their documentation)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Opened

ALIASES: Final[dict[str, str]] = {}

_CONNECTING = (
    "MySQLdb.connect", "mysql.connector.connect", "psycopg.connect", "psycopg2.connect", "pymongo.MongoClient",
    "pymysql.connect",
)  # fmt: skip

FACTS: Final = tuple(Fact(path, opens=Opened.CONNECTION) for path in _CONNECTING)
