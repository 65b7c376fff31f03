using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace HfEndpoints.Tests;

/// <summary>A runspace of the hosted engine with the module in it, and one script at a time.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;
    private readonly PowerShell _powerShell;

    public Shell(PSHost? host = null, PSLanguageMode languageMode = PSLanguageMode.FullLanguage)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        // Utility too, or a stop could fall into the moment in which the engine loads it by itself.
        state.ImportPSModule(["Microsoft.PowerShell.Utility", Build.ModuleManifest]);
        state.LanguageMode = languageMode;
        // On Windows the default would refuse the module's formats.
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        _powerShell = PowerShell.Create(_runspace);
    }

    public PSDataCollection<PSObject> Output { get; private set; } = [];

    public IReadOnlyList<ErrorRecord> Errors => [.. _powerShell.Streams.Error];

    public PSInvocationState State => _powerShell.InvocationStateInfo.State;

    public PSDataStreams Streams => _powerShell.Streams;

    /// <summary>Runs a script to its end and gives what it emitted; a terminating error is thrown.</summary>
    public async Task<IReadOnlyList<PSObject>> InvokeAsync(string script, params object[] arguments)
    {
        await Start(script, arguments).WithinDeadlineAsync();
        return [.. Output];
    }

    /// <summary>Starts a script. Its output so far is in <see cref="Output"/>.</summary>
    public Task Start(string script, params object[] arguments)
    {
        _powerShell.Commands.Clear();
        _powerShell.Streams.ClearStreams();
        _powerShell.AddScript(script);
        foreach (object argument in arguments)
        {
            _powerShell.AddArgument(argument);
        }

        Output = [];
        return _powerShell.InvokeAsync(new PSDataCollection<PSObject>(), Output);
    }

    /// <summary>Does what Ctrl+C does, and waits until the engine has stopped.</summary>
    public Task StopAsync() => OnItsOwnThread(_powerShell.Stop).WithinDeadlineAsync();

    /// <summary>The same for a host that does not wait in the call.</summary>
    public Task BeginStopAsync() =>
        Task.Factory.FromAsync(_powerShell.BeginStop, _powerShell.EndStop, state: null).WithinDeadlineAsync();

    /// <summary>Closes the runspace, whatever runs in it. No more scripts can be run.</summary>
    public Task CloseAsync() => OnItsOwnThread(_runspace.Close).WithinDeadlineAsync();

    /// <summary>What Tab offers at the end of a line.</summary>
    public string[] Complete(string line)
    {
        _powerShell.Commands.Clear();
        _powerShell.Streams.ClearStreams();
        return [.. CommandCompletion.CompleteInput(line, line.Length, options: null, _powerShell)
            .CompletionMatches.Select(match => match.CompletionText)];
    }

    // As PowerShell's console does. Each of these calls blocks its thread until the command has ended, for which the command needs the
    // thread pool: a few at once on it would wait for the half second after which .NET adds a thread.
    private static Task OnItsOwnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        _powerShell.Dispose();
        _runspace.Dispose();
    }
}
