namespace HfEndpoints.Client.Tests;

internal static class TestClient
{
    public const string Token = "hf_testtokentesttoken";

    /// <summary>A client of one server that does not sleep between repetitions.</summary>
    public static HfClient For(Uri server, Func<HfClientOptions, HfClientOptions>? change = null)
    {
        var options = new HfClientOptions
        {
            HubUri = server,
            EndpointsUri = new Uri(server, "v2"),
            CatalogUri = new Uri(server, "api/catalog"),
            Token = HfToken.FromText(Token, "test"),
            RetryDelay = TimeSpan.Zero,
        };
        return new HfClient(change is null ? options : change(options));
    }
}
