#!/usr/bin/env python3
"""Medians of Vouch over STORE, one line a question. usage: run_vouch.py VOUCH STORE [QUESTION…]"""
import json
import subprocess
import sys
import tempfile

import questions

heads = "".join(f"prefix {p}: <{iri}>;\n" for p, iri in questions.PREFIXES.items())
for question in questions.QUESTIONS:
    if sys.argv[3:] and question["name"] not in sys.argv[3:]:
        continue
    with tempfile.NamedTemporaryFile("w", suffix=".vq") as script:
        script.write(f"{heads}{questions.vql(question)};\n")
        script.flush()
        command = [sys.argv[1], "bench", sys.argv[2], script.name, "--runs", "7", "--json"]
        out = subprocess.run(command, capture_output=True, text=True)
    last = json.loads(out.stdout.splitlines()[-1])  # after the prefixes
    answer = last["first"] if last["rows"] == 1 else f"{last['rows']} rows"
    print(question["name"], last["problem"] or answer, f"{last['ms']:.3f}", sep="\t", flush=True)
