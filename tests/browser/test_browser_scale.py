"""Ten thousand accounts: time, memory and size of the folder, and how quickly the directory answers.

The limits are those of docs/acceptance.md. Where a clock is read, the best of several tries counts, so that no hiccup
is taken for a fault, and continuous integration, which shares its machine, may take SLACK times as long; the figures measured stand in
docs/reports.md.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reports import html
from tests.effort import slowness

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLACK = 3
MANY = 10_000
MEASURE = """
() => new Promise((done) => {
  const started = performance.now();
  const before = document.getElementById('count').textContent;
  const box = document.getElementById('q');
  new MutationObserver((_, seen) => {
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - started), 0));
  }).observe(document.getElementById('count'), { childList: true });
  box.value = TEXT;
  box.dispatchEvent(new Event('input', { bubbles: true }));
})
"""
DEBOUNCE = 60  # ms that the directory waits for the next key
KEYS = ("l", "li", "lib", "libr", "library", "", "f", "fa", "fac", "faculty", "faculty 1", "a", "ar", "arts", "", "x", "yo", "youtube", "i", "in")
TYPED = ("l", "li", "library", "law", "", "arts", "x")
USABLE = """
new MutationObserver((_, seen) => {
  if (!document.querySelector('#rows tr')) return;
  seen.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.usable = performance.now(); }, 0));
}).observe(document, { childList: true, subtree: true });
"""
MEMORY = """
import importlib.util, json, pathlib, re, sys
spec = importlib.util.spec_from_file_location("sample_run", sys.argv[1])
sample = importlib.util.module_from_spec(spec)
sys.modules["sample_run"] = sample
spec.loader.exec_module(sample)
from reports import html
from tests.effort import slowness
from reports.view import build
run = sample.run(2000)
list(html.render(sample.view(20)))
pathlib.Path("/proc/self/clear_refs").write_text("5")
status = lambda key: int(re.search(key + r":\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
before = status("VmRSS")
view = build(run, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE)
for _ in html.render(view):
    pass
print(json.dumps((status("VmHWM") - before) / 1024))
"""


@pytest.fixture(scope="module")
def many(sample, tmp_path_factory):
    """The report of ten thousand accounts, and the seconds it took."""
    from reports.view import build

    run = sample.run(MANY)
    view = build(run, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE, trend=sample.trend(MANY))
    target = tmp_path_factory.mktemp("many")
    gc.collect()
    started = time.process_time()
    html.write(view, target)
    return target, time.process_time() - started


def test_the_folder_of_250_accounts_is_written_in_3_seconds(sample, tmp_path):
    view = sample.view(250)
    took = []
    for n in range(3):
        started = time.process_time()
        html.write(view, tmp_path / str(n))
        took.append(time.process_time() - started)

    assert min(took) < 3 * SLACK


def test_the_folder_of_10_000_accounts_is_written_in_20_seconds(many):
    assert many[1] < 20 * SLACK


def test_rendering_takes_less_than_100_megabytes_above_the_data():
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(Path(__file__).parents[1] / "reports" / "sample_run.py")],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip

    assert json.loads(done.stdout) < 100


@pytest.mark.parametrize("size", [250, MANY])
def test_no_page_is_large(sample, many, size, tmp_path):
    target = many[0]
    if size == 250:
        target = tmp_path
        html.write(sample.view(250), target)

    assert max(p.stat().st_size for p in target.rglob("*.html")) <= 300_000
    assert (target / "index.html").stat().st_size <= 120_000
    assert (target / "data" / "accounts.js").stat().st_size <= 60 * size + 1000


@pytest.mark.parametrize(("slower", "usable", "painted"), [(1, 1.0, 0.150), (4, 2.0, 0.400)])
def test_the_directory_of_10_000_is_there_at_once_and_answers_at_once(browser, many, slower, usable, painted):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(USABLE)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    loads = []
    for _ in range(5):
        page.goto((many[0] / "accounts.html").as_uri())
        page.wait_for_function("window.usable")
        loads.append(page.evaluate("window.usable") / 1000)
    answers = [
        statistics.median(page.evaluate(MEASURE.replace("TEXT", json.dumps(text))) / 1000 for text in TYPED) for _ in range(2)
    ]
    context.close()
    print(f"slowed {slower} times: usable after {min(loads):.3f} s, a key after {min(answers):.3f} s")

    assert min(loads) < usable * SLACK
    assert min(answers) < painted * SLACK


def test_a_key_costs_the_processor_less_than_what_is_left_of_150_milliseconds(browser, many):
    """By the main thread's own time, which neighbours on a shared machine do not lengthen."""
    context = browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto((many[0] / "accounts.html").as_uri())
    page.wait_for_selector("#rows tr")

    def spent():
        return {m["name"]: m["value"] * 1000 for m in devtools.send("Performance.getMetrics")["metrics"]}

    def typed():
        taken = []
        for text in KEYS:
            before = spent()
            page.evaluate(MEASURE.replace("TEXT", json.dumps(text)))
            after = spent()
            taken.append({name: after[name] - before[name] for name in ("ScriptDuration", "TaskDuration")})
        return tuple(statistics.median(one[name] for one in taken) for name in ("ScriptDuration", "TaskDuration"))

    script, all_ = map(min, zip(*(typed() for _ in range(2)), strict=True))
    context.close()
    slower = slowness()
    print(f"a key: script {script:.1f} ms, with layout and paint {all_:.1f} ms of the main thread, after {DEBOUNCE} ms of waiting")

    assert script < 80 * slower
    assert DEBOUNCE + all_ / slower < 150
