using System.Management.Automation;

namespace HfEndpoints.Tests;

/// <summary>What a parameter takes for what it means, and what it refuses before any request.</summary>
[Collection(EngineGroup.Name)]
public sealed class TransformationTests(Emulator emulator) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("300")]
    [InlineData("2.5")]
    [InlineData("'00:05:00'")]
    [InlineData("(New-TimeSpan -Minutes 5)")]
    public async Task ADurationIsANumberOfSecondsOrATimeSpan(string duration)
    {
        await emulator.ResetAsync(("demo", "running"));

        PSObject ready = Assert.Single(await _shell.InvokeAsync($"Wait-HfInferenceEndpoint demo -Timeout {duration}"));

        Assert.Equal("demo", ready.Properties["Name"].Value);
        Assert.Empty(_shell.Errors);
    }

    [Theory]
    [InlineData("Wait-HfInferenceEndpoint demo -Timeout soon", "ParameterArgumentTransformationError")]
    [InlineData("Wait-HfInferenceEndpoint demo -Timeout '5 parsecs'", "ParameterArgumentTransformationError")]
    [InlineData("Get-HfInferenceEndpointLog demo -Since someday", "ParameterArgumentTransformationError")]
    [InlineData("Connect-HfAccount -EmulatorUri 'not an address'", "InvalidRequest")]
    public async Task WhatCannotBeMeantIsRefusedBeforeAnyRequest(string command, string expectedId)
    {
        await emulator.ResetAsync(("demo", "running"));

        await _shell.InvokeAsync(command);

        Assert.Equal(expectedId, Assert.Single(_shell.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(await emulator.RequestsAsync());
    }

    [Fact]
    public async Task ATokenIsTextOrASecureString()
    {
        await emulator.ResetAsync();

        IReadOnlyList<PSObject> contexts = await _shell.InvokeAsync("""
            Connect-HfAccount hf_plain
            Connect-HfAccount (ConvertTo-SecureString hf_secure -AsPlainText)
            Disconnect-HfAccount
            """);

        Assert.Equal(["alice", "alice"], contexts.Select(context => context.Properties["Name"].Value));
        Assert.Empty(_shell.Errors);
    }

    [Theory]
    [InlineData("@{ KEY = 'value' }")]
    [InlineData("([ordered]@{ KEY = 'value' })")]
    [InlineData("([pscustomobject]@{ KEY = 'value' })")]
    public async Task ATableIsAHashtableOrAnObject(string table)
    {
        await emulator.ResetAsync(("demo", "running"));

        await _shell.InvokeAsync($"Set-HfInferenceEndpoint demo -Env {table}");

        Assert.Empty(_shell.Errors);
        Assert.Contains(
            await emulator.RequestsAsync("/v2/endpoint/alice/demo"),
            request => (string?)request["method"] == "PUT" && (string?)request["body"]!["model"]!["env"]!["KEY"] == "value");
    }
}
