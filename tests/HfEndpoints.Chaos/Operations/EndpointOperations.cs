namespace HfEndpoints.Chaos;

/// <summary>Operations that make, change and delete endpoints.</summary>
internal static class EndpointOperations
{
    private const string Model = "-CatalogModel meta-llama/Llama-3.2-1B-Instruct";

    private const string Hardware = "-Repository gpt2 -Framework pytorch -Accelerator cpu -Vendor aws -Region us-east-1 "
        + "-InstanceType intel-icl -InstanceSize x2";

    public static Operation Create(Random random, World world) =>
        Create("New-HfInferenceEndpoint", $"{Hardware} -MaxReplica {random.Next(1, 5)}", World.AnyName(random), world);

    public static Operation CreateFromCatalog(Random random, World world) =>
        Create("New-HfInferenceEndpoint -CatalogModel", Model, World.AnyName(random), world);

    /// <summary>The service chooses the name, so a lost endpoint can't be looked up, and the error has to say so.</summary>
    public static Operation CreateWithoutName(Random random, World world) => new(
        "New-HfInferenceEndpoint -CatalogModel without a name",
        $"New-HfInferenceEndpoint {Model} | ForEach-Object {{ $_.Name }}")
    {
        IsChange = true,
        Check = outcome =>
        {
            string[] made = [.. outcome.After!.Endpoints.Keys.Except(outcome.Before!.Endpoints.Keys)];
            return made.Length == outcome.Lines.Count || (made.Length == 1 && outcome.IsOutcomeUnknown)
                ? []
                : [$"{made.Length} endpoints were made, and {outcome.Lines.Count} emitted"];
        },
    };

    public static Operation Change(Random random, World world)
    {
        string name = world.LikelyName(random);
        int replicas = random.Next(1, 9);
        return Existing(world, name, "Set-HfInferenceEndpoint", $"-MaxReplica {replicas}", outcome =>
            outcome.Succeeded && outcome.After!.MaxReplicaOf(name) != replicas ? ["the change is not there"]
            : outcome.After!.MaxReplicaOf(name) is { } now && now != replicas && now != outcome.Before!.MaxReplicaOf(name)
                ? ["it was changed to something else"]
            : []);
    }

    public static Operation Suspend(Random random, World world)
    {
        string name = world.LikelyName(random);
        return Existing(world, name, "Suspend-HfInferenceEndpoint", "", outcome =>
            outcome.Succeeded && outcome.After!.StateOf(name) != "paused" ? [$"it is {outcome.After.StateOf(name)}"] : []);
    }

    public static Operation Resume(Random random, World world)
    {
        string name = world.LikelyName(random);
        return Existing(world, name, "Resume-HfInferenceEndpoint", "", outcome =>
            outcome.Succeeded && outcome.After!.StateOf(name) == "paused" ? ["it is paused"] : []);
    }

    public static Operation Remove(Random random, World world)
    {
        string name = world.LikelyName(random);
        return new("Remove-HfInferenceEndpoint", $"Remove-HfInferenceEndpoint {name} -Force")
        {
            IsChange = true,
            IsRepeatable = true,
            Wanted = world.Last.Has(name) ? null : "EndpointNotFound",
            Check = outcome =>
            [
                .. outcome.Succeeded && outcome.After!.Has(name) ? ["it is still there"] : Array.Empty<string>(),
                .. outcome.After!.Did("endpointDeleted", name) > 1 ? ["it was deleted twice"] : Array.Empty<string>(),
                .. outcome.After!.Endpoints.Count < outcome.Before!.Endpoints.Count - 1 ? ["others are gone too"] : Array.Empty<string>(),
            ],
        };
    }

    public static Operation Wait(Random random, World world)
    {
        string name = world.LikelyName(random);
        return new(
            "Wait-HfInferenceEndpoint",
            $"Resume-HfInferenceEndpoint {name} | Wait-HfInferenceEndpoint -Timeout 30 -RefreshInterval 0.1 | "
                + "ForEach-Object { $_.Status }")
        {
            IsChange = true,
            Wanted = world.Last.Has(name) ? null : "EndpointNotFound",
            Check = outcome => outcome.Succeeded && outcome.Lines is not ["running"] ? ["it was not emitted as running"] : [],
        };
    }

    /// <summary>However the use ends, the endpoint is stopped, or it is said that it is not.</summary>
    public static Operation Use(Random random, World world)
    {
        string name = world.LikelyName(random);
        return new(
            "Use-HfInferenceEndpoint",
            $"Use-HfInferenceEndpoint {name} {{ \"in $($_.Status)\"; "
                + "'I am' | Invoke-HfTextGeneration $_ -MaxNewTokens 3 | ForEach-Object { 'text' } } "
                + "-Timeout 30 -RefreshInterval 0.1 -SuspendTimeout 5")
        {
            Items = 3,
            IsChange = true,
            Wanted = world.Last.Has(name) ? null : "EndpointNotFound",
            Check = outcome =>
            [
                .. outcome.Succeeded && outcome.Lines is not ["in running", "text"]
                    ? ["the script did not run once"]
                    : Array.Empty<string>(),
                .. outcome.Succeeded && outcome.After!.StateOf(name) is not ("paused" or null)
                    ? [$"it was left {outcome.After!.StateOf(name)}"]
                    : Array.Empty<string>(),
                .. outcome.Before!.StateOf(name) == "paused" && outcome.After!.StateOf(name) is not ("paused" or null)
                    && !outcome.Said.Any(text => text.Contains("may still be running", StringComparison.Ordinal))
                    ? ["it was left running, and nobody was warned"]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static Operation Create(string what, string settings, string name, World world)
    {
        bool isTaken = world.Last.Has(name);
        return new(what, $"New-HfInferenceEndpoint {name} {settings} | ForEach-Object {{ $_.Name }}")
        {
            IsChange = true,
            Wanted = isTaken ? "EndpointAlreadyExists" : null,
            Check = outcome => isTaken ? Taken(outcome, name) : Created(outcome, name),
        };
    }

    private static IEnumerable<string> Created(Outcome outcome, string name)
    {
        int made = outcome.After!.Did("endpointCreated", name);
        if (made > 1)
        {
            yield return $"it was made {made} times";
        }

        if (outcome.Succeeded && (made != 1 || !outcome.After.Has(name) || outcome.Lines is not [string only] || only != name))
        {
            yield return $"it was made {made} times, and emitted as '{string.Join(' ', outcome.Lines)}'";
        }

        if (!outcome.Succeeded && made > 0 && !outcome.IsOutcomeUnknown)
        {
            yield return "it was made, and forgotten";
        }
    }

    private static IEnumerable<string> Taken(Outcome outcome, string name) =>
        outcome.Succeeded ? ["the endpoint of an earlier create was taken for its own"]
        : outcome.Before!.CreatedAt(name) != outcome.After!.CreatedAt(name) ? ["the endpoint that was there is another"]
        : [];

    private static Operation Existing(
        World world, string name, string cmdlet, string arguments, Func<Outcome, IEnumerable<string>> check) =>
        new(cmdlet, $"{cmdlet} {name} {arguments} | ForEach-Object {{ $_.Name }}")
        {
            IsChange = true,
            IsRepeatable = true,
            Wanted = world.Last.Has(name) ? null : "EndpointNotFound",
            Check = outcome =>
            [
                .. outcome.Succeeded && (outcome.Lines is not [string only] || only != name)
                    ? [$"'{string.Join(' ', outcome.Lines)}' was emitted"]
                    : Array.Empty<string>(),
                .. check(outcome),
            ],
        };
}
