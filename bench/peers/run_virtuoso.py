#!/usr/bin/env python3
"""Medians of a Virtuoso that answers SPARQL at URL, one line a question. usage: run_virtuoso.py URL [QUESTION…]"""
import json
import statistics
import sys
import time
import urllib.parse
import urllib.request

import questions


def ask(text):
    data = urllib.parse.urlencode({"query": text, "format": "application/sparql-results+json"}).encode()
    with urllib.request.urlopen(sys.argv[1], data, timeout=120) as answer:
        return answer.read()


for question in questions.QUESTIONS:
    if sys.argv[2:] and question["name"] not in sys.argv[2:]:
        continue
    times = []
    try:
        while len(times) < 7 and sum(times) < 10:
            begin = time.perf_counter()
            body = ask(questions.virtuoso(question))
            times.append(time.perf_counter() - begin)
        rows = json.loads(body)["results"]["bindings"]
        answer = next(iter(rows[0].values()))["value"] if len(rows) == 1 else f"{len(rows)} rows"
        print(question["name"], answer, f"{statistics.median(times) * 1000:.3f}", sep="\t", flush=True)
    except Exception as error:
        print(question["name"], str(error)[:60], "-", sep="\t", flush=True)
