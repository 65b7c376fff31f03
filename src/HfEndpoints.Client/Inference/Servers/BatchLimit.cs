using System.Net;

namespace HfEndpoints.Client.Inference;

/// <summary>How many texts one request may have.</summary>
internal static class BatchLimit
{
    // What Text Embeddings Inference allows unless it is told otherwise, and its likes take with ease.
    private const int Default = 32;

    // These have no limit of their own; it keeps requests at a size at which a failure costs little.
    private const int OpenAi = 128;

    public static int FromServer(ServerInfo info) =>
        Math.Max(1, info.MaxBatchSize ?? (ServerEngines.IsOpenAi(info) ? OpenAi : Default));

    /// <summary>
    /// Whether a request may go through with fewer texts: it is too large, or one of them is what the server refuses.
    /// </summary>
    public static bool MayPassInParts(HfException exception) =>
        exception is
        {
            Kind: HfErrorKind.InvalidRequest,
            StatusCode: not (null or HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed),
        };
}
