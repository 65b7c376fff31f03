using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HfEndpoints.Client.Tests;

/// <summary>A server that gives what a test has put there, where the shape of an answer is the test.</summary>
internal sealed class CannedService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, string> _answers = [];

    private CannedService()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>The requests so far, as "METHOD /path?query".</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The body of the last request that had one.</summary>
    public JsonNode? Body { get; private set; }

    public HfClient Client => new(new HfClientOptions
    {
        HubUri = Address,
        EndpointsUri = new Uri(Address, "v2"),
        CatalogUri = new Uri(Address, "api/catalog"),
        Token = HfToken.FromText("hf_testtokentesttoken", "test"),
        RetryDelay = TimeSpan.Zero,
    });

    private Uri Address => new(_app.Urls.Single());

    public static async Task<CannedService> StartAsync(params (string Request, string Answer)[] answers)
    {
        var service = new CannedService();
        await service._app.StartAsync();
        foreach ((string request, string answer) in answers)
        {
            service._answers[request] = answer;
        }

        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string request = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        Requests.Add(request);
        if (context.Request.ContentLength > 0)
        {
            Body = await JsonNode.ParseAsync(context.Request.Body);
        }

        bool isPage = _answers.GetValueOrDefault(request)?.StartsWith("<html", StringComparison.Ordinal) == true;
        context.Response.ContentType = isPage ? "text/html" : "text/plain";
        context.Response.StatusCode = _answers.ContainsKey(request) ? 200 : 404;
        await context.Response.WriteAsync(_answers.GetValueOrDefault(request, """{"error":"not found"}"""));
    }
}
