"""Large results are written piece by piece, to the same bytes."""

from __future__ import annotations

import io
import json

import pytest

from reports import csv_table, json_v1


@pytest.mark.parametrize("size", [0, 1, 40])
def test_the_pieces_of_a_result_make_the_same_json_as_the_whole(sample, size):
    run = sample.run(size)
    whole = json.dumps(json_v1.dump(run), ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")

    assert b"".join(json_v1.pieces(run)) == whole + b"\n" == json_v1.dumps(run)


def test_no_piece_of_a_result_holds_more_than_one_account(sample):
    run = sample.run(40)

    assert len(list(json_v1.pieces(run))) == len(run.results) + 2


def test_the_table_written_into_a_file_has_the_same_bytes_and_leaves_the_file_open(sample):
    run = sample.run(3)
    stream = io.BytesIO()

    csv_table.write(run, stream)

    assert not stream.closed
    assert stream.getvalue() == csv_table.dumps(run)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
