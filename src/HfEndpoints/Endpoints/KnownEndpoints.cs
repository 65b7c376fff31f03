namespace HfEndpoints.Commands;

/// <summary>The endpoints of a namespace, for completion.</summary>
internal static class KnownEndpoints
{
    /// <summary>The endpoints of the namespace already typed, or the session's; none if the list is not available in time.</summary>
    public static IReadOnlyList<HfInferenceEndpoint> Ask(IDictionary? bound) => Ask(TypedArguments.Namespace(bound));

    /// <summary>The endpoint already typed as -Name, as an object or by its name; null if it is not known.</summary>
    public static HfInferenceEndpoint? Typed(IDictionary? bound, string parameter)
    {
        object? given = bound?[parameter] is PSObject wrapped ? wrapped.BaseObject : bound?[parameter];
        if (given is HfInferenceEndpoint endpoint)
        {
            return endpoint;
        }

        if (TypedArguments.Read(bound, parameter) is not [{ Length: > 0 } name])
        {
            return null;
        }

        (string? owner, name) = TypedArguments.Endpoint(name, TypedArguments.Namespace(bound));
        return Find(owner, name);
    }

    /// <summary>The endpoint of a name; null if it is not known.</summary>
    public static HfInferenceEndpoint? Find(string? owner, string name) =>
        Ask(owner).FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The endpoints of a namespace, or the session's; none if the list is not available in time.</summary>
    public static IReadOnlyList<HfInferenceEndpoint> Ask(string? chosen) => ServiceLookup.AskInNamespace<HfInferenceEndpoint>(
        "endpoints",
        chosen,
        async (client, owner, cancellationToken) =>
        {
            var endpoints = new List<HfInferenceEndpoint>();
            await foreach (EndpointPage page in client.Endpoints.ListPagesAsync(owner, null, cancellationToken).ConfigureAwait(false))
            {
                endpoints.AddRange(page.Items);
            }

            return endpoints;
        });
}
