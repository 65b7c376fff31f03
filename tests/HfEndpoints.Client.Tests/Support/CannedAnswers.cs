using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

/// <summary>
/// Gives what a test has put there, without a socket, where the shape of an answer is the test. What was not put there is not found.
/// </summary>
internal sealed class CannedAnswers : HttpMessageHandler
{
    private readonly Dictionary<string, string> _answers;

    /// <summary>Puts the answers there, each by its request as "METHOD /path?query".</summary>
    public CannedAnswers(params (string Request, string Answer)[] answers)
    {
        _answers = answers.ToDictionary(item => item.Request, item => item.Answer);
        Client = TestClient.For(new Uri("https://canned.invalid/"), options => options with { HttpClient = new HttpClient(this) });
    }

    public HfClient Client { get; }

    /// <summary>The requests so far.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The body of the last request that had one.</summary>
    public JsonNode? Body { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string asked = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Requests.Add(asked);
        if (request.Content is { } content && await content.ReadAsStringAsync(cancellationToken) is { Length: > 0 } sent)
        {
            Body = JsonNode.Parse(sent);
        }

        bool isThere = _answers.TryGetValue(asked, out string? answer);
        bool isPage = answer?.StartsWith("<html", StringComparison.Ordinal) == true;
        var body = new StringContent(answer ?? """{"error":"not found"}""");
        body.Headers.ContentType = new MediaTypeHeaderValue(isPage ? "text/html" : "text/plain");
        return new HttpResponseMessage(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound) { Content = body, RequestMessage = request };
    }
}
