"""A results file reads back exactly as it was written, without any other information."""

import csv
import io
from dataclasses import replace

import pytest

from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.results_file import ResultsFile, finished_run, open_results, read_results, results_text
from rnnplay.labs.gap.runs import Point, run
from rnnplay.labs.gap.setup import Setup, jobs

SETUP = Setup("sentence", updates=26, sentence="We had [cats|dogs] at home, and they say [meow|woof]")
CONTESTANTS = ("rnn", "rnn:init=identity:activation=relu:rate=0.001", "lstm:chrono=0:forget_bias=2.5")


@pytest.fixture(scope="module")
def results():
    return list(map(run, jobs(SETUP, map(read_contestant, CONTESTANTS), [5], [1])))


def without_thousandths(row):
    return {**row, "curve": tuple(replace(p, cpu_s=round(p.cpu_s, 3)) for p in row["curve"])}


def test_every_number_is_read_back_exactly(results):
    rows = [result.row for result in results]
    setup, there = read_results(results_text(SETUP, rows))
    assert setup == SETUP and there == list(map(without_thousandths, rows))
    assert results_text(setup, there) == results_text(SETUP, rows)


def test_a_run_without_a_finite_loss_is_read_back_too(results):
    curve = (*results[0].curve, Point(27, 0.5, float("nan"), 0.25))
    _, (row,) = read_results(results_text(SETUP, [{**results[0].row, "curve": curve}]))
    assert row["curve"][-1].loss != row["curve"][-1].loss and row["curve"][-1].cpu_s == 0.25


def test_a_row_is_a_run_that_has_ended(results):
    setup, rows = read_results(results_text(SETUP, [result.row for result in results]))
    for row, result in zip(rows, results, strict=True):
        ended = finished_run(setup, row)
        assert ended.ended and ended.share == 1 and ended.job.key == result.job.key
        assert ended.result.row == row | {"cpu_s": row["curve"][-1].cpu_s}


def test_the_file_is_the_text(results, tmp_path):
    path = tmp_path / "results.csv"
    with open_results(path, SETUP) as file:
        for result in results:
            file.add(result.row)
    assert path.read_text(encoding="utf-8") == results_text(SETUP, [result.row for result in results])
    assert read_results(path)[1] == ResultsFile(path, SETUP).rows


HARM = {
    "nothing": (lambda text: "", "is not a results file of compare."),
    "half a line": (lambda text: text[: len(text) // 2], "was cut off or changed: it should hold 3 runs."),
    "another order of numbers": (lambda text: text.replace(":", ";"), "is not a results file"),
    "a field too long": (
        lambda text: text[:-1] + " " * csv.field_size_limit() + "\n",
        "was cut off or changed",
    ),
    "no set-up": (lambda text: text.replace('"sentence": "We', '"saying": "We'), "was cut off or changed"),
    "a set-up that is none": (
        lambda text: text.replace('"units": 32', '"units": 0'),
        "Units must be a whole",
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_text_is_refused_in_one_sentence(harm, results):
    change, complaint = HARM[harm]
    with pytest.raises(ValueError) as refusal:
        read_results(change(results_text(SETUP, [result.row for result in results])))
    assert complaint in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_spreadsheet_can_read_it(results):
    _, _, table = results_text(SETUP, [result.row for result in results]).partition("\n")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["cell"] for row in rows] == [result.job.cell for result in results]
    assert [len(row["curve"].split()) for row in rows] == [3, 3, 3]
