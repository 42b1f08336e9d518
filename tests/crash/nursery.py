"""Forks real `auditor` processes from one that has everything imported already: a night then starts in milliseconds.

Run as a program by living.py. Reads one JSON object a line on stdin (arguments, environment, folder, out, err, halt), forks, and
answers with two lines: {"pid": ...} and, when the child is gone, {"pid": ..., "status": ..., "seconds": ...}. With `halt` the child
stops itself before it begins, so that a tracer can be attached. Only one thread runs here, so forking is safe.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
import time
from typing import Any


def warm() -> None:
    """Import what any night needs, so that children need not; nothing is compiled to files afterwards."""
    for name in ("auditor", "connectors", "reports"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                with contextlib.suppress(ImportError):  # whatever needs it will say so
                    importlib.import_module(module.name)
    for name in (
        "tweepy",
        "googleapiclient.discovery",
        "facebook",
        "feedparser",
        "css_inline",
        "encodings.ascii",
        "encodings.latin_1",
        "encodings.utf_8_sig",
        "encodings.idna",
    ):
        importlib.import_module(name)
    _compile_templates()
    sys.dont_write_bytecode = True  # whatever a night imports beyond these would write files of Python's own


def _compile_templates() -> None:
    """Compile the report's templates once: that is half of what a night of three accounts computes."""
    from jinja2 import Environment

    from reports.html import environment

    known: dict[tuple[object, ...], Any] = {}
    compiled: Any = Environment.compile

    def remembered(self: Environment, source: Any, name: Any = None, filename: Any = None, **more: Any) -> Any:
        key = (source, name, filename, self.autoescape)
        if key not in known:
            known[key] = compiled(self, source, name, filename, **more)
        return known[key]

    setattr(Environment, "compile", remembered)  # noqa: B010 - a method is replaced on purpose
    templates = environment()
    for name in templates.list_templates():
        with contextlib.suppress(Exception):  # what is no template of a page says so when it is used
            templates.get_template(name)


def child(order: dict[str, Any]) -> None:
    """Become one invocation of the program."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    for number, path in ((1, order["out"]), (2, order["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["auditor", *order["arguments"]]
    if order.get("largest_file"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], order["largest_file"]))
    if order.get("user"):
        os.setgroups([])
        os.setgid(order["user"])
        os.setuid(order["user"])
    if order.get("halt"):
        os.kill(os.getpid(), signal.SIGSTOP)
    from auditor.__main__ import main

    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    """Bear children until stdin ends."""
    for line in sys.stdin:
        order = json.loads(line)
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            try:
                child(order)
            except BaseException as error:  # noqa: BLE001 - a child must never come back here
                os.write(2, f"nursery: {type(error).__name__}: {error}\n".encode())
            finally:
                os._exit(1)
        print(json.dumps({"pid": pid}), flush=True)
        _, status = os.waitpid(pid, 0)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        gone = {"pid": pid, "status": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - began}
        print(json.dumps(gone | {"peak_kib": used.ru_maxrss}), flush=True)


if __name__ == "__main__":
    warm()
    serve()
