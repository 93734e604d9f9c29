#!/usr/bin/env python3
"""Basic graph patterns of SPARQL -> questions for all peers. usage: watdiv.py DIRECTORY > questions.json

DIRECTORY holds files NAME.sparql, as the WatDiv generator writes them from its templates: select, variables, triples.
Run the peers with VOUCH_QUESTIONS=questions.json.
"""
import json
import os
import re
import sys

TERM = r"(\?\w+|<[^>]*>|\"[^\"]*\")"


def parse(text):
    head, body = re.search(r"select\s+(.*?)\s+where\s*\{(.*)\}", text, re.I | re.S).groups()
    triples = re.findall(rf"{TERM}\s+{TERM}\s+{TERM}\s*\.", body)
    variables = re.findall(r"\?\w+", head)
    if not variables:  # select *
        variables = list(dict.fromkeys(t for triple in triples for t in triple if t[0] == "?"))
    return variables, triples


def vql(variables, triples):
    return f"match {', '.join(' '.join(t) for t in triples)} return {', '.join(variables)}"


def sparql(variables, triples):
    return f"select {' '.join(variables)} {{ {' . '.join(' '.join(t) for t in triples)} }}"


def sql(variables, triples):
    first, froms, conditions = {}, [], []
    for i, triple in enumerate(triples):
        froms.append(f"t t{i}")
        for column, term in zip("spo", triple):
            place = f"t{i}.{column}"
            if term[0] != "?":
                conditions.append(f"{place}={{{term}}}")
            elif term in first:
                conditions.append(f"{place}={first[term]}")
            else:
                first[term] = place
    columns = []
    for i, variable in enumerate(variables):
        froms.append(f"terms x{i}")
        conditions.append(f"x{i}.id={first[variable]}")
        columns.append(f"x{i}.term")
    return f"select {', '.join(columns)} from {', '.join(froms)} where {' and '.join(conditions)}"


questions = []
for name in sorted(os.listdir(sys.argv[1])):
    stem, ending = os.path.splitext(name)
    if ending == ".sparql":
        query = parse(open(os.path.join(sys.argv[1], name), encoding="utf8").read())
        questions.append({"name": stem, "vql": vql(*query), "sparql": sparql(*query), "sql": sql(*query), "rows": True})
print("[\n" + ",\n".join(json.dumps(question) for question in questions) + "\n]")
