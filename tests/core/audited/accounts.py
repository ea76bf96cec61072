"""Services of accounts."""

from __future__ import annotations

from serai.core.services import (
    choose_language,
    make_sign_in_link,
    send_sign_in_link,
    sign_out,
    use_sign_in_link,
)

CALLS = {
    "core.services.make_sign_in_link": (
        lambda world: world.users["secretariat"],
        lambda world, actor, user: make_sign_in_link(actor=actor, user=user),
    ),
    "core.services.use_sign_in_link": (
        lambda world: (
            make_sign_in_link(actor=world.actors["operator"], user=world.users["secretariat"]).token
        ),
        lambda world, actor, token: use_sign_in_link(actor=actor, token=token),
    ),
    "core.services.send_sign_in_link": (
        lambda world: world.users["secretariat"].email,
        lambda world, actor, email: send_sign_in_link(actor=actor, email=email, language="en"),
    ),
    "core.services.choose_language": (
        lambda world: world.users["secretariat"],
        lambda world, actor, user: choose_language(actor=actor, user=user, language="ar"),
    ),
    "core.services.sign_out": (
        lambda world: world.users["secretariat"],
        lambda world, actor, user: sign_out(actor=actor, user=user),
    ),
}
