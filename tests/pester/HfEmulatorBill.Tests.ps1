BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
}

AfterAll { Stop-HfTest }

Describe 'Get-HfEmulatorBill' {
    It 'emits what each endpoint has cost, also one that is gone' {
        $null = Set-HfEmulatorEndpoint demo
        $null = Set-HfEmulatorEndpoint other @{ state = 'paused' }
        Move-HfEmulatorClock 5400
        Remove-HfInferenceEndpoint demo -Force
        $bill = HfEndpoints\Get-HfEmulatorBill | Sort-Object Name
        $bill[0] | Should -BeOfType HfEndpoints.HfEmulatorBill
        "$bill" | Should -BeExactly 'alice/demo alice/other'
        $bill[0].BilledTime | Should -Be ([timespan]'1:30')
        $bill.Usd | Should -Be 0.096, 0
    }
}
