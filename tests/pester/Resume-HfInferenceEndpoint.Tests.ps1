BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.ResumeHfInferenceEndpointCommand'
}

AfterAll { Stop-HfTest }

Describe 'Resume-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo @{ state = 'paused' }
        $null = Set-HfEmulatorEndpoint active
        $null = Set-HfEmulatorEndpoint sleeper @{ state = 'scaledToZero'; compute = @{ scaling = @{ minReplica = 0 } } }
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

    It 'reports a quota that is used up' {
        $null = Set-HfEmulatorEndpoint large @{
            state = 'paused'
            compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 5 } }
        }
        Resume-HfInferenceEndpoint large -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "QuotaExceeded,$suffix"
        $failure.CategoryInfo.Category | Should -Be QuotaExceeded
    }
}
