from __future__ import annotations

from typing import Any

from werkzeug.test import Client
from werkzeug.wrappers import Response

from tests.e2e.repeats import giving_lost_answers_again


def counting(status: int) -> tuple[Client, list[str]]:
    """An application that answers with the number of the call, and the calls it got."""
    calls: list[str] = []

    def app(environ: Any, start: Any) -> Any:
        calls.append(environ["PATH_INFO"])
        return Response(str(len(calls)), status=status, headers={"x-call": "1"})(environ, start)

    return Client(giving_lost_answers_again(app)), calls


def ask(client: Client, call: str = "") -> tuple[str, str | None]:
    headers = {"amz-sdk-invocation-id": call} if call else {}
    answer = client.post("/", headers=headers)
    return answer.text, answer.headers.get("x-call")


def test_a_second_try_of_a_call_gets_the_first_answer() -> None:
    client, calls = counting(200)
    assert [ask(client, "a"), ask(client, "a"), ask(client, "b")] == [("1", "1")] * 2 + [("2", "1")]
    assert len(calls) == 2


def test_a_failure_is_tried_again() -> None:
    client, _ = counting(500)
    assert [ask(client, "a")[0], ask(client, "a")[0]] == ["1", "2"]


def test_calls_that_carry_no_name_are_all_made() -> None:
    client, _ = counting(200)
    assert [ask(client)[0], ask(client)[0]] == ["1", "2"]
