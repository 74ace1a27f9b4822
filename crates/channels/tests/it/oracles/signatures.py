"""Signatures by the providers' own libraries over random inputs, as JSON: a seed goes in as the first argument."""

import base64
import datetime
import json
import random
import sys

from standardwebhooks import Webhook
from twilio.request_validator import RequestValidator

chance = random.Random(int(sys.argv[1]))
LETTERS = "aAbBzZ09+-_ &=%.:/?#\"'<>\n\r\tüß漢🧀"


def text(most):
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, most)))


class Form:
    """Names with several values, as web frameworks hand them over."""

    def __init__(self, pairs):
        self.pairs = pairs

    def __iter__(self):
        return (name for name, _ in self.pairs)

    def __bool__(self):
        return bool(self.pairs)

    def getall(self, wanted):
        return [value for name, value in self.pairs if name == wanted]


def call():
    token = text(32)
    url = chance.choice(["http", "https"]) + "://line.example" + chance.choice(["", ":8443", "/hook", "/h?a=1&b=ü"])
    pairs = [(text(4), text(20)) for _ in range(chance.randint(0, 12))]
    pairs += chance.sample(pairs, min(len(pairs), 2))
    signature = RequestValidator(token).compute_signature(url, Form(pairs))
    return {"token": token, "url": url, "params": pairs, "signature": signature}


def webhook():
    secret = "whsec_" + base64.b64encode(chance.randbytes(chance.randint(24, 64))).decode()
    at = chance.randint(0, 4_000_000_000)
    moment = datetime.datetime.fromtimestamp(at, tz=datetime.timezone.utc)
    identity, body = text(20), text(200)
    signature = Webhook(secret).sign(identity, moment, body)
    return {"secret": secret, "id": identity, "at": at, "body": body, "signature": signature}


json.dump({"calls": [call() for _ in range(500)], "webhooks": [webhook() for _ in range(500)]}, sys.stdout)
