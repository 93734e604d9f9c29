"""The questions, written out for each peer."""
import json
import os
import re

PREFIXES = {
    "r": "http://example.org/relation/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
# Another file of questions may be named by VOUCH_QUESTIONS (watdiv.py writes one).
QUESTIONS = json.load(
    open(os.environ.get("VOUCH_QUESTIONS", os.path.join(os.path.dirname(__file__), "questions.json")))
)


def term(name):
    """`r:makes`, `company/3`, `"text"` or `<iri>` as N-Triples writes it."""
    if name[0] in '"<':
        return name
    prefix, colon, rest = name.partition(":")
    return f"<{PREFIXES[prefix]}{rest}>" if colon else f"<http://example.org/{name}>"


def sql(question, number_of):
    return re.sub(r"\{([^}]*)\}", lambda m: str(number_of(term(m.group(1)))), question["sql"])


def vql(question):
    return re.sub(r"<([a-z]+/\d+|kind/\w+)>", r"<http://example.org/\1>", question["vql"])


# Virtuoso has a form of its own for paths that come together again: the standard one runs out of memory.
def virtuoso(question):
    return sparql({"sparql": question.get("virtuoso", question["sparql"])})


def sparql(question):
    heads = "".join(f"prefix {p}: <{iri}> " for p, iri in PREFIXES.items())
    return f"base <http://example.org/> {heads}{question['sparql']}"
