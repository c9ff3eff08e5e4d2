"""The command line: ``stance score``, ``predict``, ``claims``, ``evaluate``, ``train`` …"""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from stance import __version__
from stance.errors import InputError

# What a command needs is imported when it runs: `stance --help` takes no time, and no command but
# `train` needs torch.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: without the program's name; those of the process by default.

    Returns:
        0; 2 for input that cannot be used; 130 if interrupted.
    """
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = options.run
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a character of a name must not cost the rest of the output.
        sys.stdout.reconfigure(errors="replace")
    try:
        run(options)
        sys.stdout.flush()
    except InputError as error:
        print(f"stance: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nstance: interrupted{_advice(options)}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has had enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _advice(options: argparse.Namespace) -> str:
    if options.command == "score":
        return "; the same command goes on from here"
    if options.command == "train":
        return "; add --resume to go on from the last checkpoint"
    return ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stance", description="Who said what about whom in news articles, and for or against."
    )
    parser.add_argument("--version", action="version", version=f"stance {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    score = commands.add_parser("score", help="score a folder of articles into tables and a report")
    score.add_argument("folder", metavar="FOLDER", help="folder of articles, or one file")
    score.add_argument("--out", required=True, help="folder for the tables; made if not there")
    _add_model(score)
    score.add_argument("--workers", type=int, help="processes (default: one a core)")
    score.add_argument("--engine", default="local", help="local (default) or ray")
    score.add_argument("--format", default="parquet", help="parquet (default), csv or jsonl")
    score.add_argument("--language", metavar="PIPELINE", help="another spaCy pipeline for English")
    _add_min_score(score)
    score.add_argument(
        "--names",
        metavar="FILE",
        help="names to look for, one a line, and to use for what an article calls by them",
    )
    score.add_argument("--any-language", action="store_true", help="also what is not English")
    score.add_argument("--any-length", action="store_true", help="also over 200,000 characters")
    score.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    score.set_defaults(run=_score)

    predict = commands.add_parser("predict", help="the stance of one text")
    predict.add_argument("--speaker", help="who speaks (default: the text's author)")
    predict.add_argument("--target", required=True, help="whom or what it is about")
    predict.add_argument("--text", required=True, help="the text to judge")
    _add_model(predict)
    predict.add_argument("--json", action="store_true", help="print JSON")
    predict.set_defaults(run=_predict)

    claims = commands.add_parser("claims", help="who said what in a file, to read")
    claims.add_argument("file", metavar="FILE", help="an article, or a table of them")
    _add_min_score(claims)
    claims.add_argument("--json", action="store_true", help="print a JSON object a claim")
    claims.set_defaults(run=_claims)

    evaluate = commands.add_parser("evaluate", help="compare predictions with labelled examples")
    evaluate.add_argument(
        "examples", metavar="EXAMPLES.jsonl", help="labelled examples, or a folder of such files"
    )
    _add_model(evaluate)
    evaluate.add_argument("--out", help="folder for the figures and pictures")
    evaluate.add_argument("--json", action="store_true", help="print JSON")
    evaluate.set_defaults(run=_evaluate)

    train = commands.add_parser("train", help="fine-tune a model (needs the train extra)")
    train.add_argument("config", metavar="CONFIG.yaml", help="see configs/")
    train.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    train.set_defaults(run=_train)

    report = commands.add_parser("report", help="write OUT/report.html again")
    report.add_argument("out", metavar="OUT", help="a folder that stance score wrote")
    report.set_defaults(run=_report)

    bench = commands.add_parser("bench", help="articles and pairs a second on this machine")
    bench.add_argument("folder", metavar="FOLDER", nargs="?", help="articles (default: a sample)")
    _add_model(bench)
    bench.add_argument("--json", action="store_true", help="print JSON")
    bench.set_defaults(run=_bench)
    return parser


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", default="default", metavar="NAME|DIR", help="shipped model or model folder"
    )


def _add_min_score(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--min-score",
        type=float,
        metavar="P",
        help="score from which a claim counts (default: the tagger's own, for the best F1; "
        "0 finds the most, 0.9 is right more often)",
    )


def _score(options: argparse.Namespace) -> None:
    from stance.entities import DEFAULT_PIPELINE, read_names
    from stance.scoring.run import ScoreOptions, score_folder
    from stance.scoring.summary import summarise

    summary = score_folder(
        options.folder,
        options.out,
        ScoreOptions(
            model=options.model,
            workers=options.workers,
            engine=options.engine,
            format=options.format,
            language=options.language or DEFAULT_PIPELINE,
            min_score=options.min_score,
            names=() if options.names is None else read_names(options.names),
            any_language=options.any_language,
            any_length=options.any_length,
            quiet=options.quiet,
        ),
    )
    if not options.quiet:
        print(summarise(summary))


def _predict(options: argparse.Namespace) -> None:
    import stance

    found = stance.predict(
        speaker=options.speaker, target=options.target, text=options.text, model=options.model
    )
    if options.json:
        print(json.dumps(found.to_dict()))
        return
    print(
        f"stance     {found.stance:9} support {found.p_support:.2f}  oppose {found.p_oppose:.2f}  "
        f"neutral {found.p_neutral:.2f}"
    )
    print(
        f"sentiment  {found.sentiment:9} positive {found.p_positive:.2f}  "
        f"negative {found.p_negative:.2f}  neutral {found.p_sentiment_neutral:.2f}"
    )


def _claims(options: argparse.Namespace) -> None:
    from stance.articles import Article, read_articles
    from stance.extraction import Extractor
    from stance.pipeline import claim_row

    extractor = Extractor(min_score=options.min_score)
    failed = None
    for item in read_articles(options.file):
        if not isinstance(item, Article):
            failed = failed or InputError(item.article, item.reason)
            continue
        extraction = extractor.extract(item)
        for number, claim in enumerate(extraction.claims):
            row = claim_row(item, number, claim, extraction.entities.speakers[number])
            if options.json:
                print(json.dumps(row, ensure_ascii=False))
                continue
            cue = " … ".join(item.text[slice(*span)] for span in claim.cue)
            mention = row["speaker_mention"]
            who = row["speaker"] or "(nobody named)"
            written = f" [{mention}]" if mention and mention != who else ""
            print(f"{who}{written} | {cue} | {row['text']}".replace("\n", " "))
    if failed:
        raise failed


def _evaluate(options: argparse.Namespace) -> None:
    from stance.evaluation.run import (
        describe,
        describe_sets,
        evaluate_file,
        evaluate_folder,
    )

    if Path(options.examples).is_dir():
        sets = evaluate_folder(options.examples, model=options.model, out=options.out)
        if options.json:
            print(json.dumps({n: {k: f.to_dict() for k, f in s.items()} for n, s in sets.items()}))
        else:
            print(describe_sets(sets))
        return
    found = evaluate_file(options.examples, model=options.model, out=options.out)
    if options.json:
        print(json.dumps({kind: figures.to_dict() for kind, figures in found.items()}))
    else:
        print(describe(found))


def _train(options: argparse.Namespace) -> None:
    from stance.training.config import TrainConfig

    config = TrainConfig.read(options.config)
    try:
        if config.task == "classifier":
            from stance.training.classifier import train_classifier as train
        elif config.task == "pronouns":
            from stance.training.pronouns import train_pronouns as train
        else:
            from stance.training.tagger import train_tagger as train
    except ImportError as error:
        raise InputError(
            "stance train", f"{error.name} is not installed; pip install 'stance[train]'"
        ) from error
    print(train(config, resume=options.resume))


def _report(options: argparse.Namespace) -> None:
    from stance.report import write_report

    print(write_report(Path(options.out)))


def _bench(options: argparse.Namespace) -> None:
    from stance.scoring.bench import bench, describe

    speed = bench(options.folder, model=options.model)
    print(json.dumps(speed.to_dict()) if options.json else describe(speed))


if __name__ == "__main__":
    sys.exit(main())
