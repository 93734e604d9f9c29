#!/usr/bin/env python3
"""DIR/triples.tsv and terms.tsv into DIR/graph.sqlite: a triple table in three orders."""
import os
import sqlite3
import sys
import time

os.chdir(sys.argv[1])
begin = time.time()
if os.path.exists("graph.sqlite"):
    os.remove("graph.sqlite")
db = sqlite3.connect("graph.sqlite")
db.execute("pragma journal_mode = off")
db.execute("pragma synchronous = off")
db.execute("pragma cache_size = -1000000")
db.execute("create table terms(id integer primary key, term text, num integer)")
db.execute("create table t(s integer, p integer, o integer, primary key(s, p, o)) without rowid")
terms = (line.rstrip("\n").split("\t") for line in open("terms.tsv", encoding="utf8"))
db.executemany("insert into terms values(?, ?, ?)", ((int(a), b, int(n) if n else None) for a, b, n in terms))
rows = sorted(tuple(map(int, line.split("\t"))) for line in open("triples.tsv"))
db.executemany("insert or ignore into t values(?, ?, ?)", rows)
db.execute("create index pos on t(p, o, s)")
db.execute("create index osp on t(o, s, p)")
db.execute("create index term_text on terms(term)")
db.execute("analyze")
db.commit()
print(f"{time.time() - begin:.1f} s, {os.path.getsize('graph.sqlite')} bytes")
