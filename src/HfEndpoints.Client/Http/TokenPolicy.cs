namespace HfEndpoints.Client;

/// <summary>
/// Decides where the token may be sent: to the hosts of the session and to Hugging Face's own endpoints, and
/// elsewhere only if the caller allows it. Never over plain http, except to this machine.
/// </summary>
internal static class TokenPolicy
{
    private const string EndpointsDomain = ".endpoints.huggingface.cloud";

    public static bool Allows(HfClientOptions options, Uri uri, bool? vouchedFor)
    {
        bool trusted = vouchedFor
            ?? (UriPath.SameOrigin(uri, options.HubUri)
                || UriPath.SameOrigin(uri, options.EndpointsUri)
                || UriPath.SameOrigin(uri, options.CatalogUri)
                || uri.Host.EndsWith(EndpointsDomain, StringComparison.OrdinalIgnoreCase));
        if (trusted && uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)
        {
            throw new HfException(
                HfErrorKind.UntrustedAddress,
                $"The token is not sent to '{uri.GetLeftPart(UriPartial.Authority)}': only https keeps it secret.");
        }

        return trusted;
    }
}
