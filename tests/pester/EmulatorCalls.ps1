# The calls of the cmdlets for emulators, for CmdletCalls.Tests.ps1. Some have the names of the tests' own functions.
$calls = @{
    'Start-HfEmulator' = @{
        Call = { Start-HfEmulator -Path $program | ForEach-Object { "$($_.GetType().Name)" }; Stop-HfEmulator }
        Fail = { Start-HfEmulator -Path nowhere }; Id = 'EmulatorNotStarted'; LikeFail = {}
    }
    'Stop-HfEmulator'  = @{ Call = { Stop-HfEmulator }; Pipe = { Start-HfEmulator -Path $program | Stop-HfEmulator } }
}
$arguments = @{
    'Get-HfEmulatorBill'    = ''
    'Get-HfEmulatorFault'   = ''
    'Get-HfEmulatorRequest' = '-Method GET -Path /api/whoami-v2'
    'Reset-HfEmulator'      = ''
    'Set-HfEmulatorFault'   = "@{ path = '/x'; status = 503 }"
}
foreach ($name in $arguments.Keys) {
    $before = $name -like 'Get-*' ? "Set-HfEmulatorFault @{ path = '/x'; status = 503 }; `$null = Connect-HfAccount hf_x -EmulatorUri `$emulator.Uri;" : ''
    $call = "HfEndpoints\$name $($arguments[$name])"
    $calls[$name] = @{
        Call = [scriptblock]::Create("$before $call")
        Pipe = [scriptblock]::Create("$before [pscustomobject]@{ EmulatorUri = `$emulator.Uri } | $call")
        Fail = [scriptblock]::Create("$before 'http://example.org', `$emulator.Uri | ForEach-Object { [pscustomobject]@{ EmulatorUri = `$_ } } | $call")
        Id   = 'InvalidRequest'
    }
}

$calls['Get-HfEmulatorRequest'].Wild = [scriptblock]::Create(("$($calls['Get-HfEmulatorRequest'].Call)" -replace '/whoami-v2', '/whoami*'))
$calls
