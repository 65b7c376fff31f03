namespace HfEndpoints.Commands;

/// <summary>An endpoint for a cmdlet to act on, and its account.</summary>
internal sealed record EndpointTarget(HfConnection Connection, HfClient Client, string Namespace, string Name)
{
    /// <summary>The argument, for error records; for a wildcard, the endpoint found.</summary>
    public required object Item { get; init; }

    /// <summary>Its description in errors.</summary>
    public FailedEndpoint Failed => new(Item, Namespace, Name, Connection);

    /// <summary>The endpoint as a list just had it; null if no list was read.</summary>
    public HfInferenceEndpoint? Found { get; init; }

    /// <summary>The object that was given; null if a name was.</summary>
    public HfInferenceEndpoint? Given { get; init; }

    /// <summary>The name of the endpoint for -WhatIf and -Confirm.</summary>
    public string Description => $"endpoint '{Name}' of '{Namespace}'";

    /// <summary>The endpoint as it is now.</summary>
    /// <exception cref="HfException">The endpoint does not exist, or the request failed.</exception>
    public async Task<HfInferenceEndpoint> ReadAsync(CancellationToken cancellationToken) =>
        Found ?? await Client.Endpoints.GetAsync(Namespace, Name, cancellationToken).ConfigureAwait(false);

    /// <summary>Calls ShouldProcess, changes the endpoint, and writes it, or leaves it to the wait if there is one.</summary>
    public async Task ChangeAsync(
        CmdletOutput output,
        string action,
        EndpointWait? wait,
        Func<EndpointTarget, CancellationToken, Task<HfInferenceEndpoint>> change,
        CancellationToken cancellationToken)
    {
        if (await output.ShouldProcessAsync(Description, action).ConfigureAwait(false))
        {
            HfInferenceEndpoint changed = await change(this, cancellationToken).ConfigureAwait(false);
            if (wait is null)
            {
                await output.WriteAllAsync([Connection.Own(changed)]).ConfigureAwait(false);
            }
            else
            {
                wait.Add(this);
            }
        }
    }
}
