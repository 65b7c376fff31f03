namespace HfEndpoints.Client;

/// <summary>The endpoint routes of the service. Every method throws <see cref="HfException"/>, and retries where that is safe.</summary>
public class EndpointsClient
{
    private static readonly TimeSpan s_debugTimeout = TimeSpan.FromMinutes(5);
    private readonly HfTransport _transport;
    private readonly EndpointListing _listing;

    /// <summary>For mocking.</summary>
    protected EndpointsClient() => (_transport, _listing) = (null!, null!);

    internal EndpointsClient(HfTransport transport) => (_transport, _listing) = (transport, new EndpointListing(transport));

    /// <summary>Reads one endpoint.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoint.</returns>
    public virtual Task<HfInferenceEndpoint> GetAsync(
        string owner, string name, CancellationToken cancellationToken = default) =>
        SendAsync(GetRequest(owner, name), owner, cancellationToken);

    /// <summary>Lists the endpoints of a namespace. The next page is requested when it is needed.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="filter">Which endpoints, in what order.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoints.</returns>
    public virtual IAsyncEnumerable<HfInferenceEndpoint> ListAsync(
        string owner, EndpointFilter? filter = null, CancellationToken cancellationToken = default) =>
        CursorPages.ItemsAsync(ListPagesAsync(owner, filter, cancellationToken), page => page.Items, cancellationToken);

    /// <summary>Lists the endpoints of a namespace page by page. The next page is requested when it is needed.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="filter">Which endpoints, in what order.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The pages.</returns>
    public virtual IAsyncEnumerable<EndpointPage> ListPagesAsync(
        string owner, EndpointFilter? filter = null, CancellationToken cancellationToken = default) =>
        _listing.PagesAsync(owner, filter ?? new EndpointFilter(), cancellationToken);

    /// <summary>Lists only the names of a namespace's endpoints, which is faster than listing endpoints.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="search">What the names contain; null for all.</param>
    /// <param name="tags">The tags they have.</param>
    /// <param name="limit">The maximum number; null leaves it to the server.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The names.</returns>
    public virtual Task<IReadOnlyList<string>> SearchNamesAsync(
        string owner,
        string? search = null,
        IReadOnlyList<string>? tags = null,
        int? limit = null,
        CancellationToken cancellationToken = default) => _listing.NamesAsync(owner, search, tags, limit, cancellationToken);

    /// <summary>
    /// Creates an endpoint. If the answer is lost, the endpoint is looked up before the request is sent again, so it
    /// is neither lost nor created twice.
    /// </summary>
    /// <param name="owner">The user or organization that will own it and pay for it.</param>
    /// <param name="name">Its name: 1 to 32 of a-z, 0-9 and '-'.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Cancels the request, not what the service began.</param>
    /// <returns>The endpoint, not yet ready.</returns>
    /// <exception cref="HfException">
    /// It was not created; or it may have been, if <see cref="HfException.IsOutcomeUnknown"/> is true.
    /// </exception>
    /// <exception cref="CreateCanceledException">It may have been created: the create was cancelled after it was sent.</exception>
    public virtual Task<HfInferenceEndpoint> CreateAsync(
        string owner, string name, EndpointSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        JsonObject body = EndpointBody.ForCreate(name, settings, _transport.Options.Log);
        Remember(body);
        var request = new HfRequest(HttpMethod.Post, Route(owner))
        {
            Action = $"create endpoint '{name}' in namespace '{owner}'",
            Content = () => HfJson.ToContent(body, HfJson.Context.JsonObject),
            Retry = RetryRule.OnlyIfNotSent,
        };
        return new EndpointCreation(_transport, this, owner, name, found => SentSettings.Describe(body, found.ExactJson))
            .RunAsync(request, cancellationToken);
    }

    /// <summary>
    /// Updates an endpoint. Only the given settings are sent. If the service needs more, the endpoint is read first
    /// and the rest is taken from it: the image, if only parallel sizes are given, and the vendor or the region, if
    /// only the other is given.
    /// </summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="settings">The settings to change; an empty list, table or text clears one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual async Task<HfInferenceEndpoint> UpdateAsync(
        string owner, string name, EndpointSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (CurrentValues.AreNeeded(settings))
        {
            EndpointRules.Check(settings);
            settings = CurrentValues.Complete(settings, await GetAsync(owner, name, cancellationToken).ConfigureAwait(false));
        }

        JsonObject body = EndpointBody.ForUpdate(settings, _transport.Options.Log);
        if (body.Count == 0)
        {
            throw new HfException(HfErrorKind.InvalidRequest, $"Nothing to change on endpoint '{name}': no setting was given.");
        }

        Remember(body);
        HfRequest request = Request(HttpMethod.Put, "update", owner, name) with
        {
            Content = () => HfJson.ToContent(body, HfJson.Context.JsonObject),
        };
        return await SendAsync(request, owner, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pauses an endpoint: it costs nothing until it is resumed.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual Task<HfInferenceEndpoint> PauseAsync(
        string owner, string name, CancellationToken cancellationToken = default) =>
        SendAsync(Request(HttpMethod.Post, "pause", owner, name, "pause"), owner, cancellationToken);

    /// <summary>Scales an endpoint to zero: it costs nothing until a request or a resume wakes it.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual Task<HfInferenceEndpoint> ScaleToZeroAsync(
        string owner, string name, CancellationToken cancellationToken = default) =>
        SendAsync(Request(HttpMethod.Post, "scale down to zero", owner, name, "scale-to-zero"), owner, cancellationToken);

    /// <summary>
    /// Lets the service's agent analyze what is wrong with an endpoint. Only <see cref="HfInferenceEndpoint.AgentMessage"/> changes.
    /// </summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoint with the agent's message.</returns>
    public virtual Task<HfInferenceEndpoint> DebugAsync(string owner, string name, CancellationToken cancellationToken = default)
    {
        // A language model reads the logs before the answer begins, so this takes long and is not repeated.
        HfRequest request = Request(HttpMethod.Post, "debug", owner, name, "agent", "debug") with
        {
            Timeout = s_debugTimeout,
            Retry = RetryRule.OnlyIfNotSent,
        };
        return SendAsync(request, owner, cancellationToken);
    }

    /// <summary>Resumes a paused endpoint.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="failIfRunning">Whether it is an error if the endpoint is already running.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual async Task<HfInferenceEndpoint> ResumeAsync(
        string owner, string name, bool failIfRunning = false, CancellationToken cancellationToken = default)
    {
        HfRequest request = Request(HttpMethod.Post, "resume", owner, name, "resume");
        try
        {
            return await SendAsync(request, owner, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointAlreadyRunning
            && (!failIfRunning || request.MayHaveActed))
        {
            // It may be running because of an earlier attempt, whose answer was lost.
            return await GetAsync(owner, name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes an endpoint with its configuration, logs and metrics. This can't be undone.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the service has confirmed it.</returns>
    public virtual async Task DeleteAsync(string owner, string name, CancellationToken cancellationToken = default)
    {
        HfRequest request = Request(HttpMethod.Delete, "delete", owner, name);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await _transport.DeleteAsync(request, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HfException exception) when (exception.MayHaveActed)
            {
                _transport.Options.Log?.Invoke($"{exception.Message} Looking whether the endpoint is still there.");
                bool? isGone = await IsGoneAsync(owner, name, cancellationToken).ConfigureAwait(false);
                if (isGone == true)
                {
                    return;
                }

                // The others were retried already.
                if (isGone is null || exception.Kind != HfErrorKind.InvalidResponse || attempt >= _transport.Options.MaxRetries)
                {
                    throw;
                }
            }

            await _transport.PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an endpoint does not exist; null if that can't be found out.</summary>
    private async Task<bool?> IsGoneAsync(string owner, string name, CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync(owner, name, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
        {
            return true;
        }
        catch (HfException)
        {
            return null;
        }
    }

    internal HfRequest GetRequest(string owner, string name) => Request(HttpMethod.Get, "get", owner, name);

    internal Task<HfInferenceEndpoint> SendAsync(HfRequest request, string owner, CancellationToken cancellationToken) =>
        _transport.SendJsonAsync(
            request, (shown, exact) => EndpointReader.Read(shown, exact, owner, _transport.Options.EndpointsUri), cancellationToken);

    private HfRequest Request(
        HttpMethod method, string verb, string owner, string name, params ReadOnlySpan<string> operation) =>
        new(method, Route([owner, name, .. operation]))
        {
            Action = $"{verb} endpoint '{name}' in namespace '{owner}'",
            NotFoundKind = HfErrorKind.EndpointNotFound,
        };

    private void Remember(JsonObject body)
    {
        foreach (string secret in SecretMembers.ValuesIn(body))
        {
            _transport.Mask.Remember(secret);
        }
    }

    private Uri Route(params ReadOnlySpan<string> segments) => UriPath.Append(_transport.Options.EndpointsUri, ["endpoint", .. segments]);
}
