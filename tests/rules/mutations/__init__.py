"""Breakages of the committed trees by topic; ALL of them in a fixed order."""

from __future__ import annotations

from tests.rules.mutations import (
    buckets,
    cross,
    database,
    ecs,
    iam,
    load_balancer,
    network,
    outputs,
    peering,
    registry,
    secrets,
    state,
    tags,
    variants,
)
from tests.rules.mutations.mutation import Mutation

ALL: tuple[Mutation, ...] = (
    *secrets.MUTATIONS,
    *ecs.MUTATIONS,
    *database.MUTATIONS,
    *buckets.MUTATIONS,
    *network.MUTATIONS,
    *load_balancer.MUTATIONS,
    *iam.MUTATIONS,
    *tags.MUTATIONS,
    *outputs.MUTATIONS,
    *peering.MUTATIONS,
    *registry.MUTATIONS,
    *state.MUTATIONS,
    *cross.MUTATIONS,
    *variants.MUTATIONS,
)
