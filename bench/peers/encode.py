#!/usr/bin/env python3
"""graph.nt -> triples.tsv and terms.tsv: numbers for the peers that want them. usage: encode.py DIR"""
import os
import sys

os.chdir(sys.argv[1])
terms = {}


def number(term):
    return terms.setdefault(term, len(terms) + 1)


with open("graph.nt", encoding="utf8") as graph, open("triples.tsv", "w") as triples:
    for line in graph:
        s, p, o = line.split(None, 2)
        triples.write(f"{number(s)}\t{number(p)}\t{number(o.rstrip()[:-1].rstrip())}\n")
with open("terms.tsv", "w", encoding="utf8") as out:
    for term, n in terms.items():
        value = term[1 : term.index('"', 1)] if term.endswith("#integer>") else ""
        tab = chr(9)
        out.write(f"{n}\t{term.replace(tab, ' ')}\t{value}\n")
