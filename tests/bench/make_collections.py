#!/usr/bin/env python3
"""Writes the public test collections as folders of text files, with their questions and judgements.

make_collections.py DATA OUT     OUT/NAME/docs/*.txt, OUT/NAME/topics.tsv, OUT/NAME/qrels.txt, OUT/NAME.lines (a document a line)

NAME: scifact, cranfield, xquad-ar, -de, -en, -es, -ru, -zh. DATA holds scifact/, cranfield/ and xquad/ as published.
"""
import ast
import csv
import gzip
import io
import json
import pathlib
import re
import sys
import xml.etree.ElementTree
import zipfile

data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def write(name, documents, topics, judgements):
    folder = out / name / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    for identifier, text in documents:
        (folder / f"{identifier}.txt").write_text(text + "\n", encoding="utf-8")
    line = "".join(" ".join(text.split()) + "\n" for _, text in documents)
    (out / f"{name}.lines").write_text(line, encoding="utf-8")
    (out / name / "topics.tsv").write_text("".join(f"{i}\t{' '.join(text.split())}\n" for i, text in topics), encoding="utf-8")
    (out / name / "qrels.txt").write_text("".join(f"{i} 0 {document} {grade}\n" for i, document, grade in judgements))
    print(f"{name}: {len(documents)} documents, {len(topics)} questions, {len(judgements)} judgements")


def scifact():
    folder = data / "scifact"
    with zipfile.ZipFile(folder / "scifact.zip") as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("corpus_train.csv"), encoding="utf-8")))
    # The abstract is a list of sentences as numpy prints it: quoted strings side by side.
    strings = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.S)
    documents = []
    for row in rows:
        sentences = [ast.literal_eval(text.replace("\n", "\\n")) for text in strings.findall(row["abstract"])]
        documents.append((row["doc_id"], row["title"] + "\n\n" + " ".join(sentence.strip() for sentence in sentences)))
    topics = gzip.open(next(folder.glob("topics*.gz")), "rt", encoding="utf-8").read().splitlines()
    judgements = [line.split() for line in next(folder.glob("qrels*")).read_text().splitlines()]
    write("scifact", documents, [line.split("\t", 1) for line in topics], [(j[0], j[2], j[3]) for j in judgements])


def cranfield():
    def elements(name, tag):
        text = (data / "cranfield" / name).read_text(encoding="utf-8")
        text = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", text)
        text = re.sub(r"</?(root|xml)>", "", text)
        text = re.sub(r"&(?!\w+;|#)", "&amp;", text)
        return list(xml.etree.ElementTree.fromstring(f"<all>{text}</all>").iter(tag))

    documents = []
    for element in elements("cran.all.1400.xml", "doc"):
        part = {child.tag: (child.text or "").strip() for child in element}
        documents.append((part["docno"], part.get("title", "") + "\n\n" + part.get("text", "")))
    # The judgements count the questions from 1 in their order, not by the numbers they carry.
    topics = [(str(n), (e.find("title").text or "").strip()) for n, e in enumerate(elements("cran.qry.xml", "top"), 1)]
    judgements = [line.split() for line in (data / "cranfield" / "cranqrel.trec.txt").read_text().splitlines()]
    write("cranfield", documents, topics, [(j[0], j[2], j[3]) for j in judgements if int(j[3]) > 0])


def xquad(language):
    articles = json.loads((data / "xquad" / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
    documents, topics, judgements = [], [], []
    for a, article in enumerate(articles):
        for p, paragraph in enumerate(article["paragraphs"]):
            identifier = f"{language}-{a:02}-{p}"
            documents.append((identifier, paragraph["context"]))
            for question in paragraph["qas"]:
                topics.append((question["id"], question["question"]))
                judgements.append((question["id"], identifier, "1"))
    write(f"xquad-{language}", documents, topics, judgements)


scifact()
cranfield()
for language in ("ar", "de", "en", "es", "ru", "zh"):
    xquad(language)
