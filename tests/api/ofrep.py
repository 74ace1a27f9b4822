"""Reads the switch through the official OpenFeature provider.

ofrep.py URL KEY ORGANIZATION: prints what it reads, waits for a line, and then prints how many
milliseconds later it read something else.
"""

import sys
import time

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

url, key, organization = sys.argv[1:]
api.set_provider(OFREPProvider(url, headers_factory=lambda: {"Authorization": f"Bearer {key}"}))
client = api.get_client()
context = EvaluationContext(targeting_key=organization)


def enabled():
    # The default is the opposite of what is read first: it cannot be taken for an answer.
    return client.get_boolean_details("services-enabled", False, context)


first = enabled()
assert first.error_code is None, first
print(first.value, first.reason, first.variant, flush=True)
unknown = client.get_boolean_details("nope", True, context)
print(unknown.error_code.value, unknown.value, flush=True)
other = client.get_boolean_details("services-enabled", False, EvaluationContext("bolt"))
print(other.error_code.value, other.value, flush=True)
sys.stdin.readline()
start = time.monotonic()
while True:
    now = enabled()
    assert now.error_code is None, now
    if not now.value:
        break
    assert time.monotonic() - start < 30, "it never changed"
print(int((time.monotonic() - start) * 1000), flush=True)
