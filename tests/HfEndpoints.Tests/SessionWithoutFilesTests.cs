using System.Management.Automation;

namespace HfEndpoints.Tests;

/// <summary>A session that has no drives of files, as a host may make it, and as one is that is being closed.</summary>
[Collection(EngineGroup.Name)]
public sealed class SessionWithoutFilesTests(Emulator emulator) : IDisposable
{
    // The engine has no public way to take them from a session that has imported a module from a file.
    private const string RemoveFileSystem = """
        $hidden = [Reflection.BindingFlags] 'NonPublic, Instance'
        $context = $ExecutionContext.GetType().GetField('_context', $hidden).GetValue($ExecutionContext)
        $state = $context.GetType().GetProperty('TopLevelSessionState', $hidden).GetValue($context)
        $state.GetType().GetProperty('Providers', $hidden).GetValue($state).Remove('FileSystem')
        """;

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task SendsTextsAllTheSame()
    {
        await emulator.ResetAsync(("demo", "running"));
        Assert.Equal(true, Assert.Single(await _shell.InvokeAsync(RemoveFileSystem)).BaseObject);

        await _shell.InvokeAsync("'I am', 'You are' | Invoke-HfInference demo -Task text-generation");

        Assert.Empty(_shell.Errors);
        Assert.Equal(2, _shell.Output.Count);
    }

    [Theory]
    [InlineData("Invoke-HfInference demo -Task text-generation -InFile Other:/x.txt")]
    [InlineData("Invoke-HfBatch demo Other:/x.jsonl y.jsonl")]
    [InlineData("Export-HfInferenceEndpoint Other:/x.json")]
    [InlineData("Sync-HfInferenceEndpoint Other:/x.json")]
    [InlineData("Get-HfInferenceEndpointLog demo -OutFile Other:/x.log")]
    public async Task RefusesFilesByAnErrorOfTheModule(string command)
    {
        await emulator.ResetAsync(("demo", "running"));
        await _shell.InvokeAsync(RemoveFileSystem);

        await _shell.InvokeAsync(command);

        ErrorRecord error = Assert.Single(_shell.Errors);
        Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], (string[])["InvalidRequest", "FileNotRead"]);
    }
}
