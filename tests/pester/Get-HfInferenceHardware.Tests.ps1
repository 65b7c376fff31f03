BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $emulator = Start-HfTest
    $suffix = 'HfEndpoints.Commands.GetHfInferenceHardwareCommand'
}

AfterAll { Stop-HfTest }

Describe 'Get-HfInferenceHardware' {
    BeforeEach {
        Reset-HfEmulator
    }

    It 'emits instances with their price and the quota of the session''s namespace' {
        $t4 = Get-HfInferenceHardware -InstanceType nvidia-t4 -Region us-east-1 -InstanceSize x4
        $t4 | Should -HaveCount 1
        $t4 | Should -BeOfType HfEndpoints.HfHardware
        $t4 | Select-Object * | ConvertTo-Json -Compress | Should -BeExactly (
            '{"Vendor":"aws","Region":"us-east-1","RegionLabel":"N. Virginia","Accelerator":"gpu","InstanceType":"nvidia-t4",' +
            '"InstanceSize":"x4","Architecture":"Nvidia T4","NumAccelerators":4,"NumCpus":24,"MemoryGb":56.0,"GpuMemoryGb":64,' +
            '"PricePerHour":2.0,"MaxAccelerators":16,"UsedAccelerators":0,"FreeAccelerators":16,"Status":"available",' +
            '"Id":"aws-us-east-1-nvidia-t4-x4"}')
        "$t4" | Should -BeExactly aws-us-east-1-nvidia-t4-x4
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/alice'
    }

    It 'asks for the quota of another namespace' {
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 3 } } } -Namespace acme
        $t4 = Get-HfInferenceHardware -InstanceType nvidia-t4 -Region us-east-1 -InstanceSize x1 -Namespace acme
        $t4.UsedAccelerators, $t4.FreeAccelerators | Should -Be 12, 4
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/acme'
    }

    It 'chooses by <Name>' -ForEach @(
        @{ Name = 'vendor'; Choice = @{ Vendor = 'GCP' }; Test = { $_.Vendor -ceq 'gcp' } }
        @{ Name = 'several vendors'; Choice = @{ Vendor = 'gcp', 'az*' }; Test = { $_.Vendor -in 'gcp', 'azure' } }
        @{ Name = 'region'; Choice = @{ Region = 'us-*' }; Test = { $_.Region -like 'us-*' } }
        @{ Name = 'accelerator'; Choice = @{ Accelerator = 'neuron' }; Test = { $_.Accelerator -eq 'neuron' } }
        @{ Name = 'instance type'; Choice = @{ InstanceType = 'nvidia-[al]*' }; Test = { $_.InstanceType -like 'nvidia-[al]*' } }
        @{ Name = 'size'; Choice = @{ InstanceSize = 'x1?' }; Test = { $_.InstanceSize -in 'x16', 'x12' } }
        @{ Name = 'all of them'; Choice = @{ Vendor = 'aws'; Region = 'eu*'; Accelerator = 'gpu'; InstanceType = '*t4'; InstanceSize = 'x1' }; Test = { $_.Id -eq 'aws-eu-west-1-nvidia-t4-x1' } }
    ) {
        $all = Get-HfInferenceHardware
        $chosen = Get-HfInferenceHardware @Choice
        $chosen.Count | Should -BeGreaterThan 0
        $chosen.Count | Should -BeLessThan $all.Count
        $chosen.Id | Should -BeExactly ($all | Where-Object $Test).Id
    }

    It 'emits nothing where nothing fits, and checks no value here' {
        Get-HfInferenceHardware -Vendor nobody -Accelerator quantum -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'keeps with -Available what is there and in the quota' {
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x4'; scaling = @{ maxReplica = 4 } } }
        $available = Get-HfInferenceHardware -Vendor aws -Available
        $available.Status | Sort-Object -Unique | Should -BeExactly available, low_availability
        $available.InstanceType | Should -Not -Contain nvidia-h100 -Because 'there are none'
        $available.InstanceType | Should -Not -Contain nvidia-t4 -Because 'all of the quota is used'
        $available | Where-Object { $_.FreeAccelerators -lt $_.NumAccelerators } | Should -BeNullOrEmpty
    }

    It 'leaves out with -Available the sizes that the rest of the quota is too small for' {
        $null = Set-HfEmulatorEndpoint busy @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-t4'; instanceSize = 'x1'; scaling = @{ maxReplica = 13 } } }
        (Get-HfInferenceHardware -Region us-east-1 -InstanceType nvidia-t4 -Available).InstanceSize | Should -BeExactly x1
    }

    It 'is piped into New-HfInferenceEndpoint' {
        $created = Get-HfInferenceHardware -Accelerator gpu -Available | Sort-Object PricePerHour | Select-Object -First 1 |
            New-HfInferenceEndpoint -Name x -Repository gpt2 -Framework pytorch
        $created.Name, $created.Vendor, $created.InstanceType, $created.InstanceSize | Should -BeExactly x, gcp, nvidia-t4, x1
        $sent = (Get-HfEmulatorRequest -Method POST).body
        "$($sent.provider) $($sent.compute.accelerator)" | Should -BeExactly '@{vendor=gcp; region=us-east4} gpu'
    }

    It 'takes endpoints, to show what each runs on, and asks once' {
        $null = Set-HfEmulatorEndpoint one @{ compute = @{ accelerator = 'gpu'; instanceType = 'nvidia-l4'; instanceSize = 'x1' } }
        $null = Set-HfEmulatorEndpoint two
        $endpoints = Get-HfInferenceEndpoint -SortBy name
        Clear-HfEmulatorRequest
        ($endpoints | Get-HfInferenceHardware).Id | Should -BeExactly aws-us-east-1-nvidia-l4-x1, aws-us-east-1-intel-icl-x2
        Get-HfEmulatorCall | Should -BeExactly 'GET /v2/provider/alice'
    }

    It 'makes <Id> of <Case>' -ForEach @(
        @{ Case = 'a namespace that is not yours'; Said = @{ Namespace = 'stranger' }; Id = 'Forbidden' }
        @{ Case = 'a namespace that can''t be one'; Said = @{ Namespace = '..' }; Id = 'InvalidRequest' }
    ) {
        Get-HfInferenceHardware @Said -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$suffix"
        $failure[0].TargetObject | Should -BeExactly $Said.Namespace
    }

    It 'shows a table as wide as a terminal, and a list' {
        $table = Get-HfInferenceHardware | Format-Table | Out-String -Width 80 | ForEach-Object { [regex]::Replace($_, "`e\[[\d;]*m", '') }
        $table | Should -MatchExactly 'Vendor +Region +Accel +InstanceType +Size +GpuGb +Price +Free +Status'
        $table | Should -MatchExactly 'aws +us-east-1 +gpu +nvidia-t4 +x1 +16 +0\.500 +16 +available'
        $table | Should -MatchExactly 'nvidia-h200 .+ low\b'
        $list = Get-HfInferenceHardware -Vendor gcp -InstanceType nvidia-l4 -InstanceSize x1 | Format-List | Out-String
        $list | Should -MatchExactly 'Region +: us-east4 \(Virginia\)'
        $list | Should -MatchExactly 'Quota +: 0 of 8 accelerators used, 8 free'
    }

    It 'stops at Ctrl+C' {
        Set-HfEmulatorFault @{ path = '/v2/provider*'; delayMs = 60000 }
        $stopped = Invoke-WithStop { Get-HfInferenceHardware } { Get-HfEmulatorRequest /v2/provider* }
        $stopped.StopMilliseconds | Should -BeLessThan 1000
        $stopped.Errors | Should -BeNullOrEmpty
    }
}

Describe 'Get-HfInferenceHardware without a token' {
    BeforeAll {
        Disconnect-HfAccount
        Clear-HfEnvironment
        $env:HF_INFERENCE_ENDPOINTS_ENDPOINT = "$($emulator.Uri)v2"
    }

    AfterAll {
        Clear-HfEnvironment
    }

    BeforeEach {
        Reset-HfEmulator
    }

    It 'asks the public route, and knows no quota' {
        $all = Get-HfInferenceHardware
        $all.Count | Should -BeGreaterThan 20
        $all | Where-Object { $null -ne ($_.FreeAccelerators ?? $_.MaxAccelerators ?? $_.UsedAccelerators) } | Should -BeNullOrEmpty
        $request = Get-HfEmulatorRequest
        $request.path, $request.authorization | Should -BeExactly /v2/provider, $false
    }

    It 'goes by the status alone with -Available' {
        $available = Get-HfInferenceHardware -Accelerator gpu -Available
        $available.Status | Sort-Object -Unique | Should -BeExactly available, low_availability
        $available.InstanceType | Should -Contain nvidia-t4
    }

    It 'reports the lack where a namespace is named' {
        Get-HfInferenceHardware -Namespace acme -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeExactly "TokenNotSet,$suffix"
        Get-HfEmulatorRequest | Should -BeNullOrEmpty
    }
}
