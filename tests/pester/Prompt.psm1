# A PowerShell in a terminal of its own, for what only happens in front of a person. It needs util-linux' script.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Test-HfTerminal {
    # Whether there is something to make a terminal with.
    $IsLinux -and [bool](Get-Command script -CommandType Application -ErrorAction Ignore)
}

function Start-HfTerminal {
    # Runs a line as it would run at a prompt, in a terminal of 80 columns, with the module under test.
    param([Parameter(Mandatory)] [string] $Line)

    $path = Join-Path ([IO.Path]::GetTempPath()) "hf-terminal-$([guid]::NewGuid().ToString('N'))"
    $command, $first = & (Join-Path (Split-Path (Split-Path $PSScriptRoot)) .build/Get-PowerShellCommand.ps1)
    $text = "Import-Module '$env:HFENDPOINTS_MODULE'; $Line"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
    $start = [Diagnostics.ProcessStartInfo]@{ FileName = 'script'; RedirectStandardInput = $true; RedirectStandardOutput = $true }
    $run = "stty rows 24 cols 80; exec '$command' $($first ? "'$first'" : '') -NoProfile -EncodedCommand $encoded"
    '-qfc', $run, $path | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.Environment['TERM'] = 'xterm-256color'
    $process = [Diagnostics.Process]::Start($start)
    $null = $process.StandardOutput.BaseStream.CopyToAsync([IO.Stream]::Null)
    [pscustomobject]@{ Process = $process; Path = $path }
}

function Send-HfKey {
    # Types text, or keys as a terminal sends them: "`u{3}" is Ctrl+C, "`r" is Enter.
    param([Parameter(Mandatory)] $Terminal, [Parameter(Mandatory)] [string] $Key)

    $bytes = [Text.Encoding]::UTF8.GetBytes($Key)
    $Terminal.Process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
    $Terminal.Process.StandardInput.BaseStream.Flush()
}

function Get-HfScreen {
    # All that the terminal was sent, without colours and movements of the cursor.
    param([Parameter(Mandatory)] $Terminal)

    if (-not (Test-Path -LiteralPath $Terminal.Path)) {
        return ''
    }

    # A text, because nothing at all would match every pattern.
    "$(Get-Content -Raw -LiteralPath $Terminal.Path)" -replace '\e\[[0-9;?]*[A-Za-z]|\e[=>]|\e\][^\a]*\a' -replace '\r' -replace '^Script started[^\n]*\n'
}

function Wait-HfScreen {
    # Waits until the terminal shows something, and emits all that it was sent.
    param([Parameter(Mandatory)] $Terminal, [Parameter(Mandatory)] [string] $Pattern, [double] $TimeoutSeconds = 60)

    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (($text = Get-HfScreen $Terminal) -notmatch $Pattern) {
        if ($watch.Elapsed.TotalSeconds -gt $TimeoutSeconds -or ($Terminal.Process.HasExited -and (Get-HfScreen $Terminal) -notmatch $Pattern)) {
            throw "The terminal did not show '$Pattern' but: $text"
        }

        Start-Sleep -Milliseconds 20
    }

    $text
}

function Stop-HfTerminal {
    param([Parameter(Mandatory)] $Terminal)

    if (-not $Terminal.Process.HasExited) {
        $Terminal.Process.Kill($true)
        $Terminal.Process.WaitForExit()
    }

    $Terminal.Process.Dispose()
    Remove-Item -LiteralPath $Terminal.Path -ErrorAction Ignore
}

Export-ModuleMember -Function *-Hf*
