namespace HfEndpoints.Client.Inference;

/// <summary>Content from a web address of the user.</summary>
internal static class WebContent
{
    public static async Task<TaskContent> FetchAsync(HfTransport transport, Uri address, CancellationToken cancellationToken)
    {
        if (!address.IsAbsoluteUri
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new HfException(
                HfErrorKind.UntrustedAddress,
                $"Cannot fetch '{address}': over http, anyone on the way could change the content. Use https.");
        }

        var request = new HfRequest(HttpMethod.Get, UriPath.Settle(address))
        {
            Action = $"fetch '{address.GetLeftPart(UriPartial.Path)}'",
            Accept = "*/*",
            IsStream = true,
            SendToken = false,
            FollowsToOthers = true,
        };
        using HttpResponseMessage response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] bytes = await transport.ReadBytesAsync(request, response, cancellationToken).ConfigureAwait(false);
        if (bytes.Length == 0)
        {
            throw new HfException(HfErrorKind.InvalidResponse, $"Cannot {request.Action}: it is empty.");
        }

        // Servers send octet-stream or plain text for unknown types.
        string? told = response.Content.Headers.ContentType?.MediaType;
        return told is null or MediaTypes.Unknown or "binary/octet-stream" or "text/plain"
            ? new TaskContent(bytes, MediaTypes.FromName(address.AbsolutePath))
            : IsMedia(told) ? new TaskContent(bytes, told)
            : throw new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {request.Action}: it is {transport.Mask.Redact(told)}, not an image or sound.");
    }

    private static bool IsMedia(string type) => type.Split('/')[0] is "image" or "audio" or "video" || type == "application/ogg";
}
