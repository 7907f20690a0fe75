"""Text messages leave through a sender that the zone chooses: `SMS_SENDER` in the settings names it.

A zone that has a contract writes a class of its own in an app of its own and registers it in `AppConfig.ready()`:

    class OurProvider(SmsSender):
        def send(self, number: str, text: str) -> str:
            answer = post_to_the_provider(number, text)      # with a timeout of a few seconds
            if not answer.ok:
                raise SendingFailed(answer.words)            # it is tried again, then somebody is told to call
            return answer.message_id                         # kept beside what was sent

    register_sender("our-provider", OurProvider)

`number` has the international prefix and nothing but digits after «+». Without a name no text message is sent.
"""

import json
import logging
from abc import ABC, abstractmethod
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

log = logging.getLogger("accanto.sms")


class SendingFailed(Exception):
    """The message has certainly not left. Its words are shown to the worker: no names, no numbers."""


class SmsSender(ABC):
    @abstractmethod
    def send(self, number: str, text: str) -> str:
        """Hand over one message; returns the provider's own number for it, or nothing.

        :raises SendingFailed: it has certainly not left, and may be tried again.
        """


class ConsoleSender(SmsSender):
    """For trying: nothing leaves, the log says that something would have."""

    def send(self, number: str, text: str) -> str:
        log.info("text message handed over: %s characters", len(text))
        return "console"


class OutboxSender(SmsSender):
    """For the demonstration: nothing leaves, a line for each message is kept in the file that `SMS_OUTBOX` names."""

    def send(self, number: str, text: str) -> str:
        reference = uuid4().hex[:12]
        path = settings.SMS_OUTBOX
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                line = {"reference": reference, "number": number, "text": text}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise SendingFailed("the outbox cannot be written") from error
        return reference


_senders: dict[str, type[SmsSender]] = {"console": ConsoleSender, "outbox": OutboxSender}


def register_sender(name: str, kind: type[SmsSender]) -> None:
    _senders[name] = kind


def sender() -> SmsSender | None:
    """The one that the settings name; None where text messages are not switched on."""
    name = settings.SMS_SENDER
    if not name:
        return None
    try:
        return _senders[name]()
    except KeyError:
        raise ImproperlyConfigured(f"SMS_SENDER names «{name}», which nobody registered.") from None
