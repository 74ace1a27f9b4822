"""What Slack's own library says. `sign SEED`: signatures over random inputs, as JSON. `blocks`: whether the blocks
that come in as JSON are valid; prints what is wrong with them, else "valid"."""

import json
import random
import sys

from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier


def sign(seed):
    chance = random.Random(seed)
    letters = "aAzZ09+-_ &=%.:/?#\"'<>\n\r\tüß漢🧀"
    text = lambda most: "".join(chance.choice(letters) for _ in range(chance.randint(1, most)))
    signed = []
    for _ in range(300):
        secret, at, body = "k" + text(32), chance.randint(0, 4_000_000_000), text(200)
        signature = SignatureVerifier(secret).generate_signature(timestamp=str(at), body=body)
        signed.append({"secret": secret, "at": at, "body": body, "signature": signature})
    json.dump(signed, sys.stdout)


def blocks(given):
    parsed = Block.parse_all(given)
    if len(parsed) != len(given):
        print("some are no blocks")
        return
    for block, raw in zip(parsed, given):
        block.validate_json()
        if block.to_dict() != raw:
            print("not understood whole:", json.dumps(raw), "became", json.dumps(block.to_dict()))
            return
    print("valid")


if sys.argv[1] == "sign":
    sign(int(sys.argv[2]))
else:
    blocks(json.load(sys.stdin))
