"""A security group lets the whole internet in on a port that is not a public website's.

Why it matters: addresses are scanned all the time; an open SSH, RDP or database port is found
within minutes, and then one weak password or one unpatched flaw is all it takes. Only a load
balancer should face the internet, on 80 (to redirect) and 443.

Found: ingress from 0.0.0.0/0 or ::/0, or from blocks so wide that they come to the same
(0.0.0.0/1), in all forms: inline `ingress` as blocks, dynamic blocks or a list of objects,
`aws_security_group_rule`, `aws_vpc_security_group_ingress_rule`, the default security group, and
entries of a managed prefix list. Any port but 80 and 443 is an error whoever uses the group; these
two are one, too, when the group is attached to tasks, databases, caches or functions and to no load
balancer, also when that happens in another module. ICMP is left alone. Not found: a port, protocol
or CIDR block that only Terraform can tell, and network ACLs.

Fail:

    resource "aws_security_group" "bastion" {
      name   = "payments-bastion"
      vpc_id = "vpc-0123456789abcdef0"
    }

    resource "aws_vpc_security_group_ingress_rule" "ssh" {
      security_group_id = aws_security_group.bastion.id
      cidr_ipv4         = "0.0.0.0/0"
      ip_protocol       = "tcp"
      from_port         = 22
      to_port           = 22
    }

Pass:

    resource "aws_security_group" "alb" {
      name   = "payments-alb"
      vpc_id = "vpc-0123456789abcdef0"
    }

    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = aws_security_group.alb.id
      cidr_ipv4         = "0.0.0.0/0"
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
    }

Mend: name the group that calls (`referenced_security_group_id`) or the addresses of an office or
VPN; for a shell use ECS Exec or Session Manager, which need no open port.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tfgen.aws.groups import EVERY_PORT, GroupRule, groups_of, open_cidrs, ports_text
from tfgen.errors import Problem
from tfgen.rules._attachments import LOAD_BALANCER, attachments_of

if TYPE_CHECKING:
    from tfgen.program.model import Module, Program, Resource

ID: Final = "TFG111"
NAME: Final = "open-port"
SEVERITY: Final = "error"

_WEB: Final = ((80, 80), (443, 443))
_ICMP: Final = ("icmp", "icmpv6")
_SERVICES: Final = {
    21: "FTP",
    22: "SSH",
    23: "Telnet",
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle",
    2375: "Docker",
    3306: "MySQL",
    3389: "RDP",
    5432: "PostgreSQL",
    5439: "Redshift",
    6379: "Redis",
    9200: "OpenSearch",
    11211: "Memcached",
    27017: "MongoDB",
}
_HINT: Final = (
    "name the security group or the addresses that may call instead of the whole internet; only a "
    "load balancer should be open to it, on 80 and 443"
)


def check(program: Program) -> Iterator[Problem]:
    """Rules that let everyone in, one finding a rule, at the CIDR block."""
    for root in program.roots:
        yield from _check_root(root)


def _check_root(root: Module) -> Iterator[Problem]:
    users: dict[int, dict[Resource, str]] | None = None
    for rule in groups_of(root).every:
        if rule.direction != "ingress" or rule.protocol is None or rule.protocol in _ICMP:
            continue
        cidrs = open_cidrs(rule)
        if not cidrs or rule.ports is None:
            continue
        user = ""
        if rule.protocol in ("tcp", "udp") and rule.ports in _WEB:
            users = attachments_of(root) if users is None else users
            attached = users.get(id(rule.group), {})
            if not attached or LOAD_BALANCER in attached.values():
                continue
            resource, kind = next(iter(attached.items()))
            user = f", although it is attached to the {kind} {resource.block_address}"
        owner = rule.group.block_address if rule.group is not None else "a security group"
        yield Problem(
            f"{owner} is open to the whole internet ({cidrs[0].text}) on {_ports(rule)}{user}",
            cidrs[0].where,
            _HINT,
            (("rule", rule.where),) if rule.where.line != cidrs[0].where.line else (),
        )


def _ports(rule: GroupRule) -> str:
    text = ports_text(rule)
    if rule.ports is None or rule.ports == EVERY_PORT:
        return text
    first, last = rule.ports
    names = [name for port, name in _SERVICES.items() if first <= port <= last]
    shown = f" ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})" if names else ""
    return f"{text}{shown}"
