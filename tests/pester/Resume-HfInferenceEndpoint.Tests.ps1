BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    Import-HfModule
    Clear-HfEnvironment
    $secret = 'hf_secret-of-alice'
    $emulator = Start-HfEmulator '--speed', 0
    $suffix = 'HfEndpoints.Commands.ResumeHfInferenceEndpointCommand'
}

AfterAll {
    Disconnect-HfAccount
    Stop-HfEmulator
}

Describe 'Resume-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfEmulator
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint other @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint team @{ state = 'paused' } -Namespace acme
        $null = Set-HfEmulatorEndpoint active
        $null = Set-HfEmulatorEndpoint sleeper @{ state = 'scaledToZero'; compute = @{ scaling = @{ minReplica = 0 } } }
        $null = Connect-HfAccount $secret -EmulatorUri $emulator.Uri
        Clear-HfEmulatorRequest
    }

    It 'starts a paused endpoint by its name with one request, and gives it back' {
        $resumed = Resume-HfInferenceEndpoint demo
        $resumed | Should -BeOfType HfEndpoints.HfInferenceEndpoint
        $resumed.Name, $resumed.Status | Should -BeExactly demo, pending
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice/demo/resume'
    }

    It 'wakes one that is scaled to zero' {
        (Resume-HfInferenceEndpoint sleeper).Status | Should -BeExactly initializing
    }

    It 'gives one that runs already as it is: <Case>' -ForEach @{ Case = 'by default'; Said = @{} }, @{ Case = '-RunningOk'; Said = @{ RunningOk = $true } } {
        (Resume-HfInferenceEndpoint active @Said -ErrorVariable failure).Status | Should -BeExactly running
        $failure | Should -BeNullOrEmpty
        Get-HfEmulatorCall | Should -BeExactly 'POST /v2/endpoint/alice/active/resume', 'GET /v2/endpoint/alice/active'
    }

    It 'makes an error of one that runs already, and resumes the others: <Case>' -ForEach @(
        @{ Case = '-FailIfRunning'; Said = @{ FailIfRunning = $true } }
        @{ Case = '-RunningOk:$false'; Said = @{ RunningOk = $false } }
    ) {
        $done = Resume-HfInferenceEndpoint active, demo @Said -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly demo
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointAlreadyRunning,$suffix"
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        $failure[0].TargetObject | Should -BeExactly active
    }

    It 'does not mistake its own lost answer for one that ran already' {
        Set-HfEmulatorFault @{ path = '*/resume'; times = 1; drop = 'after' }
        (Resume-HfInferenceEndpoint demo -FailIfRunning -ErrorVariable failure).Status | Should -BeExactly pending
        $failure | Should -BeNullOrEmpty
    }

    It 'passes on the server''s refusal of a broken configuration' {
        $null = Set-HfEmulatorEndpoint broken @{ state = 'updateFailed' }
        { Resume-HfInferenceEndpoint broken -ErrorAction Stop } | Should -Throw -ErrorId "InvalidRequest,$suffix"
    }

    It 'tells of a quota that is used up' {
        $null = Set-HfEmulatorEndpoint large @{
            state = 'paused'
            compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 5 } }
        }
        Resume-HfInferenceEndpoint large -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "QuotaExceeded,$suffix"
        $failure.CategoryInfo.Category | Should -Be QuotaExceeded
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'several names'; Act = { Resume-HfInferenceEndpoint demo, other }; Paths = 'alice/demo', 'alice/other' }
        @{ Case = 'names from the pipeline'; Act = { 'demo', 'other' | Resume-HfInferenceEndpoint }; Paths = 'alice/demo', 'alice/other' }
        @{ Case = 'a namespace'; Act = { Resume-HfInferenceEndpoint team -Namespace acme }; Paths = , 'acme/team' }
        @{ Case = 'rows of a table'; Act = { 'Name,Namespace', 'team,acme', 'demo,alice' | ConvertFrom-Csv | Resume-HfInferenceEndpoint }; Paths = 'acme/team', 'alice/demo' }
        @{ Case = 'endpoints'; Act = { Get-HfInferenceEndpoint -Namespace acme | Resume-HfInferenceEndpoint }; Paths = , 'acme/team' }
        @{ Case = 'endpoints by -InputObject'; Act = { Resume-HfInferenceEndpoint -InputObject (Get-HfInferenceEndpoint demo) }; Paths = , 'alice/demo' }
        @{ Case = 'a wildcard'; Act = { Resume-HfInferenceEndpoint O* }; Paths = , 'alice/other' }
    ) {
        (& $Act).Status | Select-Object -Unique | Should -BeExactly pending
        Get-HfEmulatorCall -Change | Should -BeExactly ($Paths | ForEach-Object { "POST /v2/endpoint/$_/resume" })
    }

    It 'resumes all of many that a wildcard matches, each once' {
        Add-HfEmulatorEndpoint 120 @{ state = 'paused' }
        Resume-HfInferenceEndpoint endpoint-* | Should -HaveCount 120
        Get-HfEmulatorCall -Change | Sort-Object -Unique | Should -HaveCount 120
        Get-HfEmulatorCall | Should -HaveCount 122
    }

    It 'says nothing of a wildcard that matches none' {
        Resume-HfInferenceEndpoint nothing* -ErrorVariable failure | Should -BeNullOrEmpty
        $failure | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'gives one error for a missing one, and resumes the others' {
        $done = 'demo', 'missing', 'other' | Resume-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Name | Should -BeExactly demo, other
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "EndpointNotFound,$suffix"
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -BeExactly missing
    }

    It 'gives an error for a namespace that is not yours' {
        { Resume-HfInferenceEndpoint demo -Namespace stranger -ErrorAction Stop } | Should -Throw -ErrorId "Forbidden,$suffix"
    }

    It 'changes nothing with -WhatIf' {
        Resume-HfInferenceEndpoint demo -WhatIf | Should -BeNullOrEmpty
        Resume-HfInferenceEndpoint * -WhatIf | Should -BeNullOrEmpty
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'does not ask with -Confirm:$false' {
        $run = Invoke-InNewRunspace { $ConfirmPreference = 'Low'; $args[0] | Resume-HfInferenceEndpoint -Confirm:$false } (Get-HfInferenceEndpoint demo)
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Status | Should -BeExactly pending
    }

    It 'resumes nothing where it should ask and nobody can answer' {
        $run = Invoke-InNewRunspace { $args[0] | Resume-HfInferenceEndpoint -Confirm } (Get-HfInferenceEndpoint demo)
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -HaveCount 1
        Get-HfEmulatorCall -Change | Should -BeNullOrEmpty
    }

    It 'uses the account and service an endpoint came from' {
        $endpoint = Get-HfInferenceEndpoint demo
        try {
            $null = Connect-HfAccount hf_other -EmulatorUri (Start-HfEmulator).Uri
        } finally {
            Stop-HfEmulator
        }

        ($endpoint | Resume-HfInferenceEndpoint).Status | Should -BeExactly pending
    }

    It 'works in ForEach-Object -Parallel' {
        $states = Get-HfInferenceEndpoint demo, other | ForEach-Object -Parallel {
            Import-Module $using:env:HFENDPOINTS_MODULE
            ($_ | Resume-HfInferenceEndpoint).Status
        }
        $states | Should -BeExactly pending, pending
    }

    It 'stops at Ctrl+C between two endpoints' {
        Set-HfEmulatorFault @{ path = '*/other/resume'; delayMs = 60000 }
        $stopped = Invoke-WithStop { $args | Resume-HfInferenceEndpoint } { Get-HfEmulatorRequest '*/other/resume' } (Get-HfInferenceEndpoint demo, other)
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Output.Name | Should -BeExactly demo
        $stopped.Errors | Should -BeNullOrEmpty
    }

    It 'tells the token in no stream' {
        Set-HfEmulatorFault @{ path = '*/other/resume'; status = 400; body = "not with $secret" }
        $said = Get-HfSpokenText { Resume-HfInferenceEndpoint demo, other, missing -Token $secret -Verbose -Debug -Confirm:$false }
        $said | Should -BeLike '*not with*'
        $said | Should -Not -BeLike "*$secret*"
    }
}
