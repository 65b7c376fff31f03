using HfEndpoints.Client.Inference;

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

    /// <summary>A client whose three addresses are this server's.</summary>
    public static HfClient Client(this RawServer server, Func<HfClientOptions, HfClientOptions>? change = null) =>
        For(server.Address, change);

    /// <summary>A client that takes this server for TGI, without asking what it is.</summary>
    public static TextGenerationClient Tgi(this RawServer server, Func<HfClientOptions, HfClientOptions>? change = null) =>
        server.Client(change).GetTextGenerationClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi });
}
