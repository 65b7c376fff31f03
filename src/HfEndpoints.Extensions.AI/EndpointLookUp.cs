namespace HfEndpoints.Extensions.AI;

/// <summary>Finds an endpoint at the first request. One that can't answer yet is looked up again at the next.</summary>
/// <typeparam name="T">The client of the endpoint.</typeparam>
internal sealed class EndpointLookUp<T>(Func<CancellationToken, Task<(T Client, Uri Uri)>> find)
    where T : class
{
    private volatile Found? _found;

    /// <summary>The address of the endpoint; null until it was found.</summary>
    public Uri? Uri => _found?.Uri;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        if (_found is not { } found)
        {
            // Several first requests may each look it up; they find the same.
            (T client, Uri uri) = await find(cancellationToken).ConfigureAwait(false);
            _found = found = new Found(client, uri);
        }

        return found.Client;
    }

    private sealed record Found(T Client, Uri Uri);
}

/// <summary>The ways to an endpoint.</summary>
internal static class EndpointLookUps
{
    public static EndpointLookUp<T> ByName<T>(HfClient client, string name, Func<InferenceTarget, T> connect)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(async cancellationToken =>
        {
            string[] parts = name.Split('/', 2);
            string owner = parts.Length == 2 ? parts[0] : (await client.Hub.WhoAmIAsync(cancellationToken).ConfigureAwait(false)).Name;
            HfInferenceEndpoint endpoint = await client.Endpoints.GetAsync(owner, parts[^1], cancellationToken).ConfigureAwait(false);
            var target = InferenceTarget.FromEndpoint(endpoint);
            return (connect(target), target.Uri);
        });
    }

    public static EndpointLookUp<T> ByTarget<T>(HfClient client, InferenceTarget target, Func<InferenceTarget, T> connect)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(target);
        return new(_ => Task.FromResult((connect(target), target.Uri)));
    }
}
