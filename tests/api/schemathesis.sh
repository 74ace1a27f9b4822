#!/usr/bin/env bash
# Sends what the API's own description allows, and what it does not, to a running server, and
# compares the answers with the description.
#   tests/api/schemathesis.sh URL TOKEN [MAX_EXAMPLES]
# URL without a path; TOKEN of an administrator. No answer may be a server's error, and every answer
# must have a status, a type and a form that the description knows.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "$#" -lt 2 ]; then
  echo "usage: tests/api/schemathesis.sh URL TOKEN [MAX_EXAMPLES]" >&2
  exit 2
fi
url=$1 token=$2 examples=${3:-15}
tool=target/venv/bin/schemathesis
if [ ! -x "$tool" ]; then
  echo "$tool is not there: run bin/parts/set-up first." >&2
  exit 1
fi
checks=not_a_server_error,status_code_conformance,content_type_conformance
checks+=,response_schema_conformance,response_headers_conformance,ignored_auth
exec "$tool" run "$url/api/v1/openapi.json" --url "$url/api/v1" \
  --header "Authorization:Bearer $token" --checks "$checks" --phases examples,coverage,fuzzing \
  --max-examples "$examples" --seed 1 --generation-database none --suppress-health-check all \
  --warnings off --no-color
