namespace HfEndpoints.Client;

/// <summary>The hub: the account of a token, and models.</summary>
public class HubClient
{
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected HubClient() => _transport = null!;

    internal HubClient(HfTransport transport) => _transport = transport;

    /// <summary>Returns the account of the token. The hub has a low rate limit for this route, so keep the result.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The account.</returns>
    /// <exception cref="HfException">The token is missing or wrong, or the hub can't be reached.</exception>
    public virtual async Task<WhoAmI> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        var request = new HfRequest(HttpMethod.Get, UriPath.Append(_transport.Options.HubUri, "api", "whoami-v2"))
        {
            Action = "ask the Hub whose token this is",
        };
        WhoAmI account = await _transport.SendJsonAsync(request, HfJson.Context.WhoAmI, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(account.Name)
            ? throw new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {request.Action}: the answer of '{request.Uri.Authority}' does not contain a name.")
            : account;
    }

    /// <summary>Reads what matters for the deployment of a model.</summary>
    /// <param name="repository">The model's repository, such as <c>org/model</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The model.</returns>
    /// <exception cref="HfException">The hub has no such model, or shows it only to others, or can't be reached.</exception>
    public virtual async Task<HubModel> GetModelAsync(string repository, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);

        // Without it, the files have no sizes.
        Uri route = UriPath.WithQuery(
            UriPath.Append(_transport.Options.HubUri, ["api", "models", .. repository.Split('/')]), [new("blobs", "true")]);
        var request = new HfRequest(HttpMethod.Get, route)
        {
            Action = $"ask the Hub about the model '{repository}'",
        };
        return HubModel.Read(
            repository,
            await _transport.SendJsonAsync(request, HfJson.Context.JsonElement, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads a model's config.json.</summary>
    /// <param name="repository">The model's repository, such as <c>org/model</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The file; null if the model has none.</returns>
    /// <exception cref="HfException">The account has no access to a gated model, or the hub can't be reached.</exception>
    internal virtual async Task<JsonElement?> GetModelConfigAsync(string repository, CancellationToken cancellationToken = default)
    {
        Uri file = UriPath.Append(_transport.Options.HubUri, [.. repository.Split('/'), "resolve", "main", "config.json"]);
        try
        {
            return await _transport.SendJsonAsync(
                new HfRequest(HttpMethod.Get, file) { Action = $"read the configuration of the model '{repository}'" },
                HfJson.Context.JsonElement,
                cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Searches the hub's models, the most popular first.</summary>
    /// <param name="text">What their repositories contain.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Their repositories.</returns>
    public virtual async Task<IReadOnlyList<string>> SearchModelsAsync(
        string text, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        Uri route = UriPath.WithQuery(
            UriPath.Append(_transport.Options.HubUri, "api", "models"),
            [
                new("search", text), new("sort", "downloads"), new("direction", "-1"),
                new("limit", limit.ToString(CultureInfo.InvariantCulture)),
            ]);
        JsonElement answer = await _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, route) { Action = $"search the Hub for models named '{text}'" },
            HfJson.Context.JsonElement,
            cancellationToken).ConfigureAwait(false);
        return answer.ValueKind == JsonValueKind.Array
            ? [.. answer.EnumerateArray().Select(item => item.WordOf("id")).OfType<string>()]
            : [];
    }
}
