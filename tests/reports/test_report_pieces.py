"""Large results are written account by account, several files in one pass, to the same bytes."""

from __future__ import annotations

import io
import json

import pytest

from reports import csv_table, html, json_v1


@pytest.mark.parametrize("size", [0, 1, 40])
def test_a_result_written_account_by_account_is_the_same_json_as_the_whole(sample, size):
    run = sample.run(size)
    whole = json.dumps(json_v1.dump(run), ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")
    stream = io.BytesIO()

    json_v1.write(run, stream)

    assert not stream.closed
    assert stream.getvalue() == whole + b"\n" == json_v1.dumps(run)


@pytest.mark.parametrize("form", [json_v1, csv_table])
def test_what_was_written_grows_with_every_account_that_passes(sample, form):
    run, stream, sizes = sample.run(40), io.BytesIO(), []

    for _ in form.along(run, run.results, stream):
        sizes.append(len(stream.getvalue()))

    assert sizes == sorted(set(sizes))
    assert len(sizes) == 40


def test_the_table_written_into_a_file_has_the_same_bytes_and_leaves_the_file_open(sample):
    run = sample.run(3)
    stream = io.BytesIO()

    csv_table.write(run, stream)

    assert not stream.closed
    assert stream.getvalue() == csv_table.dumps(run)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")


def test_one_pass_over_the_results_writes_what_three_passes_write(sample):
    view = sample.view(30)
    run, table, machines, read = view.run, io.BytesIO(), io.BytesIO(), []
    once = (read.append(r.account.id) or r for r in run.results)

    along = json_v1.along(run, csv_table.along(run, once, table), machines)
    pages = dict(html.render(view, results=along))

    assert table.getvalue() == csv_table.dumps(run)
    assert machines.getvalue() == json_v1.dumps(run)
    assert pages == dict(html.render(view))
    assert read == [r.account.id for r in run.results]


def test_accounts_of_a_unit_lead_to_each_other_in_the_order_of_their_keys(sample):
    view = sample.view(60)
    pages = {name: content.decode() for name, content in html.render(view) if name.startswith("a/")}

    for unit in view.units:
        rows = sorted(unit.accounts, key=lambda r: r.key)
        for before, after in zip([None, *rows], [*rows, None], strict=True):
            if before is not None:
                told = f'rel="next" href="{after.key}.html"' if after else 'rel="next"'
                assert (told in pages[before.href]) is (after is not None)
            if after is not None:
                told = f'rel="prev" href="{before.key}.html"' if before else 'rel="prev"'
                assert (told in pages[after.href]) is (before is not None)
