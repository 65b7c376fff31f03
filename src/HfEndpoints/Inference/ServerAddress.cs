using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Makes of an address that was given a server to talk to.</summary>
internal static class ServerAddress
{
    /// <summary>The server; who gives a token for it vouches for its host.</summary>
    /// <exception cref="HfException">It is no address of a server.</exception>
    public static InferenceTarget ToTarget(Uri uri, bool hasOwnToken) =>
        uri.IsAbsoluteUri && uri.Scheme is ("http" or "https")
            ? new InferenceTarget(uri, hasOwnToken ? true : null)
            : throw new HfException(
                HfErrorKind.InvalidRequest, $"Uri is '{uri}': an absolute http or https address is allowed.");
}
