"""A task for Fargate has a size, network mode or storage that Fargate refuses.

Fargate sells CPU and memory in fixed pairs. `plan` and `validate` accept any number, and the apply
then fails at RegisterTaskDefinition: "No Fargate configuration exists for given values", "Fargate
requires that 'cpu' be defined at the task level", "Fargate only supports network mode 'awsvpc'",
"The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'". Found,
for a task that names FARGATE in `requires_compatibilities` or that a service runs on Fargate:

- `cpu` or `memory` missing, or no pair of the table in the Amazon ECS developer guide (256 units
  with 512, 1024 or 2048 MiB, up to 16384 units with 32768 to 122880 MiB in steps of 8192), also
  written as `"1 vCPU"` and `"2 GB"`;
- containers that together ask for more `cpu`, or reserve more memory (`memoryReservation`, else
  `memory`), than the task has, or one container whose `memory` is above the task's; this also for
  tasks on EC2 that have a size;
- a `network_mode` other than `awsvpc`;
- `ephemeral_storage` outside 21 to 200 GiB;
- Windows with less than 1 vCPU (AWS documents that it does not start) or more than 4 vCPU, which
  is for Linux only;
- what AWS documents as not valid on Fargate: `ipc_mode`, `pid_mode = "host"`,
  `placement_constraints`, volumes with a `host_path` or a Docker volume; in containers
  `disableNetworking`, `dnsSearchDomains`, `dnsServers`, `dockerSecurityOptions`, `extraHosts`,
  `links`, `privileged`, in their `linuxParameters` `devices`, `maxSwap`, `sharedMemorySize`,
  `swappiness`, `tmpfs` and added capabilities other than `SYS_PTRACE`.

Not found: values that only Terraform could tell, and defaults of variables in folders that nobody
applies.

Fail:

    resource "aws_ecs_task_definition" "api" {
      family                   = "api"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      memory                   = 4096
      container_definitions    = jsonencode([{ name = "api", image = "api" }])
    }

Pass:

    resource "aws_ecs_task_definition" "api" {
      family                   = "api"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 512
      memory                   = 4096
      container_definitions    = jsonencode([{ name = "api", image = "api" }])
    }

Mend: choose a pair of the table; the message names the memory that goes with the CPU.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfgen.aws.ecs import TASK, Given, each_root, tasks_of
from tfgen.errors import Location, Problem
from tfgen.fargate import MEMORY, choices
from tfgen.program.containers import complete, containers_of
from tfgen.program.model import Module, Program, Resource
from tfgen.program.values import Value
from tfgen.rules._fargate import (
    LEAST_WINDOWS_CPU,
    MOST_WINDOWS_CPU,
    cpu_units,
    mebibytes,
)

ID: Final = "TFG151"
NAME: Final = "fargate-size"
SEVERITY: Final = "error"

_LEAST_STORAGE, _MOST_STORAGE = 21, 200
# Amazon ECS developer guide, "Task definition differences for Fargate".
_NOT_IN_CONTAINERS: Final = (
    ("disableNetworking",),
    ("dnsSearchDomains",),
    ("dnsServers",),
    ("dockerSecurityOptions",),
    ("extraHosts",),
    ("links",),
    ("privileged",),
    ("linuxParameters", "devices"),
    ("linuxParameters", "maxSwap"),
    ("linuxParameters", "sharedMemorySize"),
    ("linuxParameters", "swappiness"),
    ("linuxParameters", "tmpfs"),
)


def check(program: Program) -> Iterator[Problem]:
    """Problems of every task definition, at what is to be changed."""
    for root in each_root(program.roots, TASK):
        yield from _root(root)


def _root(root: Module) -> Iterator[Problem]:
    tasks, given = tasks_of(root), Given(root)
    for task in root.find(TASK):
        cpu, memory = (_own(task, name, given) for name in ("cpu", "memory"))
        system = _system(task)
        windows = system is not None and (system.text or "").startswith("WINDOWS")
        on_fargate = tasks.on_fargate(task)
        if on_fargate:
            yield from _missing(task, given)
            yield from _pair(task, cpu, memory)
            if windows and system is not None and cpu is not None:
                yield from _windows(task, cpu, system)
            yield from _surroundings(task, given)
            yield from _storage(task, given)
        # AWS ignores the size of a task of Windows containers on EC2.
        if on_fargate or not windows:
            yield from _sums(task, cpu, memory)


def _system(task: Resource) -> Value | None:
    platform = task.block("runtime_platform")
    return None if platform is None else platform.get("operating_system_family")


def _own(task: Resource, name: str, given: Given) -> Value | None:
    """An argument that no caller can replace."""
    value = task.get(name)
    return None if given.is_default(value) else value


def _missing(task: Resource, given: Given) -> Iterator[Problem]:
    for name in ("cpu", "memory"):
        if task.get(name) is None and not given.leaves(task, name):
            yield Problem(
                f"{task.block_address} is for Fargate and has no {name}, which Fargate requires",
                task.where,
                f"set {name} of the task, for example cpu = 256 and memory = 512",
            )


def _pair(task: Resource, cpu: Value | None, memory: Value | None) -> Iterator[Problem]:
    units = cpu and cpu_units(cpu)
    if cpu is not None and cpu.is_known and units not in MEMORY:
        yield Problem(
            f'Fargate has no task of "{cpu.text}" CPU ({task.block_address})',
            cpu.where,
            f"choose one of {', '.join(map(str, MEMORY))} CPU units",
        )
    elif cpu is not None and memory is not None and memory.is_known and units in MEMORY:
        if mebibytes(memory) not in MEMORY[units]:
            yield Problem(
                f"Fargate has no task of {units} CPU units and memory {memory.text} "
                f"({task.block_address})",
                memory.where,
                f"with {units} CPU units choose {choices(units)} MiB",
                (("cpu", cpu.where),),
            )
    elif memory is not None and memory.is_known and (cpu is None or not cpu.is_known):
        size = mebibytes(memory)
        if all(size not in sizes for sizes in MEMORY.values()):
            yield Problem(
                f"Fargate has no task with memory {memory.text} ({task.block_address})",
                memory.where,
                "choose a memory that Fargate offers, such as 512, 1024 or 2048 MiB",
            )


def _windows(task: Resource, cpu: Value, system: Value) -> Iterator[Problem]:
    units = cpu_units(cpu)
    offered = [size for size in MEMORY if LEAST_WINDOWS_CPU <= size <= MOST_WINDOWS_CPU]
    if units in MEMORY and units not in offered:
        yield Problem(
            f"Fargate runs {system.text} on {', '.join(map(str, offered))} CPU units, not on "
            f"{units} ({task.block_address})",
            cpu.where,
            "choose one of these and the memory by that",
            (("operating system", system.where),),
        )


def _surroundings(task: Resource, given: Given) -> Iterator[Problem]:
    """What Fargate has no notion of: other networks, the host, privileges."""
    mode = _own(task, "network_mode", given)
    if mode is not None and mode.is_known and mode.text != "awsvpc":
        yield _refused(task, f'network_mode "{mode.text}"', mode.where, 'set it to "awsvpc"')
    elif task.get("network_mode") is None and not given.leaves(task, "network_mode"):
        hint = 'set network_mode = "awsvpc"'
        yield _refused(task, 'no network_mode, which means "bridge"', task.where, hint)
    for name, allowed in (("ipc_mode", ()), ("pid_mode", ("task",))):
        value = _own(task, name, given)
        if value is not None and value.text and value.text not in allowed:
            yield _refused(task, f'{name} "{value.text}"', value.where, "remove it")
    for constraint in task.blocks("placement_constraints"):
        if constraint.certain:
            yield _refused(task, "placement_constraints", constraint.where, "remove them")
    for volume in task.blocks("volume"):
        host = volume.get("host_path")
        hint = "leave it out for an empty volume, or use efs_volume_configuration"
        if host is not None and host.text:
            yield _refused(task, "a volume with a host_path", host.where, hint)
        for docker in volume.blocks("docker_volume_configuration"):
            if docker.certain:
                yield _refused(task, "a Docker volume", docker.where, hint)
    for container in containers_of(task):
        for path in _NOT_IN_CONTAINERS:
            found = container.get(*path)
            if found is not None and _is_set(found):
                what = f'"{path[-1]}" in container "{container.name}"'
                yield _refused(task, what, found.where, "remove it")
        added = container.get("linuxParameters", "capabilities", "add")
        for capability in () if added is None else added.items:
            if capability.text and capability.text not in {"SYS_PTRACE", "CAP_SYS_PTRACE"}:
                what = f'capability {capability.text} added to container "{container.name}"'
                yield _refused(task, what, capability.where, "only SYS_PTRACE can be added")


def _is_set(value: Value) -> bool:
    """Whether a parameter says something, and is not empty or off."""
    if value.items or value.truth:
        return True
    return value.number is not None and value.number > 0


def _refused(task: Resource, what: str, where: Location, hint: str) -> Problem:
    return Problem(
        f"{task.block_address} is for Fargate and has {what}; Fargate refuses it", where, hint
    )


def _storage(task: Resource, given: Given) -> Iterator[Problem]:
    for block in task.blocks("ephemeral_storage"):
        size = block.get("size_in_gib")
        number = size.number if size is not None and not given.is_default(size) else None
        if number is not None and size and not _LEAST_STORAGE <= number <= _MOST_STORAGE:
            yield Problem(
                f"Fargate has no ephemeral storage of {number} GiB ({task.block_address})",
                size.where,
                f"choose {_LEAST_STORAGE} to {_MOST_STORAGE} GiB, or leave it out for 20 GiB",
            )


def _sums(task: Resource, cpu_value: Value | None, memory_value: Value | None) -> Iterator[Problem]:
    """What the containers ask for, against what the task has."""
    cpu = None if cpu_value is None else cpu_units(cpu_value)
    memory = None if memory_value is None else mebibytes(memory_value)
    units, reserved = 0, 0
    for container in containers_of(task):
        values = {name: container.get(name) for name in ("cpu", "memory", "memoryReservation")}
        own_cpu, limit, soft = (_number(value) for value in values.values())
        units += own_cpu or 0
        reserved += (limit if soft is None else soft) or 0
        for name, asked, own in (("cpu", own_cpu, cpu), ("memory", limit, memory)):
            value = values[name]
            if own is not None and asked is not None and asked > own and value is not None:
                unit = "CPU units" if name == "cpu" else "MiB"
                yield Problem(
                    f'container "{container.name}" of {task.block_address} asks for {asked} {unit} '
                    f"of the {own} that the task has",
                    value.where,
                    f"raise {name} of the task, or lower that of the container",
                    (("task", task.where_of(name)),),
                )
                return
    # More containers only make it worse, so that a list known in part is enough.
    for name, total, own in (("cpu", units, cpu), ("memory", reserved, memory)):
        if own is not None and total > own:
            unit = "CPU units" if name == "cpu" else "MiB"
            known = "" if complete(task) else "at least "
            yield Problem(
                f"the containers of {task.block_address} ask for {known}{total} {unit} of the "
                f"{own} that the task has",
                task.where_of(name),
                f"raise {name} of the task to a size that holds them all, or lower theirs",
            )


def _number(value: Value | None) -> int | None:
    number = value.number if value is not None else None
    return None if number is None else int(number)
