"""An answer that got lost on its way is given again, instead of doing the work again.

On a busy machine the provider now and then loses a connection after the server has answered. It
asks again, and would find its own lock, or the rule that it has just made, in its way. All tries of
one call carry the same amz-sdk-invocation-id (AWS SDKs, "Retry behavior").
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Answer = tuple[str, list[tuple[str, str]], bytes]
_KEPT = 1000


def giving_lost_answers_again(app: WSGIApplication) -> WSGIApplication:
    """The application, but for calls that it has answered with success before."""
    answers: OrderedDict[str, Answer] = OrderedDict()
    lock = Lock()

    def answered(environ: WSGIEnvironment) -> Answer:
        status, headers = "", list[tuple[str, str]]()

        def note(now: str, given: list[tuple[str, str]], _error: object = None, /) -> object:
            nonlocal status, headers
            status, headers = now, given
            return lambda _data: None

        parts = app(environ, note)  # type: ignore[arg-type]
        body = b"".join(parts)
        return status, headers, body

    def again(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID", "")
        with lock:
            answer = answers.get(call)
        if answer is None:
            answer = answered(environ)
            if call and answer[0].startswith("2"):
                with lock:
                    answers[call] = answer
                    if len(answers) > _KEPT:
                        answers.popitem(last=False)
        status, headers, body = answer
        start(status, headers)
        return [body]

    return again
