# Steps with a heading, a time and a count of tests; read by bin/test. The first failure ends the run.

log_folder=target/test-logs
mkdir -p "$log_folder"
rm -f "$log_folder"/*.log
started=$SECONDS
passed=0
failed=0
step_number=0
times=()
left_out=()

# step NAME COMMAND...: runs it and adds up what the test runners in its output counted.
step() {
  local name=$1 begin=$SECONDS log status=0
  shift
  step_number=$((step_number + 1))
  log=$(printf '%s/%02d.log' "$log_folder" "$step_number")
  printf '\n=== %s\n' "$name"
  set +e
  "$@" </dev/null 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  set -e
  times+=("$(printf '%5d s  %s' $((SECONDS - begin)) "$name")")
  count "$log"
  if [ "$status" -ne 0 ]; then
    printf '\nbin/test stopped at "%s": it ended with code %d. ' "$name" "$status"
    printf 'Its output stands above and in %s.\n' "$log"
    [ "$failed" -gt 0 ] || failed=1
    report
    exit 1
  fi
}

# count LOG: the closing lines of cargo test, of cargo nextest, of node's runner and of our own programs.
count() {
  local counts
  counts=$(awk '
    /^test result: / { passed += $4; failed += $6 }
    / tests? run: / {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^passed/) passed += $(i - 1)
        if ($i ~ /^failed/ || $i ~ /^timed/) failed += $(i - 1)
      }
    }
    /^(ℹ|#) pass [0-9]+$/ { passed += $3 }
    /^(ℹ|#) fail [0-9]+$/ { failed += $3 }
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
    END { print passed + 0, failed + 0 }
  ' "$1")
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --locked --workspace --no-fail-fast
  else
    cargo test --locked --workspace --all-targets --no-fail-fast
  fi
}

tests_without_servers() {
  cargo test --locked --workspace --all-targets -- --skip real_
}

names_of_real_tests() {
  git grep -ohE 'fn real_[a-z0-9_]+' -- '*.rs' | cut -c4- | sort | paste -sd ' ' -
}

leave_out() {
  left_out+=("$1")
}

report() {
  printf '\n=== How long it took\n'
  printf '%s\n' "${times[@]}"
  printf '%5d s  in all\n' $((SECONDS - started))
  if [ "${#left_out[@]}" -gt 0 ]; then
    printf '\n=== Left out\n'
    printf '%s\n' "${left_out[@]}"
  fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
}

finish() {
  report
  [ "$failed" -eq 0 ]
}
