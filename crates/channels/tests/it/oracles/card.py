"""Whether the Adaptive Card that comes in as JSON fits the schema whose path is the first argument: prints "valid"
or what is wrong."""

import json
import sys

import jsonschema_rs

with open(sys.argv[1], encoding="utf-8-sig") as file:
    schema = json.load(file)
problems = [str(problem) for problem in jsonschema_rs.validator_for(schema).iter_errors(json.load(sys.stdin))]
print("\n".join(problems) or "valid")
