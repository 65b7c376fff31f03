using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints.Commands;

/// <summary>
/// An account on a service: addresses, token, and the result of whoami, which is requested once. Endpoint objects
/// keep the connection they came from, so they work in another runspace and after connecting to another account.
/// Thread-safe.
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

    /// <summary>The current settings: a script may set HF_HUB_OFFLINE after it has connected.</summary>
    public HfClientOptions Options => _options with { IsOffline = new HfEnvironment().IsOffline };

    /// <summary>The endpoints API.</summary>
    public Uri EndpointsUri => _options.EndpointsUri;

    /// <summary>The namespace given to Connect-HfAccount; null for the account's own.</summary>
    public string? ChosenNamespace { get; }

    /// <summary>Creates a client that logs retries, corrections and, with -Debug, each request to a cmdlet.</summary>
    public HfClient CreateClient(CmdletOutput output) => new(output.Follow(Options));

    /// <summary>Makes an endpoint remember this connection.</summary>
    public HfInferenceEndpoint Own(HfInferenceEndpoint endpoint)
    {
        endpoint.Account = this;
        return endpoint;
    }

    /// <summary>Throws at once if there is no token.</summary>
    public void RequireToken()
    {
        if (Options.Token is null)
        {
            throw new HfException(HfErrorKind.TokenNotSet, "No Hugging Face token was found.");
        }
    }

    /// <summary>Returns the account of the token. Concurrent callers share one request.</summary>
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

    /// <summary>The default namespace of cmdlets.</summary>
    public async Task<string> GetNamespaceAsync(HfClient client, CancellationToken cancellationToken) =>
        ChosenNamespace ?? (await GetAccountAsync(client, cancellationToken).ConfigureAwait(false)).Name;

    /// <summary>Whether these settings would create the same connection.</summary>
    public bool Matches(HfClientOptions options) =>
        Options with { Token = null } == options with { Token = null }
        && HfToken.AreSame(Options.Token, options.Token);
}
