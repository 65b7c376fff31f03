using System.Diagnostics.CodeAnalysis;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>
/// An account at a service: addresses, token, and what whoami said, which is asked once. Endpoint objects keep the
/// connection they came from, so they work in another runspace and after connecting to another account. Safe for use by
/// several threads.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody takes has nothing to release.")]
internal sealed class HfConnection
{
    private readonly HfClientOptions _options;
    private readonly SemaphoreSlim _asking = new(1);
    private WhoAmI? _account;

    public HfConnection(HfClientOptions options, string? owner = null, WhoAmI? account = null)
    {
        _options = options;
        ChosenNamespace = owner;
        _account = account;
    }

    /// <summary>The settings as they hold now: a script may go offline after it has connected.</summary>
    public HfClientOptions Options => _options with { IsOffline = new HfEnvironment().IsOffline };

    /// <summary>The endpoints API.</summary>
    public Uri EndpointsUri => _options.EndpointsUri;

    /// <summary>The namespace the user chose with Connect-HfAccount; null for the account's own.</summary>
    public string? ChosenNamespace { get; }

    /// <summary>Makes a client that reports retries, corrections and, with -Debug, each request to one cmdlet.</summary>
    public HfClient CreateClient(CmdletOutput output) => new(output.Follow(Options));

    /// <summary>Refuses early where every request would be refused for the lack of a token.</summary>
    public void RequireToken()
    {
        if (Options.Token is null)
        {
            throw new HfException(HfErrorKind.TokenNotSet, "No Hugging Face token was found.");
        }
    }

    /// <summary>Tells whose token it is. Whoever asks meanwhile waits for the one answer.</summary>
    public async Task<WhoAmI> GetAccountAsync(HfClient client, CancellationToken cancellationToken)
    {
        RequireToken();
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _account ??= await client.Hub.WhoAmIAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The namespace of cmdlets that name none.</summary>
    public async Task<string> GetNamespaceAsync(HfClient client, CancellationToken cancellationToken) =>
        ChosenNamespace ?? (await GetAccountAsync(client, cancellationToken).ConfigureAwait(false)).Name;

    /// <summary>Whether this is the connection that these settings would make.</summary>
    public bool Matches(HfClientOptions options) =>
        Options with { Token = null } == options with { Token = null }
        && HfToken.AreSame(Options.Token, options.Token);
}
