# The settings in the other columns of a table.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $suffix = 'HfEndpoints.Commands.SetHfInferenceEndpointCommand'

    function Get-Body {
        @(Get-HfEmulatorRequest -Method PUT) | ForEach-Object { "$($_.path -replace '.*/') $($_.body | ConvertTo-Json -Depth 9 -Compress)" }
    }
}

AfterAll { Stop-HfTest }

Describe 'Rows piped into Set-HfInferenceEndpoint' {
    BeforeEach {
        Reset-HfTest
        'one', 'two' | ForEach-Object { $null = Set-HfEmulatorEndpoint $_ }
        Clear-HfEmulatorRequest
    }

    It 'change what their columns say, and nothing for an empty cell' {
        'Name,MaxReplica,Tags,Owner', 'one,4,blue,ann', 'two,,red,bob' | ConvertFrom-Csv | Set-HfInferenceEndpoint | Should -HaveCount 2
        Get-Body | Should -BeExactly 'one {"compute":{"scaling":{"maxReplica":4}},"tags":["blue"]}', 'two {"tags":["red"]}'
    }

    It 'give way to what is typed' {
        $null = [pscustomobject]@{ Name = 'one'; MaxReplica = 4; Env = @{ A = 1 } } | Set-HfInferenceEndpoint -MaxReplica 5
        Get-Body | Should -BeExactly 'one {"compute":{"scaling":{"maxReplica":5}},"model":{"env":{"A":"1"}}}'
    }

    It 'may be hashtables, and say durations in words' {
        $null = @{ Name = 'one'; MinReplica = 0; ScaleToZeroTimeout = '1h' } | Set-HfInferenceEndpoint
        Get-Body | Should -BeExactly 'one {"compute":{"scaling":{"minReplica":0,"scaleToZeroTimeout":60}}}'
    }

    It 'are one error for a value that can''t be, and the others are changed' {
        'Name,MaxReplica', 'one,many', 'two,4' | ConvertFrom-Csv |
            Set-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue | ForEach-Object Name | Should -BeExactly two
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        $failure.TargetObject.Name | Should -BeExactly one
    }

    It 'are not the endpoint itself, of which only what is typed is sent: <Case>' -ForEach @(
        @{ Case = 'an object'; Make = { $_ } }
        @{ Case = 'a copy from CSV'; Make = { $_ | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Case = 'a part of it'; Make = { $_ | Select-Object Name, Namespace, MaxReplica } }
    ) {
        $null = Get-HfInferenceEndpoint one | ForEach-Object $Make | Set-HfInferenceEndpoint -MinReplica 1
        Get-Body | Should -BeExactly 'one {"compute":{"scaling":{"minReplica":1}}}'
    }

    It 'say how to choose the columns of a copy' {
        Get-HfInferenceEndpoint one | ConvertTo-Csv | ConvertFrom-Csv |
            Set-HfInferenceEndpoint -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeExactly "InvalidRequest,$suffix"
        "$failure" | Should -BeLike '*Select-Object*'
    }
}
