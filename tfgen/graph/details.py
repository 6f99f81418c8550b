"""What a picture says about a thing, in a few short lines."""

from __future__ import annotations

from typing import Final

from tfgen.aws.ecs import is_fargate, task_of
from tfgen.aws.images import parse
from tfgen.aws.links import linked
from tfgen.aws.load_balancers import LOAD_BALANCERS, is_internet_facing, kind_of
from tfgen.graph.inventory import DATABASES, Inventory, Node
from tfgen.graph.picture import Kind
from tfgen.graph.words import argument, name_of, text_of
from tfgen.program.containers import containers_of
from tfgen.program.model import Resource

_NAMES: Final = {
    "aws_db_instance": "identifier",
    "aws_rds_cluster": "cluster_identifier",
    "aws_elasticache_cluster": "cluster_id",
    "aws_elasticache_replication_group": "replication_group_id",
    "aws_lambda_function": "function_name",
}
_ENGINES: Final = {
    "aurora-mysql": "Aurora MySQL",
    "aurora-postgresql": "Aurora PostgreSQL",
    "mariadb": "MariaDB",
    "memcached": "Memcached",
    "mysql": "MySQL",
    "postgres": "PostgreSQL",
    "redis": "Redis",
    "valkey": "Valkey",
}


def title_of(resource: Resource) -> str:
    """What a thing is called in AWS."""
    names = ("name",) if resource.type not in _NAMES else (_NAMES[resource.type],)
    return name_of(resource, *names)


def kind_of_node(node: Node) -> Kind:
    """What a node is drawn as."""
    if node.resource.type in (*LOAD_BALANCERS, "aws_elb"):
        return "balancer"
    return "database" if node.resource.type in DATABASES else "compute"


def lines_of(node: Node, inventory: Inventory) -> tuple[str, ...]:
    """What is worth knowing about a node."""
    resource = node.resource
    if resource.type in LOAD_BALANCERS:
        found = [_balancer(resource)]
    elif resource.type == "aws_ecs_service":
        found = _service(resource, inventory)
    elif resource.type in DATABASES:
        found = _database(resource)
    else:
        kind = {"aws_elb": "classic load balancer", "aws_lambda_function": "function"}
        size = argument(resource, "instance_type") or argument(resource, "runtime")
        found = [", ".join(filter(None, (kind.get(resource.type, "server"), size)))]
    if not resource.certain:
        found.append("how many cannot be told")
    return tuple(filter(None, found))


def _balancer(resource: Resource) -> str:
    kind = f"{kind_of(resource)} load balancer" if kind_of(resource) else "load balancer"
    reach = {True: ", public", False: ", internal", None: ""}[is_internet_facing(resource)]
    return f"{kind}{reach}"


def _service(resource: Resource, inventory: Inventory) -> list[str]:
    task = task_of(resource)
    size = ""
    if task is not None:
        cpu, memory = argument(task, "cpu"), argument(task, "memory")
        size = f", {cpu} CPU units, {memory} MiB" if cpu and memory else ""
    where = "Fargate" if is_fargate(resource) else "ECS"
    found = [f"{where}{size}", _tasks(resource, inventory)]
    for container in containers_of(task) if task is not None else ():
        image = container.get("image")
        if image is not None and (pattern := image.pattern()) is not None:
            parsed = parse(pattern)
            tag = f":{parsed.tag}" if parsed.tag else ""
            found.append(
                f"image {parsed.repository}{tag}" if parsed.repository else f"image {pattern}"
            )
    return [line.replace("\0", "…") for line in found]


def _tasks(resource: Resource, inventory: Inventory) -> str:
    for target in inventory.find("aws_appautoscaling_target"):
        scaled = target.get("resource_id")
        if scaled is not None and resource in scaled.resources():
            low, high = argument(target, "min_capacity"), argument(target, "max_capacity")
            if low and high:
                return f"{low} to {high} tasks"
    count = argument(resource, "desired_count")
    return f"{count} task{'' if count == '1' else 's'}" if count else ""


def _database(resource: Resource) -> list[str]:
    engine, version = argument(resource, "engine"), argument(resource, "engine_version")
    size = next(
        filter(None, (argument(resource, name) for name in ("instance_class", "node_type"))), ""
    )
    found = [" ".join(filter(None, (_ENGINES.get(engine, engine), version))), size]
    storage, most = (
        argument(resource, name) for name in ("allocated_storage", "max_allocated_storage")
    )
    if storage:
        found.append(f"{storage} GB" + (f", at most {most} GB" if most not in ("", "0") else ""))
    standby = resource.get("multi_az")
    if standby is not None and standby.truth:
        found.append("standby in another zone")
    return found


def bucket_lines(bucket: Resource, inventory: Inventory) -> tuple[str, ...]:
    """Versions and encryption of a bucket, as far as they are declared."""
    found = []
    for versioning in inventory.find("aws_s3_bucket_versioning"):
        block = versioning.block("versioning_configuration")
        if linked(versioning, "bucket") is bucket and block is not None:
            found.append("versioned" if argument(block, "status") == "Enabled" else "")
    for one in inventory.find("aws_s3_bucket_server_side_encryption_configuration"):
        if linked(one, "bucket") is not bucket:
            continue
        for rule in one.blocks("rule"):
            default = rule.block("apply_server_side_encryption_by_default")
            how = text_of(default.get("sse_algorithm")) if default is not None else ""
            found.append({"aws:kms": "encrypted with KMS", "AES256": "encrypted"}.get(how, ""))
    line = ", ".join(filter(None, found))
    return (line,) if line else ()
