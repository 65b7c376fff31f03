# -EnvFile and -SecretFile of New- and Set-.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Common.psm1) -Force
    $null = Start-HfTest --speed, 0
    $gpt2 = Get-HfGpt2Setting
    Push-Location $TestDrive
    Set-Content app.env '# settings', '', 'LEVEL=info # not debug', 'export NAME = "two words"', "PIN='a#b'", 'LEVEL=warn'
    Set-Content more.env 'EXTRA=1'
    Set-Content secret.env 'TOKEN=hf_very-secret'
    Set-Content broken.env 'GOOD=1', 'hf_not-a-name'
}

AfterAll {
    Pop-Location
    Stop-HfTest
}

Describe 'Files of variables' {
    BeforeEach {
        Reset-HfTest
        $null = Set-HfEmulatorEndpoint demo
        Clear-HfEmulatorRequest
    }

    It 'are sent by New-, and -Env overrides them' {
        $null = New-HfInferenceEndpoint new @gpt2 -EnvFile app.env, more.env -Env @{ EXTRA = '2' } -SecretFile secret.env
        $model = (Get-HfEmulatorRequest -Method POST).body.model
        $model.env | ConvertTo-Json -Compress | Should -BeExactly '{"LEVEL":"warn","NAME":"two words","PIN":"a#b","EXTRA":"2"}'
        # The emulator's log of requests masks secrets as the service does.
        $model.secrets.psobject.Properties.Name | Should -BeExactly TOKEN
    }

    It 'are sent by Set-, with wildcards' {
        $null = Set-HfInferenceEndpoint demo -EnvFile *re.env
        (Get-HfEmulatorRequest -Method PUT).body.model.env.EXTRA | Should -BeExactly 1
    }

    It 'are an error before any request if <Case>' -ForEach @(
        @{ Case = 'a line is broken'; File = 'broken.env'; Id = 'InvalidFile' }
        @{ Case = 'there is none'; File = 'missing.env'; Id = 'FileNotRead' }
    ) {
        $failure = { Set-HfInferenceEndpoint demo -SecretFile $File } |
            Should -Throw -ErrorId "$Id,HfEndpoints.Commands.SetHfInferenceEndpointCommand" -PassThru
        "$failure" | Should -Not -Match hf_not
        Get-HfEmulatorCall | Should -BeNullOrEmpty
    }

    It 'go with the settings, not with the catalog' {
        { New-HfInferenceEndpoint -CatalogModel BAAI/bge-m3 -EnvFile app.env } | Should -Throw '*-EnvFile*'
    }
}
