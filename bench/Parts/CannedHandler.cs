using System.Net;
using System.Net.Http.Headers;

namespace HfEndpoints.Bench.Parts;

/// <summary>Answers every request with the same bytes, without a network.</summary>
internal sealed class CannedHandler(byte[] answer, string mediaType) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(answer) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
        };
    }
}
