from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.templating.project import environment, kind, write
from tfgen.templating.analysis import Analysis, analyse, unread_keys

STRING = {"type": "string"}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


SERVICE = closed(
    port={"type": "integer"},
    ingress=closed(paths={"type": "array", "items": STRING}),
    variables={"type": "object", "additionalProperties": STRING},
)
SCHEMA = {
    **closed(
        project=STRING,
        region=STRING,
        mode={"enum": ["a", "b"]},
        network={"$ref": "#/$defs/network"},
        services={"type": "object", "additionalProperties": SERVICE},
        rules={"type": "array", "items": closed(name=STRING, action=STRING)},
        free={"type": "object"},
    ),
    "$defs": {"network": closed(cidr=STRING, zones={"type": "array", "items": STRING})},
}
ROOT = "stacks/environment/main.tf.j2"
DATA = {
    "project": "p",
    "region": "r",
    "network": {"cidr": "c", "zones": ["z"]},
    "services": {"api": {"port": 1, "ingress": {"paths": ["/"]}}, "web": {"port": 2}},
    "rules": [{"name": "n", "action": "allow"}],
}


def analysed(folder: Path, source: str, more: dict[str, str] | None = None) -> Analysis:
    templates = write(folder, {ROOT: source, **(more or {})})
    return analyse(kind(("",), SCHEMA), templates)


def messages(folder: Path, source: str, more: dict[str, str] | None = None) -> list[str]:
    return [str(one) for one in analysed(folder, source, more).problems]


SCHEMA_LINE = "  schema templates/stacks/environment/schema.json"


def test_a_path_that_the_schema_cannot_satisfy(tmp_path: Path) -> None:
    assert messages(tmp_path, "\na = {{ env.network.cidrr }}") == [
        'templates/stacks/environment/main.tf.j2:2: env.network has no key "cidrr" in the schema\n'
        f"{SCHEMA_LINE}\n"
        "  did you mean cidr?"
    ]


def test_a_key_of_what_is_no_map(tmp_path: Path) -> None:
    assert messages(tmp_path, "a = {{ env.region.name }}") == [
        'templates/stacks/environment/main.tf.j2:1: env.region is a string: it has no key "name"\n'
        f"{SCHEMA_LINE}"
    ]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("{{ env['netwrk'] }}", "env"),
        ("{{ env.services[instance].prt }}", "env.services[…]"),
        ("{{ env.services.api.prt }}", "env.services.api"),
        ("{% for n, s in env.services.items() %}{{ s.prt }}{% endfor %}", "env.services[…]"),
        ("{% for n, s in env.services | dictsort %}{{ s.prt }}{% endfor %}", "env.services[…]"),
        ("{% for s in env.rules %}{{ s.prt }}{% endfor %}", "env.rules[…]"),
        ("{% for s in env.rules | list %}{{ s.prt }}{% endfor %}", "env.rules[…]"),
        ("{{ (env.rules | first).prt }}", "env.rules[…]"),
        ("{{ env.rules[0].prt }}", "env.rules[…]"),
        ("{% set s = env.network %}{{ s.prt }}", "env.network"),
        ("{% with s = env.network %}{{ s.prt }}{% endwith %}", "env.network"),
        (
            "{% if true %}{% set s = env.network %}{% else %}{% set s = env.network %}{% endif %}"
            "{{ s.prt }}",
            "env.network",
        ),
        ("{% macro m(x) %}{{ x.prt }}{% endmacro %}{{ m(env.network) }}", "env.network"),
        ("{% macro m(a, x=1) %}{{ x.prt }}{% endmacro %}{{ m(1, x=env.network) }}", "env.network"),
        ("{% macro m() %}{{ env.network.prt }}{% endmacro %}", "env.network"),
        (
            "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ env.network.prt }}"
            "{% endcall %}",
            "env.network",
        ),
        ("{% if env.network.prt %}{% endif %}", "env.network"),
        ("{{ env.network.prt.deeper is defined }}", "env.network"),
        ("{{ 1 if env.network.prt else 2 }}", "env.network"),
        ("{{ f(env.network.prt) }}", "env.network"),
        ("{{ [env.network.prt] }}", "env.network"),
        ("{{ env.network.prt | upper }}", "env.network"),
        ("{% if stack == 'environment' %}{{ env.network.prt }}{% endif %}", "env.network"),
        ("{% filter upper %}{{ env.network.prt }}{% endfilter %}", "env.network"),
        ("{% block x %}{{ env.network.prt }}{% endblock %}", "env.network"),
        ("{% set ns = namespace() %}{% set ns.x = env.network.prt %}", "env.network"),
    ],
)
def test_paths_are_followed(source: str, path: str, tmp_path: Path) -> None:
    found = messages(tmp_path, source)
    assert len(found) == 1
    assert f': {path} has no key "' in found[0]


def test_paths_are_followed_into_other_templates(tmp_path: Path) -> None:
    more = {
        "_part.tf.j2": "{{ s.one }}\n",
        "_macros.tf.j2": "{% macro m(x) %}{{ x.two }}{% endmacro %}",
        "modules/net/main.tf.j2": "a = {{ env.three }}\n",
        "modules/unused/main.tf.j2": "a = {{ env.four }}\n",
    }
    source = (
        '{% set s = env.network %}\n{% include "_part.tf.j2" %}\n'
        '{% import "_macros.tf.j2" as m %}{{ m.m(env.network) }}\n'
        '{% from "_macros.tf.j2" import m as n %}{{ n(env.services.api) }}\n'
        'module "net" {\n  source = "./modules/net"\n}\n'
    )
    found = [line.splitlines()[0] for line in messages(tmp_path, source, more)]
    assert sorted(found) == [
        'templates/_macros.tf.j2:1: env.network has no key "two" in the schema',
        'templates/_macros.tf.j2:1: env.services.api has no key "two" in the schema',
        'templates/_part.tf.j2:1: env.network has no key "one" in the schema',
        'templates/modules/net/main.tf.j2:1: env has no key "three" in the schema',
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{{ env.network.cidr.upper() }}",
        "{{ env.services.anything.port }}",
        "{{ env.services.items() | length }}",
        "{{ env.network.zones.index('a') }}",
        "{{ env.free.what.ever }}",
        "{{ env.mode.x }}",
        "{{ env.nope is defined }}",
        "{% if env.nope is defined %}{{ env.nope.x.y }}{% endif %}",
        "{{ env.nope.x if env.nope is defined else 1 }}",
        "{% if env.nope is defined and env.nope.x %}{% endif %}",
        "{{ env.nope | default(1) }}",
        "{{ (env.nope | default({})).x }}",
        "{{ (env.network | default(env.services)).api }}",
        "{% if 'nope' in env %}{{ env.nope.x }}{% endif %}",
        "{% if env.get('nope') %}{{ env.nope.x }}{% endif %}",
        "{{ env.get('nope', {}).x }}",
        "{% if stack == 'operations' %}{{ env.nope }}{% endif %}",
        "{% if stack != 'environment' %}{{ env.nope }}{% elif false %}{% endif %}",
        "{% if stack in ['operations', 'peering'] and env.nope %}{{ env.nope }}{% endif %}",
        "{{ env.nope if stack == 'operations' else 1 }}",
        "{% if root == 'bootstrap' %}{{ env.nope }}{% endif %}",
        "{% set x = env.network if env.mode else env.services %}{{ x.api }}",
        "{% if env.mode %}{% set x = env.network %}{% else %}{% set x = 1 %}{% endif %}{{ x.api }}",
        "{{ merge(env.network, {'x': 1}).x }}",
        "{% set env = {'x': 1} %}{{ env.x }}",
        "{% for x in env.network %}{{ x.y }}{% endfor %}",
        "{% for x in env.rules recursive %}{{ x.y }}{% endfor %}",
        "{% macro m(x) %}{{ x.y }}{% endmacro %}{{ m({'y': 1}) }}",
        "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(env.network) }}",
        "{{ env.network | map('upper') | first }}",
        "{% set a, b = env.network, env.rules %}{{ a.x }}",
        "{{ loop.index }}{{ unknown.thing }}",
        "{{ env.rules | selectattr('nope') | list }}",
        "{{ env.rules | map(attribute='nope.x') | list }}",
    ],
)
def test_what_may_be_is_no_error(source: str, tmp_path: Path) -> None:
    assert messages(tmp_path, source) == []


def unread(folder: Path, source: str, more: dict[str, str] | None = None) -> list[str]:
    return [
        one.message.split()[0]
        for one in unread_keys(environment(DATA), analysed(folder, source, more))
    ]


def test_a_key_that_nobody_reads_is_a_warning_at_its_line(tmp_path: Path) -> None:
    source = "{{ env.network }}{{ env.services }}{{ env.rules }}"
    found = unread_keys(environment(DATA), analysed(tmp_path, source))
    assert [str(one) for one in found] == [
        "environments/dev.yaml:3:1: region is read by no template of the stack kind environment\n"
        "  remove it, or read it in a template"
    ]


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("{{ env }}", []),
        ("{{ env | json }}", []),
        ("{{ f(env) }}", []),
        ("{{ merge(env, {}) }}", []),
        ("", ["region", "network", "services", "rules"]),
        (
            "{{ env.network.cidr }}",
            ["region", "network.zones", "services", "rules"],
        ),
        (
            "{% for n, s in env.services.items() %}{{ s.port }}{% endfor %}",
            ["region", "network", "services.api.ingress", "rules"],
        ),
        (
            "{% for n in env.services %}{{ env.services[n].port }}{% endfor %}",
            ["region", "network", "services.api.ingress", "rules"],
        ),
        (
            "{{ env.services.api.port }}",
            ["region", "network", "services.api.ingress", "services.web", "rules"],
        ),
        (
            "{% for r in env.rules %}{{ r.name }}{% endfor %}",
            ["region", "network", "services", "rules[0].action"],
        ),
        (
            "{% if env.network and env.region == 'x' %}{% endif %}",
            ["network.cidr", "network.zones", "services", "rules"],
        ),
        (
            "{{ (env.network | default({})).cidr }}",
            ["region", "network.zones", "services", "rules"],
        ),
        (
            "{% set x = env.network or env.services %}{{ x.cidr }}",
            ["region", "network.zones", "services.api", "services.web", "rules"],
        ),
        (
            "{% macro m(x) %}{{ x.cidr }}{% endmacro %}{{ m(env.network) }}",
            ["region", "network.zones", "services", "rules"],
        ),
    ],
)
def test_unread_keys(source: str, keys: list[str], tmp_path: Path) -> None:
    assert unread(tmp_path, source) == keys


def test_modules_read_as_well(tmp_path: Path) -> None:
    more = {"modules/net/main.tf.j2": "a = {{ env.network }}\n"}
    rest = ["region", "services", "rules"]
    assert unread(tmp_path / "a", '  source = "./modules/net"\n', more) == rest
    assert unread(tmp_path / "b", '  source = "./modules/{{ x }}"\n', more) == rest
    assert unread(tmp_path / "c", "", more) == ["region", "network", *rest[1:]]


def test_nothing_is_said_about_keys_when_an_include_is_computed(tmp_path: Path) -> None:
    assert unread(tmp_path, "{% include env.region %}") == []
    assert not analysed(tmp_path, "{% include env.region %}").complete


def test_missing_templates_that_may_be_missing(tmp_path: Path) -> None:
    assert analysed(tmp_path / "a", '{% include "x" ignore missing %}').complete
    assert not analysed(tmp_path / "b", '{% include "x" %}').complete


def test_defaults_are_no_keys_of_the_user(tmp_path: Path) -> None:
    from dataclasses import replace

    env = replace(environment(DATA), defaults={("region",): ("properties", "region", "default")})
    found = unread_keys(env, analysed(tmp_path, "{{ env.network }}"))
    assert [one.message.split()[0] for one in found] == ["services", "rules"]
