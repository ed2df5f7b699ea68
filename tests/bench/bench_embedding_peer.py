#!/usr/bin/env python3
"""Compares bench_embedding with Python's tokenizers and onnxruntime on the same texts, model and machine.

bench_embedding_peer.py BENCH PLUGIN MODELS TEXTS [--model minilm] [--threads 2] [--passages 400]

TEXTS: a passage a line. Needs the packages tokenizers, onnxruntime and numpy. Prints one JSON object: lines whose
tokens differ, the least cosine between vectors, passages/s of both, batches of 16 and 1 in Python, taken alternately.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import numpy
import onnxruntime
import tokenizers

LIMIT = 256


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("bench")
    arguments.add_argument("plugin")
    arguments.add_argument("models")
    arguments.add_argument("texts")
    arguments.add_argument("--model", default="minilm")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--passages", type=int, default=400)
    options = arguments.parse_args()
    folder = pathlib.Path(options.models) / options.model
    lines = pathlib.Path(options.texts).read_text(encoding="utf-8").split("\n")[:-1]

    reference = tokenizers.BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
    reference.enable_truncation(512)
    output = subprocess.run([options.bench, "tokens", folder / "vocab.txt", "512", options.texts], check=True, capture_output=True, text=True)
    own = [[int(float(number)) for number in line.split()] for line in output.stdout.split("\n")[:-1]]
    expected = [encoding.ids for encoding in reference.encode_batch(lines)]
    differing = [number for number, (a, b) in enumerate(zip(own, expected)) if a != b]

    reference.enable_truncation(LIMIT)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), settings, providers=["CPUExecutionProvider"])
    passages = lines[:: max(1, len(lines) // options.passages)][: options.passages]

    def embed(texts):
        encodings = reference.encode_batch(texts)
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = numpy.zeros((len(texts), longest), dtype=numpy.int64)
        mask = numpy.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        hidden = session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)})[0]
        pooled = hidden[:, 0] if options.model == "bge" else (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return pooled / numpy.linalg.norm(pooled, axis=1, keepdims=True)

    def python(batch):
        start = time.perf_counter()
        vectors = [embed(passages[at: at + batch]) for at in range(0, len(passages), batch)]
        return numpy.concatenate(vectors), len(passages) / (time.perf_counter() - start)

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as chosen:
        chosen.write("".join(line + "\n" for line in passages))
        chosen.flush()

        def heddle():
            command = [options.bench, "speed", options.plugin, options.models, options.model, str(options.threads), chosen.name]
            return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

        embed(passages[:16])
        runs = [(heddle(), python(16)[1], python(1)[1]) for _ in range(2)]
        peer = python(1)[0]
        command = [options.bench, "vectors", options.plugin, options.models, options.model, chosen.name]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        vectors = numpy.array([[float(number) for number in line.split()] for line in text.split("\n")[:-1]])
    best = max(run[0]["passages_per_s"] for run in runs)
    of16, of1 = max(run[1] for run in runs), max(run[2] for run in runs)
    print(json.dumps({"lines": len(lines), "tokens": sum(map(len, expected)), "differing": differing[:20], "model": options.model,
                      "threads": options.threads, "passages": len(passages), "least_cosine": float((vectors * peer).sum(1).min()),
                      "heddle_per_s": best, "python_batches_of_16_per_s": of16, "python_batches_of_1_per_s": of1,
                      "times_python": best / max(of16, of1), "heddle_peak_mb": max(run[0]["peak_mb"] for run in runs)}))


main()
