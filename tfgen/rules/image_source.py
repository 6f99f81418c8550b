"""An image is not from the shared registry, has no fixed version, or cannot be pulled.

Images are built once, scanned, and kept in one private ECR registry that all environments pull
from. An image from Docker Hub or another public registry (also `public.ecr.aws`, and vendors'
sidecars there) can change or vanish, is limited in its pulls, and was scanned by nobody: mirror it.
Without a tag, or with `latest`, two tasks of one service may run different code, and nothing tells
Terraform that the image changed. A task whose execution role may not pull never starts; the service
then fails at its first deployment, long after `plan` was clean:

- the image is not in a private ECR registry, or has no tag, or the tag `latest` (a digest is fine);
- it is in another account than the registry: the one where the program declares its repositories,
  or the one that most images come from;
- it is in a repository that its own root should declare, as it declares others of that account and
  region that images come from (rule registry-consumer asks this across roots);
- a task on Fargate without `execution_role_arn`, or a role whose policies are all known and lack
  `ecr:GetAuthorizationToken` (which AWS grants on the resource `*` only), or on the repository
  `ecr:BatchGetImage`, `ecr:GetDownloadUrlForLayer` or `ecr:BatchCheckLayerAvailability`;
- a repository of another account, declared in any root of the program, that has no policy, or one
  that does not admit the account and the role of the task: IAM needs a yes from both sides.

Not found: what a variable without a value decides, defaults of variables in folders that nobody
applies, roles and repositories that the program does not declare, tasks on EC2 without a role
(the instance pulls).

Fail:

    resource "aws_ecs_task_definition" "web" {
      family = "web"
      container_definitions = jsonencode([{
        name  = "web"
        image = "nginx:latest"
      }])
    }

Pass:

    resource "aws_ecs_task_definition" "web" {
      family = "web"
      container_definitions = jsonencode([{
        name  = "web"
        image = "444444444444.dkr.ecr.us-east-1.amazonaws.com/web:1.27.2"
      }])
    }

Mend: push the image to the shared registry with a tag of its own, and let the execution role pull
it (`AmazonECSTaskExecutionRolePolicy`, or the four actions in a policy of its own). In the
repository's policy name the accounts that consume it, with a condition on `aws:PrincipalArn`. Where
a vendor's image must stay outside, suppress this rule there and say why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tfgen.aws import images
from tfgen.aws.ecs import Given, shown, tasks_of
from tfgen.errors import Problem
from tfgen.program.model import Module, Program
from tfgen.rules._repositories import (
    Repositories,
    Role,
    Use,
    image_use,
    read_registry,
    read_use,
    registry,
    repositories,
)
from tfgen.rules._stand_ins import Reader, Writer
from tfgen.rules._task_roles import LOGIN, PULL, Rights, Roles, named_roles
from tfgen.rules.facts import Fact, compare_roots, problem_fact, problem_of

if TYPE_CHECKING:
    from tfgen.aws.images import Image
    from tfgen.program.values import Value

ID: Final = "TFG006"
NAME: Final = "image-source"
SEVERITY: Final = "error"

_FEWEST_FOR_MAJORITY = 3


def check(program: Program) -> Iterator[Problem]:
    """Problems at images, at roles that cannot pull them, and at repositories that refuse."""
    return compare_roots(program, collect, compare)


def collect(root: Module) -> Fact:
    """The images of a root, its repositories, who pulls, and whose policies it attaches."""
    writer = Writer()
    uses = list(_given(root))
    fact = {
        "registry": registry(root, writer),
        "images": [image_use(use) for use in uses],
        "pulls": list(_pulling(root, uses, writer)),
        "attached": sorted(named_roles(root)),
        "resources": writer.resources,
    }
    return fact if uses or fact["attached"] or any(fact["registry"][2:]) else None


def compare(facts: Sequence[Fact]) -> Iterator[Problem]:
    """The problems of each root, given the repositories and images of all."""
    readers = [Reader(fact["resources"]) for fact in facts]
    own = [
        read_registry(fact["registry"], reader) for fact, reader in zip(facts, readers, strict=True)
    ]
    uses = [
        [read_use(use, fact["registry"][0], declared) for use in fact["images"]]
        for fact, declared in zip(facts, own, strict=True)
    ]
    found = [fact["registry"] for fact in facts]
    declared = repositories(zip(found, own, strict=True))
    shared = _shared_account([use for some in uses for use in some], declared)
    attaching = Counter(name for fact in facts for name in fact["attached"])
    for fact, reader, some in zip(facts, readers, uses, strict=True):
        served = _served(some, declared)
        for use in some:
            problem = _source(use, shared) or _repository(use, declared, served)
            if problem is not None:
                yield problem
        attached = set(fact["attached"])
        for number, role, name, problems in fact["pulls"]:
            # What others attach to a role of this name may let it pull.
            elsewhere = attaching[name] > (name in attached) if name else False
            for sure, data in problems:
                if sure or not elsewhere:
                    yield problem_of(data)
            known = None if role is None else Role(role[0], _arn(reader, role[1]))
            yield from declared.refusals(some[number], known)


def _arn(reader: Reader, fact: Fact) -> Value | None:
    return None if fact is None else reader.value(fact)


def _given(root: Module) -> Iterator[images.Use]:
    """The images of a root, without those that a caller of it may well replace."""
    given = Given(root)
    return (use for use in images.images(root) if not given.is_default(use.value))


# The image


def _source(use: Use, shared: str | None) -> Problem | None:
    """What is wrong with the image by itself."""
    image, wrong = use.image, []
    hint = "push it to the shared registry with a tag of its own and name it by that"
    if image.registry is not None and not image.is_ecr:
        host = images.PUBLIC.get(image.registry, image.registry)
        wrong.append(f"is from {host} and not from a private ECR registry")
    elif image.account and shared and image.account != shared:
        wrong.append(f"is not from the shared registry, which is in account {shared}")
    if image.digest == "" and image.tag == "":
        wrong.append("has no tag, which means latest")
    elif image.digest == "" and image.tag == "latest":
        wrong.append("has the tag latest, which is another image every day")
    if not wrong:
        return None
    if len(wrong) == 1 and image.is_ecr and image.account in (None, shared):
        hint = "give it a tag that is never used twice, or a digest"
    return Problem(f'image "{use.shown}" of {use.what} {" and ".join(wrong)}', use.where, hint)


def _shared_account(uses: Iterable[Use], declared: Repositories) -> str | None:
    """The account of the shared registry: that of the repositories, else that of most images."""
    if len(declared.accounts) == 1:
        return next(iter(declared.accounts))
    if declared.accounts:
        return None
    counts = Counter(
        account
        for _, account in {
            (use.where, use.image.account) for use in uses if use.image.account is not None
        }
    )
    total = counts.total()
    if total < _FEWEST_FOR_MAJORITY:
        return None
    account, most = counts.most_common(1)[0]
    return account if 2 * most > total else None


# The repository


def _place(image: Image) -> tuple[str, str] | None:
    return (image.account, image.region) if image.account and image.region else None


def _served(uses: Iterable[Use], declared: Repositories) -> frozenset[tuple[str, str]]:
    """Accounts and regions of which a root declares repositories that its own images come from."""
    return frozenset(
        place
        for use in uses
        if (place := _place(use.image))
        and (found := declared.find(*place, use.image.repository)) is not None
        and found.folder == use.folder
    )


def _repository(
    use: Use, declared: Repositories, served: frozenset[tuple[str, str]]
) -> Problem | None:
    """A repository that is not there, in a registry that the root keeps."""
    image, place = use.image, _place(use.image)
    if place is None or place not in served or image.repository is None:
        return None
    if declared.find(*place, image.repository) or not declared.is_whole(*place):
        return None
    return Problem(
        f'image "{use.shown}" of {use.what} is in the repository "{image.repository}", '
        f"which nobody declares in account {place[0]}, region {place[1]}",
        use.where,
        f'declare aws_ecr_repository "{image.repository}" there, or correct the name',
        tuple((f"declared: {name}", where) for name, where in declared.names(*place)[:3]),
    )


# Who pulls


def _pulling(root: Module, uses: Sequence[images.Use], writer: Writer) -> Iterator[Fact]:
    """Each pull of an image by a task: its number, who pulls, and the problems of that.

    Who pulls is the address and ARN of a role, None where that is not known; behind it is the
    role's name, which policies of another root may be attached to. Then only the problems hold
    that are marked.
    """
    pulled = [
        (number, use)
        for number, use in enumerate(uses)
        if use.image.is_ecr and use.owner.type == "aws_ecs_task_definition"
    ]
    if not pulled:
        return
    tasks, given, roles = tasks_of(root), Given(root), Roles(root)
    for number, use in pulled:
        task = use.owner
        if not tasks.on_fargate(task):
            # The instance pulls, with a role that the task does not name.
            yield [number, None, "", []]
            continue
        arn = task.get("execution_role_arn")
        role = roles.role(arn)
        problems: list[Fact] = []
        if arn is None and not given.leaves(task, "execution_role_arn"):
            problem = Problem(
                f"{task.block_address} has no execution_role_arn, so that Fargate cannot pull "
                f'"{shown(use.value)}"',
                task.where,
                "give the task an execution role with AmazonECSTaskExecutionRolePolicy",
                (("image", use.where),),
            )
            problems.append([True, problem_fact(problem)])
        if role is None:
            yield [number, None, "", problems]
            continue
        lacking = _lacking(use, roles.rights(role))
        if lacking is not None:
            problems.append([False, problem_fact(lacking)])
        name, own = role.get("name"), role.read("arn")
        who = [role.block_address, None if own is None else writer.value(own)]
        yield [number, who, (name.text if name is not None else None) or "", problems]


def _lacking(use: images.Use, rights: Rights) -> Problem | None:
    """What the role of a task lacks to pull an image."""
    task, image = use.owner, use.image
    repository = (
        f"arn:*:ecr:{image.region or '*'}:{image.account or '*'}:repository/"
        f"{image.repository or '*'}"
    )
    missing = [action for action in PULL if rights.lacks(action, repository)]
    like = (*PULL, LOGIN) if missing else (LOGIN, *PULL)
    if rights.lacks_everywhere(LOGIN):
        missing.insert(0, f'{LOGIN} on "*"')
    if not missing:
        return None
    return Problem(
        f"{rights.role.block_address} runs {task.block_address} and may not pull "
        f'"{shown(use.value)}": it lacks {", ".join(missing)}',
        rights.place(like),
        "allow the execution role these actions on the repository, or attach "
        "AmazonECSTaskExecutionRolePolicy",
        (("image", use.where),),
    )
