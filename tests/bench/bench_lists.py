#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether lists of documents are complete: "Which documents mention …" against a plain scan over the files.

usage: bench_lists.py HEDDLE_CLI FOLDER [words=30] [phrases=30] [seed=1]

FOLDER holds text files, as make_collections.py writes them (OUT/NAME/docs). It is indexed into a data folder that is thrown away. Asked
are words and phrases of two to four words that are drawn from the files by chance: "Which documents mention the word W?", "Which
documents contain "P"?" and "How many documents contain "P"?". The scan cuts at whatever is no letter and no digit, and folds capitals
and accents.

Prints JSON: for words and phrases how many were asked, how many lists and numbers were right, how many documents the scan has, how many
of them a list lacks ("missing"), how many it has beside them ("extra"), and the questions with a difference.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

cli, folder = sys.argv[1], pathlib.Path(sys.argv[2])
options = dict(argument.split("=", 1) for argument in sys.argv[3:])
chance = random.Random(int(options.get("seed", 1)))
LISTED = 200  # of a list; the number says how many there are


def words_of(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.casefold())


def heddle(data, *arguments):
    done = subprocess.run([cli, "--data", data, "--json", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


files = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
texts = {path.name: " " + " ".join(words_of(path.read_text(encoding="utf-8"))) + " " for path in files}


def scan(phrase):
    wanted = " " + " ".join(words_of(phrase)) + " "
    return {name for name, text in texts.items() if wanted in text}


def some_words(count):
    frequency = {}
    for text in texts.values():
        for word in set(text.split()):
            frequency[word] = frequency.get(word, 0) + 1
    usable = sorted(word for word, n in frequency.items() if len(word) > 3 and word.isalpha() and n <= len(texts) / 2)
    rare = [word for word in usable if frequency[word] < 5]
    common = [word for word in usable if frequency[word] >= 5]
    return [chance.choice(common if i % 2 and common else rare or common) for i in range(count)]


def some_phrases(count):
    phrases = []
    while len(phrases) < count:
        parts = re.split(r"[^\w\s'-]|\n", chance.choice(files).read_text(encoding="utf-8"))
        words = chance.choice(parts).split()
        length = chance.randint(2, 4)
        if len(words) >= length:
            start = chance.randint(0, len(words) - length)
            phrases.append(" ".join(words[start:start + length]))
    return phrases


def compare(data, asked, questions):
    result = {"asked": len(asked), "lists_right": 0, "numbers_right": 0, "documents": 0, "missing": 0, "extra": 0, "differences": []}
    for phrase in asked:
        expected = scan(phrase)
        result["documents"] += len(expected)
        listed, counted = (heddle(data, "ask", question.format(phrase)) for question in questions)
        names = {pathlib.Path(one["path"]).name for one in listed["citations"]} if listed["kind"] == "list" else set()
        number = counted["details"].get("list", {}).get("documents", 0)
        missing, extra = expected - names, names - expected
        if len(expected) > LISTED:  # the list is cut, the number tells
            missing = set()
        result["missing"] += len(missing)
        result["extra"] += len(extra)
        result["lists_right"] += not missing and not extra
        result["numbers_right"] += number == len(expected)
        if missing or extra or number != len(expected):
            result["differences"].append({"asked": phrase, "documents": len(expected), "number": number,
                                          "missing": sorted(missing)[:5], "extra": sorted(extra)[:5]})
    return result


with tempfile.TemporaryDirectory() as data:
    heddle(data, "config", "set", "embedding.kind", "none")
    heddle(data, "index", str(folder))
    report = {"folder": str(folder), "files": len(files)}
    report["words"] = compare(data, some_words(int(options.get("words", 30))),
                              ["Which documents mention the word {}?", "How many documents contain the word {}?"])
    report["phrases"] = compare(data, some_phrases(int(options.get("phrases", 30))),
                                ["Which documents contain \"{}\"?", "How many documents contain \"{}\"?"])
print(json.dumps(report, ensure_ascii=False, indent=1))
