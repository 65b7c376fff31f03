#!/usr/bin/env bash
# Runs a task of build.ps1, such as ./build.sh test, in PowerShell 7.4 or later: the one that HFENDPOINTS_PWSH names,
# else the one on PATH, else the dotnet tool of .config/dotnet-tools.json.
set -euo pipefail

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1

fail() {
    printf 'build.sh: %s\n' "$@" >&2
    exit 1
}

# The version that a PowerShell reports, such as 7.6.9; nothing if it is not one.
version_of() {
    { "$@" --version </dev/null 2>/dev/null || true; } | sed -nE '1s/^(PowerShell )?([0-9]+\.[0-9]+[^ ]*).*/\2/p'
}

is_supported() {
    local major minor rest
    IFS=. read -r major minor rest <<<"$1"
    [[ $major -gt 7 || ($major -eq 7 && ${minor%%[!0-9]*} -ge 4) ]]
}

# Before the folder changes, which a relative path counts from.
if [[ -n ${HFENDPOINTS_PWSH-} ]]; then
    named=$(command -v "$HFENDPOINTS_PWSH") || fail "HFENDPOINTS_PWSH is '$HFENDPOINTS_PWSH', which is not a program."
    if [[ $named == */* && $named != /* ]]; then named=$PWD/$named; fi
    export HFENDPOINTS_PWSH=$named
fi

cd "$(dirname "${BASH_SOURCE[0]}")"
command -v dotnet >/dev/null || fail 'The .NET 10 SDK is needed, and there is no dotnet on PATH. See https://dot.net/download.'

restore_tool() {
    local output
    output=$(dotnet tool restore 2>&1) || {
        printf '%s\n' "$output" >&2
        fail "PowerShell 7.4 or later is needed. ${found:-There is none on PATH}, and the dotnet tool of .config/dotnet-tools.json cannot be restored from NuGet (see above)." \
            'Connect to NuGet, or install PowerShell (https://aka.ms/powershell), or name one: HFENDPOINTS_PWSH=/path/to/pwsh ./build.sh ...'
    }
}

tool=(dotnet tool run pwsh --)
found=
if [[ -n ${HFENDPOINTS_PWSH-} ]]; then
    version=$(version_of "$HFENDPOINTS_PWSH")
    [[ -n $version ]] || fail "HFENDPOINTS_PWSH is '$HFENDPOINTS_PWSH', which is not PowerShell."
    is_supported "$version" || fail "HFENDPOINTS_PWSH is '$HFENDPOINTS_PWSH', which is PowerShell $version. Name one of version 7.4 or later."
    pwsh=("$HFENDPOINTS_PWSH")
else
    version=
    if command -v pwsh >/dev/null; then version=$(version_of pwsh); fi
    if [[ -n $version ]] && is_supported "$version"; then
        pwsh=(pwsh)
    else
        if [[ -n $version ]]; then found="The one on PATH is $version"; fi
        # Fails if the tool was not restored before.
        if [[ -z $(version_of "${tool[@]}") ]]; then restore_tool; fi
        pwsh=("${tool[@]}")
    fi
fi

exec "${pwsh[@]}" -NoProfile -NonInteractive -File build.ps1 "$@"
