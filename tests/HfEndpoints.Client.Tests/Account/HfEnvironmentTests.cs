using HfEndpoints.Client.Inference;
namespace HfEndpoints.Client.Tests;

public sealed class HfEnvironmentTests : IDisposable
{
    private readonly Variables _variables = [];

    public void Dispose() => _variables.Dispose();

    [Fact]
    public void WithoutAnythingThereIsNoToken()
    {
        Assert.Null(_variables.Environment.FindToken());
    }

    [Fact]
    public async Task TheTokenIsTakenFromTheFirstPlaceThatHasOne()
    {
        string file = _variables.Write(".cache/huggingface/token", "hf_file");
        await AssertTokenAsync("hf_file", file);

        _variables["HUGGING_FACE_HUB_TOKEN"] = "hf_old_variable";
        await AssertTokenAsync("hf_old_variable", "HUGGING_FACE_HUB_TOKEN");

        _variables["HF_TOKEN"] = "hf_variable";
        await AssertTokenAsync("hf_variable", "HF_TOKEN");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public async Task AVariableOfBlanksIsNotAToken(string blanks)
    {
        string file = _variables.Write(".cache/huggingface/token", "hf_file");
        _variables["HF_TOKEN"] = blanks;
        _variables["HUGGING_FACE_HUB_TOKEN"] = blanks;

        await AssertTokenAsync("hf_file", file);
    }

    [Fact]
    public void AFileOfBlanksIsNotAToken()
    {
        _variables.Write(".cache/huggingface/token", "\n");

        Assert.Null(_variables.Environment.FindToken());
    }

    [Fact]
    public void TheTokenFileIsLookedForWhereThePythonLibraryLooks()
    {
        AssertPath(".cache/huggingface/token");

        _variables["XDG_CACHE_HOME"] = Path.Combine(_variables.Home, "xdg");
        AssertPath("xdg/huggingface/token");

        _variables["HF_HOME"] = Path.Combine(_variables.Home, "hf");
        AssertPath("hf/token");

        _variables["HF_TOKEN_PATH"] = Path.Combine(_variables.Home, "secret.txt");
        AssertPath("secret.txt");
    }

    [Theory]
    [InlineData("~/hf", "hf/token")]
    [InlineData("$HOME/hf", "hf/token")]
    [InlineData("${HOME}/hf", "hf/token")]
    [InlineData("~/$PROFILE", "work/token")]
    [InlineData("~/$UNKNOWN", "$UNKNOWN/token")]
    [InlineData("~", "token")]
    public void TildeAndVariablesInAPathAreExpanded(string home, string expected)
    {
        _variables["PROFILE"] = "work";
        _variables["HF_HOME"] = home;

        AssertPath(expected);
    }

    [Fact]
    public async Task TheTokenIsReadFromTheFileThatWasNamed()
    {
        string file = _variables.Write("secret.txt", "  hf_named\r\n");
        _variables["HF_TOKEN_PATH"] = file;

        await AssertTokenAsync("hf_named", file);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("Yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData("2", false)]
    public void FlagsKnowThePythonLibrarysWords(string value, bool isOn)
    {
        _variables["HF_TOKEN"] = "hf_variable";
        foreach (string name in (string[])["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
        {
            _variables[name] = value;
            Assert.Equal(isOn, _variables.Environment.IsOffline);
            Assert.Equal(isOn, HfClientOptions.FromEnvironment(_variables.Environment).IsOffline);
            _variables.Remove(name);
        }

        _variables["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = value;
        Assert.Equal(isOn, _variables.Environment.FindToken() is null);
    }

    [Fact]
    public async Task OfflineRefusesEveryRequestBeforeItIsSent()
    {
        await using var server = new RawServer(RawConnection.Json("{}"));
        HfClient client = server.Client(options => options with { IsOffline = true });

        await Expect.FailureAsync(HfErrorKind.Offline, () => client.Hub.WhoAmIAsync());
        await Expect.FailureAsync(HfErrorKind.Offline, () => client.Endpoints.GetAsync("acme", "e"));
        await Expect.FailureAsync(
            HfErrorKind.Offline, () => client.GetTextGenerationClient(new InferenceTarget(server.Address)).GenerateAsync("hi"));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public void TheAddressesHaveTheServicesDefaults()
    {
        HfClientOptions options = HfClientOptions.FromEnvironment(_variables.Environment);

        Assert.Equal("https://huggingface.co/", options.HubUri.AbsoluteUri);
        Assert.Equal("https://api.endpoints.huggingface.cloud/v2", options.EndpointsUri.AbsoluteUri);
        Assert.Equal("https://endpoints.huggingface.co/api/catalog", options.CatalogUri.AbsoluteUri);
        Assert.Null(options.Token);
        Assert.False(options.IsOffline);
    }

    [Fact]
    public void TheAddressesCanBeSetAndLoseTheirLastSlash()
    {
        _variables["HF_ENDPOINT"] = "http://127.0.0.1:1/";
        _variables["HF_INFERENCE_ENDPOINTS_ENDPOINT"] = "http://127.0.0.1:2/v2//";
        _variables["HF_INFERENCE_CATALOG_ENDPOINT"] = "https://example.org/api/catalog";
        HfClientOptions options = HfClientOptions.FromEnvironment(_variables.Environment);

        Assert.Equal("http://127.0.0.1:1/", options.HubUri.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:2/v2", options.EndpointsUri.AbsoluteUri);
        Assert.Equal("https://example.org/api/catalog", options.CatalogUri.AbsoluteUri);
    }

    [Theory]
    [InlineData("huggingface.co")]
    [InlineData("/api")]
    [InlineData("ftp://huggingface.co")]
    [InlineData("not an address")]
    public void AnAddressThatIsNoneIsNamedWithItsVariable(string address)
    {
        _variables["HF_ENDPOINT"] = address;

        HfException exception = Assert.Throws<HfException>(() => HfClientOptions.FromEnvironment(_variables.Environment));

        Assert.Equal(HfErrorKind.InvalidRequest, exception.Kind);
        Assert.Contains("HF_ENDPOINT", exception.Message, StringComparison.Ordinal);
        Assert.Contains(address, exception.Message, StringComparison.Ordinal);
    }

    private void AssertPath(string expected) =>
        Assert.Equal(Path.Combine(_variables.Home, expected), _variables.Environment.TokenPath);

    private async Task AssertTokenAsync(string expected, string source)
    {
        HfToken? token = _variables.Environment.FindToken();
        Assert.Equal(source, token?.Source);
        Assert.Equal(expected, await TokenText.OfAsync(token));
    }
}
