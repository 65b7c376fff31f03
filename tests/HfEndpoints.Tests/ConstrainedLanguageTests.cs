using System.Management.Automation;

namespace HfEndpoints.Tests;

/// <summary>The module where scripts may call no methods of their own choice, as under application control.</summary>
[Collection(EngineGroup.Name)]
public sealed class ConstrainedLanguageTests(Emulator emulator) : IDisposable
{
    private readonly Shell _shell = new(languageMode: PSLanguageMode.ConstrainedLanguage);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task ScriptsAreInFactConstrained()
    {
        await _shell.InvokeAsync("[Environment]::Exit(1)");

        Assert.Equal("MethodInvocationNotSupportedInConstrainedLanguage", Assert.Single(_shell.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public async Task TheLifeOfAnEndpointWorks()
    {
        await emulator.ResetAsync();

        IReadOnlyList<PSObject> endpoints = await _shell.InvokeAsync("""
            $settings = @{
                Repository = 'gpt2'; Framework = 'pytorch'; Accelerator = 'cpu'; Vendor = 'aws'
                Region = 'us-east-1'; InstanceType = 'intel-icl'; InstanceSize = 'x2'; Tag = 'emulator:stay-pending'
            }
            New-HfInferenceEndpoint new @settings
            Set-HfInferenceEndpoint new -Env @{ KEY = 'value' } -MaxReplica 2
            Get-HfInferenceEndpoint n* | Suspend-HfInferenceEndpoint
            Remove-HfInferenceEndpoint new -Force
            """);

        Assert.Empty(_shell.Errors);
        Assert.Equal(["new", "new", "new"], endpoints.Select(endpoint => endpoint.Properties["Name"].Value));
        Assert.Equal("paused", $"{endpoints[^1].Properties["Status"].Value}");
        Assert.Empty(await _shell.InvokeAsync("Get-HfInferenceEndpoint"));
    }

    [Fact]
    public async Task InferenceWorks()
    {
        await emulator.ResetAsync(("demo", "running"));

        IReadOnlyList<PSObject> texts = await _shell.InvokeAsync("""
            ('I am', 'You are' | Invoke-HfTextGeneration demo -MaxNewTokens 4).Text
            Invoke-HfTextGeneration demo 'I am' -MaxNewTokens 4 -Stream | ForEach-Object { $_.Text }
            """);

        Assert.Empty(_shell.Errors);
        Assert.True(texts.Count >= 4, $"{texts.Count} texts came");
    }

    [Fact]
    public async Task AnErrorCanBeRead()
    {
        await emulator.ResetAsync();

        IReadOnlyList<PSObject> read = await _shell.InvokeAsync("""
            try { Get-HfInferenceEndpoint missing -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; "$($_.Exception.Kind)" }
            """);

        Assert.Equal(
            ["EndpointNotFound,HfEndpoints.Commands.GetHfInferenceEndpointCommand", "EndpointNotFound"],
            read.Select(value => (string)value.BaseObject));
    }

    [Fact]
    public async Task TheTableOfEndpointsIsDrawn()
    {
        await emulator.ResetAsync(("demo", "running"));

        IReadOnlyList<PSObject> drawn = await _shell.InvokeAsync("Get-HfInferenceEndpoint | Out-String -Width 80");

        Assert.Empty(_shell.Errors);
        Assert.Contains("demo", (string)Assert.Single(drawn).BaseObject, StringComparison.Ordinal);
    }
}
