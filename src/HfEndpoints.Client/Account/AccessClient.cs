namespace HfEndpoints.Client;

/// <summary>Asks the hub what a token may do.</summary>
public class AccessClient
{
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected AccessClient() => _transport = null!;

    internal AccessClient(HfTransport transport) => _transport = transport;

    /// <summary>Checks a permission of the token for all endpoints of a namespace, or for one of them.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="name">The endpoint; null asks for all of the namespace.</param>
    /// <param name="permission"><c>read</c>, <c>write</c> or <c>infer</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether it may.</returns>
    /// <exception cref="HfException">The hub could not be asked.</exception>
    public virtual async Task<bool> IsAllowedAsync(
        string owner, string? name, string permission, CancellationToken cancellationToken = default)
    {
        string[] segments = name is null
            ? ["api", "inference-endpoints", owner, "auth-check", permission]
            : ["api", "inference-endpoints", owner, name, "auth-check", permission];
        string what = name is null ? $"namespace '{owner}'" : $"endpoint '{name}' of '{owner}'";
        try
        {
            await _transport.SendAndForgetAsync(
                new HfRequest(HttpMethod.Post, UriPath.Append(_transport.Options.HubUri, segments))
                {
                    Action = $"ask for the permission '{permission}' on {what}",
                    NotFoundKind = name is null ? HfErrorKind.NotFound : HfErrorKind.EndpointNotFound,
                },
                isAnswerRead: false,
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.Forbidden)
        {
            return false;
        }
    }
}
