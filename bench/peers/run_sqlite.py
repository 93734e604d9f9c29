#!/usr/bin/env python3
"""Medians of SQLite over DIR/graph.sqlite, one line a question. usage: run_sqlite.py DIR [QUESTION…]"""
import os
import sqlite3
import statistics
import sys
import threading
import time

import questions

LIMIT_SECONDS = 60

db = sqlite3.connect(os.path.join(sys.argv[1], "graph.sqlite"), check_same_thread=False)
db.execute("pragma mmap_size = 4000000000")
db.execute("pragma cache_size = -500000")


def number_of(text):
    return db.execute("select id from terms where term = ?", (text,)).fetchone()[0]


for question in questions.QUESTIONS:
    if sys.argv[2:] and question["name"] not in sys.argv[2:]:
        continue
    text = questions.sql(question, number_of)
    watch = threading.Timer(LIMIT_SECONDS, db.interrupt)
    watch.start()
    times = []
    try:
        while len(times) < 7 and sum(times) < 10:
            begin = time.perf_counter()
            rows = db.execute(text).fetchall()
            times.append(time.perf_counter() - begin)
        answer = rows[0][0] if len(rows) == 1 else f"{len(rows)} rows"
        print(question["name"], answer, f"{statistics.median(times) * 1000:.3f}", sep="\t", flush=True)
    except sqlite3.OperationalError as error:
        print(question["name"], error, "-", sep="\t", flush=True)
    watch.cancel()
