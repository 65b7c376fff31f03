using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>An endpoint that a cmdlet is to act on, and the account to do it with.</summary>
internal sealed record EndpointTarget(HfConnection Connection, HfClient Client, string Namespace, string Name)
{
    /// <summary>What was given for it, for an error to point at; of a wildcard the endpoint found.</summary>
    public required object Item { get; init; }

    /// <summary>What an error says of it.</summary>
    public FailedEndpoint Failed => new(Item, Namespace, Name, Connection);

    /// <summary>The endpoint as a list just had it; null if no list was read.</summary>
    public InferenceEndpoint? Found { get; init; }

    /// <summary>The object that was given; null if a name was.</summary>
    public HfInferenceEndpoint? Given { get; init; }

    /// <summary>The endpoint in the words of -WhatIf and -Confirm.</summary>
    public string Description => $"endpoint '{Name}' of '{Namespace}'";

    /// <summary>The endpoint as it is now.</summary>
    /// <exception cref="HfException">There is none, or it could not be asked for.</exception>
    public async Task<InferenceEndpoint> ReadAsync(CancellationToken cancellationToken) =>
        Found ?? await Client.Endpoints.GetAsync(Namespace, Name, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks -WhatIf and -Confirm, changes the endpoint, and writes it as it is then.</summary>
    public async Task ChangeAsync(
        CmdletOutput output,
        string action,
        Func<EndpointTarget, CancellationToken, Task<InferenceEndpoint>> change,
        CancellationToken cancellationToken)
    {
        if (await output.ShouldProcessAsync(Description, action).ConfigureAwait(false))
        {
            InferenceEndpoint changed = await change(this, cancellationToken).ConfigureAwait(false);
            await output.WriteAllAsync([EndpointConversion.ToOutput(changed, Connection)]).ConfigureAwait(false);
        }
    }
}
