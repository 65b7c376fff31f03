namespace HfEndpoints.Commands;

/// <summary>Adds the most similar name to the failure for an endpoint that does not exist.</summary>
internal static class NearestEndpoint
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The failure with a suggestion, if there is a similar name and it can be found out in time.</summary>
    public static async Task<HfException> SuggestAsync(HfException failure, HfConnection connection, CmdletOutput? output)
    {
        if (failure.Kind != HfErrorKind.EndpointNotFound || failure.Endpoint is not { } name)
        {
            return failure;
        }

        using var timer = new CancellationTokenSource(s_patience);
        try
        {
            HfClientOptions options = connection.Options with { MaxRetries = 0 };
            var client = new HfClient(output?.Follow(options) ?? options);
            string owner = failure.Namespace ?? await connection.GetNamespaceAsync(client, timer.Token).ConfigureAwait(false);
            IReadOnlyList<string> names =
                await client.Endpoints.SearchNamesAsync(owner, cancellationToken: timer.Token).ConfigureAwait(false);
            return NearestWord.Find(name, names) is { } nearest && nearest != name
                ? failure.WithAdvice($"Did you mean '{nearest}'?")
                : failure;
        }
        catch (Exception exception) when (exception is HfException or OperationCanceledException)
        {
            // The failure itself is told in any case.
            return failure;
        }
    }
}
