namespace HfEndpoints.Client;

/// <summary>
/// Asks for compressed answers and decompresses them. Unlike .NET's own, it lets <see cref="InflatedContent"/> know how much came
/// over the network, which is what shows a bomb.
/// </summary>
internal sealed class DecompressionHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (InflatedContent.Of(response.Content) is { } content)
        {
            response.Content = content;
        }

        return response;
    }
}
