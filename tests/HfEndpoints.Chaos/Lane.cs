using System.Management.Automation;
using System.Text.Json.Nodes;
using HfEndpoints.Tests;

namespace HfEndpoints.Chaos;

/// <summary>One user in one runspace, with an account on a service of their own.</summary>
internal sealed class Lane : IDisposable
{
    private const string Connect = """
        $VerbosePreference = $DebugPreference = 'Continue'
        $ConfirmPreference = 'None'
        $PSDefaultParameterValues = @{ 'Invoke-Hf*:ColdStartTimeout' = 2 }
        $null = Connect-HfAccount -EmulatorUri $args[0] -Token $args[1] -Scope Runspace
        """;

    private readonly Dictionary<string, IReadOnlyList<string>> _references = [];
    private readonly Shell _shell = new();
    private readonly Service _service;
    private readonly Random _random;
    private readonly World _world;

    private Lane(Service service, int seed, string folder)
    {
        _service = service;
        _random = new Random(seed);
        _world = new World(service, folder);
    }

    public static async Task<Lane> OpenAsync(Farm farm, int number, int seed, string folder)
    {
        Service service = await farm.StartAsync($"lane{number}", $"hf_chaos{number}secret", seed, World.Speed);
        var lane = new Lane(service, seed, Directory.CreateDirectory(Path.Combine(folder, $"{number}")).FullName);
        await lane._world.PrepareAsync();
        await lane._shell.InvokeAsync(Connect, service.Address, service.Token);
        lane._world.Last = await service.LookAsync();
        await service.TakeRequestsAsync();
        return lane;
    }

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    /// <summary>Draws an operation and a fault, and says how it went.</summary>
    public async Task<(Outcome Outcome, IReadOnlyList<string> Wrong)> StepAsync()
    {
        Operation operation = OperationTable.Draw(_random, _world);
        Strike strike = Strike.Draw(_random);
        if (operation.IsFixed && !_references.ContainsKey(operation.Script) && await LearnAsync(operation) is { } failed)
        {
            return (failed, [.. Rules.Check(failed, _service.Token)]);
        }

        if (strike.Rule is { } rule)
        {
            await _service.FailAsync(rule);
        }

        Outcome outcome = await RunAsync(operation, strike);
        int hits = await _service.EndFaultsAsync();
        IReadOnlyList<JsonObject> requests = await SettleAsync();
        outcome = outcome with
        {
            Hits = hits,
            Requests = requests,
            Reference = operation.IsFixed ? _references[operation.Script] : null,
            Before = operation.IsChange ? _world.Last : null,
            After = operation.IsChange ? await _service.LookAsync() : null,
            Followed = operation.FollowUp is { } followUp ? (await RunAsync(operation with { Script = followUp }, strike)).Lines : [],
        };
        IReadOnlyList<string> wrong = [.. Rules.Check(outcome, _service.Token)];
        if (outcome.After is not null)
        {
            _world.Last = await _world.TidyAsync(outcome.After);
        }

        await _service.TakeRequestsAsync();
        return (outcome, wrong);
    }

    /// <summary>
    /// Deletes all endpoints that the module shows, and lets an hour pass: nothing is left that costs money.
    /// </summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _shell.InvokeAsync("Get-HfInferenceEndpoint | Remove-HfInferenceEndpoint -Force");
        string[] failed = [.. _shell.Errors.Select(error => $"it could not be tidied up: {error}")];
        Snapshot end = await _service.LookAsync();
        await _service.AdvanceAsync(TimeSpan.FromHours(1));
        Snapshot later = await _service.LookAsync();
        return
        [
            .. failed,
            .. end.Endpoints.Keys.Select(name => $"'{name}' was never shown"),
            .. later.BilledSeconds.Where(row => row.Value != end.BilledSeconds[row.Key]).Select(row => $"'{row.Key}' still costs money"),
        ];
    }

    /// <summary>Runs an operation without a fault, to know its output; null if it went well.</summary>
    private async Task<Outcome?> LearnAsync(Operation operation)
    {
        Outcome outcome = await RunAsync(operation, new Strike(null, null));
        await _service.TakeRequestsAsync();
        if (outcome.Thrown is not null || outcome.Errors.Any(error => ErrorFacts.KindOf(error) != operation.Wanted))
        {
            return outcome;
        }

        _references[operation.Script] = outcome.Lines;
        return null;
    }

    private async Task<Outcome> RunAsync(Operation operation, Strike strike)
    {
        Exception? thrown = null;
        try
        {
            await _shell.InvokeAsync(operation.Script);
        }
        catch (Exception exception) when (exception is RuntimeException or TimeoutException)
        {
            thrown = exception;
        }

        string[] lines = [.. _shell.Output.Select(item => item?.ToString() ?? "")];
        PSDataStreams streams = _shell.Streams;
        return new Outcome(operation, strike)
        {
            Lines = lines,
            Errors = [.. streams.Error],
            Thrown = thrown,
            Said =
            [
                .. lines,
                .. streams.Error.SelectMany(error => new[] { $"{error}", $"{error.Exception}", $"{error.TargetObject}" }),
                .. streams.Warning.Select(record => record.Message),
                .. streams.Verbose.Select(record => record.Message),
                .. streams.Debug.Select(record => record.Message),
                .. streams.Information.Select(record => $"{record}"),
                .. streams.Progress.Select(record => $"{record}"),
            ],
        };
    }

    // The server learns a moment later that a client has left.
    private async Task<IReadOnlyList<JsonObject>> SettleAsync()
    {
        for (int look = 0; look < 100 && await _service.InFlightAsync() > 0; look++)
        {
            await Task.Delay(20);
        }

        return await _service.TakeRequestsAsync();
    }
}
