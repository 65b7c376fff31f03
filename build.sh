#!/usr/bin/env bash
# Runs a task of build.ps1. Where no PowerShell can be had, does what needs none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1

# The tool manifest's PowerShell, where the feed has it. macOS has no timeout.
restore_pwsh() {
    local limit=()
    if command -v timeout >/dev/null; then limit=(timeout 120); fi
    ${limit[@]+"${limit[@]}"} dotnet tool restore >/dev/null 2>&1
}

# Adds up one counter, such as passed, of all result files.
count() {
    find output/TestResults -name '*.trx' -exec cat {} + | awk -v key=" $1=\"" '
        /<Counters / { split(substr($0, index($0, key) + length(key)), rest, "\""); n += rest[1] }
        END { print n + 0 }'
}

test_without_pwsh() {
    local passed failed skipped exit_code=0
    if ! dotnet build HfEndpoints.slnx -c Release; then
        echo '0 passed, 1 failed, 0 skipped'
        return 1
    fi
    rm -rf output/TestResults
    mkdir -p output/TestResults
    dotnet test HfEndpoints.slnx -c Release --no-build --blame-hang-timeout 5m --blame-hang-dump-type none || exit_code=$?
    passed=$(count passed)
    failed=$(count failed)
    # A run that broke off has no failed test to show for it.
    if [[ $exit_code -ne 0 && $failed -eq 0 ]]; then failed=1; fi
    skipped=$(($(count total) - $(count executed)))
    for file in tests/pester/*.Tests.ps1; do
        if [[ -e $file ]]; then skipped=$((skipped + 1)); fi
    done
    echo "$passed passed, $failed failed, $skipped skipped"
    [[ $failed -eq 0 && $passed -gt 0 ]]
}

if command -v pwsh >/dev/null; then
    exec pwsh -NoProfile -NonInteractive -File build.ps1 "$@"
elif restore_pwsh; then
    exec dotnet tool run pwsh -- -NoProfile -NonInteractive -File build.ps1 "$@"
fi

echo 'No PowerShell is on PATH and none can be installed as a dotnet tool, so only what needs none is done.' >&2
case "$(printf '%s' "${1-}" | tr '[:upper:]' '[:lower:]')" in
    build) dotnet build HfEndpoints.slnx -c Release ;;
    test) test_without_pwsh ;;
    demo) dotnet run --project samples/Batch -c Release ;;
    *) echo "Without PowerShell there are the tasks build, test and demo." >&2; exit 2 ;;
esac
